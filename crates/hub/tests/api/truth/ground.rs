//! What is true of a world whose documents a store has taken in.

use std::collections::{BTreeSet, HashMap};

use ciss_cards::HOME_STATE;
use ciss_contract::document::SourceDocument;
use ciss_contract::ids::{AddressId, GoldenId};
use ciss_contract::matter::{Matter, WarrantStatus};
use ciss_multiview::address::PostalAddress;
use ciss_records::ingest::records_of;
use ciss_records::{Arrival, Ingest as _, ReceivedDocument};
use ciss_simulator::{Holds, World};
use ciss_store::MemoryStore;
use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::bench::NOW;

pub(super) struct Ground {
    /// Every registered plate.
    pub(super) plates: Vec<String>,
    today: Date,
    /// Until when each thing holds.
    holds: HashMap<u64, Vec<(Holds, Option<Date>)>>,
    /// By every name that a golden record could have.
    persons: HashMap<GoldenId, u64>,
    /// Records that state a thing of a person.
    tellers: HashMap<(u64, Holds), Vec<GoldenId>>,
    /// Where people live, by an address that a document gives.
    living: HashMap<AddressId, HashMap<u64, usize>>,
}

impl Ground {
    pub(super) async fn of(world: &World, store: &MemoryStore) -> Ground {
        let mut ground = Ground {
            plates: Vec::new(),
            today: world.today,
            holds: HashMap::new(),
            persons: HashMap::new(),
            tellers: HashMap::new(),
            living: HashMap::new(),
        };
        for standing in world.standings() {
            ground.holds.entry(standing.person).or_default().push((standing.holds, standing.until));
        }
        let homes: HashMap<u64, AddressId> =
            world.people().filter_map(|person| Some((person.person, resolved(&person.home)?))).collect();
        let mut batch = Vec::new();
        for (document, people) in world.documents_with_truth() {
            ground.take(&document, &people, &homes);
            let bytes = serde_json::to_vec(&document).unwrap();
            let received = ReceivedDocument::new(&document, "application/json", bytes, NOW.parse().unwrap());
            batch.push(Arrival { received, document });
            if batch.len() == 2_000 {
                store.ingest(std::mem::take(&mut batch)).await.unwrap();
            }
        }
        store.ingest(batch).await.unwrap();
        ground
    }

    fn take(&mut self, document: &SourceDocument, people: &[u64], homes: &HashMap<u64, AddressId>) {
        if document.matters.iter().any(|matter| matches!(matter, Matter::Registration { .. })) {
            self.plates.extend(document.vehicles.iter().filter_map(|vehicle| vehicle.plate.clone()));
        }
        let names: Vec<GoldenId> = names(document);
        self.persons.extend(names.iter().cloned().zip(people.iter().copied()));
        for (position, what) in subjects(document) {
            self.tellers.entry((people[position], what)).or_default().push(names[position].clone());
        }
        for (described, person) in document.persons.iter().zip(people) {
            let given = described.addresses.iter().filter_map(resolved);
            for address in given.filter(|address| homes.get(person) == Some(address)) {
                *self.living.entry(address).or_default().entry(*person).or_default() += 1;
            }
        }
    }

    /// Who a golden record of this name truly is.
    pub(super) fn person(&self, golden: &GoldenId) -> Option<u64> {
        self.persons.get(golden).copied()
    }

    /// What holds today and tomorrow: whoever counts a day from another clock finds it as well.
    pub(super) fn must_hold(&self, person: u64) -> BTreeSet<Holds> {
        let soon = self.today + 1.day();
        self.standings(person)
            .filter(|(_, until)| until.is_none_or(|until| until > soon))
            .map(|(holds, _)| holds)
            .collect()
    }

    /// What may be said to hold: also what did until yesterday, or is past from tomorrow.
    pub(super) fn may_hold(&self, person: u64) -> BTreeSet<Holds> {
        let before = self.today - 2.days();
        let ending = self.today + 2.days();
        let held = self.standings(person).filter(|(_, until)| until.is_none_or(|until| until > before));
        let past = self.standings(person).filter(|(_, until)| until.is_some_and(|until| until < ending));
        held.map(|(holds, _)| holds).chain(past.map(|_| Holds::Past)).collect()
    }

