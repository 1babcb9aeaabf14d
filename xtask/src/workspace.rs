//! Where things are, and cargo.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

/// The workspace as cargo describes it.
pub(crate) struct Workspace {
    /// Folder of the workspace's Cargo.toml.
    pub(crate) root: PathBuf,
    /// Cargo's target folder for native builds.
    pub(crate) target: PathBuf,
    /// Every package, of the workspace and from elsewhere, by its identifier.
    pub(crate) packages: BTreeMap<String, Package>,
}

/// A package and what it builds on, without what only its tests use.
pub(crate) struct Package {
    /// As in its Cargo.toml.
    pub(crate) name: String,
    /// Is it one of ours?
    pub(crate) member: bool,
    /// Identifiers of the packages that it is built with.
    pub(crate) dependencies: Vec<String>,
}

/// How programs are built.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// As people use them.
    Release,
    /// As developers and tests use them.
    Development,
}

impl Workspace {
    /// Asks cargo.
    ///
    /// # Errors
    /// Cargo cannot read the workspace.
    pub(crate) fn find() -> Result<Workspace> {
        let output = cargo().args(["metadata", "--format-version=1"]).output().context("cargo metadata")?;
        if !output.status.success() {
            bail!("cargo metadata failed: {}", String::from_utf8_lossy(&output.stderr));
        }
        let metadata: Metadata = serde_json::from_slice(&output.stdout).context("reading cargo metadata")?;
        let names: BTreeMap<_, _> =
            metadata.packages.into_iter().map(|package| (package.id, package.name)).collect();
        let packages = metadata.resolve.nodes.into_iter().filter_map(|Node { id, deps }| {
            let built_with =
                |dep: &Dependency| dep.dep_kinds.iter().any(|kind| kind.kind.as_deref() != Some("dev"));
            let dependencies = deps.into_iter().filter(built_with).map(|dep| dep.pkg).collect();
            let member = metadata.workspace_members.contains(&id);
            let name = names.get(&id)?.clone();
            Some((id, Package { name, member, dependencies }))
        });
        Ok(Workspace {
            packages: packages.collect(),
            root: metadata.workspace_root,
            target: metadata.target_directory,
        })
    }

    /// Where a build of `profile` puts the program `name`.
    pub(crate) fn program(&self, profile: Profile, name: &str) -> PathBuf {
        let folder = match profile {
            Profile::Release => "release",
            Profile::Development => "debug",
        };
        self.target.join(folder).join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    /// Cargo, in the workspace's root.
    pub(crate) fn cargo(&self) -> Command {
        let mut command = cargo();
        command.current_dir(&self.root);
        command
    }
}

/// A folder of this project for what several checkouts share: tools, the demo's data.
///
/// # Errors
/// The machine does not say where the person's home is.
pub(crate) fn cache() -> Result<PathBuf> {
    let home = std::env::home_dir().context("no home folder: set HOME")?;
    Ok(home.join(".cache").join("ciss"))
}

/// The full path of a program, if PATH has it.
pub(crate) fn on_path(name: &str) -> Option<PathBuf> {
    let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|folder| folder.join(&name))
        .find(|path| path.is_file())
}

/// Cargo as it was called, without what it tells a program that it runs: build scripts that look at that would
/// run again whenever a build is started now from here and now by hand.
fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new(".")));
    for (name, _) in std::env::vars_os() {
        let name_text = name.to_string_lossy();
        if name_text.starts_with("CARGO_PKG_") || name_text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<NamedPackage>,
    resolve: Resolve,
    workspace_members: Vec<String>,
    workspace_root: PathBuf,
    target_directory: PathBuf,
}

#[derive(Deserialize)]
struct NamedPackage {
    id: String,
    name: String,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    deps: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    pkg: String,
    dep_kinds: Vec<DependencyKind>,
}

#[derive(Deserialize)]
struct DependencyKind {
    kind: Option<String>,
}
