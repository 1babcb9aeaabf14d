//! Each kind of document, small, with everything that is read from it and everything that is left out.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::Path;

use ciss_contract::document::SourceDocument;
use ciss_contract::matter::Matter;
use ciss_exchange::{DocumentKind, Limits, Reading, RefusalReason, read};
use jiff::Timestamp;
use serde_json::{Value, json};

fn received() -> Timestamp {
    "2025-10-01T12:00:00Z".parse().unwrap()
}

fn shown(reading: &Reading) -> Value {
    let left_out: Vec<String> = reading.left_out.iter().map(ToString::to_string).collect();
    json!({
        "kind": reading.kind,
        "version": reading.version,
        "found": reading.found,
        "documents": reading.documents,
        "left_out": left_out,
        "unread": reading.unread,
        "sealed": reading.sealed,
        "withdrawn": reading.withdrawn,
    })
}

#[test]
fn every_document_reads_as_its_snapshot_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents");
    let mut files: Vec<_> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files {
        let outcome = match read(&std::fs::read(&file).unwrap(), received(), &Limits::default()) {
            Ok(reading) => shown(&reading),
            Err(refusal) => json!({ "refused": refusal.to_string() }),
        };
        let name = file.file_name().unwrap().to_str().unwrap().replace('.', "_");
        insta::assert_json_snapshot!(name, outcome);
    }
}

#[test]
fn every_kind_of_record_can_be_taken_back_by_an_instruction_or_a_metadata() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents");
    let files: Vec<_> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    for file in files.iter().filter(|file| file.extension().is_some_and(|ending| ending == "xml")) {
        let text = std::fs::read_to_string(file).unwrap();
        let is_tag = |(at, _): &(usize, &str)| text[at + 1..].starts_with(char::is_alphabetic);
        let (begins, _) = text.match_indices('<').find(is_tag).unwrap();
        let (root, rest) = text.split_at(begins + text[begins..].find('>').unwrap() + 1);
        for word in [
            "<DataItemActionCode>D</DataItemActionCode>",
            "<MessageMetadata><RecordDeleteIndicator>true</RecordDeleteIndicator></MessageMetadata>",
        ] {
            let deleted = format!("{root}{word}{rest}");
            let plain = read(text.as_bytes(), received(), &Limits::default());
            let Ok(Reading { documents, .. }) = plain else { continue };
            let reading = read(deleted.as_bytes(), received(), &Limits::default()).unwrap();
            assert!(
                reading.documents.iter().all(|document| document.withdrawn().is_some()),
                "{file:?} {word}"
            );
            // What has no number is named by its content.
            let numbered = documents.iter().filter(|document| !document.number.contains("unnumbered"));
            for said in numbered {
                let is_it = |document: &SourceDocument| {
                    (&document.number, &document.originator) == (&said.number, &said.originator)
                };
                assert!(reading.documents.iter().any(is_it), "{file:?} {word} {}", said.number);
            }
        }
    }
}

#[test]
fn a_word_that_is_no_instruction_known_is_said() {
    check(
        "vehicle_search.xml",
        ("<r:Vehicle>", "<RecordActionText>Quarantine</RecordActionText><r:Vehicle>"),
        "/VehicleSearchResults/VehicleSearchResult/RecordActionText",
        RefusalReason::NotACode("instruction"),
    );
}

