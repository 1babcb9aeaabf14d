//! What is written: whole or not at all, and where it was asked for.

use std::path::{Path, PathBuf};

use ciss_multiview::command::{CommandError, LinkRequest, link_files};

use super::{PEOPLE, link};

/// Either every file that was asked for is there afterwards, or none, and an input is never written over.
#[test]
fn what_cannot_be_written_is_known_before_anything_is() {
    let check = |change: fn(&Path, &mut LinkRequest), expect: &str| {
        let folder = tempfile::tempdir().unwrap();
        let error =
            link(folder.path(), &[("a.csv", PEOPLE)], |request| change(folder.path(), request)).unwrap_err();
        assert_eq!(error.to_string().replace(&format!("{}/", folder.path().display()), ""), expect);
        assert_eq!(error.exit_code(), 2);
        let left: Vec<_> =
            std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(left, ["a.csv"]);
        assert_eq!(std::fs::read_to_string(folder.path().join("a.csv")).unwrap(), PEOPLE);
    };
    check(|at, r| r.out = at.join("a.csv"), "MV-12 a.csv: cannot be written: it is an input");
    check(|at, r| r.pairs = Some(at.join("a.csv")), "MV-12 a.csv: cannot be written: it is an input");
    check(
        |at, r| {
            r.out = at.join("b.csv");
            r.pairs = Some(at.join("./b.csv"));
        },
        "MV-12 ./b.csv: cannot be written: two outputs would be this file",
    );
    check(
        |at, r| {
            r.out = at.join("b.csv");
            r.json = Some(at.join("b.csv"));
        },
        "MV-12 b.csv: cannot be written: two outputs would be this file",
    );
    let folder = tempfile::tempdir().unwrap();
    for change in [
        (|at, r| r.out = at.join("no/clusters.csv")) as fn(&Path, &mut LinkRequest),
        |at, r| r.pairs = Some(at.join("no/pairs.csv")),
        |at, r| r.json = Some(at.join("no/statistics.json")),
    ] {
        let error =
            link(folder.path(), &[("a.csv", PEOPLE)], |request| change(folder.path(), request)).unwrap_err();
        assert!(matches!(error, CommandError::Write { .. }), "{error}");
        assert!(!folder.path().join("clusters.csv").exists());
    }
}

#[test]
fn pairs_and_report_come_with_the_clusters() {
    let folder = tempfile::tempdir().unwrap();
    let (pairs, json) = (folder.path().join("pairs.csv"), folder.path().join("statistics.json"));
    let report = link(folder.path(), &[("people.csv", PEOPLE)], |request| {
        request.pairs = Some(pairs.clone());
        request.json = Some(json.clone());
        request.explain = Some(("3".into(), "4".into()));
    })
    .unwrap();
    let pairs = std::fs::read_to_string(pairs).unwrap();
    assert!(pairs.starts_with("record_id_l,record_id_r,weight,probability,same_cluster\n1,2,"), "{pairs}");
    let statistics: serde_json::Value = serde_json::from_slice(&std::fs::read(json).unwrap()).unwrap();
    assert_eq!(statistics["clusters"], 4);
    assert!(statistics["blocking_recall"].as_f64().unwrap() > 0.9);
    let evidence = report.explained.unwrap();
    let sum: f32 =
        evidence.prior + evidence.findings.iter().map(|f| f.weight).sum::<f32>() + evidence.relations;
    assert!((sum - evidence.total).abs() < 0.01, "{evidence:?}");
    assert!(evidence.total > evidence.threshold);
    let words: Vec<String> = evidence.findings.iter().map(|finding| finding.words()).collect();
    assert!(words.contains(&"same date of birth".to_owned()), "{words:?}");
    assert!(words.contains(&"family name a letter or two off".to_owned()), "{words:?}");
}

#[test]
fn a_stopped_run_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("people.csv");
    std::fs::write(&path, PEOPLE).unwrap();
    let out = folder.path().join("clusters.csv");
    let request =
        LinkRequest { inputs: vec![path], out: out.clone(), this_year: 2026, ..LinkRequest::default() };
    let error = link_files(&request, &|_| {}, &|| true).unwrap_err();
    assert!(matches!(error, CommandError::Cancelled));
    assert_eq!(error.exit_code(), 130);
    assert!(!out.exists());
}

/// Writing goes where the path leads, and leaves there what was there but the content.
#[cfg(unix)]
#[test]
fn links_modes_and_devices_are_kept() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let run = |out: PathBuf| link(folder.path(), &[("a.csv", PEOPLE)], |request| request.out = out).unwrap();
    std::fs::write(at("real.csv"), "before").unwrap();
    std::fs::set_permissions(at("real.csv"), PermissionsExt::from_mode(0o640)).unwrap();
    symlink("real.csv", at("link.csv")).unwrap();
    run(at("link.csv"));
    assert!(at("link.csv").symlink_metadata().unwrap().is_symlink());
    assert!(std::fs::read_to_string(at("real.csv")).unwrap().starts_with("record_id"));
    assert_eq!(at("real.csv").metadata().unwrap().permissions().mode() & 0o777, 0o640);
    symlink("new.csv", at("ahead.csv")).unwrap();
    run(at("ahead.csv"));
    assert!(std::fs::read_to_string(at("new.csv")).unwrap().starts_with("record_id"));
    std::fs::write(at("one.csv"), "before").unwrap();
    std::fs::hard_link(at("one.csv"), at("other.csv")).unwrap();
    run(at("one.csv"));
    assert_eq!(std::fs::read(at("one.csv")).unwrap(), std::fs::read(at("other.csv")).unwrap());
    run("/dev/null".into());
    assert!(!Path::new("/dev/null").metadata().unwrap().is_file());
    let mut left: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    left.sort_unstable();
    let expect = ["a.csv", "ahead.csv", "link.csv", "new.csv", "one.csv", "other.csv", "real.csv"];
    assert_eq!(left, expect);
}

/// The command waits for its input; whoever ends it then finds nothing of it.
#[cfg(unix)]
#[test]
fn a_signal_leaves_nothing_behind() {
    use std::process::Command;
    for signal in ["-INT", "-TERM", "-HUP"] {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("people.csv");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let mut command = Command::new(env!("CARGO_BIN_EXE_multiview"));
        command.arg("link").arg(&pipe).arg("--out").arg(folder.path().join("clusters.csv"));
        let mut child = command.stderr(std::process::Stdio::null()).spawn().unwrap();
        // Opening succeeds when the command has opened the other end, after it has begun its files.
        let input = std::fs::OpenOptions::new().write(true).open(&pipe).unwrap();
        assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
        assert_eq!(child.wait().unwrap().code(), Some(130), "{signal}");
        drop(input);
        let left: Vec<_> =
            std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(left, ["people.csv"], "{signal}");
    }
}
