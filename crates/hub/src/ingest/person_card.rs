//! The card of a golden record.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use ciss_contract::answer::{Question, Severity};
use ciss_contract::source::Source;
use ciss_multiview::name::{Likeness, NormalName, likeness};
use ciss_multiview::{Golden, IdentifierKind, PersonName};

use super::record::RecordBody;
use super::{HOME_STATE, facts};
use crate::adulthood::{self, Adulthood, Statement};
use crate::card::{CardName, CardPhoto, Fact, LicenceCard, Omitted, PermitCard, PersonCard};
use crate::codes;
use crate::mask;
use crate::store::identity::{address_id, golden_id, source_of};

/// Puts the card together from the merged fields and the members.
pub(super) fn person_card(golden: &Golden, members: &[&RecordBody]) -> PersonCard {
    let name = golden.name.as_ref().map(|name| name.value.clone()).unwrap_or_default();
    let (told, omitted) = bounded(members.iter().flat_map(|member| member.facts.iter().cloned()).collect());
    let mut cautions: Vec<String> =
        members.iter().flat_map(|member| member.cautions.iter().cloned()).collect();
    cautions.sort();
    cautions.dedup();
    let mut sources: Vec<Source> =
        members.iter().filter_map(|member| source_of(i64::from(member.record.source))).collect();
    sources.sort();
    sources.dedup();
    let stated: Vec<Statement> = members.iter().filter_map(|member| stated(member)).collect();
    let social: BTreeSet<String> = members.iter().flat_map(|member| social(member)).collect();
    let shown = |text: &str| mask::mask(text, Some(&social));
    let address = golden.address.as_ref().and_then(|address| {
        Some((address_id(address.value.resolve(HOME_STATE)?.id()), shown(&address.value.line())))
    });
    PersonCard {
        golden: golden_id(golden.oldest),
        nickname: nickname(&name, &golden.aliases).as_deref().map(shown),
        name: CardName {
            surname: shown(&name.surname),
            given: shown(&name.given),
            middle: name.middle.as_deref().map(shown),
            suffix: name.suffix.as_deref().map(shown),
        },
        sex: golden.sex.as_ref().map(|sex| sex.value.clone()),
        born: golden.born.as_ref().and_then(|born| adulthood::read(&born.value)),
        adulthood: Adulthood::voted(&stated),
        height: golden.height.as_ref().map(|height| height.value),
        weight: golden.weight.as_ref().map(|weight| weight.value),
        hair: golden.hair.as_ref().and_then(|hair| codes::hair(&hair.value)),
        eyes: golden.eyes.as_ref().and_then(|eyes| codes::eyes(&eyes.value)),
        licence: licence(golden, members)
            .map(|licence| LicenceCard { number: licence.number.as_deref().map(shown), ..licence }),
        address,
        photo: newest_photo(members),
        cautions,
        records: u32::try_from(members.len()).unwrap_or(u32::MAX),
        sources,
        facts: told,
        omitted,
        history: facts::together(members.iter().flat_map(|member| member.past.iter().cloned())),
        permits: permits(members)
            .into_iter()
            .map(|permit| PermitCard { what: shown(&permit.what), ..permit })
            .collect(),
    }
}

/// Social security numbers that the member's document gives for the person.
fn social(RecordBody { record, .. }: &RecordBody) -> impl Iterator<Item = String> + '_ {
    let numbers = record.identifiers.iter().filter(|number| number.kind == IdentifierKind::SocialSecurity);
    numbers.map(|number| mask::digits(&number.value))
}

/// The date of birth that the member's document states.
fn stated(RecordBody { record, .. }: &RecordBody) -> Option<Statement> {
    Statement::read(source_of(i64::from(record.source))?, record.as_of, record.born.as_deref())
}

/// Facts of one severity that a source states about a question, those that are kept.
const KEPT: usize = 8;

