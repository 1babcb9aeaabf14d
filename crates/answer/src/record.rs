//! A golden record, whole: head, fields with provenance, members, what happened, who and what is tied to it.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

use ciss_cards::adulthood::{Adulthood, Statement};
use ciss_cards::naming;
use ciss_contract::ids::{DocumentId, GoldenId};
use ciss_contract::lookup::{PhotoRef, Role};
use ciss_contract::matter::Matter;
use ciss_contract::person::Name;
use ciss_contract::problem::{ErrorCode, Problem};
use ciss_contract::record::{
    Evidence, EvidenceStep, MemberEvidence, MemberRecord, NearMiss, OwnedVehicle, RecordAnswer, TiedPerson,
};
use ciss_contract::source::Source;
use ciss_live::Heard;
use ciss_policy::Grant;
use ciss_records::ingest::ENGINE;
use ciss_records::{Dossier, InDocument, Member, Near};

use super::member::{because, described, provenance};
use super::people::{Found, MOST_LISTED, filter_card};
use super::reach::Reach;
use super::{Setting, keep_entitled, person, timeline, words};
use crate::feeds::Feeds;

/// Everything that is known of a golden record.
pub struct RecordFindings {
    /// What the store has.
    pub dossier: Dossier,
    /// How fresh the sources are.
    pub feeds: Arc<Feeds>,
    /// What live sources said.
    pub heard: Vec<Heard>,
    companions: Vec<Companion>,
}

/// Somebody who was arrested with the person.
struct Companion {
    document: DocumentId,
    position: usize,
    golden: GoldenId,
    name: String,
    adulthood: Option<Adulthood>,
    source: Source,
    report: String,
}

impl RecordFindings {
    /// What a dossier says, before any live source answered.
    pub fn new(dossier: Dossier, feeds: Arc<Feeds>) -> RecordFindings {
        let companions = dossier.members.iter().flat_map(companions).collect();
        RecordFindings { dossier, feeds, heard: Vec::new(), companions }
    }

    /// Documents that tell of arrests of others too.
    pub fn shared(&self) -> Vec<DocumentId> {
        let documents: BTreeSet<&DocumentId> = self.companions.iter().map(|other| &other.document).collect();
        documents.into_iter().cloned().collect()
    }

    /// Takes in who the people of [`RecordFindings::shared`] documents are: what all sources say of somebody counts, not
    /// what stands in one document.
    pub fn know(&mut self, people: &[InDocument]) {
        for other in &mut self.companions {
            let is = |person: &&InDocument| {
                (&person.document, person.position) == (&other.document, other.position)
            };
            if let Some(InDocument { card, .. }) = people.iter().find(is) {
                other.golden = card.golden.clone();
                other.adulthood = card.adulthood;
            }
        }
    }

    /// Takes out what the grant does not cover.
    ///
    /// # Errors
    /// [`ErrorCode::NotEntitled`] for the record of a juvenile, and where no covered source knows the person.
    pub fn filter(&mut self, grant: &Grant) -> Result<(), Problem> {
        let Dossier { card, fields, aliases, members, total, next: _, household, near, decisions } =
            &mut self.dossier;
        let refused = || Err(Problem::new(ErrorCode::NotEntitled));
        if grant.withholds(card.adulthood).is_some() {
            return refused();
        }
        members.retain(|member| grant.covers(member.document.source));
        if *total == 0 {
            return refused();
        }
        let hidden = card.sources.iter().any(|source| !grant.covers(*source));
        members.iter_mut().for_each(|member| {
            member.evidence.take_if(|(with, _)| !grant.covers(with.source));
        });
        near.retain_mut(|near| {
            filter_card(&mut near.card, grant);
            grant.covers(near.mine.source)
                && grant.covers(near.other.source)
                && grant.withholds(near.card.adulthood).is_none()
        });
        decisions.retain(|note| grant.covers(note.left.source) && grant.covers(note.right.source));
        filter_card(card, grant);
        fields.retain(|field| grant.covers(field.from.source));
        fields
            .iter_mut()
            .for_each(|field| field.conflicts.retain(|conflict| grant.covers(conflict.from.source)));
        if hidden {
            // Neither says where it comes from; what remains is read from the members that may be seen.
            card.records = u32::try_from(*total).unwrap_or(u32::MAX);
            fields.iter_mut().for_each(|field| {
                field.of = field.of.min(*total);
                field.agreeing = field.agreeing.min(field.of);
            });
            let seen: BTreeSet<String> = members
                .iter()
                .filter_map(described)
                .flat_map(|person| &person.aliases)
                .map(Name::spoken)
                .collect();
            *aliases = seen.into_iter().collect();
        }
        household.retain_mut(|person| {
            person.ties.retain(|tie| grant.covers(tie.source));
            filter_card(&mut person.card, grant);
            !person.ties.is_empty() && grant.withholds(person.card.adulthood).is_none()
        });
        household.truncate(MOST_LISTED);
        self.companions
            .retain(|other| grant.covers(other.source) && grant.withholds(other.adulthood).is_none());
        let found = [Found::of_record(card.clone())];
        self.heard.iter_mut().for_each(|heard| keep_entitled(heard, &found, grant));
        Ok(())
    }

