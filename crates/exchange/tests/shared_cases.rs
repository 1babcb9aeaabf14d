//! Documents that were once read wrongly, and what a competent reader takes from each.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test that cannot go on has failed"
)]

use std::path::{Path, PathBuf};

use ciss_contract::document::SourceDocument;
use ciss_contract::matter::{Matter, WarrantStatus, WithdrawalReason};
use ciss_exchange::{Limits, Reading, Refusal, RefusalReason, read};
use jiff::Timestamp;

/// The folder with the cases, where it is there.
fn cases() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/cases/documents");
    if !folder.is_dir() {
        eprintln!("skipped: ../shared/cases is absent");
    }
    folder.is_dir().then_some(folder)
}

fn read_case(file: &Path) -> Result<Reading, Refusal> {
    let received: Timestamp = "2026-11-28T12:00:00Z".parse().unwrap();
    read(&std::fs::read(file).unwrap(), received, &Limits::default())
}

/// The records of a case, in a line each: number, agency, people with their states, wants.
fn shown(document: &SourceDocument) -> String {
    let mut parts = vec![document.number.clone()];
    parts.extend(document.originator.clone());
    for person in &document.persons {
        let place = person.addresses.first();
        let place =
            place.map(|place| format!(" at {} {}", place.town, place.state.clone().unwrap_or_default()));
        parts.push(format!("{}{}", person.name.shown(), place.unwrap_or_default()));
        parts.extend(person.cautions.iter().map(|caution| format!("! {caution}")));
    }
    for matter in &document.matters {
        if let Matter::Warrant { status, .. } = matter {
            let standing = if *status == WarrantStatus::Active { "active" } else { "no want" };
            parts.push(status.caveat().unwrap_or_else(|| standing.to_owned()));
        }
    }
    parts.extend(document.withdrawn().map(|reason| format!("{reason:?}")));
    parts.join(" | ")
}

fn check(file: &str, expect: &[&str]) {
    let Some(folder) = cases() else { return };
    let reading = read_case(&folder.join(file)).unwrap();
    assert_eq!(reading.documents.iter().map(shown).collect::<Vec<_>>(), expect, "{file}");
}

#[test]
fn agencies_and_dockets_tell_numbers_apart() {
    check("07-numbers/a-hartford-26-001234.xml", &["26-001234 | CT0006400 | HARTFORDCASE, Hattie"]);
    check("07-numbers/b-waterbury-26-001234.xml", &["26-001234 | CT0015100 | WATERBURYCASE, Wanda"]);
    check(
        "08-warrants/a-same-number-two-dockets.xml",
        &[
            "W-77 (HHD-CR26-1) | TWOWARRANTS, Wilma | active",
            "W-77 (NNH-CR26-9) | TWOWARRANTS, Wilma | active",
        ],
    );
}

#[test]
fn a_warrant_whose_status_is_not_known_is_a_want() {
    check(
        "08-warrants/b-statuses.xml",
        &[
            "W-80 (D-80) | STATUSES, Stan | active",
            "W-81 (D-81) | STATUSES, Stan | active",
            "W-82 (D-82) | STATUSES, Stan | active",
            "W-83 (D-83) | STATUSES, Stan | active",
            "W-84 (D-84) | STATUSES, Stan | status not known: Pending service",
            "W-85 (D-85) | STATUSES, Stan | no want",
            "W-86 (D-86) | STATUSES, Stan | no want",
            "W-87 (D-87) | STATUSES, Stan | status not known: Entered in NCIC",
        ],
    );
}

#[test]
fn the_source_s_own_date_is_read() {
    let Some(folder) = cases() else { return };
    let day = |file: &str| read_case(&folder.join(file)).unwrap().documents[0].as_of.to_string();
    assert_eq!(day("17-stale/a-new-2026.xml"), "2026-11-20T05:00:00Z");
    assert_eq!(day("17-stale/b-old-2011.xml"), "2011-06-20T04:00:00Z");
}

#[test]
fn a_delete_is_a_withdrawal_of_the_same_document() {
    check("15-delete/a-insert.xml", &["26-005555 | CT0006400 | DELETED, Della"]);
    check("15-delete/b-delete-with-digest.xml", &["26-005555 | CT0006400 | Deleted"]);
}

#[test]
fn addresses_and_people_of_every_release() {
    check("18-state/nciclis.xml", &["ST-nciclis | STATENCICLIS, Stu at Manchester NH"]);
    check("06-niem56/a-niem3-address-control.xml", &["A-3 | CONTROLTHREE, Ada at Granby CT"]);
    check("06-niem56/b-niem5-address.xml", &["A-5 | ADDRESSFIVE, Ada at Granby CT"]);
    check("06-niem56/c-niem6-address.xml", &["A-6 | ADDRESSSIX, Ada at Granby CT"]);
    check("06-niem56/d-niem6-booking-entityperson.xml", &["R-6 | ROLESIX, Rolf"]);
    check("06-niem56/e-niem5-uri-to-id.xml", &["U-5 | FRAGMENT, Uri"]);
}

#[test]
fn encodings_and_contexts_are_read_as_they_are() {
    check("01-encoding/b-latin1-declared-ascii-only.xml", &["E-2 | NUNEZ, Inigo"]);
    check("16-dotnet/a-declared-utf16-is-utf8.xml", &["NET-1 | DOTNET, Nettie"]);
    for file in ["a-object-context", "b-context-url", "c-context-array"] {
        check(&format!("09-jsonld/{file}.json"), &["J-1 | LDCONTEXT, Jason"]);
    }
    check("09-jsonld/i-extra-top-level-key.json", &["J-9 | LDCONTEXT, Jason"]);
}

#[test]
fn what_an_officer_must_know_is_read() {
    check(
        "10-safety/a-rapsheet-caution-and-registered.xml",
        &["CT900001 | RAPCAUTION, Rex | ! Armed; fights officers | ! Registered offender"],
    );
    check("10-safety/c-crash-with-unnamed-passenger.xml", &["CR-55 | CRASHDRIVER, Cora"]);
    let Some(folder) = cases() else { return };
    let refusal = read_case(&folder.join("10-safety/b-custody-denial.xml")).unwrap_err();
    assert_eq!(refusal.reason, RefusalReason::NoRecord);
    let crash = read_case(&folder.join("10-safety/c-crash-with-unnamed-passenger.xml")).unwrap();
    assert!(
        crash.left_out.iter().any(|left| left.path == "/CrashDriverInfo/Person[2]"),
        "{:?}",
        crash.left_out
    );
}

#[test]
fn a_sealed_record_is_a_withdrawal_and_nothing_else() {
    let Some(folder) = cases() else { return };
    let reading = read_case(&folder.join("10-safety/d-sealed-elsewhere.xml")).unwrap();
    let [document] = reading.documents.as_slice() else { panic!("{} records", reading.documents.len()) };
    assert_eq!(document.withdrawn(), Some(WithdrawalReason::Sealed));
    assert!(document.persons.is_empty() && document.matters.len() == 1);
    assert_eq!((reading.sealed, reading.found, reading.left_out.len()), (1, Default::default(), 0));
}
