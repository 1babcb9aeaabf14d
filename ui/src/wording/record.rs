//! A golden record in words.

use std::collections::BTreeMap;

use ciss_contract::ids::DocumentId;
use ciss_contract::lookup::PersonAnswer;
use ciss_contract::record::{Event, Field, RecordAnswer};
use ciss_contract::source::Source;
use jiff::Timestamp;

use super::person::{count, sex_and_age};
use super::time;

/// `M · 19 · born 14 Mar 2007 · 5′ 9″, 160 lb`; only what is known.
pub(crate) fn description(person: &PersonAnswer) -> String {
    let born = person.born.map(|born| format!("born {}", time::born(born)));
    let parts = [Some(sex_and_age(person)), born, Some(person.description.clone())];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// What stands under the description: other names; address and licence.
pub(crate) fn second_lines(person: &PersonAnswer, aliases: &[String]) -> Vec<String> {
    let names = (!aliases.is_empty()).then(|| format!("also known as {}", aliases.join(", ")));
    let licence = person.licence.as_ref().map(|licence| licence.words.clone());
    let permits = person.permits.iter().map(|permit| permit.words.clone());
    let standing: Vec<String> = licence.into_iter().chain(permits).chain(person.address.clone()).collect();
    let standing = Some(standing.join(" · ")).filter(|standing| !standing.is_empty());
    names.into_iter().chain(standing).collect()
}

/// Who tells of an event: `RMS, OBTS`, each once.
pub(crate) fn told_by(event: &Event) -> String {
    let mut codes = vec![event.from.source.code()];
    for also in &event.also {
        if !codes.contains(&also.source.code()) {
            codes.push(also.source.code());
        }
    }
    codes.join(", ")
}

/// Is there a want? Then the page says that it is not confirmed.
pub(crate) fn wanted(person: &PersonAnswer) -> bool {
    person.is_wanted() || person.is_possibly_wanted()
}

/// `6 records from 4 sources · 2 conflicts`.
pub(crate) fn backing(record: &RecordAnswer) -> String {
    let conflicts: usize = record.fields.iter().map(|field| field.conflicts.len()).sum();
    let records = count(record.total, "record", "records");
    let sources = count(record.person.sources.len(), "source", "sources");
    format!("{records} from {sources} · {}", count(conflicts, "conflict", "conflicts"))
}

/// `and 112 more`; nothing where all are on the screen.
pub(crate) fn more(record: &RecordAnswer) -> Option<String> {
    let more = record.total.saturating_sub(record.members.len());
    (more > 0 && record.next.is_some()).then(|| format!("and {more} more"))
}

/// Is the field a number that is read out character by character?
pub(crate) const fn is_number(field: Field) -> bool {
    match field {
        Field::Licence | Field::StateIdentification | Field::Fbi | Field::Inmate | Field::Phone => true,
        Field::Name
        | Field::Born
        | Field::Sex
        | Field::Race
        | Field::Height
        | Field::Weight
        | Field::Eyes
        | Field::Hair
        | Field::Address => false,
    }
}

/// A document behind the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Paper {
    /// The source.
    pub(crate) source: Source,
    /// The document's own number.
    pub(crate) number: String,
    /// When the source says it was so.
    pub(crate) as_of: Timestamp,
    /// As the hub keeps it; a live source's answer is not kept.
    pub(crate) document: Option<DocumentId>,
    /// What it says happened; empty for a document that only describes the person.
    pub(crate) what: String,
    /// The case that it belongs to.
    pub(crate) case: Option<String>,
}

/// Every document that the record names, once, newest first.
pub(crate) fn papers(record: &RecordAnswer) -> Vec<Paper> {
    let mut found: BTreeMap<(Source, String), Paper> = BTreeMap::new();
    let mut add = |source: Source, number: &str, as_of: Timestamp, what: &str, kept: Option<&DocumentId>| {
        let paper = found.entry((source, number.to_owned())).or_insert_with(|| Paper {
            source,
            number: number.to_owned(),
            as_of,
            document: None,
            what: String::new(),
            case: None,
        });
        paper.document = paper.document.take().or_else(|| kept.cloned());
        if !what.is_empty() && !paper.what.contains(what) {
            if !paper.what.is_empty() {
                paper.what.push_str("; ");
            }
            paper.what.push_str(what);
        }
    };
    let mut of_case: Vec<(Source, String, String)> = Vec::new();
    for event in &record.timeline {
        let tellings = event.also.iter().map(|also| (also.source, also.number.clone()));
        let tellings = std::iter::once((event.from.source, event.number.clone())).chain(tellings);
        let case = event.case.as_ref();
        of_case.extend(case.into_iter().flat_map(|case| tellings.clone().map(|(s, n)| (s, n, case.clone()))));
        add(event.from.source, &event.number, event.from.as_of, &event.what, Some(&event.from.document));
    }
    for evidence in record.person.answers.iter().flat_map(|answer| &answer.evidence) {
        add(evidence.source, &evidence.number, evidence.as_of, "", evidence.document.as_ref());
    }
    for member in &record.members {
        add(member.from.source, &member.number, member.from.as_of, "", Some(&member.from.document));
    }
    for (source, number, case) in of_case {
        if let Some(paper) = found.get_mut(&(source, number)) {
            paper.case.get_or_insert(case);
        }
    }
    let mut papers: Vec<Paper> = found.into_values().collect();
    papers.sort_by_key(|paper| std::cmp::Reverse(paper.as_of));
    papers
}