    /// Golden records that the answer names.
    pub fn golden(&self) -> Vec<GoldenId> {
        let household = self.dossier.household.iter().map(|person| &person.card.golden);
        let near = self.dossier.near.iter().map(|near| &near.card.golden);
        let tied = household.chain(self.companions.iter().map(|other| &other.golden)).chain(near);
        std::iter::once(&self.dossier.card.golden).chain(tied).cloned().collect()
    }

    /// The answer.
    pub fn answer(self, setting: &Setting<'_>) -> RecordAnswer {
        let RecordFindings { dossier, feeds, heard, companions } = self;
        let Dossier { card, fields, aliases, members, total, next, household, near, decisions } = dossier;
        let reach = Reach::new(setting, &feeds, &heard);
        let line = card.address.as_ref().map(|(_, line)| line.clone()).unwrap_or_default();
        RecordAnswer {
            at: setting.grant.at(),
            demo: setting.demo,
            person: person::answer(&Found::of_record(card), None, &reach, setting),
            fields,
            aliases,
            timeline: timeline::events(&members, setting.grant.today()),
            photos: photos(&members, setting),
            vehicles: vehicles(&members),
            tied: household
                .into_iter()
                .map(|person| TiedPerson {
                    name: Name::from(person.card.name).shown(),
                    golden: person.card.golden,
                    tie: "household".to_owned(),
                    detail: line.clone(),
                })
                .chain(companions.into_iter().map(|Companion { golden, name, report, .. }| TiedPerson {
                    golden,
                    name,
                    tie: "co-arrestee".to_owned(),
                    detail: report,
                }))
                .collect(),
            members: members.iter().filter_map(member).collect(),
            total,
            next: next.map(|next| next.to_string()),
            near: near.into_iter().map(near_miss).collect(),
            decisions,
            may_decide: setting.grant.may_decide(),
        }
    }
}

impl Found {
    /// The person of a record, which no vehicle led to.
    fn of_record(card: ciss_cards::card::PersonCard) -> Found {
        Found { role: Role::AtAddress, card, ties: Vec::new(), withheld: None }
    }
}

/// Everybody whom the member's document says was arrested with the person. A golden record is also found by the name
/// of any record in it.
fn companions(member: &Member) -> Vec<Companion> {
    let Member { document, person, .. } = member;
    let arrested = |matter: &Matter| {
        if let Matter::Arrest { subject, report, .. } = matter {
            Some((*subject, report.clone()))
        } else {
            None
        }
    };
    let arrests: Vec<(usize, Option<String>)> = document.matters.iter().filter_map(arrested).collect();
    if arrests.iter().all(|(subject, _)| subject != person) {
        return Vec::new();
    }
    let others = arrests.into_iter().filter(|(subject, _)| subject != person);
    others
        .filter_map(|(subject, report)| {
            let described = document.persons.get(subject)?;
            let stated = Statement::read(document.source, document.as_of, described.born.as_deref());
            Some(Companion {
                document: member.id.clone(),
                position: subject,
                golden: naming::golden_id(naming::named(&document.record(subject))),
                name: described.name.shown(),
                adulthood: Adulthood::voted(stated.as_slice()),
                source: document.source,
                report: format!("UAR {}", report.unwrap_or_else(|| document.number.clone())),
            })
        })
        .collect()
}

