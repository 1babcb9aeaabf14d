//! Who may read what, by mode.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test ends where it fails")]

use std::fs::{self, Permissions};
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

fn set(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

fn check(path: &Path, expect: u32) {
    assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, expect, "{}", path.display());
}

#[test]
fn what_is_made_and_what_was_open_is_closed() {
    let around = tempfile::tempdir().unwrap();
    let folder = around.path().join("above/folder");
    ciss_private::folder(&folder).unwrap();
    check(&folder, 0o700);
    set(&folder, 0o755);
    ciss_private::folder(&folder).unwrap();
    check(&folder, 0o700);

    let file = folder.join("file");
    ciss_private::empty(&file).unwrap().write_all(b"one").unwrap();
    check(&file, 0o600);
    set(&file, 0o644);
    ciss_private::file(&file).unwrap();
    check(&file, 0o600);
    assert_eq!(fs::read(&file).unwrap(), b"one", "what is in it stays");
    set(&file, 0o644);
    drop(ciss_private::empty(&file).unwrap());
    check(&file, 0o600);
    assert_eq!(fs::read(&file).unwrap(), b"", "what was there is gone");
}

#[test]
fn what_takes_a_files_place_is_as_open_as_it_was() {
    let around = tempfile::tempdir().unwrap();
    let (new, there) = (around.path().join("new"), around.path().join("there"));
    for mode in [0o600, 0o640, 0o644] {
        fs::write(&there, "").unwrap();
        set(&there, mode);
        fs::write(&new, "").unwrap();
        ciss_private::look_alike(&new, &there).unwrap();
        check(&new, mode);
    }
    assert!(ciss_private::look_alike(&new, &around.path().join("absent")).is_err());
}

#[test]
fn only_what_an_administrator_owns_is_theirs() {
    use std::os::unix::fs::MetadataExt as _;
    let around = tempfile::tempdir().unwrap();
    let (file, mine) = (around.path().join("file"), fs::metadata(around.path()).unwrap().uid());
    fs::write(&file, "").unwrap();
    assert_eq!(ciss_private::administrators_own(&file).unwrap(), mine == 0);
    if std::os::unix::fs::chown(&file, Some(mine + 1), None).is_ok() {
        assert!(!ciss_private::administrators_own(&file).unwrap());
    }
    assert!(ciss_private::administrators_own(&around.path().join("absent")).is_err());
}
