//! Arrest and incident reports and charge referrals as LEXS packages: a digest of people, vehicles and activities, associations that
//! tie them, and payloads that add to digest entries. Each package is a record of the police.
//!
//! Only the subjects and suspects of an incident become people of the record. Victims, witnesses, officers and family
//! stay in the document: a lookup of a plate must not show them.

use std::collections::BTreeMap;

use ciss_contract::document::SourceDocument;
use ciss_contract::matter::{Charge, Matter};
use ciss_contract::source::Source;

use crate::charge::{charges, is_against_police};
use crate::intake::{Draft, Intake, missing, refuse};
use crate::kind::DocumentKind;
use crate::limits::MOST_SUBJECTS;
use crate::person::cautions;
use crate::refusal::{Refusal, RefusalReason};
use crate::tree::Node;
use crate::warrant::{bail, court, status};
use crate::withdrawal::cancelled;

const SUBJECTS: [&str; 4] = ["ArrestSubject", "IncidentSubject", "Subject", "Suspect"];

pub(super) fn records(intake: &Intake<'_>, root: Node<'_>) -> Result<Vec<SourceDocument>, Refusal> {
    let messages = "PublishMessageContainer/PublishMessage";
    let published = [root.every(&format!("doPublish/{messages}")), root.every(messages), vec![root]];
    let packages = published.iter().flatten().flat_map(|message| message.every("DataItemPackage")).collect();
    intake.each(packages, |package| record(intake, package.parent().unwrap_or(root), package))
}

fn record(intake: &Intake<'_>, message: Node<'_>, package: Node<'_>) -> Result<SourceDocument, Refusal> {
    let number =
        intake.number(package, &["PackageMetadata/DataItemID", "PackageMetadata/DataItemReferenceID"]);
    // Both carry the incident's number, and a referral does not replace the arrest.
    let is_referral = intake.kind() == DocumentKind::ChargeReferral;
    let number = if is_referral { format!("referral {number}") } else { number };
    let as_of = intake.as_of(package, &[]);
    let mut draft = intake.draft(package, Source::Rms, number, as_of);
    draft.originator(
        intake
            .agency(package, &["PackageMetadata/DataOwnerMetadata/DataOwnerIdentifier"])
            .or_else(|| intake.agency(message, &["DataSubmitterMetadata/SystemIdentifier"])),
    );
    let digest = package.at("Digest").ok_or_else(|| missing(package, "a digest"))?;

    let mut arrested = arrests(intake, digest)?;
    let why = arrested.iter().find_map(|(arrest, _)| cancelled(intake, (*arrest)?));
    arrested.retain(|(arrest, _)| !arrest.is_some_and(|arrest| is_cancelled(intake, arrest)));
    if let Some(reason) = why.filter(|_| arrested.is_empty()) {
        draft.take_back(reason);
    }
    if arrested.len() > MOST_SUBJECTS {
        return Err(refuse(digest, RefusalReason::TooMany(MOST_SUBJECTS)));
    }
    let mut refusals = Vec::new();
    for (arrest, person) in &arrested {
        match draft.person(*person) {
            Ok(subject) => state_arrest(intake, &mut draft, subject, *arrest),
            Err(refusal) => refusals.push(refusal),
        }
    }
    for role in SUBJECTS.iter().flat_map(|role| digest.every(&format!("EntityPerson/{role}"))) {
        draft.person_if_named(role);
    }
    for reference in digest.every("Associations/IncidentSubjectPersonAssociation/PersonReference") {
        draft.person_if_named(reference);
    }
    for vehicle in digest.every("EntityVehicle/Vehicle") {
        draft.vehicle(vehicle);
    }
    for warrant in warrants(package) {
        if let Err(refusal) = state_warrant(intake, &mut draft, &arrested, warrant) {
            intake.leave(refusal);
        }
    }
    for charge in package.every("StructuredPayload/IncidentReport/Incident/Charge") {
        // A charge that a prosecutor is asked for is not brought yet.
        intake.leave_out(charge, RefusalReason::NoPlace);
    }
    let document = draft.finish();
    if document.persons.is_empty() {
        return Err(refusals.into_iter().next().unwrap_or_else(|| missing(digest, "a subject")));
    }
    refusals.into_iter().for_each(|refusal| intake.leave(refusal));
    Ok(document)
}

fn is_cancelled(intake: &Intake<'_>, arrest: Node<'_>) -> bool {
    let is_cancelled = cancelled(intake, arrest).is_some();
    if is_cancelled {
        intake.leave_out(arrest, RefusalReason::Withdrawn);
    }
    is_cancelled
}

