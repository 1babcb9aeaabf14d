//! The card of a golden record.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use ciss_cards::adulthood::{self, Adulthood, Statement};
use ciss_cards::card::{CardName, CardPhoto, Fact, LicenceCard, Omitted, Past, PermitCard, PersonCard};
use ciss_cards::naming::{address_id, document_id, golden_id, source_of};
use ciss_cards::{HOME_STATE, codes, facts, mask};
use ciss_contract::answer::{Question, Severity};
use ciss_contract::ids::DocumentId;
use ciss_contract::source::Source;
use ciss_multiview::name::{Likeness, NormalName, likeness};
use ciss_multiview::{Golden, IdentifierKind, PersonName};

use super::said::Said;
use crate::record::RecordBody;

/// What a card shows of each record: its facts, what is over, its photos. Records that say the same do not share them.
#[derive(Default)]
pub(super) struct Shown {
    facts: Vec<Fact>,
    omitted: Vec<Omitted>,
    history: Vec<Past>,
    photo: Option<CardPhoto>,
    loose: Vec<DocumentId>,
}

impl Shown {
    /// What a card shows already.
    pub(super) fn on(card: PersonCard) -> Shown {
        Shown {
            facts: card.facts,
            omitted: card.omitted,
            history: card.history,
            photo: card.photo.filter(|photo| photo.taken.is_some()),
            loose: card.loose,
        }
    }

    /// What these records state is only probably about the person.
    pub(super) fn doubting<'a>(mut self, bodies: impl IntoIterator<Item = &'a RecordBody>) -> Shown {
        let stating = bodies.into_iter().filter(|body| !body.facts.is_empty());
        self.loose.extend(stating.map(|body| document_id(body.document)));
        self.loose.sort_by(|a, b| a.0.cmp(&b.0));
        self.loose.dedup();
        self
    }

    /// And of these records.
    pub(super) fn with<'a>(mut self, bodies: impl IntoIterator<Item = &'a RecordBody>) -> Shown {
        for body in bodies {
            self.facts.extend_from_slice(&body.facts);
            self.history.extend_from_slice(&body.past);
        }
        self
    }
}

/// Puts the card together from the merged fields, what the members say, and what is shown of each.
pub(super) fn person_card(golden: &Golden, said: &[Said<'_>], shown_of_each: Shown) -> PersonCard {
    let members: Vec<&RecordBody> = said.iter().map(|said| said.body).collect();
    let name = golden.name.as_ref().map(|name| name.value.clone()).unwrap_or_default();
    let Shown { facts: told, omitted, history, photo, loose } = shown_of_each;
    let mut cautions: Vec<String> =
        members.iter().flat_map(|member| member.cautions.iter().cloned()).collect();
    cautions.sort();
    cautions.dedup();
    let mut sources: Vec<Source> =
        members.iter().filter_map(|member| source_of(i64::from(member.record.source))).collect();
    sources.sort();
    sources.dedup();
    let stated: Vec<Statement> =
        said.iter().flat_map(|said| std::iter::repeat_n(stated(said.body), said.times)).flatten().collect();
    let social: BTreeSet<String> = members.iter().flat_map(|member| social(member)).collect();
    let shown = |text: &str| mask::mask(text, Some(&social));
    // A number that one document holds may stand in the words of another.
    let told = told.into_iter().map(|fact| Fact { summary: shown(&fact.summary), ..fact }).collect();
    let (told, omitted) = bounded(told, omitted);
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
        licence: licence(golden, &members)
            .map(|licence| LicenceCard { number: licence.number.as_deref().map(shown), ..licence }),
        address,
        photo: newest_photo(&members, photo),
        cautions,
        records: u32::try_from(Said::count(said)).unwrap_or(u32::MAX),
        sources,
        facts: told,
        loose,
        possible: Vec::new(),
        omitted,
        history: facts::together(history.into_iter()),
        permits: permits(&members)
            .into_iter()
            .map(|permit| PermitCard { what: shown(&permit.what), ..permit })
            .collect(),
        social: mask::shortest(&social),
    }
}