fn member(member: &Member) -> Option<MemberRecord> {
    let person = described(member)?;
    let address = person.addresses.first().map(|address| {
        let parts =
            [Some(&address.street), address.unit.as_ref(), Some(&address.town), address.postal_code.as_ref()];
        parts.into_iter().flatten().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(", ")
    });
    Some(MemberRecord {
        from: provenance(member),
        number: member.document.number.clone(),
        agency: member.document.originator.clone(),
        name: person.name.written(),
        born: person.born.clone(),
        address: address.filter(|line| !line.is_empty()),
        because: because(member),
        position: member.person,
        evidence: member
            .evidence
            .as_ref()
            .map(|(with, found)| MemberEvidence { with: with.clone(), evidence: evidence(found) }),
    })
}

fn near_miss(near: Near) -> NearMiss {
    NearMiss {
        golden: near.card.golden,
        name: Name::from(near.card.name).shown(),
        born: near.card.born,
        mine: near.mine,
        other: near.other,
        evidence: evidence(&near.evidence),
    }
}

/// Less than this many bits says nothing to anybody.
const SAYS_NOTHING: f32 = 0.05;

fn evidence(found: &ciss_multiview::Evidence) -> Evidence {
    let step = |what: &str, how: &str, bits: f32| EvidenceStep { what: what.into(), how: how.into(), bits };
    let relatives = found.instead.map_or("relatives", ciss_multiview::Relation::words);
    let steps = std::iter::once(step("before", "two records drawn at random", found.prior))
        .chain(found.findings.iter().map(|finding| step(&finding.subject, &finding.level, finding.weight)))
        .chain(std::iter::once(step("relatives", &format!("they may be {relatives}"), found.relations)));
    Evidence {
        steps: steps.filter(|step| step.bits.abs() >= SAYS_NOTHING).collect(),
        total: found.total,
        threshold: ENGINE.threshold(),
        ruled_out: found.ruled_out.clone(),
    }
}

/// Every photo once, newest first; those without a date last.
fn photos(members: &[Member], setting: &Setting<'_>) -> Vec<PhotoRef> {
    let operator = &setting.grant.operator().federation_id;
    let mut seen = BTreeSet::new();
    let mut photos: Vec<PhotoRef> = members
        .iter()
        .filter_map(|member| Some((member.document.source, described(member)?)))
        .flat_map(|(source, person)| person.photos.iter().map(move |photo| (source, photo)))
        .filter(|(source, photo)| seen.insert((*source, photo.id.clone())))
        .map(|(source, photo)| PhotoRef {
            id: setting.photo_pass.seal(operator, source, photo.id.as_str()),
            source,
            taken: photo.taken,
        })
        .collect();
    photos.sort_by_key(|photo| Reverse(photo.taken));
    photos
}

/// Vehicles that documents register to the person. Of several documents about a plate the newest counts.
fn vehicles(members: &[Member]) -> Vec<OwnedVehicle> {
    let mut seen = BTreeSet::new();
    let mut owned = Vec::new();
    for member in members {
        for matter in &member.document.matters {
            let Matter::Registration { vehicle, owners, .. } = matter else { continue };
            let Some(vehicle) =
                member.document.vehicles.get(*vehicle).filter(|_| owners.contains(&member.person))
            else {
                continue;
            };
            let letters =
                |plate: &String| plate.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
            let plate = vehicle.plate.as_ref().map(letters).unwrap_or_default().to_ascii_uppercase();
            if !plate.is_empty() && seen.insert(plate.clone()) {
                owned.push(OwnedVehicle { plate, words: words::vehicle(vehicle), from: provenance(member) });
            }
        }
    }
    owned
}