fn check(document: &str, change: (&str, &str), path: &str, reason: RefusalReason) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents").join(document);
    let text = std::fs::read_to_string(file).unwrap();
    assert!(text.contains(change.0), "{document} has {}", change.0);
    let text = text.replacen(change.0, change.1, 1);
    match read(text.as_bytes(), received(), &Limits::default()) {
        Ok(reading) => {
            let found = reading.left_out.iter().find(|refusal| refusal.path == path);
            assert_eq!(
                found.map(|refusal| refusal.reason),
                Some(reason),
                "{document} {:?}",
                reading.left_out
            );
        }
        Err(refusal) => assert_eq!((refusal.path.as_str(), refusal.reason), (path, reason), "{document}"),
    }
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    check(
        "warrants.xml",
        ("1979-03-02", "30/30/1979"),
        "/Warrants/eBWResults/Person/PersonBirthDate/Date",
        RefusalReason::NotADate,
    );
    check(
        "warrants.xml",
        ("1979-03-02", "02/03/1979"),
        "/Warrants/eBWResults/Person/PersonBirthDate/Date",
        RefusalReason::DayOrMonth,
    );
    check(
        "arrest_report_deleted.xml",
        ("<l:ORI>CT0008300</l:ORI>", ""),
        "/ArrestReport/doPublish/PublishMessageContainer/PublishMessage/DataItemPackage",
        RefusalReason::WhoseNumber,
    );
    check(
        "warrants.xml",
        ("Active</w:eBWWarrantStatus>", "Perhaps</w:eBWWarrantStatus>"),
        "/Warrants/eBWResults/eBWResult[1]/eBWWarrantStatus",
        RefusalReason::NotACode("warrant status"),
    );
    check(
        "warrants.xml",
        ("s:ref=\"P1\"", "s:ref=\"P7\""),
        "/Warrants/eBWResults/eBWResult[1]/Warrant/CourtOrderDesignatedSubject/RoleOfPersonReference",
        RefusalReason::ReferenceUnresolved,
    );
    check(
        "custody.xml",
        ("s:id=\"I1\"", "s:id=\"P1\""),
        "/CustodyQueryResults/Custody/Booking/BookingSubject/RoleOfPerson",
        RefusalReason::ReferenceUnclear,
    );
    check(
        "court_case.xml",
        ("H14H-CR25-0777", ""),
        "/CourtCaseQueryResults/Case",
        RefusalReason::Missing("a docket number"),
    );
    check(
        "court_case.xml",
        ("s:ref=\"P1\"/></j:CaseDefendantParty>", "/></j:CaseDefendantParty>"),
        "/CourtCaseQueryResults/Case/CaseAugmentation[1]/CaseDefendantParty/EntityPerson",
        RefusalReason::Missing("a name"),
    );
    check(
        "arrest_report.xml",
        ("Okafor, Chidi James JR", "Chidi Okafor"),
        "/ArrestReport/doPublish/PublishMessageContainer/PublishMessage/DataItemPackage/Digest/EntityPerson[1]/Person/\
         PersonName",
        RefusalReason::NameNotInParts,
    );
}

