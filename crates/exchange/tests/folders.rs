//! Files and folders in, each document to the caller, a report out.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::convert::Infallible;
use std::fs;
use std::path::Path;

use ciss_exchange::{DocumentKind, Limits, RefusalReason, Report, import};
use jiff::Timestamp;

const WARRANT_SEARCH: &str = "<VehicleSearchResults><VehicleSearchResult><Vehicle><VehicleMakeCode>FORD\
    </VehicleMakeCode></Vehicle><SystemIdentifier><IdentificationID>1</IdentificationID></SystemIdentifier>\
    </VehicleSearchResult></VehicleSearchResults>";

fn import_into(paths: &[&Path]) -> (Report, Vec<String>) {
    let mut kept = Vec::new();
    let paths: Vec<_> = paths.iter().map(|path| path.to_path_buf()).collect();
    let report = import(&paths, Timestamp::UNIX_EPOCH, &Limits::default(), |file| {
        assert_eq!(file.content, fs::read(file.path).unwrap());
        assert_eq!(file.media_type, "application/xml");
        kept.push(file.path.file_name().unwrap().to_str().unwrap().to_owned());
        Ok::<_, Infallible>(())
    });
    (report.unwrap(), kept)
}

#[test]
fn a_folder_is_read_to_its_end_whatever_is_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("inner");
    fs::create_dir(&inner).unwrap();
    fs::write(folder.path().join("a.xml"), "<broken").unwrap();
    fs::write(folder.path().join("b.XML"), WARRANT_SEARCH).unwrap();
    fs::write(folder.path().join("c.txt"), WARRANT_SEARCH).unwrap();
    fs::write(inner.join("d.xml"), WARRANT_SEARCH).unwrap();
    fs::write(inner.join("e.xml"), "<PersonSearchResults><SearchResultsMetadata/></PersonSearchResults>")
        .unwrap();
    fs::write(inner.join("f.json"), "[]").unwrap();
    let (report, kept) = import_into(&[folder.path(), &folder.path().join("gone.xml")]);

    assert_eq!(kept, ["b.XML", "d.xml"]);
    assert_eq!((report.files, report.passed_over), (6, 1));
    let reasons: Vec<_> =
        report.refusals.iter().map(|refused| (refused.kind, refused.refusal.reason)).collect();
    assert_eq!(
        reasons,
        [
            (DocumentKind::Unknown, RefusalReason::NotXml),
            (DocumentKind::PersonSearch, RefusalReason::NoRecord),
            (DocumentKind::Unknown, RefusalReason::NotXml),
            (DocumentKind::Unknown, RefusalReason::Unreadable),
        ]
    );
    let table = report.to_string().replace(&folder.path().display().to_string(), "FOLDER");
    insta::assert_snapshot!(table);
    let first = serde_json::to_value(&report.refusals[0]).unwrap();
    assert_eq!(
        (&first["kind"], &first["path"], &first["reason"]),
        (&"unknown".into(), &"/".into(), &"not_xml".into())
    );
}

#[test]
fn a_file_that_is_named_is_read_whatever_its_ending() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("answer.dat");
    fs::write(&file, WARRANT_SEARCH).unwrap();
    let (report, kept) = import_into(&[&file]);
    assert_eq!((report.passed_over, kept.as_slice()), (0, ["answer.dat".to_owned()].as_slice()));
}

#[test]
fn the_import_stops_where_the_caller_does() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a.xml", "b.xml"] {
        fs::write(folder.path().join(name), WARRANT_SEARCH).unwrap();
    }
    let mut seen = 0;
    let outcome = import(&[folder.path().to_path_buf()], Timestamp::UNIX_EPOCH, &Limits::default(), |_| {
        seen += 1;
        Err("full")
    });
    assert_eq!((outcome, seen), (Err("full"), 1));
}
