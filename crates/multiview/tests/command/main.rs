//! Files in, clusters out: the command as somebody else's program calls it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod census;
mod columns;
mod reading;
mod writing;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use ciss_multiview::command::{CommandError, LinkRequest, Report, evaluate_files, link_files};

fn link(
    folder: &Path,
    files: &[(&str, &str)],
    change: impl FnOnce(&mut LinkRequest),
) -> Result<Report, CommandError> {
    let inputs: Vec<PathBuf> = files
        .iter()
        .map(|(name, text)| {
            let path = folder.join(name);
            std::fs::write(&path, text).unwrap();
            path
        })
        .collect();
    let mut request =
        LinkRequest { inputs, out: folder.join("clusters.csv"), this_year: 2026, ..LinkRequest::default() };
    change(&mut request);
    link_files(&request, &|_| {}, &|| false)
}

const PEOPLE: &str = "record_id,first_name,last_name,dob,city
1,Robert,Allenby,1971-06-24,London
2,Rob,Allenby,1971-06-24,London
3,Grace,Kelly,1991-04-26,Leeds
4,Grace,Kely,1991-04-26,Leeds
5,Logan,Ferguson,1973-08-01,Hull
6,Ivy,Moss,2001-11-30,York
";

#[test]
fn every_record_gets_a_line_and_people_get_a_cluster() {
    let folder = tempfile::tempdir().unwrap();
    let report = link(folder.path(), &[("people.csv", PEOPLE)], |_| {}).unwrap();
    assert_eq!((report.records, report.clusters), (6, 4));
    let lines = std::fs::read_to_string(folder.path().join("clusters.csv")).unwrap();
    let clusters: Vec<&str> = lines.lines().skip(1).map(|line| line.split(',').nth(1).unwrap()).collect();
    assert_eq!(clusters, ["1", "1", "3", "3", "5", "6"]);
    assert!(lines.starts_with("record_id,cluster_id,probability\n"));
}

const GIVEN: [&str; 8] =
    ["William", "Margaret", "Elizabeth", "Robert", "Katherine", "Edward", "Susan", "Gregory"];
const SEXES: [&str; 8] = ["M", "F", "F", "M", "F", "M", "F", "M"];

/// One of 64 family names.
fn family(at: usize) -> String {
    let first = ["Ash", "Birk", "Cover", "Dun", "Elp", "Fair", "Garro", "Hather"];
    let last = ["down", "ett", "dale", "nock", "hick", "weather", "way", "leigh"];
    format!("{}{}", first[at % 8], last[at / 8 % 8])
}

/// People of a made-up town, every third twice and with an error.
fn town(rows: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for at in 0..rows {
        let (first, last) = (GIVEN[at * 5 % 8], family(at * 11));
        let born = format!("{}-{:02}-{:02}", 1940 + at * 37 % 60, 1 + at * 7 % 12, 1 + at * 13 % 28);
        lines.push(format!("{at}a,{first},{last},{born},{at}"));
        if at % 3 == 0 {
            let typed = if at % 2 == 0 { first.replacen('r', "t", 1) } else { first.to_owned() };
            lines.push(format!("{at}b,{typed},{last},{born},{at}"));
        }
    }
    lines
}

#[test]
fn neither_the_order_of_rows_nor_the_number_of_threads_matters() {
    let run = |lines: &[String], threads: usize| {
        let folder = tempfile::tempdir().unwrap();
        let text = format!("id,first_name,surname,dob,truth\n{}\n", lines.join("\n"));
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            link(folder.path(), &[("town.csv", &text)], |request| request.ignore = vec!["truth".into()])
        })
        .unwrap();
        std::fs::read_to_string(folder.path().join("clusters.csv")).unwrap()
    };
    // More records than are compared pair by pair, so that keys are used too.
    let lines = town(4_200);
    let mut turned: Vec<String> = lines.iter().rev().cloned().collect();
    turned.rotate_left(1_234);
    let expect = run(&lines, 1);
    assert_eq!(run(&turned, 3), expect);
}

#[test]
fn clusters_are_measured_against_the_truth() {
    let folder = tempfile::tempdir().unwrap();
    let text = format!("id,first_name,surname,dob,truth\n{}\n", town(300).join("\n"));
    link(folder.path(), &[("town.csv", &text)], |request| request.ignore = vec!["truth".into()]).unwrap();
    let clusters = folder.path().join("clusters.csv");
    let found = evaluate_files(&clusters, &[folder.path().join("town.csv")], "truth", None).unwrap();
    // A town of 64 family names and 8 first names in step with each other: hard, and not to be lumped together.
    assert!(found.precision > 0.9 && found.recall > 0.9, "{found:?}");
}

/// Parent and child of one name, and twins, are many people at few addresses.
#[test]
fn who_lives_together_is_not_one_person() {
    let mut text = String::from("id,first_name,last_name,dob,sex,address,truth\n");
    for at in 0..400 {
        let (family, house) = (family(at * 11), format!("{} Silver St", at / 2));
        let (father, twin) = (GIVEN[at % 8], GIVEN[(at + 1 + at / 8 % 6) % 8]);
        let (sex, other) = (SEXES[at % 8], SEXES[(at + 1 + at / 8 % 6) % 8]);
        let born = |from: usize| format!("{}-{:02}-{:02}", from + at % 20, 1 + at * 7 % 12, 1 + at * 13 % 28);
        for copy in 0..2 {
            writeln!(text, "{at}f{copy},{father},{family},{},{sex},{house},{at}f", born(1940)).unwrap();
            if at % 4 == 0 {
                let child = format!("{}-11-{:02}", 1968 + at % 17, 1 + at % 28);
                writeln!(text, "{at}c{copy},{father},{family},{child},{sex},{house},{at}c").unwrap();
            } else if at % 4 == 1 {
                writeln!(text, "{at}t{copy},{twin},{family},{},{other},{house},{at}t", born(1940)).unwrap();
            }
        }
    }
    let folder = tempfile::tempdir().unwrap();
    link(folder.path(), &[("homes.csv", &text)], |request| request.ignore = vec!["truth".into()]).unwrap();
    let clusters = folder.path().join("clusters.csv");
    let found = evaluate_files(&clusters, &[folder.path().join("homes.csv")], "truth", None).unwrap();
    assert!(found.precision > 0.97 && found.recall > 0.97, "{found:?}");
}

/// Labelled records of others, each with what the best open tool reaches when it may choose its threshold with the
/// labels; ours may not.
#[test]
fn labelled_records_are_put_together_better_than_by_the_best_open_tool() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/er");
    if !folder.exists() {
        eprintln!("skipped: no labelled records beside this workspace");
        return;
    }
    for (name, least) in [("RLdata500", 0.98), ("fake_1000", 0.93), ("febrl1", 0.999)] {
        let out = tempfile::tempdir().unwrap();
        let input = folder.join(format!("{name}.csv"));
        let clusters = out.path().join("clusters.csv");
        let request = LinkRequest {
            inputs: vec![input.clone()],
            ignore: vec!["cluster_id".into()],
            out: clusters.clone(),
            this_year: 2026,
            ..LinkRequest::default()
        };
        link_files(&request, &|_| {}, &|| false).unwrap();
        let found = evaluate_files(&clusters, &[input], "cluster_id", None).unwrap();
        assert!(found.f1 >= least, "{name}: {found:?}");
    }
}
