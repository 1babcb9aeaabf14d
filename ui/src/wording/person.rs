//! People in words.

use ciss_contract::lookup::{PersonAnswer, PhotoRef, Role};
use ciss_contract::person::Name;

use super::answer::{Tag, tags};
use super::look::Look;

/// `ORTIZ, Luis A Jr`; whatever is missing is left out, and a person without any name says so.
pub(crate) fn surname_first(name: &Name) -> String {
    let initial = name.middle.as_deref().and_then(|middle| middle.chars().next()).map(String::from);
    let shown = Name { middle: initial, ..name.clone() }.shown();
    if shown.is_empty() { "Name not known".to_owned() } else { shown }
}

/// `M · 19`; only what is known.
pub(crate) fn sex_and_age(person: &PersonAnswer) -> String {
    let age = person.age.map(|age| age.to_string());
    [person.sex.clone(), age].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// What a screen reader says of a person: danger first, then who it is, then the rest, each apart from the next.
pub(crate) fn spoken(number: usize, person: &PersonAnswer) -> String {
    let (dangers, rest): (Vec<Tag>, Vec<Tag>) =
        tags(person).into_iter().partition(|tag| tag.look == Look::Danger);
    let withheld = person.withheld.as_ref().map(|reason| format!("withheld: {reason}"));
    let about = match &withheld {
        Some(_) => vec![],
        None => rest.into_iter().map(|tag| tag.text).collect(),
    };
    let who = [Some(surname_first(&person.name)), person.nickname.clone(), person.sex.clone()];
    let age = person.age.map(|age| age.to_string());
    let role = role(person.role).map(str::to_owned);
    let parts = std::iter::once(format!("Person {number}"))
        .chain(dangers.into_iter().map(|tag| tag.text))
        .chain(who.into_iter().chain([age, role, withheld]).flatten())
        .chain(about)
        .chain(Some(identity(person)).filter(|identity| !identity.is_empty()));
    parts.collect::<Vec<_>>().join(". ")
}

/// A person as text, a line for each matter; only what is known, and of somebody who is withheld nothing else.
pub(crate) fn copied(person: &PersonAnswer) -> String {
    let name = surname_first(&person.name);
    let about = sex_and_age(person);
    let head = [name, about].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let rest = match &person.withheld {
        Some(reason) => vec![format!("withheld: {reason}")],
        None => {
            let facts =
                [identity(person), person.description.clone(), person.address.clone().unwrap_or_default()];
            facts.into_iter().chain(tags(person).into_iter().map(|tag| tag.text)).collect()
        }
    };
    let lines = std::iter::once(head).chain(rest).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// What tells two people of one name apart, and how the license stands: `born 27 Dec 1984 · License valid, class D ·
/// 104882001`; only what is known.
pub(crate) fn identity(person: &PersonAnswer) -> String {
    let born = person.born.map(|born| format!("born {}", born.shown()));
    let licence = person.licence.as_ref();
    let parts = [
        born,
        licence.map(|licence| licence.words.clone()),
        licence.and_then(|licence| licence.number.clone()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The role as a tag; the first owner has a panel of their own.
pub(crate) const fn role(role: Role) -> Option<&'static str> {
    match role {
        Role::Owner => Some("owner"),
        Role::CoOwner => Some("co-owner"),
        Role::AtAddress => None,
    }
}

/// `6 records · 4 sources`.
pub(crate) fn backing(person: &PersonAnswer) -> String {
    format!(
        "{} · {}",
        count(person.records, "record", "records"),
        count(person.sources.len(), "source", "sources")
    )
}

/// `DMV-LIC 2023`.
pub(crate) fn photo_caption(photo: &PhotoRef) -> String {
    match photo.taken {
        Some(taken) => format!("{} {}", photo.source.code(), taken.year()),
        None => photo.source.code().to_owned(),
    }
}

/// `1 person`, `4 people`.
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
