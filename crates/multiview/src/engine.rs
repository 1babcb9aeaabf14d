//! The engine over records of documents: proposes pairs, weighs them, says why.

use std::io::{Read, Write};
use std::sync::LazyLock;

use crate::identifier::{self, NormalIdentifier};
use crate::linkage::believable;
use crate::linkage::blocking::Blocks;
use crate::linkage::blocking::keys::{self, Reading, Recipe, Token};
use crate::linkage::card;
use crate::linkage::cluster::{MOST, TYPED_APART};
use crate::linkage::compare::At;
use crate::linkage::evidence::{Evidence, Finding, evidence};
use crate::linkage::model::Model;
use crate::linkage::model::train::train;
use crate::linkage::population::Population;
use crate::linkage::probability;
use crate::record::{IdentifierKind, Record, RecordKey};
use crate::rules::{ByNumber, Conflict, Doubt, NUMBERS, Rules};

/// Records that share a key are compared. The number is the same for ever, so that it can be stored and indexed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BlockKey(pub u64);

/// What a record says, as far as it is compared, its source included. Records of one profile are one person; to whom
/// they belong depends on the profile, and not on how often it was sent. The number is the same for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Profile(pub u64);

impl Profile {
    /// The profile in its place: those that lead come first in every block, so that no number of others parts them.
    #[must_use]
    pub const fn placed(self, leads: bool) -> Profile {
        const FOLLOWS: u64 = 1 << 63;
        Profile(if leads { self.0 & !FOLLOWS } else { self.0 | FOLLOWS })
    }
}

/// Bits from which records are one person. Higher than the odds alone ask for: a wrong merge shows a stranger's warrant.
const THRESHOLD: f32 = 3.0;

/// Tells a record that is a profile of its own from the profile that it would otherwise have.
const ALONE: u64 = 0x616c_6f6e_6521;

/// The most evidence, in bits, for two records that a doubt is about which is offered to people, and never merged.
const OFFERED: f32 = THRESHOLD - 1.0;
/// The same where the records are rather two people's.
const TWO_PEOPLE: f32 = -1.0;

/// Bits from which a tie bears what is said on it, where it is held by more than a name and an address.
const FIRM: f32 = 10.0;

/// By what records are found. Each says so much that its blocks stay small in a whole state.
static RECIPES: LazyLock<Vec<Recipe>> = LazyLock::new(|| {
    use Token::{Born, BothNames, Dwelling, GivenSound, Locality, Plain, SurnameSound, Year};
    let numbers = (0..NUMBERS).map(|column| vec![Plain(column)]);
    let others = [
        vec![BothNames, Year],
        vec![BothNames, Locality],
        vec![Born, GivenSound],
        vec![Born, SurnameSound],
        vec![Dwelling, GivenSound],
    ];
    numbers.chain(others).collect()
});

/// What two records say about being one person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judgment {
    /// Bits (log2 of the odds) by which they are joined; negative infinity where numbers that were given out rule it out,
    /// and so low that nothing outweighs it where numbers that were typed do.
    pub weight: f32,
    /// Bits of all that is compared, whatever rules it out.
    pub likeness: f32,
    /// What is said on this tie needs no verifying: it is strong, and held by the date of birth or a number of one's own.
    pub firm: bool,
    /// A number that one person has is on both, whatever else they say.
    pub numbered: bool,
}

/// A record, normalised for comparing. It has no `Debug`: it would print a name.
#[derive(Clone)]
pub struct Features {
    /// The record.
    pub key: RecordKey,
    card: Population,
    /// Hash of all that is compared.
    content: u64,
    /// Numbers that the source of the record gave out.
    pub(crate) assigned: Vec<NormalIdentifier>,
}

impl Features {
    /// The source of the record gave out a number of it.
    pub fn is_given(&self) -> bool {
        !self.assigned.is_empty()
    }

    /// The source of the record gave out its driver license number.
    pub fn has_given_licence(&self) -> bool {
        self.assigned.iter().any(|number| number.kind == IdentifierKind::OperatorLicence)
    }

    /// Who sent the record.
    pub(crate) fn source(&self) -> u16 {
        self.card.source(0)
    }

    /// Hash of the names and the date of birth.
    pub(crate) fn called(&self) -> u64 {
        card::called(&self.card, 0)
    }

    /// Hash of all that [`MultiView::at_odds`] looks at.
    pub fn way(&self) -> u64 {
        let values = |column: usize| self.card.values(0, column).map(move |value| (column, value));
        let numbers = (0..NUMBERS).flat_map(values);
        let numbers =
            numbers.map(|(column, value)| self.card.plain[column].words.hash(value) ^ column as u64);
        let given_out = self
            .assigned
            .iter()
            .map(|number| crate::hash::hash(&[card::kind_name(number.kind), &number.issuer, &number.value]));
        let called = card::called(&self.card, u64::from(self.card.sex(0)));
        numbers.chain(given_out).fold(called, |way, hash| crate::hash::mix(way.rotate_left(5) ^ hash))
    }

