//! What a live source's entries mean for a lookup.

use ciss_cards::card::EventKey;
use ciss_cards::facts::{event, gravest, gravity, want};
use ciss_cards::told::{self, Told};
use ciss_cards::{ENGINE, codes, mask};
use ciss_contract::answer::{Caution, Evidence, Question, Severity, Want};
use ciss_contract::ids::GoldenId;
use ciss_contract::matter::Matter;
use ciss_contract::person::{Identifier, IdentifierKind, Name, Person};
use ciss_contract::source::Source;
use ciss_contract::switch::{SwitchAnswer, SwitchHit, SwitchPerson};
use ciss_multiview::{PersonName, Record, RecordKey};
use jiff::Timestamp;
use jiff::civil::Date;

use super::Inquiry;

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
pub(super) fn read(source: Source, answer: SwitchAnswer, asked: &Inquiry) -> Vec<Hit> {
    answer.hits.into_iter().take(MOST_HITS).flat_map(|hit| entries(source, hit, asked)).collect()
}

fn entries(source: Source, hit: SwitchHit, asked: &Inquiry) -> Vec<Hit> {
    let SwitchHit { person, document } = hit;
    let (golden, asked) = match person {
        Some(position) => match (asked.people.get(position), asked.query.persons.get(position)) {
            (Some(golden), Some(asked)) => (Some(golden.clone()), Some(asked)),
            (Some(_) | None, _) => return Vec::new(),
        },
        None => (None, None),
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
            let verify = asked
                .zip(document.persons.get(*subject))
                .is_some_and(|(asked, found)| is_other(asked, found));
            let evidence = Evidence {
                severity: if verify { Severity::Caution } else { Severity::Danger },
                verify,
                gravity: gravity(charges, codes),
                want: want(matter).map(|card| Want {
                    cautions,
                    ..told::want(card.shown(&social), document.originator.as_deref())
                }),
                ..entry(number, summary, *issued)
            };
            hits.push(Hit { golden: golden.clone(), told: Told { evidence, event: event(matter) } });
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

/// The person of an entry is not shown to be the one who was asked for: the source searches by a number alone, and by names
/// that sound alike. An entry that names nobody is taken for what its source says it is.
fn is_other(asked: &SwitchPerson, found: &Person) -> bool {
    let licence = Identifier { kind: IdentifierKind::OperatorLicence, value: String::new(), issuer: None };
    let licence = asked.licence.clone().map(|value| Identifier { value, ..licence });
    let asked = Person {
        name: Name { surname: asked.surname.clone(), given: asked.given.clone(), ..Name::default() },
        born: asked.born.clone(),
        identifiers: licence.into_iter().collect(),
        ..Person::default()
    };
    let names_nobody = [&found.name.surname, &found.name.given].iter().all(|name| name.trim().is_empty());
    if names_nobody && found.born.is_none() {
        return false;
    }
    ENGINE.weigh(&ENGINE.features(&record(&asked)), &ENGINE.features(&record(found))) < ENGINE.threshold()
}

/// What the Wanted File is searched by.
fn record(person: &Person) -> Record {
    let name = |Name { surname, given, middle, suffix }: Name| PersonName { surname, given, middle, suffix };
    let mut record = Record::new(RecordKey(0), 0, Timestamp::UNIX_EPOCH);
    record.name = name(person.name.clone());
    record.aliases = person.aliases.iter().cloned().map(name).collect();
    record.born.clone_from(&person.born);
    let licences = person.identifiers.iter().filter(|number| number.kind == IdentifierKind::OperatorLicence);
    record.identifiers.extend(licences.map(|licence| ciss_multiview::Identifier {
        kind: ciss_multiview::IdentifierKind::OperatorLicence,
        value: licence.value.clone(),
        issuer: licence.issuer.clone(),
        assigned: false,
    }));
    record
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_of_another_name_is_not_the_persons_for_sure() {
        let asked = SwitchPerson {
            surname: "ROSARIO".into(),
            given: "ASHLEY".into(),
            born: Some("2000-04-15".into()),
            licence: Some("116232382".into()),
        };
        let check = |surname: &str, given: &str, born: &str, licence: &str, expect: bool| {
            let number = Identifier {
                kind: IdentifierKind::OperatorLicence,
                value: licence.into(),
                issuer: Some("CT".into()),
            };
            let found = Person {
                name: Name { surname: surname.into(), given: given.into(), ..Name::default() },
                born: (!born.is_empty()).then(|| born.into()),
                identifiers: (!licence.is_empty()).then_some(number).into_iter().collect(),
                ..Person::default()
            };
            assert_eq!(is_other(&asked, &found), expect, "{surname} {given} {born} {licence}");
        };
        check("ROSARIO", "ASHLEY", "20000415", "", false);
        check("ROSARIO", "ASHLEY", "20000415", "116232382", false);
        check("MARSH", "ASHLEY", "20000415", "116232382", false);
        // Her number under another name and date of birth; a name that only sounds like hers; another number.
        check("VEGA", "RAFAEL", "19611123", "116232382", true);
        check("ROSER", "ASHLEY", "19830415", "", true);
        check("ROSARIO", "ASHLEY", "20000415", "998877665", true);
        check("", "", "", "", false);
        // No family name, and the rest is somebody else's.
        check("", "RAFAEL", "19610101", "", true);
    }
}
