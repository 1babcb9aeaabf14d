//! A package for Debian and Ubuntu.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::tree::permit;
use super::{Package, Size};
use crate::process;

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Packs the files in `tree` into `out`.
///
/// # Errors
/// Debian's packers are missing or fail.
pub(super) fn pack(package: &Package, tree: &Path, out: &Path, size: Size) -> Result<PathBuf> {
    let architecture = said(Command::new("dpkg").arg("--print-architecture"))?;
    let control = tree.join("DEBIAN");
    fs::create_dir(&control)?;
    let Package { name, summary, description, settings, after, .. } = package;
    let kibibytes = kibibytes(tree)?;
    let text = format!(
        "Package: {name}\nVersion: {VERSION}\nArchitecture: {architecture}\nMaintainer: The CISS Console authors\n\
         Installed-Size: {kibibytes}\nDepends: {}\nSection: utils\nPriority: optional\nDescription: {summary}\n {description}\n",
        libraries(package, tree)?,
    );
    write(&control.join("control"), &text, 0o644)?;
    if !settings.is_empty() {
        let listed: String = settings.iter().flat_map(|path| ["/", path, "\n"]).collect();
        write(&control.join("conffiles"), &listed, 0o644)?;
    }
    if !after.is_empty() {
        write(&control.join("postinst"), &format!("#!/bin/sh\nset -e\n{after}"), 0o755)?;
    }
    let file = out.join(format!("{name}_{VERSION}_{architecture}.deb"));
    let mut build = Command::new("dpkg-deb");
    build
        .args(["--build", "--root-owner-group", if size == Size::Small { "-Zxz" } else { "-Znone" }])
        .arg(tree)
        .arg(&file);
    process::run(build.stdout(std::io::stderr()))?;
    fs::remove_dir_all(&control)?;
    Ok(file)
}

/// The packages whose libraries the programs are linked with.
fn libraries(package: &Package, tree: &Path) -> Result<String> {
    let work = tempfile::tempdir()?;
    fs::create_dir(work.path().join("debian"))?;
    fs::write(work.path().join("debian/control"), format!("Source: {}\n", package.name))?;
    let mut look = Command::new("dpkg-shlibdeps");
    look.current_dir(work.path()).arg("-O");
    look.args(package.programs.iter().map(|name| tree.join("usr/bin").join(name)));
    let found = said(&mut look)?;
    let found = found.trim().strip_prefix("shlibs:Depends=").context("dpkg-shlibdeps names no libraries")?;
    Ok(found.to_owned())
}

fn kibibytes(folder: &Path) -> Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        bytes += if entry.file_type()?.is_dir() {
            kibibytes(&entry.path())? * 1024
        } else {
            entry.metadata()?.len()
        };
    }
    Ok(bytes.div_ceil(1024))
}

fn write(path: &Path, text: &str, mode: u32) -> Result<()> {
    fs::write(path, text)?;
    permit(path, mode)
}

/// What a program prints.
fn said(command: &mut Command) -> Result<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().with_context(|| name.clone())?;
    ensure!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
