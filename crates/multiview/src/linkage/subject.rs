//! What is compared, and at which levels two records can agree in it.

use serde::{Deserialize, Serialize};

use super::population::{PlainKind, Population};

/// Most subjects that a population can have.
pub(crate) const WIDEST: usize = 24;
/// Nothing is known on one side. It never counts against two records.
pub(crate) const UNKNOWN: u8 = 15;

/// How far two records agree, subject by subject: an index into [`Subject::words`], or [`UNKNOWN`].
pub(crate) type Levels = [u8; WIDEST];

/// What is compared. Columns that say the same thing twice (street, postal code and town) are one subject, or they
/// would count twice.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) enum Subject {
    Given,
    Surname,
    Middle,
    Suffix,
    Born,
    Sex,
    Place,
    Source,
    /// A column by itself.
    Plain(usize, PlainKind),
}

/// Who two records may be, besides strangers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Relation {
    /// One person.
    Same,
    /// Two people of one household: they share a family name, an address, a telephone.
    Household,
    /// Twins: the date of birth as well.
    Twins,
    /// Parent and child of one name, under one roof.
    Namesakes,
}

impl Relation {
    pub(crate) const ALL: [Relation; 4] =
        [Relation::Same, Relation::Household, Relation::Twins, Relation::Namesakes];
}

/// Levels of a first name.
pub(crate) mod given {
    pub(crate) const SAME: u8 = 0;
    pub(crate) const NICKNAME: u8 = 1;
    pub(crate) const CLOSE: u8 = 2;
    pub(crate) const INITIAL: u8 = 3;
    pub(crate) const SWAPPED: u8 = 4;
    pub(crate) const SIMILAR: u8 = 5;
    pub(crate) const DIFFERENT: u8 = 6;
}

/// Levels of a family name.
pub(crate) mod surname {
    pub(crate) const SAME: u8 = 0;
    pub(crate) const CLOSE: u8 = 1;
    pub(crate) const PART: u8 = 2;
    pub(crate) const SIMILAR: u8 = 3;
    pub(crate) const DIFFERENT: u8 = 4;
}

/// Levels of a middle name.
pub(crate) mod middle {
    pub(crate) const SAME: u8 = 0;
    pub(crate) const INITIAL: u8 = 1;
    pub(crate) const DIFFERENT: u8 = 2;
}

/// Levels of an address.
pub(crate) mod place {
    pub(crate) const SAME_HOUSE_ELSEWHERE: u8 = 2;
    pub(crate) const NEAR_HOUSE_ELSEWHERE: u8 = 6;
    pub(crate) const SAME_TOWN: u8 = 12;
    pub(crate) const NEAR_TOWN: u8 = 13;
    pub(crate) const ANOTHER_TOWN: u8 = 14;

    /// House and locality agree as far as both are known, and no flat says otherwise.
    pub(crate) const fn is_one_home(level: u8) -> bool {
        matches!(level, 0 | 1 | 3)
    }
}

/// Levels of a date of birth.
pub(crate) mod born {
    pub(crate) const SAME: u8 = 0;
    pub(crate) const TYPING: u8 = 1;
    pub(crate) const TWO_PARTS: u8 = 2;
    pub(crate) const YEAR: u8 = 3;
    pub(crate) const NEAR_YEAR: u8 = 4;
    pub(crate) const DIFFERENT: u8 = 5;
    pub(crate) const YEAR_ONLY: u8 = 6;
    pub(crate) const ONE_YEAR_OFF: u8 = 7;
    pub(crate) const TWO_YEARS_OFF: u8 = 8;
    pub(crate) const FIVE_YEARS_OFF: u8 = 9;
    pub(crate) const OTHER_YEAR: u8 = 10;

    /// Neither the same date nor one that a slip of the hand explains.
    pub(crate) const fn is_another(level: u8) -> bool {
        matches!(level, YEAR | NEAR_YEAR | DIFFERENT | ONE_YEAR_OFF..=OTHER_YEAR)
    }

    /// Years apart.
    pub(crate) const fn is_far(level: u8) -> bool {
        matches!(level, DIFFERENT | FIVE_YEARS_OFF | OTHER_YEAR)
    }
}

impl Subject {
    /// The subjects that a population's columns give.
    pub(crate) fn of(population: &Population) -> Vec<Subject> {
        let any = |test: &dyn Fn(usize) -> bool| (0..population.len()).any(test);
        let first = |record: usize| population.first_name(record);
        let source = (population.len() > 0).then(|| population.source(0));
        let always: [(Subject, bool); 8] = [
            (Subject::Given, !population.given.words.is_empty()),
            (Subject::Surname, !population.surname.words.is_empty()),
            (Subject::Middle, any(&|record| super::words::has(first(record).middle))),
            (Subject::Suffix, any(&|record| first(record).suffix != 0)),
            (Subject::Born, any(&|record| population.born(record).is_known())),
            (Subject::Sex, any(&|record| population.sex(record) != 0)),
            (Subject::Place, any(&|record| population.places(record).next().is_some())),
            (Subject::Source, any(&|record| Some(population.source(record)) != source)),
        ];
        let found = always.into_iter().filter(|(_, there)| *there).map(|(subject, _)| subject);
        let plain = population.plain.iter().enumerate().filter(|(_, column)| !column.words.is_empty());
        let plain = plain.map(|(at, column)| Subject::Plain(at, column.kind));
        // What decides most for the least work comes first.
        let mut subjects: Vec<Subject> = plain.chain(found).collect();
        subjects.sort_by_key(|subject| match subject {
            Subject::Plain(_, PlainKind::Identifier) => 0,
            Subject::Born => 1,
            Subject::Given | Subject::Surname => 2,
            Subject::Middle | Subject::Suffix | Subject::Sex | Subject::Source => 3,
            Subject::Place | Subject::Plain(..) => 4,
        });
        subjects.truncate(WIDEST);
        subjects
    }

