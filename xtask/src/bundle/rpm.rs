//! A package for Fedora, Red Hat and SUSE.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::{Package, Size};
use crate::process;

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Packs the files in `tree` into `out`.
///
/// # Errors
/// rpmbuild is missing or fails.
pub(super) fn pack(package: &Package, tree: &Path, out: &Path, size: Size) -> Result<PathBuf> {
    let work = tempfile::tempdir()?;
    let spec = work.path().join("package.spec");
    fs::write(&spec, described(package, tree)?)?;
    let made = work.path().join("made");
    let mut build = Command::new("rpmbuild");
    build.args(["-bb", "--quiet", "--define"]).arg(format!("_topdir {}", work.path().display()));
    build.arg("--define").arg(format!("_rpmdir {}", made.display()));
    if size == Size::Large {
        build.args(["--define", "_binary_payload w0.gzdio"]);
    }
    process::run(build.arg(&spec).stdout(std::io::stderr()))?;
    let folder = fs::read_dir(&made)?.next().context("rpmbuild made nothing")??.path();
    let packed = fs::read_dir(folder)?.next().context("rpmbuild made nothing")??;
    let file = out.join(packed.file_name());
    fs::copy(packed.path(), &file)?;
    Ok(file)
}

/// rpm's description of the package. The files are there already: nothing is compiled or stripped.
fn described(package: &Package, tree: &Path) -> Result<String> {
    let Package { name, summary, description, settings, after, .. } = package;
    let mut spec = format!(
        "%global debug_package %{{nil}}\n%global __os_install_post %{{nil}}\n%global _build_id_links none\n\
         Name: {name}\nVersion: {VERSION}\nRelease: 1\nSummary: {summary}\nLicense: MIT OR Apache-2.0\n\
         %description\n{description}\n%install\ncp -a {}/. %{{buildroot}}/\n%files\n%defattr(-,root,root)\n",
        tree.display()
    );
    let mut files = Vec::new();
    list(tree, &mut files)?;
    files.sort();
    for path in files {
        let path = path.strip_prefix(tree)?.display().to_string();
        let kept = if settings.contains(&path.as_str()) { "%config(noreplace) " } else { "" };
        writeln!(spec, "{kept}\"/{path}\"")?;
    }
    if !after.is_empty() {
        write!(spec, "%post\n{after}")?;
    }
    Ok(spec)
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            list(&entry.path(), files)?;
        } else {
            files.push(entry.path());
        }
    }
    Ok(())
}
