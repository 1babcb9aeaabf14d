//! Files as people bring them: read with every line accounted for, or refused with line and reason.

use std::path::PathBuf;

use ciss_multiview::command::{LinkRequest, Role, link_files};

use super::{PEOPLE, link};

/// The same people whatever the file looks like.
#[test]
fn files_of_other_programs_are_read() {
    let check = |text: &[u8], expect: &str| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("people.csv");
        std::fs::write(&path, text).unwrap();
        let out = folder.path().join("clusters.csv");
        let inputs = vec![path];
        let request = LinkRequest { inputs, out: out.clone(), this_year: 2026, ..LinkRequest::default() };
        let report = link_files(&request, &|_| {}, &|| false).unwrap();
        assert_eq!((report.records, report.clusters), (6, 4), "{expect}");
        let read = report.files[0].words();
        assert_eq!(read.replace(&format!("{}/", folder.path().display()), ""), expect);
        let clusters = std::fs::read_to_string(out).unwrap();
        assert_eq!(clusters.lines().count(), 7, "{clusters}");
    };
    check(PEOPLE.as_bytes(), "people.csv: 7 lines (6 records, header in line 1); UTF-8, separated by ','");
    check(
        format!("sep=;\n{}", PEOPLE.replace(',', ";")).as_bytes(),
        "people.csv: 8 lines (6 records, header in line 2, 1 above it); UTF-8, separated by ';'",
    );
    check(
        format!("Persons of interest,,,,\n\n{PEOPLE}\n,,,,\n").as_bytes(),
        "people.csv: 11 lines (6 records, header in line 3, 1 above it, 3 without a value); UTF-8, separated by ','",
    );
    check(
        PEOPLE.replace('\n', ",,\r\n").as_bytes(),
        "people.csv: 7 lines (6 records, header in line 1); UTF-8, separated by ','",
    );
    check(
        PEOPLE.replace("London\n", "London,,\n").as_bytes(),
        "people.csv: 7 lines (6 records, header in line 1); UTF-8, separated by ','",
    );
    check(
        PEOPLE.replace("Hull", "\"Hull\n(Humberside)\"").as_bytes(),
        "people.csv: 8 lines (6 records, header in line 1, 1 within values); UTF-8, separated by ','",
    );
    let wide: Vec<u8> = PEOPLE.replace(',', "\t").encode_utf16().flat_map(u16::to_le_bytes).collect();
    check(
        &[b"\xff\xfe", wide.as_slice()].concat(),
        "people.csv: 7 lines (6 records, header in line 1); UTF-16LE, separated by tabs",
    );
    let latin: Vec<u8> = PEOPLE.replace("Hull", "Mal\u{e9}").chars().map(|letter| letter as u8).collect();
    check(&latin, "people.csv: 7 lines (6 records, header in line 1); windows-1252, separated by ','");
    let (_, rows) = PEOPLE.split_once('\n').unwrap();
    check(
        rows.as_bytes(),
        "people.csv: 6 lines (6 records, no header, so columns go by their numbers and the first line is a record); \
         UTF-8, separated by ','",
    );
}

/// Identifiers differ where they differ, not only in their first letters.
#[test]
fn identifiers_may_be_long() {
    let folder = tempfile::tempdir().unwrap();
    let start = "https://records.example/".to_owned() + &"a".repeat(300);
    let text = PEOPLE
        .lines()
        .enumerate()
        .map(|(at, line)| if at == 0 { format!("{line}\n") } else { format!("{start}/{line}\n") });
    let report = link(folder.path(), &[("people.csv", &text.collect::<String>())], |_| {}).unwrap();
    assert_eq!((report.records, report.clusters), (6, 4));
    let clusters = std::fs::read_to_string(folder.path().join("clusters.csv")).unwrap();
    assert!(clusters.lines().skip(1).all(|line| line.starts_with(&start)), "{clusters}");
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
        &[("a.csv", b"i\0d\0,\0n\0\n\x001\0,\0A\0\n\0")],
        same,
        "MV-02 a.csv, line 1: it looks like UTF-16 (little-endian) without a byte order mark; save the file as UTF-8",
    );
    check(
        &[
            ("a.csv", "id,name\n1,José\n2,Zoë\n3,Ren".as_bytes()),
            ("b.csv", b"id,name\n4,Jos\xc3\xa9 Mu\xc3\xb1oz\n5,Ren\xe9\n"),
        ],
        same,
        "MV-02 b.csv, line 3: not UTF-8 text, though the file is UTF-8 elsewhere",
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
        "MV-17 a.csv, line 3: a quote opens here and is not closed in this row; double it or take it away",
    );
    check(
        &[("a.csv", b"id,name\n1,\"Ann\n2,Bob\n3,Cid\n")],
        same,
        "MV-17 a.csv, line 2: a quote opens here and is not closed in this row; double it or take it away",
    );
    check(
        &[("a.csv", b"id,name\n1,Ann\n")],
        |r| r.explain = Some(("1".into(), "9".into())),
        "MV-13 no record \"9\" in the input",
    );
    check(
        &[("a.csv", b"id,\"name\n1,Ann\n2,Bob\n")],
        same,
        "MV-17 a.csv, line 1: a quote opens here and is not closed in this row; double it or take it away",
    );
    check(
        &[("a.csv", b"id,name,note\n1,Ann,ok\n2,Bob,\"seen\n3,Cid,ok\n4,Dan,also\"\n5,Eve,ok\n")],
        same,
        "MV-17 a.csv, line 3: a quote opens here and is not closed in this row; double it or take it away",
    );
    check(
        &[("a.csv", b"id,name\n1,Ann\n"), ("b.csv", b"1,Bob\n2,Bob\n3,Cid\n")],
        same,
        "MV-14 b.csv: the columns are not those of the first file: \"id\" is missing; it seems to have no header",
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
