//! What a live source's entries mean for a lookup.

use ciss_contract::answer::{Evidence, Question, Severity};
use ciss_contract::document::SourceDocument;
use ciss_contract::ids::GoldenId;
use ciss_contract::matter::Matter;
use ciss_contract::source::Source;
use ciss_contract::switch::{SwitchAnswer, SwitchHit};
use jiff::civil::Date;

use crate::answer::words;
use crate::ingest::gravest;
use crate::mask;

/// Most hits of one answer that are looked at.
const MOST_HITS: usize = 500;

/// A live source says yes.
#[derive(Clone)]
pub struct Hit {
    /// About whom; none for the vehicle.
    pub golden: Option<GoldenId>,
    /// The entry. The hub does not keep it, so it has no document.
    pub evidence: Evidence,
}

impl Hit {
    /// The question that the hit answers, where it is about a person. A live source is asked for wants only.
    pub const QUESTION: Question = Question::Wanted;
}

/// Takes the active entries out of an answer. Entries for a position that was not asked for are left out.
pub(super) fn read(source: Source, answer: SwitchAnswer, people: &[GoldenId]) -> Vec<Hit> {
    answer.hits.into_iter().take(MOST_HITS).flat_map(|hit| entries(source, hit, people)).collect()
}

fn entries(source: Source, hit: SwitchHit, people: &[GoldenId]) -> Vec<Hit> {
    let SwitchHit { person, document } = hit;
    let golden = match person {
        Some(position) => match people.get(position) {
            Some(golden) => Some(golden.clone()),
            None => return Vec::new(),
        },
        None => None,
    };
    let social = mask::known([&document]);
    let entry = |number: &str, summary: String, on: Option<Date>| Hit {
        golden: golden.clone(),
        evidence: Evidence {
            source,
            document: None,
            number: number.to_owned(),
            as_of: document.as_of,
            severity: Severity::Danger,
            summary: mask::mask(&summary, Some(&social)),
            on,
        },
    };
    let mut hits = Vec::new();
    for matter in &document.matters {
        if let Matter::Warrant { status, subject, number, issued, charges, .. } = matter
            && golden.is_some()
            && status.is_want()
        {
            let mut parts: Vec<String> = gravest(charges).into_iter().chain(status.caveat()).collect();
            parts.extend(cautions(&document, *subject));
            let summary = if parts.is_empty() { "warrant".to_owned() } else { parts.join(" · ") };
            hits.push(entry(number, summary, *issued));
        }
        if let Matter::StolenVehicle { entered, what, .. } = matter
            && golden.is_none()
        {
            hits.push(entry(&document.number, what.to_lowercase(), *entered));
        }
    }
    hits
}

/// Caution codes that stand in the entry itself, in words: they are the newest there are.
fn cautions(document: &SourceDocument, subject: usize) -> Vec<String> {
    let codes = document.persons.get(subject).map(|person| person.cautions.as_slice()).unwrap_or_default();
    codes.iter().filter_map(|code| words::caution(code)).map(str::to_lowercase).collect()
}
