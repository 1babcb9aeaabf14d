//! Files in, clusters out: the command as somebody else's program calls it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use ciss_multiview::command::{CommandError, LinkRequest, Report, Role, evaluate_files, link_files};

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

#[test]
fn columns_are_understood_by_name_and_by_values() {
    let folder = tempfile::tempdir().unwrap();
    let mut text = String::from("key;c1;c2;c3;c4;c5\n");
    for at in 0..200 {
        let (given, sex, family) = (GIVEN[at % 8], SEXES[at % 8], family(at * 3));
        writeln!(
            text,
            "k{at};{given};{family};{}/{}/19{};{sex};u{at}@mail.example",
            1 + at % 28,
            1 + at % 12,
            40 + at % 50
        )
        .unwrap();
    }
    let report = link(folder.path(), &[("plain.csv", &text)], |_| {}).unwrap();
    let roles: Vec<Role> = report.columns.iter().map(|column| column.role).collect();
    assert_eq!(roles, [Role::Id, Role::GivenName, Role::Surname, Role::BirthDate, Role::Sex, Role::Email]);
}

/// What the names of columns say counts before what values look like, in other languages too; of columns without a
/// telling name, the dates that are spread most are those of birth, and the first words are names.
#[test]
fn other_columns_do_not_pass_for_those_of_a_person() {
    let check = |header: &str, expect: &[Role]| {
        let folder = tempfile::tempdir().unwrap();
        let mut text = format!("id,{header}\n");
        for at in 0..200 {
            let (family, town) = (family(at * 3), family(at * 7 + 5));
            let first = ["Zdzisław", "Bożena", "Wojciech", "Małgorzata"][at % 4];
            let (visited, born) = (1 + at % 28, 1930 + at % 70);
            let amount = at * 17 % 90;
            writeln!(text, "{at},2026-03-{visited:02},{amount}.50,{first},{family},{born}-04-07,{town}")
                .unwrap();
        }
        let report = link(folder.path(), &[("visits.csv", &text)], |_| {}).unwrap();
        let roles: Vec<Role> = report.columns.iter().skip(1).map(|column| column.role).collect();
        assert_eq!(roles, expect, "{header}");
    };
    let named =
        [Role::Code, Role::Measure, Role::GivenName, Role::Surname, Role::BirthDate, Role::Town].as_slice();
    check("visit_date,amount,first_name,last_name,dob,city", named);
    check("wizyta,kwota,imię,nazwisko,data_urodzenia,miejscowość", named);
    let unnamed = [Role::Code, Role::Measure, Role::GivenName, Role::Surname, Role::BirthDate, Role::Text];
    check("c1,c2,c3,c4,c5,c6", &unnamed);
    check("visit,sum,name,surname,c5,c6", &unnamed);
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

#[test]
fn bad_input_is_refused_with_its_place_and_nothing_is_written() {
    let check = |files: &[(&str, &[u8])], change: fn(&mut LinkRequest), expect: &str| {
        let folder = tempfile::tempdir().unwrap();
        let inputs: Vec<PathBuf> = files
            .iter()
            .map(|(name, bytes)| {
                let path = folder.path().join(name);
                std::fs::write(&path, bytes).unwrap();
                path
            })
            .collect();
        let out = folder.path().join("clusters.csv");
        let mut request = LinkRequest { inputs, out: out.clone(), this_year: 2026, ..LinkRequest::default() };
        change(&mut request);
        let error = link_files(&request, &|_| {}, &|| false).unwrap_err();
        let text = error.to_string().replace(&format!("{}/", folder.path().display()), "");
        assert_eq!(text, expect);
        assert_eq!(error.exit_code(), 2);
        assert!(!out.exists());
    };
    let same = |_: &mut LinkRequest| {};
    check(
        &[("a.csv", b"id,name\n1,Ann\n1,Bob\n")],
        same,
        "MV-08 a.csv, line 3, column id: the record id occurs before, in line 2",
    );
    check(
        &[("a.csv", b"id,name\n1,Ann\n,Bob\n")],
        |r| r.id = Some("id".into()),
        "MV-09 a.csv, line 3, column id: the record id is empty",
    );
    check(
        &[("a.csv", b"id,name\n1,Ann\n2\n")],
        same,
        "MV-03 a.csv, line 3: 1 fields where the header has 2; check quotes and separators",
    );
    check(&[("a.csv", b"id,name\n")], same, "MV-04 a.csv: no records below the header");
    check(&[("a.csv", b"")], same, "MV-04 a.csv: no records below the header");
    check(
        &[("a.csv", b"id,name\n1,Jos\xe9\n")],
        same,
        "MV-02 a.csv, line 2, column name: not UTF-8 text; save the file as UTF-8 (Windows-1252 and Latin-1 files must be converted)",
    );
    check(
        &[("a.csv", b"\xff\xfei\0d\0")],
        same,
        "MV-02 a.csv, line 1, column 1: not UTF-8 text; save the file as UTF-8 (it begins as UTF-16 does)",
    );
    check(
        &[("a.csv", b"id,name,name\n1,a,b\n")],
        same,
        "MV-05 a.csv, line 1, column 3: \"name\" names an earlier column too",
    );
    check(
        &[("a.csv", b"id,name\n1,Ann\n2,Bob\n")],
        |r| r.id = Some("key".into()),
        "MV-06 a.csv: no column \"key\" for the record id; the columns are id, name",
    );
    check(
        &[("a.csv", b"name,town\nAnn,York\nAnn,York\n")],
        same,
        "MV-07 a.csv: no column has a different value in every row; name one with --id. The columns are name, town",
    );
    check(
        &[("a.csv", b"id,cluster_id\n1,1\n2,1\n")],
        same,
        "MV-10 no column can be compared: id (record id: names the records), cluster_id (not compared: \"cluster_id\" in its \
         name: it looks like the answer, or belongs to the file). Say what a column holds in a configuration file (--config)",
    );
    check(
        &[("a.csv", b"id,name\n1,Ann\n"), ("b.csv", b"id,town\n2,York\n")],
        same,
        "MV-14 b.csv: the columns are not those of the first file: \"name\" is missing",
    );
    check(
        &[("a.csv", b"id,name\n1,Ann\n"), ("b.csv", b"id,name\n2,Bob\n1,Ann\n")],
        same,
        "MV-08 b.csv, line 3, column id: the record id occurs before, in a.csv, line 2",
    );
    check(
        &[("a.csv", b"id,name\n1,Ann\n2,\"Bob\n3,Cid\n")],
        same,
        "MV-17 a.csv, line 3: a quote in the last column is not closed",
    );
    check(
        &[("a.csv", b"id,name\n1,\"Ann\n2,Bob\n3,Cid\n")],
        same,
        "MV-17 a.csv, line 2: a quote in the last column is not closed",
    );
    check(
        &[("a.csv", b"id,name\n1,Ann\n")],
        |r| r.explain = Some(("1".into(), "9".into())),
        "MV-13 no record \"9\" in the input",
    );
}

#[test]
fn a_quoted_line_break_and_a_column_without_a_name_are_fine() {
    let folder = tempfile::tempdir().unwrap();
    let text =
        ",first_name,last_name,address\n0,Ann,Moss,\"1 High St\nYork\"\n1,Bob,Reed,\"2 High St\nYork\"\n\n";
    let report = link(folder.path(), &[("frame.csv", text)], |_| {}).unwrap();
    let found: Vec<(&str, Role)> = report.columns.iter().map(|c| (c.column.as_str(), c.role)).collect();
    assert_eq!(found[0], ("column 1", Role::Id));
    assert_eq!(report.records, 2);
}

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
