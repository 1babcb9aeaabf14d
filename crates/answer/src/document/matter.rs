//! What a document states, field by field.

use ciss_cards::codes;
use ciss_contract::document::SourceDocument;
use ciss_contract::matter::{Charge, Grade, Matter, RecordName, SupervisionForm, WarrantStatus};

use super::Fields;
use crate::words;

/// `Burglary 3rd degree · 53a-103 · felony · guilty, 3 May 2026`.
pub(super) fn of_charge(charge: &Charge) -> String {
    let Charge { statute, description, grade, counts, disposition, disposed } = charge;
    let grade = grade.map(|grade| {
        match grade {
            Grade::Infraction => "infraction",
            Grade::Violation => "violation",
            Grade::Misdemeanor => "misdemeanor",
            Grade::Felony => "felony",
        }
        .to_owned()
    });
    let counts = counts.filter(|counts| *counts > 1).map(|counts| format!("{counts} counts"));
    let disposed = disposed.map(ciss_contract::day::day);
    let outcome = disposition.iter().cloned().chain(disposed).collect::<Vec<_>>().join(", ");
    let parts = [Some(description.clone()), statute.clone(), grade, counts, Some(outcome)];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Whom a matter is about, where the document names several people.
fn whom(at: usize, document: &SourceDocument) -> Option<String> {
    let person = document.persons.get(at).filter(|_| document.persons.len() > 1)?;
    Some(person.name.shown()).filter(|name| !name.is_empty())
}

fn record(name: &RecordName) -> String {
    let agency = name.agency.as_ref().map(|agency| format!(" of {agency}")).unwrap_or_default();
    format!("{} {}{agency}", name.source.code(), name.number)
}

fn yes(holds: bool) -> Option<String> {
    holds.then(|| "yes".to_owned())
}

pub(super) fn stated(matter: &Matter, document: &SourceDocument) -> (String, Fields) {
    let about = |subject: usize| Fields::default().text("Person", whom(subject, document));
    let name = |at: &usize| document.persons.get(*at).map(|person| person.name.shown());
    let people = |of: &[usize]| of.iter().filter_map(name).collect::<Vec<_>>();
    let (title, fields) = match matter {
        Matter::Licence { subject, class, status, expires } => {
            let standing = words::licence(words::driving_status(status)).to_owned();
            let fields = about(*subject).text("Standing", format!("{standing} ({status})"));
            ("Driver license", fields.text("Class", class.clone()).day("Valid to", *expires))
        }
        Matter::Registration { vehicle: _, owners, status, expires } => {
            let standing = format!("{} ({status})", words::registration_status(status));
            let fields = Fields::default().text("Standing", standing);
            ("Vehicle registration", fields.day("Valid to", *expires).each("Owner", people(owners)))
        }
        Matter::Arrest { subject, at, on, report, charges, violence_against_police } => {
            let when = at.map(ciss_contract::day::connecticut_day).or(*on);
            let fields = about(*subject).day("Arrested", when).text("Arrest report", report.clone());
            let fields = fields.charges(charges);
            ("Arrest", fields.text("Violence against police", yes(*violence_against_police)))
        }
        Matter::Warrant { subject, number, status, issued, court, charges, extradition, bail } => {
            let standing = match status {
                WarrantStatus::Active => "active".to_owned(),
                WarrantStatus::Served => "served".to_owned(),
                WarrantStatus::Vacated => "vacated".to_owned(),
                WarrantStatus::Unknown(word) => word.clone(),
            };
            let fields = about(*subject).text("Warrant", number.clone()).text("Status", standing);
            let fields =
                fields.day("Issued", *issued).text("Court or agency", court.clone()).charges(charges);
            let extradition = extradition.as_deref().map(codes::extradition);
            ("Warrant", fields.text("Extradition", extradition).dollars("Bail", bail.as_ref()))
        }
        Matter::StolenVehicle { vehicle: _, entered, what } => {
            ("Wanted vehicle", Fields::default().text("Entered as", what.clone()).day("Entered", *entered))
        }
        Matter::Custody { subject, facility, admitted, released, release_planned, charges } => {
            let fields = about(*subject).text("Facility", facility.clone()).day("Admitted", *admitted);
            let fields = fields.day("Released", *released).day("Release planned", *release_planned);
            ("Custody", fields.charges(charges))
        }
        Matter::Supervision { subject, form, from, until, ended, conditions, officer } => {
            let title = match form {
                SupervisionForm::Parole => "Parole",
                SupervisionForm::Probation => "Probation",
            };
            let fields = about(*subject).day("From", *from).day("To", *until).day("Ended", *ended);
            (title, fields.each("Condition", conditions.iter().cloned()).text("Officer", officer.clone()))
        }
        Matter::Bail { subject, amount, conditions, from, until } => {
            let fields = about(*subject).dollars("Amount", amount.as_ref());
            let fields = fields.each("Condition", conditions.iter().cloned());
            ("Bail", fields.day("From", *from).day("To", *until))
        }
        Matter::ProtectiveOrder { respondent, protected, number, issued, expires, conditions } => {
            let fields = Fields::default().text("Order", number.clone());
            let fields = fields.each("Respondent", people(respondent.as_slice()));
            let fields = fields.each("Protects", people(protected)).day("Issued", *issued);
            let fields = fields.day("To", *expires);
            ("Protective order", fields.each("Condition", conditions.iter().cloned()))
        }
        Matter::Registrant { subject, since, until, verified, offense } => {
            let fields = about(*subject).text("Offense", offense.clone()).day("Since", *since);
            ("Sex Offender Registry", fields.day("To", *until).day("Address verified", *verified))
        }
        Matter::CourtCase { subject, docket, court, filed, next_event, pending, charges } => {
            let fields = about(*subject).text("Docket", docket.clone()).text("Court", court.clone());
            let standing = if *pending { "pending" } else { "closed" };
            let fields = fields.text("Status", standing.to_owned()).day("Filed", *filed);
            ("Court case", fields.day("Next day in court", *next_event).charges(charges))
        }
        Matter::Permit { subject, what, expires, revoked } => {
            let fields = about(*subject).text("Allows", what.clone()).day("Valid to", *expires);
            ("Weapons permit", fields.text("Revoked", yes(*revoked)))
        }
        Matter::Infraction { subject, on, charge } => {
            ("Infraction", about(*subject).day("On", *on).text("Charge", of_charge(charge)))
        }
        Matter::Identity { left, right, same, reason, by, name } => {
            let verdict = if *same { "one person" } else { "two people" };
            let fields = Fields::default().text("Decided", verdict.to_owned());
            let fields = fields.each("Record", [record(left), record(right)]).text("Reason", reason.clone());
            let author = if name.is_empty() { by } else { name };
            ("Decision", fields.text("By", author.clone()))
        }
        Matter::Erasure { number } => ("Erasure", Fields::default().text("Erases", number.clone())),
        Matter::Unsealing {} => {
            ("Unsealing", Fields::default().text("Lifts the seal on", document.number.clone()))
        }
        Matter::Withdrawal { reason: _ } => {
            ("Withdrawal", Fields::default().text("Takes back", document.number.clone()))
        }
    };
    (title.to_owned(), fields)
}