    /// Hash of the numbers that may rule out that two records are one person; none where there are none.
    pub(crate) fn numbers(&self) -> Option<u64> {
        let of = |column: usize| self.card.values(0, column).map(move |value| (column, value));
        let mut hashes: Vec<u64> = (0..NUMBERS)
            .flat_map(of)
            .map(|(column, value)| {
                crate::hash::mix(self.card.plain[column].words.hash(value) ^ column as u64)
            })
            .collect();
        hashes.sort_unstable();
        // A number counts for more in the record of who gave it out.
        let given_out = self.assigned.iter().map(|number| crate::hash::hash(&[card::kind_name(number.kind)]));
        hashes.extend(given_out);
        (!hashes.is_empty()).then(|| hashes.iter().fold(0, |all, hash| crate::hash::mix(all ^ hash)))
    }
}

/// The model that comes with the engine, as it is written.
pub const SUPPLIED_MODEL: &[u8] = include_bytes!("../data/model.json");

/// Decides who is one person, by a model that was trained without labels.
pub struct MultiView {
    model: Model,
    home_state: &'static str,
}

impl MultiView {
    /// The engine with the model that comes with it, trained on a synthetic state. Numbers and addresses that name no
    /// state are `home_state`'s.
    #[allow(clippy::expect_used, reason = "the model is part of the program, and a test reads it")]
    pub fn supplied(home_state: &'static str) -> MultiView {
        MultiView::read(SUPPLIED_MODEL, home_state).expect("the supplied model is whole")
    }