/// Social security numbers that the member's document gives for the person.
fn social(RecordBody { record, .. }: &RecordBody) -> impl Iterator<Item = String> + '_ {
    let numbers = record.identifiers.iter().filter(|number| number.kind == IdentifierKind::SocialSecurity);
    numbers.flat_map(|number| mask::digits(&number.value))
}

/// The date of birth that the member's document states.
pub(super) fn stated(RecordBody { record, .. }: &RecordBody) -> Option<Statement> {
    Statement::read(source_of(i64::from(record.source))?, record.as_of, record.born.as_deref())
}

/// Facts of one severity that a source states about a question, those that are kept.
const KEPT: usize = 8;

/// The facts of a card in their order, and how many are left out. Every want is kept; of the rest, for each question,
/// source and severity, those that hold longest, of these the gravest, then the newest: whatever the day, no question is
/// answered otherwise than by all of them. `omitted` are those that were left out before.
fn bounded(mut facts: Vec<Fact>, omitted: Vec<Omitted>) -> (Vec<Fact>, Vec<Omitted>) {
    let group = |fact: &Fact| (fact.question, fact.source, Reverse(fact.severity));
    let holds =
        |fact: &Fact| Reverse((fact.holds_until.is_none(), fact.holds_until, fact.gravity, fact.as_of));
    facts.sort_by(|a, b| {
        let ties = |fact: &Fact| (fact.document.clone(), fact.summary.clone(), fact.on);
        (group(a), holds(a)).cmp(&(group(b), holds(b))).then_with(|| ties(a).cmp(&ties(b)))
    });
    let mut kept: Vec<Fact> = Vec::new();
    let mut left_out: BTreeMap<(Question, Source), u32> = BTreeMap::new();
    let mut leave_out = |Omitted { question, source, count }| {
        let counted = left_out.entry((question, source)).or_default();
        *counted = counted.saturating_add(count);
    };
    omitted.into_iter().for_each(&mut leave_out);
    for same in facts.chunk_by(|a, b| group(a) == group(b)) {
        let most = if same[0].question == Question::Wanted { same.len() } else { KEPT.min(same.len()) };
        kept.extend_from_slice(&same[..most]);
        let count = u32::try_from(same.len() - most).unwrap_or(u32::MAX);
        let Fact { question, source, .. } = same[0];
        if count > 0 {
            leave_out(Omitted { question, source, count });
        }
    }
    kept.sort_by(|a, b| {
        let rank = |fact: &Fact| (fact.question, Reverse((fact.severity, fact.gravity, fact.as_of)));
        (rank(a), &a.document, &a.summary, a.on).cmp(&(rank(b), &b.document, &b.summary, b.on))
    });
    let omitted = left_out.into_iter().map(|((question, source), count)| Omitted { question, source, count });
    (kept, omitted.collect())
}

/// How grave the gravest fact is, 0 for none to 3 for danger; from 4 on for a want, and for what may be one, which no other
/// danger may crowd out of an answer, and no lesser want.
pub(super) fn gravity(card: &PersonCard) -> u8 {
    let possible = card.possible.iter().map(|possible| &possible.fact);
    let wants = card.facts.iter().filter(|fact| fact.question == Question::Wanted).chain(possible);
    if let Some(want) = wants.map(|fact| fact.gravity).max() {
        return want.saturating_add(4);
    }
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
        .max_by_key(|member| (member.record.as_of, Reverse(member.record.key)))?;
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

/// The photo that was taken last; of those that say not when, the one of the newest record. `known` is one that was
/// found before.
fn newest_photo(members: &[&RecordBody], known: Option<CardPhoto>) -> Option<CardPhoto> {
    let rank = |photo: &CardPhoto, as_of| (photo.taken, as_of, photo.id.clone(), photo.source);
    let photos = members.iter().flat_map(|member| {
        // Of one day it does not matter which record is newer.
        let as_of = |photo: &CardPhoto| photo.taken.is_none().then_some(member.record.as_of);
        member.photos.iter().map(move |photo| (rank(photo, as_of(photo)), photo))
    });
    let known = known.as_ref().map(|photo| (rank(photo, None), photo));
    photos.chain(known).max_by(|a, b| a.0.cmp(&b.0)).map(|(_, photo)| photo.clone())
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
