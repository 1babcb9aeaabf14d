//! Records of one file under one number.
//!
//! What tells them apart is in the records themselves, so that each keeps its name when the file is sent again in another
//! order. Only records that say nothing of their own are counted by their places.

use std::collections::HashMap;

use ciss_contract::document::SourceDocument;
use ciss_contract::matter::{Charge, Matter};
use ciss_contract::person::IdentifierKind;
use ciss_contract::source::Source;

/// A record that was read.
pub(super) struct Kept {
    pub(super) document: SourceDocument,
    /// As [`marks`] of all that it said, also where that is sealed or taken back.
    pub(super) marks: Vec<String>,
}

/// Longest mark, in characters.
const LONGEST: usize = 64;

/// What a record has of its own: the number of its case or order, of its person, its charge; what says most first.
pub(super) fn marks(document: &SourceDocument) -> Vec<String> {
    let matters = || document.matters.iter();
    let numbers = matters().filter_map(case_number).cloned();
    let identifiers = document.persons.iter().flat_map(|person| &person.identifiers);
    let persons = identifiers.filter(|number| match number.kind {
        IdentifierKind::StateIdentification
        | IdentifierKind::Fbi
        | IdentifierKind::OperatorLicence
        | IdentifierKind::Inmate => true,
        // Either may be a social security number, which stands in no name.
        IdentifierKind::SocialSecurity | IdentifierKind::SourceNumber => false,
    });
    let charges = matters().flat_map(charges).map(|charge| {
        let Charge { statute, description, .. } = charge;
        statute.clone().unwrap_or_else(|| description.clone())
    });
    let marks = [numbers.min(), persons.map(|number| number.value.clone()).min(), charges.min()];
    marks.into_iter().flatten().map(|mark| mark.chars().take(LONGEST).collect()).collect()
}

fn case_number(matter: &Matter) -> Option<&String> {
    if let Matter::CourtCase { docket: number, .. }
    | Matter::Arrest { report: Some(number), .. }
    | Matter::ProtectiveOrder { number, .. }
    | Matter::Warrant { number, .. } = matter
    {
        Some(number)
    } else {
        None
    }
}

fn charges(matter: &Matter) -> &[Charge] {
    if let Matter::Arrest { charges, .. }
    | Matter::Warrant { charges, .. }
    | Matter::Custody { charges, .. }
    | Matter::CourtCase { charges, .. } = matter
    {
        charges
    } else {
        &[]
    }
}

/// Gives each of several records under one number a name of its own: `26-1 (HHD-CR26-1)`, at last `26-1 [2]`. What is
/// there twice is one.
pub(super) fn told_apart(records: Vec<Kept>) -> Vec<SourceDocument> {
    let mut apart: Vec<Kept> = Vec::with_capacity(records.len());
    for kept in records {
        if apart.iter().all(|other| other.document != kept.document || other.marks != kept.marks) {
            apart.push(kept);
        }
    }
    let most = apart.iter().map(|kept| kept.marks.len()).max().unwrap_or_default();
    for level in 0..most {
        let shared = counted(&apart);
        for Kept { document, marks } in &mut apart {
            let Some(mark) = marks.get(level).filter(|_| shared[&name(document)] > 1) else { continue };
            if !document.number.contains(mark.as_str()) {
                document.number = format!("{} ({mark})", document.number);
            }
        }
    }
    let mut places: HashMap<Name, usize> = HashMap::new();
    let placed = apart.into_iter().map(|Kept { mut document, .. }| {
        let place = places.entry(name(&document)).and_modify(|place| *place += 1).or_insert(1);
        if *place > 1 {
            document.number = format!("{} [{place}]", document.number);
        }
        document
    });
    placed.collect()
}

type Name = (Source, Option<String>, String);

fn name(document: &SourceDocument) -> Name {
    (document.source, document.originator.clone(), document.number.clone())
}

fn counted(records: &[Kept]) -> HashMap<Name, usize> {
    let mut counted = HashMap::new();
    for Kept { document, .. } in records {
        *counted.entry(name(document)).or_default() += 1;
    }
    counted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(marks: &[&[&str]], expect: &[&str]) {
        let kept = |(at, marks): (usize, &&[&str])| Kept {
            document: SourceDocument {
                source: Source::Rms,
                number: "26-1".to_owned(),
                as_of: jiff::Timestamp::from_second(i64::try_from(at).unwrap()).unwrap(),
                originator: None,
                persons: Vec::new(),
                vehicles: Vec::new(),
                matters: Vec::new(),
            },
            marks: marks.iter().map(|mark| (*mark).to_owned()).collect(),
        };
        let apart = told_apart(marks.iter().enumerate().map(kept).collect());
        let numbers: Vec<&str> = apart.iter().map(|document| document.number.as_str()).collect();
        assert_eq!(numbers, expect, "{marks:?}");
    }

    #[test]
    fn records_of_one_number_are_named_by_what_they_say() {
        check(&[&["D-1"]], &["26-1"]);
        check(&[&["D-1"], &["D-2"]], &["26-1 (D-1)", "26-1 (D-2)"]);
        check(&[&["D-2"], &["D-1"]], &["26-1 (D-2)", "26-1 (D-1)"]);
        check(
            &[&["D-1", "P-1"], &["D-1", "P-2"], &["D-2", "P-1"]],
            &["26-1 (D-1) (P-1)", "26-1 (D-1) (P-2)", "26-1 (D-2)"],
        );
        check(&[&["26-1", "P-1"], &["26-1", "P-2"]], &["26-1 (P-1)", "26-1 (P-2)"]);
        check(&[&[], &[]], &["26-1", "26-1 [2]"]);
    }
}