    /// Each level in words.
    pub(crate) const fn words(self) -> &'static [&'static str] {
        match self {
            Subject::Given => &[
                "same",
                "nickname or part of it",
                "a letter or two off",
                "initial agrees",
                "first and family name swapped",
                "sounds or looks alike",
                "different",
            ],
            Subject::Surname => &[
                "same",
                "a letter or two off",
                "one part of a double name",
                "sounds or looks alike",
                "different",
            ],
            Subject::Middle => &["same", "initial agrees", "different"],
            Subject::Suffix | Subject::Sex | Subject::Plain(_, PlainKind::Code) => &["same", "different"],
            Subject::Born => &[
                "same",
                "one digit off, or day and month swapped",
                "two of day, month and year agree",
                "same year",
                "within two years",
                "different",
                "same year, the day is not known",
                "a year apart, the day is not known",
                "two years apart, the day is not known",
                "up to five years apart, the day is not known",
                "another year, the day is not known",
            ],
            Subject::Place => &[
                "same house, same town",
                "same house, town nearly the same",
                "same house number and street, another town",
                "same house, town not known",
                "nearly the same house, same town",
                "nearly the same house, town nearly the same",
                "nearly the same house, another town",
                "nearly the same house, town not known",
                "another house in the same town",
                "another house, town nearly the same",
                "another house in another town",
                "another house, town not known",
                "same town, house not known",
                "nearly the same town, house not known",
                "another town, house not known",
            ],
            Subject::Source => &["same source", "two sources"],
            Subject::Plain(_, PlainKind::Identifier) => &["same", "one character off", "different"],
            Subject::Plain(_, PlainKind::Email) => {
                &["same", "same name before the @", "similar name before the @", "different"]
            }
            Subject::Plain(_, PlainKind::Phone) => &["same", "one digit or the area code off", "different"],
            Subject::Plain(_, PlainKind::Measure) => &["same", "nearly the same", "different"],
            Subject::Plain(_, PlainKind::Text) => &["same", "nearly the same", "similar", "different"],
        }
    }

    /// How far people in this relation agree at this level of the subject as one person does, in bits; none where they
    /// agree as strangers do. What relatives lend each other, and a middle name that goes with the first, counts where
    /// `lent`.
    pub(crate) fn shared_by(self, relation: Relation, level: u8, lent: bool) -> Option<f32> {
        /// Of a hundred people, one has put down the number of somebody of the house.
        const LENT_NUMBER: f32 = -6.6;
        /// Of ten, one has the mailbox of somebody of the house.
        const LENT_MAILBOX: f32 = -3.3;
        match (self, level) {
            // Relatives who come to the counter together get numbers in a row.
            (Subject::Plain(_, PlainKind::Identifier), 1) => return Some(0.0),
            (Subject::Plain(_, PlainKind::Identifier), 0) if lent && relation != Relation::Same => {
                return Some(LENT_NUMBER);
            }
            (Subject::Plain(_, PlainKind::Email), 0) if lent && relation != Relation::Same => {
                return Some(LENT_MAILBOX);
            }
            _ => {}
        }
        let shared = match relation {
            Relation::Same => true,
            Relation::Household => self.is_of_the_home(),
            Relation::Twins => self.is_of_the_home() || self == Subject::Born,
            Relation::Namesakes => {
                self.is_of_the_home()
                    || self == Subject::Given
                    || lent && self == Subject::Middle && level != middle::DIFFERENT
            }
        };
        shared.then_some(0.0)
    }

    fn is_of_the_home(self) -> bool {
        matches!(self, Subject::Surname | Subject::Place | Subject::Plain(_, PlainKind::Phone))
    }

    /// For people to read.
    pub(crate) fn name(self, population: &Population) -> String {
        match self {
            Subject::Given => "first name".into(),
            Subject::Surname => "family name".into(),
            Subject::Middle => "middle name".into(),
            Subject::Suffix => "suffix".into(),
            Subject::Born => "date of birth".into(),
            Subject::Sex => "sex".into(),
            Subject::Place => "address".into(),
            Subject::Source => "source".into(),
            Subject::Plain(at, _) => {
                population.plain.get(at).map(|column| column.name.clone()).unwrap_or_default()
            }
        }
    }
}