    fn standings(&self, person: u64) -> impl Iterator<Item = (Holds, Option<Date>)> + '_ {
        self.holds.get(&person).into_iter().flatten().copied()
    }

    /// Names of the records that state a thing of a person.
    pub(super) fn told_by(&self, person: u64, what: Holds) -> impl Iterator<Item = &GoldenId> {
        self.tellers.get(&(person, what)).into_iter().flatten()
    }

    /// Who lives at an address, by truth and by at least one document.
    pub(super) fn living_at(&self, address: &AddressId) -> HashMap<u64, usize> {
        self.living.get(address).cloned().unwrap_or_default()
    }
}

/// What a golden record would be named whose oldest record is the one at a position of the document.
pub(super) fn name(document: &SourceDocument, position: usize) -> GoldenId {
    names(document).swap_remove(position)
}

fn names(document: &SourceDocument) -> Vec<GoldenId> {
    records_of(document).iter().map(|record| GoldenId(format!("{:016x}", record.key.0))).collect()
}

fn resolved(address: &ciss_contract::address::Address) -> Option<AddressId> {
    let ciss_contract::address::Address { street, unit, town, state, postal_code } = address.clone();
    let id = PostalAddress { street, unit, town, state, postal_code }.resolve(HOME_STATE)?.id();
    Some(AddressId(format!("{id:016x}")))
}

/// What a document states of the people at which positions. Whether it still holds is the truth's to say.
fn subjects(document: &SourceDocument) -> Vec<(usize, Holds)> {
    let mut found = Vec::new();
    for matter in &document.matters {
        match matter {
            Matter::Warrant { subject, status: WarrantStatus::Active, .. } => {
                found.push((*subject, Holds::Wanted))
            }
            Matter::Warrant { subject, .. } => found.push((*subject, Holds::Past)),
            Matter::Arrest { subject, violence_against_police, .. } => {
                found.push((*subject, Holds::Arrested));
                found.push((*subject, Holds::Past));
                found.extend(violence_against_police.then_some((*subject, Holds::AgainstPolice)));
            }
            Matter::CourtCase { subject, pending, .. } => {
                found.push((*subject, if *pending { Holds::CasePending } else { Holds::Past }));
            }
            Matter::Custody { subject, released, .. } => {
                found.push((*subject, if released.is_some() { Holds::Released } else { Holds::InCustody }));
                found.push((*subject, Holds::Past));
            }
            Matter::Supervision { subject, .. } => {
                found.extend([(*subject, Holds::Supervised), (*subject, Holds::Past)]);
            }
            Matter::Bail { subject, .. } => found.extend([(*subject, Holds::Bail), (*subject, Holds::Past)]),
            Matter::ProtectiveOrder { respondent, protected, .. } => {
                found.extend(respondent.map(|respondent| (respondent, Holds::HeldToOrder)));
                found.extend(protected.iter().map(|protected| (*protected, Holds::Protected)));
                found.extend(respondent.iter().chain(protected).map(|named| (*named, Holds::Past)));
            }
            Matter::Registrant { subject, .. } => {
                found.extend([(*subject, Holds::Registrant), (*subject, Holds::Past)]);
            }
            Matter::Permit { subject, .. } => found.push((*subject, Holds::Permit)),
            Matter::Infraction { subject, .. } => found.push((*subject, Holds::Past)),
            Matter::Licence { subject, .. } => found.extend(
                [Holds::LicenceValid, Holds::LicenceWithdrawn, Holds::LicenceNone]
                    .map(|holds| (*subject, holds)),
            ),
            Matter::Registration { .. }
            | Matter::StolenVehicle { .. }
            | Matter::Identity { .. }
            | Matter::Erasure { .. }
            | Matter::Withdrawal { .. }
            | Matter::Unsealing {} => {}
        }
    }
    found
}