/// Arrest activities with who was arrested. Where no association says it, the one arrest is that of the arrest's
/// subject; a report of an arrest that describes none, such as one by fingerprint, gives only the subject.
fn arrests<'n>(intake: &Intake<'_>, digest: Node<'n>) -> Result<Vec<(Option<Node<'n>>, Node<'n>)>, Refusal> {
    let mut found = BTreeMap::new();
    for association in digest.every("Associations/ArrestSubjectAssociation") {
        let ends = (association.at("ActivityReference"), association.at("PersonReference"));
        let (Some(arrest), Some(person)) = ends else { continue };
        let arrest = intake.resolve(arrest)?;
        found.insert((arrest.key(), intake.resolve(person)?.key()), (Some(arrest), person));
    }
    if found.is_empty() {
        let mut activities = digest.every("EntityActivity/Activity");
        activities.retain(|activity| {
            intake
                .text_at(*activity, "ActivityCategoryText")
                .is_some_and(|text| text.to_lowercase().contains("arrest"))
        });
        let arrest = if activities.len() == 1 { activities.pop() } else { None };
        for subject in digest.every("EntityPerson/ArrestSubject") {
            found.insert((0, subject.key()), (arrest, subject));
        }
        if let Some(arrest) = arrest.filter(|_| found.is_empty()) {
            intake.leave_out(arrest, RefusalReason::Missing("an arrested person"));
        }
    }
    Ok(found.into_values().collect())
}

fn state_arrest(intake: &Intake<'_>, draft: &mut Draft<'_, '_>, subject: usize, arrest: Option<Node<'_>>) {
    let views = arrest.map(Node::views).unwrap_or_default();
    let numbers = [
        "ArrestAgencyRecordIdentification/IdentificationID",
        "ArrestAugmentation/ArrestCaseNumberText",
        "ActivityIdentification/IdentificationID",
    ];
    let charges = arrest.map(|arrest| arrest_charges(intake, arrest, &views)).unwrap_or_default();
    // To resist is to interfere with an officer (CGS 53a-167a).
    let resisted =
        views.iter().any(|view| intake.indicator_at(*view, "ArrestResistedIndicator") == Some(true));
    // A payload describes the subject of its arrest without naming them.
    let described: Vec<Node<'_>> = views.iter().flat_map(|view| view.every("ArrestSubject")).collect();
    for caution in cautions(intake, &described) {
        draft.caution(subject, &caution);
    }
    draft.state(Matter::Arrest {
        subject,
        at: arrest.and_then(|arrest| intake.moment_at(arrest, "ActivityDate")),
        on: arrest.and_then(|arrest| intake.day_at(arrest, "ActivityDate")),
        report: intake.text_of(&views, &numbers),
        violence_against_police: resisted || charges.iter().any(is_against_police),
        charges,
    });
}

/// The charges that the payload gives the arrest, else the offences that are tied to it.
fn arrest_charges(intake: &Intake<'_>, arrest: Node<'_>, views: &[Node<'_>]) -> Vec<Charge> {
    let stated: Vec<Node<'_>> = ["ArrestCharge", "Charge"]
        .iter()
        .flat_map(|name| views.iter().flat_map(|view| view.every(name)))
        .collect();
    if !stated.is_empty() {
        return charges(intake, stated);
    }
    charges(intake, intake.associations().tied(arrest, &["ArrestOffenseAssociation"]))
}

/// Warrants by the digest activity that they add to, each once.
fn warrants<'n>(package: Node<'n>) -> Vec<Node<'n>> {
    package.every("Digest/EntityActivity/Activity").into_iter().filter(|a| is_warrant(*a)).collect()
}

fn is_warrant(activity: Node<'_>) -> bool {
    activity.views().iter().any(|view| view.name() == "Warrant")
}

/// A warrant of the report speaks of its one arrested person.
fn state_warrant(
    intake: &Intake<'_>,
    draft: &mut Draft<'_, '_>,
    arrested: &[(Option<Node<'_>>, Node<'_>)],
    activity: Node<'_>,
) -> Result<(), Refusal> {
    let [(_, person)] = arrested else { return Err(missing(activity, "one arrested person")) };
    let views = activity.views();
    let number = intake
        .text_of(&views, &["ActivityIdentification/IdentificationID"])
        .ok_or_else(|| missing(activity, "a warrant number"))?;
    let stated = ["ActivityStatus/StatusText", "ActivityStatus/StatusDescriptionText"];
    let stated: Vec<Node<'_>> =
        stated.iter().flat_map(|path| views.iter().flat_map(|view| view.every(path))).collect();
    let subject = draft.person(*person)?;
    draft.state(Matter::Warrant {
        subject,
        number,
        status: status(intake, activity, &stated),
        issued: views.iter().find_map(|view| intake.day_at(*view, "CourtOrderIssuingDate")),
        court: views.iter().find_map(|view| court(intake, *view)),
        charges: Vec::new(),
        extradition: None,
        bail: views.iter().find_map(|view| bail(intake, *view)),
    });
    Ok(())
}