/// The facts of a card in their order, and how many are left out. Every want is kept; of the rest, for each question,
/// source and severity, those that hold longest, of these the gravest, then the newest: whatever the day, no question is answered
/// otherwise than by all of them.
fn bounded(mut facts: Vec<Fact>) -> (Vec<Fact>, Vec<Omitted>) {
    let group = |fact: &Fact| (fact.question, fact.source, Reverse(fact.severity));
    let holds =
        |fact: &Fact| Reverse((fact.holds_until.is_none(), fact.holds_until, fact.gravity, fact.as_of));
    facts.sort_by(|a, b| {
        let ties = |fact: &Fact| (fact.document.clone(), fact.summary.clone());
        (group(a), holds(a)).cmp(&(group(b), holds(b))).then_with(|| ties(a).cmp(&ties(b)))
    });
    let mut kept: Vec<Fact> = Vec::new();
    let mut omitted: Vec<Omitted> = Vec::new();
    for same in facts.chunk_by(|a, b| group(a) == group(b)) {
        let most = if same[0].question == Question::Wanted { same.len() } else { KEPT.min(same.len()) };
        kept.extend_from_slice(&same[..most]);
        let count = u32::try_from(same.len() - most).unwrap_or(u32::MAX);
        let Fact { question, source, .. } = same[0];
        match omitted.last_mut() {
            _ if count == 0 => {}
            Some(last) if (last.question, last.source) == (question, source) => last.count += count,
            Some(_) | None => omitted.push(Omitted { question, source, count }),
        }
    }
    kept.sort_by(|a, b| {
        let rank = |fact: &Fact| (fact.question, Reverse((fact.severity, fact.gravity, fact.as_of)));
        (rank(a), &a.document, &a.summary).cmp(&(rank(b), &b.document, &b.summary))
    });
    (kept, omitted)
}

/// How grave the gravest fact is, 0 for none to 3 for danger.
pub(super) fn gravity(card: &PersonCard) -> u8 {
    match card.facts.iter().map(|fact| fact.severity).max() {
        None => 0,
        Some(Severity::Info) => 1,
        Some(Severity::Caution) => 2,
        Some(Severity::Danger) => 3,
    }
}

/// The licence of the newest document that grants one; a number alone, where none does, has no standing to show.
fn licence(golden: &Golden, members: &[&RecordBody]) -> Option<LicenceCard> {
    let newest = members
        .iter()
        .filter(|member| member.licence.is_some())
        .max_by_key(|member| (member.record.as_of, member.document))?;
    let mut licence = newest.licence.clone()?;
    if licence.number.is_none() {
        let known = golden.numbers.iter().find(|(kind, _)| *kind == IdentifierKind::OperatorLicence);
        licence.number = known.map(|(_, number)| number.value.clone());
    }
    Some(licence)
}

/// Every permit once: a renewal leaves the earlier one on file.
fn permits(members: &[&RecordBody]) -> Vec<PermitCard> {
    let mut permits: Vec<PermitCard> =
        members.iter().flat_map(|member| member.permits.iter().cloned()).collect();
    permits.sort();
    permits.dedup();
    permits
}

fn newest_photo(members: &[&RecordBody]) -> Option<CardPhoto> {
    let photos = members.iter().flat_map(|member| {
        member.photos.iter().map(|photo| ((photo.taken, member.record.as_of, photo.id.as_str()), photo))
    });
    photos.max_by_key(|(rank, _)| *rank).map(|(_, photo)| photo.clone())
}

/// An alias that is the same person's everyday first name: `Rafi` for Rafael.
fn nickname(name: &PersonName, aliases: &[PersonName]) -> Option<String> {
    let standing = NormalName::of(name);
    aliases.iter().find_map(|alias| {
        let other = NormalName::of(alias);
        let family = other.surname.is_empty() || other.surname == standing.surname;
        let short = likeness(&standing.given, &other.given) == Likeness::Nickname || other.surname.is_empty();
        (family && short && !other.given.is_empty()).then(|| alias.given.clone())
    })
}
