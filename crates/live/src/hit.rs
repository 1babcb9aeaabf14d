//! What a live source's entries mean for a lookup.

use ciss_cards::card::EventKey;
use ciss_cards::facts::{charge_key, gravest, gravity, want};
use ciss_cards::told::{self, Told};
use ciss_cards::{codes, mask};
use ciss_contract::answer::{Caution, Evidence, Question, Severity, Want};
use ciss_contract::ids::GoldenId;
use ciss_contract::matter::Matter;
use ciss_contract::source::Source;
use ciss_contract::switch::{SwitchAnswer, SwitchHit};
use jiff::civil::Date;

/// Most hits of one answer that are looked at.
const MOST_HITS: usize = 500;

/// A live source says yes.
#[derive(Clone)]
pub struct Hit {
    /// About whom; none for the vehicle.
    pub golden: Option<GoldenId>,
    /// The entry. The hub does not keep it, so it has no document.
    pub told: Told,
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
    let entry = |number: &str, summary: String, on: Option<Date>| Evidence {
        source,
        document: None,
        number: number.to_owned(),
        as_of: document.as_of,
        severity: Severity::Danger,
        gravity: 0,
        summary: mask::mask(&summary, Some(&social)),
        on,
        want: None,
        verify: false,
        also: Vec::new(),
    };
    let mut hits = Vec::new();
    for matter in &document.matters {
        if let Matter::Warrant { status, subject, number, issued, charges, .. } = matter
            && golden.is_some()
            && status.is_want()
        {
            let codes = document.persons.get(*subject).map(|person| person.cautions.as_slice());
            let codes = codes.unwrap_or_default();
            let cautions: Vec<Caution> = codes.iter().map(|code| codes::caution(code)).collect();
            let charge = gravest(charges).unwrap_or_else(|| "warrant".to_owned());
            let parts = std::iter::once(charge).chain(status.caveat());
            let parts = parts.chain(cautions.iter().map(|c| c.words.to_lowercase()));
            let summary = parts.collect::<Vec<_>>().join(" · ");
            let evidence = Evidence {
                gravity: gravity(charges, codes),
                want: want(matter).map(|card| Want {
                    cautions,
                    ..told::want(card.shown(&social), document.originator.as_deref())
                }),
                ..entry(number, summary, *issued)
            };
            let event = EventKey { charge: charge_key(charges), ..EventKey::default() };
            hits.push(Hit { golden: golden.clone(), told: Told { evidence, event } });
        }
        if let Matter::StolenVehicle { entered, what, .. } = matter
            && golden.is_none()
        {
            let confirm = document.originator.as_deref().map(codes::agency);
            let evidence = Evidence {
                want: confirm.map(|confirm| Want { confirm: Some(confirm), ..Want::default() }),
                ..entry(&document.number, what.to_lowercase(), *entered)
            };
            hits.push(Hit { golden: None, told: Told { evidence, event: EventKey::default() } });
        }
    }
    hits
}
