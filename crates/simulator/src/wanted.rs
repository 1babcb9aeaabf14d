//! The Wanted File in memory, and matching as NCIC would.

use std::collections::HashMap;

use ciss_contract::document::SourceDocument;
use ciss_contract::matter::Matter;
use ciss_contract::person::IdentifierKind;
use ciss_contract::switch::{SwitchAnswer, SwitchHit, SwitchPerson, SwitchQuery};

use crate::names::{may_be_same_given, sound};

/// Every live entry, found by licence number, by the sound of the surname and date of birth, by plate and by VIN.
#[derive(Default)]
pub struct WantedFile {
    entries: Vec<SourceDocument>,
    by_licence: HashMap<String, Vec<usize>>,
    by_name: HashMap<(String, String), Vec<usize>>,
    /// By plate and state.
    by_plate: HashMap<(String, String), Vec<usize>>,
    by_vin: HashMap<String, Vec<usize>>,
}

/// NCIC searches the last eight characters of a VIN.
const VIN_TAIL: usize = 8;

impl WantedFile {
    /// Holds these entries.
    pub fn new(entries: impl IntoIterator<Item = SourceDocument>) -> WantedFile {
        let mut file = WantedFile::default();
        entries.into_iter().for_each(|entry| file.enter(entry));
        file
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Nobody and nothing is wanted.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn enter(&mut self, entry: SourceDocument) {
        let place = self.entries.len();
        for matter in &entry.matters {
            if let Matter::Warrant { subject, .. } = matter
                && let Some(person) = entry.persons.get(*subject)
            {
                for number in person.identifiers.iter().filter(|i| i.kind == IdentifierKind::OperatorLicence)
                {
                    self.by_licence.entry(compact(&number.value)).or_default().push(place);
                }
                let born = compact(person.born.as_deref().unwrap_or_default());
                for name in std::iter::once(&person.name).chain(&person.aliases) {
                    self.by_name.entry((sound(&name.surname), born.clone())).or_default().push(place);
                }
            }
            if let Matter::StolenVehicle { vehicle, .. } = matter
                && let Some(vehicle) = entry.vehicles.get(*vehicle)
            {
                if let Some(plate) = &vehicle.plate {
                    let state = state_of(vehicle.plate_state.as_deref());
                    self.by_plate.entry((compact(plate), state)).or_default().push(place);
                }
                if let Some(tail) = vehicle.vin.as_deref().and_then(tail) {
                    self.by_vin.entry(tail).or_default().push(place);
                }
            }
        }
        self.entries.push(entry);
    }

    /// Answers a query: by licence number, or by a surname that sounds the same and date of birth with a given name that may be
    /// the same; a plate or the end of a VIN for the vehicle.
    pub fn answer(&self, query: &SwitchQuery) -> SwitchAnswer {
        let mut hits = Vec::new();
        let mut vehicle: Vec<usize> = Vec::new();
        let state = || state_of(query.plate_state.as_deref());
        let plated = query.plate.as_deref().and_then(|plate| self.by_plate.get(&(compact(plate), state())));
        vehicle.extend(plated.into_iter().flatten());
        vehicle.extend(
            query.vin.as_deref().and_then(tail).and_then(|tail| self.by_vin.get(&tail)).into_iter().flatten(),
        );
        self.collect(&mut hits, None, vehicle);
        for (position, person) in query.persons.iter().enumerate() {
            self.collect(&mut hits, Some(position), self.person(person));
        }
        SwitchAnswer { hits }
    }

    fn person(&self, asked: &SwitchPerson) -> Vec<usize> {
        let licence = asked.licence.as_deref().map(compact).filter(|licence| !licence.is_empty());
        let mut found: Vec<usize> = licence
            .and_then(|licence| self.by_licence.get(&licence))
            .into_iter()
            .flatten()
            .copied()
            .collect();
        // Without a date of birth a name alone is no question.
        if let Some(born) = asked.born.as_deref().map(compact).filter(|born| born.len() == 8) {
            let same = self.by_name.get(&(sound(&asked.surname), born)).into_iter().flatten();
            found.extend(
                same.filter(|place| {
                    self.entries.get(**place).is_some_and(|entry| named(entry, &asked.given))
                }),
            );
        }
        found
    }

    fn collect(&self, hits: &mut Vec<SwitchHit>, person: Option<usize>, mut places: Vec<usize>) {
        places.sort_unstable();
        places.dedup();
        let documents = places.into_iter().filter_map(|place| self.entries.get(place));
        hits.extend(documents.map(|document| SwitchHit { person, document: document.clone() }));
    }
}

/// Does the entry's person, or an alias, have a given name that may be this one?
fn named(entry: &SourceDocument, given: &str) -> bool {
    let names = entry.persons.iter().flat_map(|person| std::iter::once(&person.name).chain(&person.aliases));
    names.into_iter().any(|name| may_be_same_given(&name.given, given))
}

/// The state of a plate; one that names none is Connecticut's.
fn state_of(state: Option<&str>) -> String {
    compact(state.unwrap_or("CT"))
}

/// Letters and digits, in capitals: `O'Brien` is `OBRIEN`, `1984-02-03` is `19840203`.
fn compact(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// The end of a VIN by which it is searched; none for fewer characters.
fn tail(vin: &str) -> Option<String> {
    let vin = compact(vin);
    vin.len().checked_sub(VIN_TAIL).and_then(|start| vin.get(start..)).map(str::to_owned)
}
