//! Documents that want to hurt: refused, with the place, within bounded memory.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::io::{self, Read};

use ciss_exchange::{Limits, RefusalReason, read, read_from};
use jiff::Timestamp;

fn small() -> Limits {
    Limits { bytes: 4096, depth: 8, elements: 50, attributes: 4, text: 100, records: 2 }
}

fn check(document: impl AsRef<[u8]>, path: &str, reason: RefusalReason) {
    let refusal = read(document.as_ref(), Timestamp::UNIX_EPOCH, &small()).unwrap_err();
    assert_eq!((refusal.path.as_str(), refusal.reason), (path, reason));
}

#[test]
fn document_types_and_entities_are_refused() {
    check("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "/", RefusalReason::DocumentType);
    check("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", "/", RefusalReason::DocumentType);
    check("<a><b>&lol;</b></a>", "/a/b", RefusalReason::Entity);
    check("<a><b c='&lol;'/></a>", "/a/b", RefusalReason::Entity);
    check("<a>&#0;</a>", "/a", RefusalReason::NotXml);
}

#[test]
fn limits_hold() {
    check("<a>".repeat(9), "/a/a/a/a/a/a/a/a", RefusalReason::TooDeep(8));
    check(format!("<a>{}</a>", "<b/>".repeat(60)), "/a", RefusalReason::TooManyElements(50));
    check("<a b='' c='' d='' e='' f=''/>", "/a", RefusalReason::TooManyAttributes(4));
    check(format!("<a><b>{}</b></a>", "x".repeat(101)), "/a/b", RefusalReason::TextTooLong(100));
    check(format!("<a><b><![CDATA[{}]]></b></a>", "x".repeat(101)), "/a/b", RefusalReason::TextTooLong(100));
    check(format!("<a><{}/></a>", "n".repeat(200)), "/a", RefusalReason::TooLong(128));
    check(vec![b' '; 5000], "/", RefusalReason::TooLarge(4096));
    let results = "<PersonSearchResult/>".repeat(3);
    let document = format!("<PersonSearchResults>{results}</PersonSearchResults>");
    check(document, "/", RefusalReason::TooMany(2));
}

#[test]
fn json_has_the_same_limits() {
    check("{\"a\":".repeat(10), "/a/a/a/a/a/a/a/a", RefusalReason::TooDeep(8));
    check(format!("{{\"a\":{{\"b\":[{}1]}}}}", "1,".repeat(60)), "/a", RefusalReason::TooManyElements(50));
    check(format!("{{\"a\":{{\"b\":\"{}\"}}}}", "x".repeat(101)), "/a/b", RefusalReason::TextTooLong(100));
    check("{\"a\":{},\"b\":{}}", "/", RefusalReason::NotJson);
    check("{\"a\":", "/", RefusalReason::NotJson);
    check("{}", "/", RefusalReason::NotJson);
    check("{\"a\":1} x", "/", RefusalReason::NotJson);
}

#[test]
fn what_is_not_well_formed_is_refused() {
    check("", "/", RefusalReason::Empty);
    check(" \n ", "/", RefusalReason::Empty);
    check("plain words", "/", RefusalReason::NotXml);
    check("<a><b></a>", "/a/b", RefusalReason::NotXml);
    check("<a><b>", "/a/b", RefusalReason::NotXml);
    check("<a/><a/>", "/", RefusalReason::NotXml);
    check("<a b='1' b='2'/>", "/a", RefusalReason::NotXml);
    check("<a", "/", RefusalReason::NotXml);
    check(b"<a><b>\xff</b></a>", "/a/b", RefusalReason::NotText);
    check("<?xml version='1.0' encoding='UTF-16'?><a/>", "/a", RefusalReason::UnknownKind);
    check("<a/>", "/a", RefusalReason::UnknownKind);
}

/// A stream that never ends, and counts what was taken of it.
struct Endless {
    start: &'static [u8],
    taken: usize,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = buffer.len().min(64 << 10);
        for (at, byte) in buffer[..length].iter_mut().enumerate() {
            *byte = self.start.get(self.taken + at).copied().unwrap_or(b'x');
        }
        self.taken += length;
        Ok(length)
    }
}

#[test]
fn an_endless_text_is_read_no_further_than_the_limit() {
    let limits = Limits { bytes: 1 << 20, ..Limits::default() };
    let mut stream = Endless { start: b"<Warrants><eBWResults>", taken: 0 };
    let refusal = read_from(&mut stream, Timestamp::UNIX_EPOCH, &limits).unwrap_err();
    assert_eq!(refusal.reason, RefusalReason::TooLarge(1 << 20));
    assert!(stream.taken <= (1 << 20) + (64 << 10), "{} bytes taken", stream.taken);
}

struct Broken;

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other("cable pulled"))
    }
}

#[test]
fn a_stream_that_fails_is_said() {
    let refusal = read_from(Broken, Timestamp::UNIX_EPOCH, &Limits::default()).unwrap_err();
    assert_eq!(refusal.reason, RefusalReason::Unreadable);
}

#[test]
fn long_values_and_many_mistakes_stay_bounded() {
    let name = "x".repeat(600);
    let date = "<PersonBirthDate><Date>never</Date></PersonBirthDate>".repeat(40);
    let person = format!(
        "<Person>{date}<PersonName><PersonGivenName>{name}</PersonGivenName><PersonSurName>Pell</PersonSurName></PersonName></Person>"
    );
    let result = format!(
        "<PersonSearchResult>{person}<SearchResultCategoryText>Person</SearchResultCategoryText></PersonSearchResult>"
    );
    let document = format!("<PersonSearchResults>{}</PersonSearchResults>", result.repeat(20));
    let reading = read(document.as_bytes(), Timestamp::UNIX_EPOCH, &Limits::default()).unwrap();
    assert!(reading.documents.iter().all(|document| document.persons[0].name.given.is_empty()));
    assert!(reading.left_out.iter().any(|refusal| refusal.reason == RefusalReason::TooLong(512)));
    assert_eq!(reading.left_out.len(), 256);
    assert_eq!(reading.left_out.last().map(|refusal| refusal.reason), Some(RefusalReason::More));
}

#[test]
fn a_matter_of_everybody_with_every_charge_is_refused() {
    let people: String = (0..100)
        .map(|at| {
            format!(
                "<Person s:id='P{at}'><PersonName><PersonSurName>N{at}</PersonSurName></PersonName></Person>"
            )
        })
        .collect();
    let parties: String = (0..100)
        .map(|at| format!("<CaseDefendantParty><EntityPerson s:ref='P{at}'/></CaseDefendantParty>"))
        .collect();
    let document = format!(
        "<CourtCaseQueryResults xmlns:s='urn:structures'><Case><CaseDocketID>D</CaseDocketID><CaseAugmentation>{parties}\
         </CaseAugmentation></Case>{people}</CourtCaseQueryResults>"
    );
    let refusal = read(document.as_bytes(), Timestamp::UNIX_EPOCH, &Limits::default()).unwrap_err();
    assert_eq!(refusal.reason, RefusalReason::TooMany(64));
    let last = "/CourtCaseQueryResults/Case/CaseAugmentation/CaseDefendantParty[65]/EntityPerson";
    assert_eq!(refusal.path, last);
}
