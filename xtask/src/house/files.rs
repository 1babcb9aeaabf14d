//! What the files of the project may be like.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// A longer file hides several meanings. Bytes.
const LONGEST: usize = 20 * 1024;

/// Files that people write, and so must be short.
const WRITTEN: [&str; 6] = ["rs", "css", "js", "html", "sql", "sh"];

/// Other text that must not name a machine.
const TEXT: [&str; 6] = ["md", "toml", "json", "yml", "desktop", "service"];

/// Folders that are made, not written.
const MADE: [&str; 4] = ["target", "dist", "gen", "node_modules"];

/// First folders of paths that exist on one machine only.
const MACHINE: [&str; 4] = ["home", "root", "Users", "work"];

/// Every file that breaks a rule, in words.
///
/// # Errors
/// A folder or a file cannot be read.
pub(super) fn broken(root: &Path) -> Result<Vec<String>> {
    let mut broken = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).with_context(|| format!("{}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if path.is_dir() {
                if !MADE.contains(&name.as_ref()) && name != ".git" && !name.starts_with("dist-") {
                    folders.push(path);
                }
            } else {
                broken.extend(look(&path, root)?);
            }
        }
    }
    broken.sort();
    Ok(broken)
}

fn look(path: &Path, root: &Path) -> Result<Vec<String>> {
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    let written = WRITTEN.contains(&extension.as_ref());
    if !written && !TEXT.contains(&extension.as_ref()) {
        return Ok(Vec::new());
    }
    let shown: PathBuf = path.strip_prefix(root).unwrap_or(path).to_owned();
    let text = fs::read_to_string(path).with_context(|| format!("{}", path.display()))?;
    let mut broken = Vec::new();
    if written && text.len() > LONGEST {
        broken.push(format!("{}: {} bytes, split it by meaning", shown.display(), text.len()));
    }
    let lines = text.lines().enumerate().filter(|(_, line)| names_machine(line));
    broken.extend(
        lines.map(|(number, _)| format!("{}:{}: a path of one machine", shown.display(), number + 1)),
    );
    Ok(broken)
}

/// Does the line hold an absolute path into a person's or a workplace's folder?
fn names_machine(line: &str) -> bool {
    MACHINE.iter().any(|folder| {
        let path = format!("/{folder}/");
        let starts = line.match_indices(&path).map(|(at, _)| line[..at].chars().next_back());
        // A letter, a dot or a brace before it makes it the middle of a relative path or of an address.
        starts.into_iter().any(|before| before.is_none_or(|c| !c.is_alphanumeric() && !"._-~}*/".contains(c)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_one_machine_are_seen() {
        let check = |before: &str, folder: &str, expect| {
            let line = format!("{before}/{folder}/somebody/x");
            assert_eq!(names_machine(&line), expect, "{line}");
        };
        check("", "home", true);
        check("path = \"", "root", true);
        check("see ", "Users", true);
        check("~", "work", false);
        check("../", "home", false);
        check("https://example.org", "home", false);
        check("${RUNNER}", "work", false);
        check("", "var", false);
    }

    #[test]
    fn long_files_are_seen_and_made_ones_are_not() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("ui/dist")).unwrap();
        fs::write(root.path().join("ui/dist/glue.js"), "x".repeat(LONGEST + 1)).unwrap();
        fs::write(root.path().join("short.rs"), "x".repeat(LONGEST)).unwrap();
        assert_eq!(broken(root.path()).unwrap(), Vec::<String>::new());
        fs::write(root.path().join("ui/long.css"), "x".repeat(LONGEST + 1)).unwrap();
        assert_eq!(broken(root.path()).unwrap(), ["ui/long.css: 20481 bytes, split it by meaning"]);
    }
}
