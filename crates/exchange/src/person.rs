//! A person, in every form in which NIEM describes one.

mod age;
mod identifiers;
mod measures;
mod name;

use ciss_contract::person::Person;
use jiff::Timestamp;

use crate::address::address;
use crate::codes::Table;
use crate::intake::{Intake, missing};
use crate::limits::MOST_ENDS;
use crate::refusal::{Refusal, RefusalReason};
use crate::tree::Node;

pub(crate) use identifiers::numbers;

/// Paths of elements that stand in a person or in their augmentation.
macro_rules! with_augmentation {
    ($($name:literal),*) => {
        [$($name, concat!("PersonAugmentation/", $name)),*]
    };
}

const RESIDENCES: &[&str] = &["ResidenceAssociation", "PersonResidenceAssociation"];
const CONTACTS: &[&str] = &[
    "PersonContactInformationAssociation",
    "ContactInformationAssociation",
    "PersonContactAssociation",
    "EntityTelephoneNumberAssociation",
];
const CAUTIONS: [&str; 6] = [
    "PersonCautionCodeText",
    "PersonCautionCode",
    "SubjectCautionInformationCode",
    "SubjectCautionInformationText",
    "PersonCautionInformationText",
    "PersonCautionText",
];
const INDICATORS: [(&[&str], &str); 3] = [
    (&["PersonArmedIndicator", "SubjectArmedIndicator", "ArmedIndicator"], "Armed"),
    (&["PersonViolentIndicator", "SubjectViolentIndicator"], "Violent"),
    (&["PersonRegisteredOffenderIndicator", "RegisteredOffenderIndicator"], "Registered offender"),
];
const ALIASES: &[&str] = &["PersonAliasIdentityAssociation"];

/// The person that this element, and every other one for the same person, describes, as of a time.
///
/// # Errors
/// A person without a name in parts is nobody that could be found again.
pub(crate) fn person(intake: &Intake<'_>, node: Node<'_>, as_of: Timestamp) -> Result<Person, Refusal> {
    let views = node.views();
    let names: Vec<Node<'_>> = views.iter().flat_map(|view| view.every("PersonName")).collect();
    let name = match names.first() {
        None => return Err(missing(node, "a name")),
        Some(first) => names
            .iter()
            .find_map(|node| name::name(intake, *node).transpose())
            .unwrap_or_else(|| Err(missing(*first, "a name")))?,
    };
    let mut person = Person {
        name,
        born: birth(intake, &views).or_else(|| age::born(intake, &views, as_of)),
        sex: intake.code_of(&views, Table::Sex, &with_augmentation!("PersonSexCode", "PersonSexText")),
        race: intake.code_of(&views, Table::Race, &with_augmentation!("PersonRaceCode", "PersonRaceText")),
        eyes: intake.code_of(&views, Table::Eye, &["PersonEyeColorCode", "PersonEyeColorText"]),
        hair: intake.code_of(&views, Table::Hair, &["PersonHairColorCode", "PersonHairColorText"]),
        height: measures::height(intake, &views),
        weight: measures::weight(intake, &views),
        identifiers: identifiers::identifiers(intake, &views),
        cautions: cautions(intake, &[views.as_slice(), &intake.associations().roles(node)].concat()),
        ..Person::default()
    };
    aliases(intake, node, &views, &mut person);
    contacts(intake, node, &mut person);
    Ok(person)
}

/// The first date of birth, or year. Another one beside it has no place in a record.
fn birth(intake: &Intake<'_>, views: &[Node<'_>]) -> Option<String> {
    let mut born = None;
    let names = ["PersonBirthDate", "PersonBirthYearDate", "PersonBirthYear"];
    let holders = names.iter().flat_map(|name| views.iter().flat_map(move |view| view.every(name)));
    for holder in holders.take(MOST_ENDS) {
        match (intake.birth(holder), &born) {
            (found, None) => born = found,
            (Some(other), Some(first)) if !first.starts_with(&other) => {
                intake.leave_out(holder, RefusalReason::NoPlace)
            }
            _ => {}
        }
    }
    born
}

/// Caution codes in a person, and in the roles that they play; what is written in words stays as written. Somebody armed or
/// registered is a caution too: of which registry, such an indicator does not say.
pub(crate) fn cautions(intake: &Intake<'_>, views: &[Node<'_>]) -> Vec<String> {
    let every = |names: &[&str]| -> Vec<Node<'_>> {
        let holders =
            views.iter().flat_map(|view| view.every("PersonAugmentation").into_iter().chain([*view]));
        holders.flat_map(|holder| names.iter().flat_map(move |name| holder.every(name))).collect()
    };
    let mut found = Vec::new();
    for node in every(&CAUTIONS).into_iter().take(MOST_ENDS) {
        if let Some(text) = intake.text(node) {
            push(&mut found, Some(Table::Caution.code(&text).map_or(text, str::to_owned)));
        }
    }
    for (names, words) in INDICATORS {
        let says = every(names).into_iter().filter(|node| intake.is_set(*node)).count() > 0;
        push(&mut found, says.then(|| words.to_owned()));
    }
    found
}

fn aliases(intake: &Intake<'_>, node: Node<'_>, views: &[Node<'_>], person: &mut Person) {
    let alternate = views.iter().flat_map(|view| view.every("PersonAlternateName"));
    let identities = intake.associations().tied(node, ALIASES).into_iter();
    let identities =
        identities.flat_map(|identity| identity.every("IdentityPersonRepresentation/PersonName"));
    for found in alternate.chain(identities).take(MOST_ENDS) {
        match name::name(intake, found) {
            Ok(Some(alias)) if alias != person.name && !person.aliases.contains(&alias) => {
                person.aliases.push(alias)
            }
            Ok(_) => {}
            Err(refusal) => intake.leave(refusal),
        }
    }
}

fn contacts(intake: &Intake<'_>, node: Node<'_>, person: &mut Person) {
    for location in intake.associations().tied(node, RESIDENCES) {
        push(&mut person.addresses, address(intake, location));
    }
    for contact in intake.associations().tied(node, CONTACTS) {
        if contact.name() == "ContactMailingAddress" {
            push(&mut person.addresses, address(intake, contact));
        }
        for mailing in contact.every("ContactMailingAddress") {
            push(&mut person.addresses, address(intake, mailing));
        }
        push(&mut person.phones, phone(intake, contact));
        for number in contact.every("ContactTelephoneNumber") {
            push(&mut person.phones, phone(intake, number));
        }
    }
}

/// A telephone number: in one piece, else put together from its North American parts.
fn phone(intake: &Intake<'_>, node: Node<'_>) -> Option<String> {
    intake.text_at(node, "FullTelephoneNumber/TelephoneNumberFullID").or_else(|| {
        let parts = ["TelephoneAreaCodeID", "TelephoneExchangeID", "TelephoneLineID"];
        let north_american = node.at("NANPTelephoneNumber")?;
        let parts: Option<Vec<String>> =
            parts.iter().map(|part| intake.text_at(north_american, part)).collect();
        parts.map(|parts| parts.join("-"))
    })
}

fn push<T: PartialEq>(list: &mut Vec<T>, item: Option<T>) {
    if let Some(item) = item
        && list.len() < MOST_ENDS
        && !list.contains(&item)
    {
        list.push(item);
    }
}