    /// Trains a model on records as they are, without labels.
    pub fn learn<'a>(records: impl Iterator<Item = &'a Record>, home_state: &'static str) -> MultiView {
        let mut population = card::empty();
        for record in records {
            card::add(&mut population, record, home_state);
        }
        let mut blocks = Blocks::of(&population);
        let mut model = train(&population, &mut blocks).model;
        // Which numbers tell people apart, and which they lend, is known of records of documents.
        (model.lends, model.own) = (false, Vec::new());
        model.prepare();
        MultiView { model, home_state }
    }

    /// Reads a model.
    ///
    /// # Errors
    /// It is no model, or reading fails.
    pub fn read(from: impl Read, home_state: &'static str) -> std::io::Result<MultiView> {
        let mut model: Model = serde_json::from_reader(from)?;
        believable::bound(&mut model);
        Ok(MultiView { model, home_state })
    }

    /// Writes the model.
    ///
    /// # Errors
    /// Writing fails.
    pub fn write(&self, to: impl Write) -> std::io::Result<()> {
        Ok(serde_json::to_writer(to, &self.model)?)
    }

    /// Bits from which two records are one person.
    pub fn threshold(&self) -> f32 {
        THRESHOLD
    }

    /// Normalises a record.
    pub fn features(&self, record: &Record) -> Features {
        let mut card = card::empty();
        card::add(&mut card, record, self.home_state);
        self.model.frequencies.rate(&mut card);
        let assigned = record.identifiers.iter().filter(|number| number.assigned);
        let assigned: Vec<NormalIdentifier> =
            assigned.filter_map(|number| identifier::normal(number, self.home_state)).collect();
        let content = assigned.iter().fold(card::content(&card), |content, number| {
            crate::hash::mix(
                content ^ crate::hash::hash(&[card::kind_name(number.kind), &number.issuer, &number.value]),
            )
        });
        Features { key: record.key, card, content, assigned }
    }

    /// The profile of a record. What says too little to show that two such records are one person is a profile of its
    /// own, and so is a record that a person `decided` about.
    pub fn profile(&self, features: &Features, decided: bool) -> Profile {
        let tells =
            !decided && self.weigh(features, features) >= THRESHOLD && !self.keys(features).is_empty();
        let alone = if tells { 0 } else { crate::hash::mix(features.key.0 ^ ALONE) };
        Profile(features.content ^ alone)
    }

    /// Keys under which the record is found, each once.
    pub fn keys(&self, features: &Features) -> Vec<BlockKey> {
        let card = &features.card;
        let mut found = Vec::new();
        for (number, recipe) in RECIPES.iter().enumerate() {
            let salted = |key: u64| BlockKey(crate::hash::mix(key ^ number as u64));
            if let [Token::Plain(column)] = recipe.as_slice() {
                let words = &card.plain[*column].words;
                found.extend(card.values(0, *column).map(|value| salted(words.hash(value))));
            } else {
                let readings = Reading::of(card, 0);
                found.extend(
                    readings
                        .into_iter()
                        .filter_map(|reading| keys::key(recipe, card, 0, reading))
                        .map(salted),
                );
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// What two records say about being one person. The same in either order.
    pub fn judge(&self, left: &Features, right: &Features) -> Judgment {
        let (x, y) = ordered(left, right);
        let evidence = self.model.weigh(x, y, f32::NEG_INFINITY).unwrap_or(f32::NEG_INFINITY);
        let mut rules = Rules::of(x, y);
        let conflict = rules.conflict(left, right, evidence >= THRESHOLD);
        let doubt = rules.doubt().filter(|doubt| most(*doubt) < evidence);
        let likeness = doubt.map_or(evidence, most);
        let weight = match conflict {
            Some(Conflict::GivenOut(_)) => f32::NEG_INFINITY,
            Some(Conflict::Typed(_)) => TYPED_APART + likeness,
            None => match doubt {
                // A record that fits both must not put them together.
                Some(Doubt::Relative | Doubt::Namesake) => -MOST,
                Some(Doubt::RenamedElsewhere) | None => likeness,
            },
        };
        let firm = weight >= FIRM && rules.is_certain();
        Judgment { weight, likeness, firm, numbered: rules.shares_number() }
    }

    /// The evidence that two records are one person, in bits (log2 of the odds): [`Judgment::weight`].
    pub fn weigh(&self, left: &Features, right: &Features) -> f32 {
        self.judge(left, right).weight
    }

    /// The same, step by step and in words.
    pub fn evidence(&self, left: &Features, right: &Features) -> Evidence {
        let (x, y) = ordered(left, right);
        let mut evidence = evidence(&self.model, x, y, THRESHOLD);
        let mut rules = Rules::of(x, y);
        let shown = evidence.total >= THRESHOLD;
        evidence.ruled_out = rules.conflict(left, right, shown).map(Conflict::words);
        if let Some(doubt) = rules.doubt().filter(|doubt| most(*doubt) < evidence.total) {
            let (subject, level) = doubt.words();
            let weight = most(doubt) - evidence.total;
            evidence.findings.push(Finding { subject: subject.into(), level: level.into(), weight });
            evidence.total = most(doubt);
            evidence.probability = probability(evidence.total);
        }
        evidence
    }

    /// One of them shows that a number on the other that contradicts was typed wrong: first name and date of birth agree,
    /// and besides them a number of one's own, or so much that the tie is firm.
    pub(crate) fn vouches(&self, left: &Features, right: &Features) -> bool {
        let judged = self.judge(left, right);
        let (x, y) = ordered(left, right);
        let mut rules = Rules::of(x, y);
        judged.weight >= THRESHOLD
            && rules.is_named_and_born_alike()
            && (judged.firm || rules.shares_number())
    }

    /// Two records that one person's history goes on from: a number is on both, or first name and date of birth agree and with
    /// them the family name, a part of it, or the home.
    pub(crate) fn are_equal(&self, left: &Features, right: &Features) -> bool {
        let (x, y) = ordered(left, right);
        Rules::of(x, y).are_equal()
    }

    /// The records clearly speak against one another: they are not shown to be one person, and their names, dates of birth
    /// or sexes are two people's.
    pub(crate) fn are_opposed(&self, left: &Features, right: &Features) -> bool {
        let (x, y) = ordered(left, right);
        Rules::of(x, y).are_two() && self.weigh(left, right) < THRESHOLD
    }

    /// The same, and no slip of the pen explains it.
    pub(crate) fn are_strangers(&self, left: &Features, right: &Features) -> bool {
        let (x, y) = ordered(left, right);
        Rules::of(x, y).are_strangers() && self.weigh(left, right) < THRESHOLD
    }

    /// What the records call the person, or their numbers, are two people's, whatever else they say. Another family name is
    /// none of it where a number is on both.
    pub fn at_odds(&self, left: &Features, right: &Features) -> bool {
        let (x, y) = ordered(left, right);
        let mut rules = Rules::of(x, y);
        rules.conflict(left, right, false).is_some() || rules.are_at_odds()
    }

    /// What a search by number would find, and in what the records differ; none where no number is on both.
    pub fn by_number(&self, left: &Features, right: &Features) -> Option<ByNumber> {
        let (x, y) = ordered(left, right);
        Rules::of(x, y).by_number()
    }

    /// Each was given a number of one kind by who gives it out, and they are two.
    pub fn are_given_two(&self, left: &Features, right: &Features) -> bool {
        self.weigh(left, right) == f32::NEG_INFINITY
    }
}

const fn most(doubt: Doubt) -> f32 {
    match doubt {
        Doubt::RenamedElsewhere | Doubt::Namesake => OFFERED,
        Doubt::Relative => TWO_PEOPLE,
    }
}

/// Sums of floating-point numbers depend on their order; what the records say decides it, and not which of several
/// that say the same is asked.
fn ordered<'a>(left: &'a Features, right: &'a Features) -> (At<'a>, At<'a>) {
    let at = |features: &'a Features| At { population: &features.card, record: 0 };
    if (left.content, left.key) <= (right.content, right.key) {
        (at(left), at(right))
    } else {
        (at(right), at(left))
    }
}
