//! ui/dist: the folder that the console ships.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use anyhow::{Context, Result};

use crate::workspace::Workspace;

/// What ui/dist is made of.
pub(super) struct Parts {
    dist: PathBuf,
    /// Folders that are copied as they are, with the folder inside ui/dist.
    copied: Vec<(PathBuf, &'static str)>,
    /// Where the state that ui/dist was last made of is written down. Not inside: the console would ship it.
    stamp: PathBuf,
    state: String,
}

impl Parts {
    /// Looks at everything that ui/dist depends on.
    ///
    /// # Errors
    /// A folder cannot be read.
    pub(super) fn of(workspace: &Workspace, module: &Path) -> Result<Parts> {
        let ui = workspace.root.join("ui");
        let assets = workspace.root.join("assets");
        let copied = vec![
            (ui.join("static"), ""),
            (assets.join("fonts"), "fonts"),
            (assets.join("icons").join("ui"), "icons"),
        ];
        let dist = ui.join("dist");
        let mut state = format!("{}\n", dist.display());
        describe(module, &mut state)?;
        for (folder, _) in &copied {
            for file in files(folder)? {
                describe(&file, &mut state)?;
            }
        }
        Ok(Parts { stamp: workspace.target.join("ui").join("dist.stamp"), dist, copied, state })
    }

    /// Is ui/dist what these parts give?
    ///
    /// # Errors
    /// The stamp is there and cannot be read.
    pub(super) fn are_current(&self) -> Result<bool> {
        Ok(self.dist.join("index.html").is_file()
            && self.stamp.is_file()
            && fs::read_to_string(&self.stamp)? == self.state)
    }

    /// Makes ui/dist anew beside the old one and swaps them, so that no build ever sees half of it.
    ///
    /// # Errors
    /// A file cannot be written, or `generate` fails.
    pub(super) fn replace(&self, generate: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
        let ui = self.dist.parent().context("ui/dist has a parent")?;
        let fresh = tempfile::Builder::new().prefix("dist-new-").tempdir_in(ui)?;
        for (folder, name) in &self.copied {
            copy(folder, &fresh.path().join(name))?;
        }
        generate(fresh.path())?;
        let old = tempfile::Builder::new().prefix("dist-old-").tempdir_in(ui)?;
        if self.dist.exists() {
            fs::rename(&self.dist, old.path().join("dist"))?;
        }
        fs::rename(fresh.keep(), &self.dist).context("putting ui/dist in place")?;
        fs::write(&self.stamp, &self.state)?;
        Ok(())
    }
}

/// One line per file: path, length, time of change.
fn describe(file: &Path, state: &mut String) -> Result<()> {
    let metadata = fs::metadata(file).with_context(|| format!("{}", file.display()))?;
    let changed = metadata.modified()?.duration_since(UNIX_EPOCH)?.as_nanos();
    writeln!(state, "{} {} {changed}", file.display(), metadata.len())?;
    Ok(())
}

/// Every file below `folder`, in a fixed order. A folder that is not there has none.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        if !folder.is_dir() {
            continue;
        }
        for entry in fs::read_dir(&folder).with_context(|| format!("{}", folder.display()))? {
            let path = entry?.path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    for file in files(from)? {
        let target = to.join(file.strip_prefix(from)?);
        fs::create_dir_all(target.parent().context("a file has a folder")?)?;
        fs::copy(&file, &target).with_context(|| format!("copying {}", file.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(root: &Path) -> Parts {
        fs::create_dir_all(root.join("ui/static/deep")).unwrap();
        fs::write(root.join("ui/static/index.html"), "page").unwrap();
        fs::write(root.join("ui/static/deep/a.css"), "style").unwrap();
        fs::create_dir_all(root.join("assets/fonts")).unwrap();
        fs::write(root.join("assets/fonts/f.woff2"), "font").unwrap();
        fs::create_dir_all(root.join("target/ui")).unwrap();
        fs::write(root.join("module.wasm"), "module").unwrap();
        let workspace = Workspace { root: root.to_owned(), target: root.join("target"), packages: [].into() };
        Parts::of(&workspace, &root.join("module.wasm")).unwrap()
    }

    fn generate(folder: &Path) -> Result<()> {
        Ok(fs::write(folder.join("ciss-ui.js"), "glue")?)
    }

    #[test]
    fn dist_is_made_once_and_again_when_a_part_changes() {
        let root = tempfile::tempdir().unwrap();
        let first = parts(root.path());
        assert!(!first.are_current().unwrap());
        first.replace(generate).unwrap();
        assert!(first.are_current().unwrap());
        for file in ["index.html", "deep/a.css", "fonts/f.woff2", "ciss-ui.js"] {
            assert!(root.path().join("ui/dist").join(file).is_file(), "{file}");
        }
        fs::write(root.path().join("ui/static/deep/a.css"), "another style").unwrap();
        let workspace = Workspace {
            root: root.path().to_owned(),
            target: root.path().join("target"),
            packages: [].into(),
        };
        assert!(!Parts::of(&workspace, &root.path().join("module.wasm")).unwrap().are_current().unwrap());
    }

    #[test]
    fn a_failure_leaves_the_old_one_alone() {
        let root = tempfile::tempdir().unwrap();
        let parts = parts(root.path());
        parts.replace(generate).unwrap();
        assert!(parts.replace(|_| anyhow::bail!("broken")).is_err());
        assert_eq!(fs::read_to_string(root.path().join("ui/dist/ciss-ui.js")).unwrap(), "glue");
        let left = fs::read_dir(root.path().join("ui")).unwrap().count();
        assert_eq!(left, 2, "only static and dist are left");
    }
}