#[test]
fn json_ld_in_its_forms() {
    let custody = r#""Custody":{"Booking":{"BookingAgencyRecordIdentification":{"IdentificationID":"B-1"},"BookingSubject":{"RoleOfPerson":PERSON}}}"#;
    let person = r#"{"nc:PersonName":{"nc:PersonSurName":"Park","nc:PersonGivenName":"Ada"}}"#;
    let inside = custody.replace("PERSON", person);
    let pointing = custody.replace("PERSON", r##"{"@id":"#P"}"##);
    let node = person.replacen('{', r##"{"@id":"#P","@type":"nc:Person","##, 1);
    for document in [
        format!(r#"{{"x:CustodyQueryResults":{{{inside}}}}}"#),
        format!(r#"{{"https://example.org/x/CustodyQueryResults":{{{inside}}}}}"#),
        format!(r#"{{"@context":{{}},"@type":"x:CustodyQueryResults",{inside}}}"#),
        format!(r#"{{"@type":["x:Message","x:CustodyQueryResults"],{inside}}}"#),
        format!(r#"{{"@graph":[{{"x:CustodyQueryResults":{{{inside}}}}}]}}"#),
        format!(r#"{{"@graph":[{node},{{"@type":"x:CustodyQueryResults",{pointing}}}]}}"#),
        format!(r#"{{"x:CustodyQueryResults":{{"@set":[{{{inside}}}]}}}}"#),
        format!(
            r#"{{"x:CustodyQueryResults":{{{}}}}}"#,
            inside.replace(r#""Park""#, r#"{"@value":"Park","@language":"en"}"#)
        ),
        format!(
            r#"{{"x:CustodyQueryResults":{{{}}}}}"#,
            inside.replace(r#""Park""#, r#"{"@list":["Park","Lake"]}"#)
        ),
    ] {
        let reading = read(document.as_bytes(), received(), &Limits::default()).unwrap();
        let names: Vec<String> =
            reading.documents[0].persons.iter().map(|person| person.name.shown()).collect();
        assert_eq!(
            (reading.documents[0].number.as_str(), names),
            ("B-1", vec!["PARK, Ada".to_owned()]),
            "{document}"
        );
    }
}

#[test]
fn what_a_role_says_of_danger_is_said_of_who_plays_it() {
    for (role, person) in [
        (
            "<RoleOfPerson s:ref=\"P\"/><SubjectCautionInformationCode>00</SubjectCautionInformationCode>",
            "00",
        ),
        ("<EntityPerson s:ref=\"P\"/><SubjectArmedIndicator>true</SubjectArmedIndicator>", "Armed"),
    ] {
        let text = format!(
            "<CustodyQueryResults xmlns:s=\"urn:structures\"><Custody><Booking><BookingSubject>{role}</BookingSubject>\
             </Booking></Custody><Person s:id=\"P\"><PersonName><PersonSurName>Park</PersonSurName></PersonName>\
             </Person></CustodyQueryResults>"
        );
        let reading = read(text.as_bytes(), received(), &Limits::default()).unwrap();
        assert_eq!(reading.documents[0].persons[0].cautions, [person], "{role}");
    }
}

#[test]
fn an_age_or_a_year_says_when_somebody_was_born() {
    let born = |stated: &str| {
        let text = format!(
            "<CustodyQueryResults><Custody><DocumentCreationDate><Date>2026-11-18</Date></DocumentCreationDate><Booking>\
             <BookingSubject><RoleOfPerson><PersonName><PersonGivenName>Ada</PersonGivenName>\
             <PersonSurName>Park</PersonSurName></PersonName>{stated}</RoleOfPerson></BookingSubject></Booking>\
             </Custody></CustodyQueryResults>"
        );
        let received = "2026-11-20T12:00:00Z".parse().unwrap();
        let reading = read(text.as_bytes(), received, &Limits::default()).unwrap();
        reading.documents[0].persons[0].born.clone()
    };
    for (stated, expect) in [
        (
            "<PersonAgeMeasure><MeasurePointValue>15</MeasurePointValue></PersonAgeMeasure>",
            Some("2010-11-19/2011-11-18"),
        ),
        (
            "<PersonAgeMeasure><MeasureRangeValue><RangeMinimumIntegerValue>16</RangeMinimumIntegerValue>\
             <RangeMaximumIntegerValue>18</RangeMaximumIntegerValue></MeasureRangeValue><TimeUnitCode>ANN</TimeUnitCode>\
             </PersonAgeMeasure>",
            Some("2007-11-19/2010-11-18"),
        ),
        (
            "<PersonAugmentation><PersonAgeDescriptionText>juvenile</PersonAgeDescriptionText></PersonAugmentation>",
            Some("2008-11-19/2026-11-18"),
        ),
        ("<PersonJuvenileIndicator>true</PersonJuvenileIndicator>", Some("2008-11-19/2026-11-18")),
        ("<PersonBirthYearDate>2011</PersonBirthYearDate>", Some("2011")),
        ("<PersonBirthYearDate><YearDate>2011</YearDate></PersonBirthYearDate>", Some("2011")),
        (
            "<PersonBirthDate><Date>2011-02-03</Date></PersonBirthDate><PersonAgeMeasure><MeasureText>15</MeasureText>\
             </PersonAgeMeasure>",
            Some("2011-02-03"),
        ),
        ("<PersonAgeMeasure><MeasureText>old</MeasureText></PersonAgeMeasure>", None),
        (
            "<PersonBirthDate><DateRange><StartDate><Date>1983-07-01</Date></StartDate><EndDate><Date>1983-07-31</Date>\
             </EndDate></DateRange></PersonBirthDate>",
            Some("1983-07-01/1983-07-31"),
        ),
        (
            "<PersonBirthDate><DateRange><StartDate>1983-07-01</StartDate><EndDate>1983-07-01</EndDate></DateRange>\
             </PersonBirthDate>",
            Some("1983-07-01"),
        ),
        (
            "<PersonBirthDate><DateRange><StartDate><Date>1983-07-01</Date></StartDate></DateRange></PersonBirthDate>",
            Some("1983"),
        ),
        ("<PersonBirthDate><Date>July 8, 1983</Date></PersonBirthDate>", Some("1983-07-08")),
        ("<PersonBirthDate><Date>7/8/83</Date></PersonBirthDate>", Some("1983-07-08")),
        ("<PersonBirthDate><Date>7/8/22</Date></PersonBirthDate>", Some("7/8/22")),
        ("<PersonBirthDate><Date>1983-07Z</Date></PersonBirthDate>", Some("1983-07")),
        ("<PersonBirthDate><Date>unknown</Date></PersonBirthDate>", None),
    ] {
        assert_eq!(born(stated).as_deref(), expect, "{stated}");
    }
}

#[test]
fn a_document_from_the_future_counts_as_of_its_receipt_and_says_so() {
    let read_dated = |created: &str| {
        let text = format!(
            "<CustodyQueryResults><Custody><DocumentCreationDate><Date>{created}</Date></DocumentCreationDate><Booking>\
             <ActivityDateRange><StartDate><Date>2025-09-01</Date></StartDate></ActivityDateRange><BookingSubject>\
             <RoleOfPerson><PersonName><PersonSurName>Park</PersonSurName></PersonName></RoleOfPerson></BookingSubject>\
             </Booking></Custody></CustodyQueryResults>"
        );
        let reading = read(text.as_bytes(), received(), &Limits::default()).unwrap();
        let said = reading.left_out.iter().any(|left| left.reason == RefusalReason::InTheFuture);
        let custody = &reading.documents[0].matters[0];
        let admitted = if let Matter::Custody { admitted, .. } = custody {
            admitted.map(|day| day.to_string())
        } else {
            Some(format!("{custody:?}"))
        };
        (reading.documents[0].as_of.to_string(), said, admitted)
    };
    let first_day = Some("2025-09-01".to_owned());
    assert_eq!(read_dated("2031-01-01"), (received().to_string(), true, first_day.clone()));
    assert_eq!(read_dated("2025-09-02"), ("2025-09-02T04:00:00Z".to_owned(), false, first_day));
}

#[test]
fn roles_that_point_at_each_other_are_refused() {
    let text = r#"<ArrestReport xmlns:s="urn:structures"><DataItemPackage><Digest><EntityPerson>
        <ArrestSubject s:id="A"><RoleOfPersonReference s:ref="B"/></ArrestSubject>
        <Suspect s:id="B"><RoleOfPersonReference s:ref="A"/></Suspect>
        </EntityPerson></Digest></DataItemPackage></ArrestReport>"#;
    let refusal = read(text.as_bytes(), received(), &Limits::default()).unwrap_err();
    assert_eq!(refusal.reason, RefusalReason::ReferenceUnclear);
}

#[test]
fn a_document_without_a_number_gets_the_same_one_each_time() {
    let text = r#"<VehicleSearchResults><VehicleSearchResult><Vehicle><VehicleMakeCode>FORD</VehicleMakeCode></Vehicle>
        </VehicleSearchResult></VehicleSearchResults>"#;
    let number = |text: &str| {
        let reading = read(text.as_bytes(), received(), &Limits::default()).unwrap();
        assert_eq!(reading.left_out[0].reason, RefusalReason::Missing("a number of its own"));
        reading.documents[0].number.clone()
    };
    assert_eq!(number(text), number(text));
    assert_ne!(number(text), number(&text.replace("FORD", "HOND")));
}

#[test]
fn every_kind_has_its_own_label() {
    let mut labels: Vec<&str> = DocumentKind::ALL.iter().map(|kind| kind.label()).collect();
    labels.sort_unstable();
    labels.dedup();
    assert_eq!(labels.len(), DocumentKind::ALL.len());
}
