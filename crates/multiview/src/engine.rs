//! The engine over records of documents: proposes pairs, weighs them, says why.

use std::io::{Read, Write};
use std::sync::LazyLock;

use crate::identifier::{self, NormalIdentifier};
use crate::linkage::blocking::Blocks;
use crate::linkage::blocking::keys::{self, Reading, Recipe, Token};
use crate::linkage::card;
use crate::linkage::compare::{At, Comparison};
use crate::linkage::evidence::{Evidence, Finding, evidence};
use crate::linkage::model::Model;
use crate::linkage::model::train::train;
use crate::linkage::population::{PlainKind, Population};
use crate::linkage::probability;
use crate::linkage::subject::{Subject, UNKNOWN, place, surname};
use crate::record::{Record, RecordKey};

/// Records that share a key are compared. The number is the same for ever, so that it can be stored and indexed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BlockKey(pub u64);

/// What a record says, as far as it is compared, its source included. Records of one profile are one person; to whom
/// they belong depends on the profile, and not on how often it was sent. The number is the same for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Profile(pub u64);

/// Bits from which records are one person. Higher than the odds alone ask for: a wrong merge shows a stranger's warrant.
const THRESHOLD: f32 = 3.0;

/// Tells a record that is a profile of its own from the profile that it would otherwise have.
const ALONE: u64 = 0x616c_6f6e_6521;

/// Columns of identifying numbers in [`card`].
const NUMBERS: usize = 5;
/// The first of them are numbers of which a person has one: licence, state identification, FBI, social security.
const ONE_EACH: usize = 4;

/// The last of these.
const SOCIAL_SECURITY: usize = 3;

/// The level at which a subject is the same.
const SAME: u8 = 0;
/// The level at which two numbers are two.
const DIFFERENT: u8 = 2;

/// The most evidence, in bits, for two records of which one has another family name and another home: offered to people,
/// never merged.
const RENAMED_ELSEWHERE: f32 = THRESHOLD - 1.0;

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

/// A record, normalised for comparing. It has no `Debug`: it would print a name.
#[derive(Clone)]
pub struct Features {
    /// The record.
    pub key: RecordKey,
    card: Population,
    /// Hash of all that is compared.
    content: u64,
    /// Numbers that the source of the record gave out.
    assigned: Vec<NormalIdentifier>,
}

impl Features {
    /// Who sent the record.
    pub(crate) fn source(&self) -> u16 {
        self.card.source(0)
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
        MultiView::read(include_bytes!("../data/model.json").as_slice(), home_state)
            .expect("the supplied model is whole")
    }

    /// Trains a model on records as they are, without labels.
    pub fn learn<'a>(records: impl Iterator<Item = &'a Record>, home_state: &'static str) -> MultiView {
        let mut population = card::empty();
        for record in records {
            card::add(&mut population, record, home_state);
        }
        let mut blocks = Blocks::of(&population);
        let (model, _) = train(&population, &mut blocks);
        MultiView { model, home_state }
    }

    /// Reads a model.
    ///
    /// # Errors
    /// It is no model, or reading fails.
    pub fn read(from: impl Read, home_state: &'static str) -> std::io::Result<MultiView> {
        let mut model: Model = serde_json::from_reader(from)?;
        model.prepare();
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

    /// The evidence that two records are one person, in bits (log2 of the odds); negative infinity where two numbers of
    /// a kind rule it out. The same in either order.
    pub fn weigh(&self, left: &Features, right: &Features) -> f32 {
        if contradiction(left, right).is_some() {
            return f32::NEG_INFINITY;
        }
        let (left, right) = ordered(left, right);
        let weight = self.model.weigh(left, right, f32::NEG_INFINITY).unwrap_or(f32::NEG_INFINITY);
        if weight > RENAMED_ELSEWHERE && renamed_elsewhere(left, right) { RENAMED_ELSEWHERE } else { weight }
    }

    /// The same, step by step and in words.
    pub fn evidence(&self, left: &Features, right: &Features) -> Evidence {
        let ruled_out = contradiction(left, right);
        let (left, right) = ordered(left, right);
        let mut evidence = Evidence { ruled_out, ..evidence(&self.model, left, right, THRESHOLD) };
        if evidence.total > RENAMED_ELSEWHERE && renamed_elsewhere(left, right) {
            evidence.findings.push(Finding {
                subject: "home and numbers".into(),
                level: "none in common that would bear another family name".into(),
                weight: RENAMED_ELSEWHERE - evidence.total,
            });
            evidence.total = RENAMED_ELSEWHERE;
            evidence.probability = probability(evidence.total);
        }
        evidence
    }
}

/// The kind of number of which a person has one and these records have two, with no typing error to explain it.
fn contradiction(left: &Features, right: &Features) -> Option<String> {
    for number in &left.assigned {
        let mut others = right.assigned.iter().filter(|other| other.kind == number.kind).peekable();
        if others.peek().is_some() && others.all(|other| other != number) {
            return Some(format!("two {}s", card::kind_name(number.kind)));
        }
    }
    let (left, right) = ordered(left, right);
    let mut comparison = Comparison::of(left, right);
    let differs = |column: &usize| {
        let subject = Subject::Plain(*column, PlainKind::Identifier);
        comparison.level(subject) == DIFFERENT
    };
    let two = (0..ONE_EACH).find(differs)?;
    let mut same = |subject: Subject| comparison.level(subject) == SAME;
    // A social security number is told, not shown, and whoever mistypes it must not take a warrant off a person whose
    // first name, date of birth and number from a card or from fingerprints it has.
    let mistaken = two == SOCIAL_SECURITY
        && [Subject::Given, Subject::Born].into_iter().all(&mut same)
        && (0..SOCIAL_SECURITY).map(|column| Subject::Plain(column, PlainKind::Identifier)).any(&mut same);
    (!mistaken).then(|| format!("two {}s", left.population.plain[two].name))
}

/// Another family name, and neither the home nor a number of one's own to show that it is the same person's. First name
/// and date of birth are shared by strangers in a state of millions, and more of them than people who change their name
/// and move at once.
fn renamed_elsewhere(left: At<'_>, right: At<'_>) -> bool {
    const TELEPHONE: Subject = Subject::Plain(NUMBERS, PlainKind::Phone);
    let mut comparison = Comparison::of(left, right);
    let mut own = (0..NUMBERS).map(|column| Subject::Plain(column, PlainKind::Identifier));
    comparison.level(Subject::Surname) == surname::DIFFERENT
        && !place::is_one_home(comparison.level(Subject::Place))
        && comparison.level(TELEPHONE) != 0
        && own.all(|number| matches!(comparison.level(number), UNKNOWN | DIFFERENT))
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
