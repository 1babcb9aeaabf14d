//! The files of a package as they will lie on the system.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use tempfile::TempDir;

use super::Package;
use crate::workspace::{Profile, Workspace};

/// Lays a package's files out in a folder.
///
/// # Errors
/// One of them is missing.
pub(super) fn lay(workspace: &Workspace, package: &Package, profile: Profile) -> Result<TempDir> {
    let tree = tempfile::Builder::new().prefix(package.name).tempdir()?;
    permit(tree.path(), 0o755)?;
    for name in package.programs {
        put(&workspace.program(profile, name), &tree.path().join("usr/bin").join(name), 0o755)?;
    }
    for (from, to) in package.files {
        put(&workspace.root.join(from), &tree.path().join(to), 0o644)?;
    }
    let doc = tree.path().join("usr/share/doc").join(package.name);
    for license in ["LICENSE-MIT", "LICENSE-APACHE"] {
        put(&workspace.root.join(license), &doc.join(license), 0o644)?;
    }
    Ok(tree)
}

fn put(from: &Path, to: &Path, mode: u32) -> Result<()> {
    let folder = to.parent().context("a file lies in a folder")?;
    fs::create_dir_all(folder)?;
    fs::copy(from, to).with_context(|| format!("copying {}", from.display()))?;
    permit(to, mode)
}

/// What a package installs is for everybody to read and for root to write, whatever the umask of whoever packs it.
#[cfg(unix)]
pub(super) fn permit(path: &Path, mode: u32) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    Ok(fs::set_permissions(path, fs::Permissions::from_mode(mode))?)
}

#[cfg(not(unix))]
pub(super) fn permit(_path: &Path, _mode: u32) -> Result<()> {
    Ok(())
}
