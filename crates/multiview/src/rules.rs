//! Whether two records of documents may be one person: what the model says, and what no model may overrule.

use serde::{Deserialize, Serialize};

use crate::engine::Features;
use crate::linkage::card;
use crate::linkage::compare::{At, Comparison};
use crate::linkage::population::PlainKind;
use crate::linkage::subject::{Subject, UNKNOWN, born, given, place, surname};
use crate::record::IdentifierKind;

/// Columns of identifying numbers in [`card`].
pub(crate) const NUMBERS: usize = card::KINDS.len();
/// The first of them are numbers of which a person has one: licence, state identification, FBI, social security.
const ONE_EACH: usize = 4;

/// The level at which a subject is the same.
const SAME: u8 = 0;
/// The level at which two numbers are two.
const DIFFERENT: u8 = 2;

/// How two numbers of a kind of which a person has one tell two records apart.
pub(crate) enum Conflict {
    /// Each was given out by the source that gives them out: that is two people.
    GivenOut(String),
    /// At least one was typed by somebody who does not give it out, and nothing shows that it was typed wrong.
    Typed(String),
}

impl Conflict {
    pub(crate) fn words(self) -> String {
        match self {
            Conflict::GivenOut(words) | Conflict::Typed(words) => words,
        }
    }
}

/// Why two records say less for one person than what they agree in is worth.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// Another family name, and neither the home nor a number of one's own to show that it is the same person's. First
    /// name and date of birth are shared by strangers in a state of millions, and more of them than people who change
    /// their name and move at once. A telephone belongs to a household and changes hands; a name that either record only
    /// gives as another name does not bear a family name either, unless the date of birth does.
    RenamedElsewhere,
    /// Another first name and another date of birth under one number: relatives lend numbers to each other, and whoever
    /// writes a report takes the wrong one of a house.
    Relative,
    /// One name at one home with dates of birth that have nothing in common: parent and child under one number.
    Namesake,
}

impl Doubt {
    /// In words: what was compared, and how.
    pub(crate) const fn words(self) -> (&'static str, &'static str) {
        match self {
            Doubt::RenamedElsewhere => {
                ("home and numbers", "none in common that would bear another family name")
            }
            Doubt::Relative => ("numbers", "one alone does not bear another first name and date of birth"),
            Doubt::Namesake => ("numbers", "one alone does not bear another date of birth at one home"),
        }
    }
}

/// Two records with a number that one person has.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ByNumber {
    /// Kinds of numbers that are on both, in the order of the columns in which numbers are compared.
    pub numbers: Vec<IdentifierKind>,
    /// The names are not one person's.
    pub other_name: bool,
    /// The dates of birth are not one person's.
    pub other_born: bool,
}

/// Two records under comparison, by the rules of people and not of chance.
pub(crate) struct Rules<'a> {
    comparison: Comparison<'a>,
    left: At<'a>,
    right: At<'a>,
}

impl<'a> Rules<'a> {
    pub(crate) fn of(left: At<'a>, right: At<'a>) -> Rules<'a> {
        Rules { comparison: Comparison::of(left, right), left, right }
    }

    /// The kind of number of which a person has one and these records have two, with no typing error to explain it.
    /// `shown` says that everything else shows one person, the numbers that differ counted against it.
    pub(crate) fn conflict(&mut self, left: &Features, right: &Features, shown: bool) -> Option<Conflict> {
        for number in &left.assigned {
            let mut others = right.assigned.iter().filter(|other| other.kind == number.kind).peekable();
            if others.peek().is_some() && others.all(|other| other != number) {
                return Some(Conflict::GivenOut(format!("two {}s", card::kind_name(number.kind))));
            }
        }
        let two = (0..ONE_EACH).find(|column| self.number(*column) == DIFFERENT)?;
        // Whoever types a number wrong must not take a warrant off a person whose first name and date of birth the record
        // has, and besides them the home or another number.
        let mistyped = shown && self.is_named_and_born_alike() && (self.own_numbers() > 0 || self.one_home());
        (!mistyped).then(|| Conflict::Typed(format!("two {}s", self.left.population.plain[two].name)))
    }

    /// What speaks against more than the model knows.
    pub(crate) fn doubt(&mut self) -> Option<Doubt> {
        if self.other_family_name() && !self.one_home() && self.own_numbers() == 0 {
            return Some(Doubt::RenamedElsewhere);
        }
        let born = self.comparison.level(Subject::Born);
        let given = self.comparison.level(Subject::Given);
        let named_otherwise = matches!(given, given::SIMILAR | given::DIFFERENT);
        let born_otherwise = born::is_another(born);
        if self.own_numbers() >= 2 {
            None
        } else if named_otherwise && (born_otherwise || born == UNKNOWN && self.one_home()) {
            Some(Doubt::Relative)
        } else if born::is_far(born) && self.one_home() {
            Some(Doubt::Namesake)
        } else {
            None
        }
    }

    /// First name and date of birth are the same.
    pub(crate) fn is_named_and_born_alike(&mut self) -> bool {
        self.comparison.level(Subject::Given) == given::SAME
            && self.comparison.level(Subject::Born) == born::SAME
    }

    /// One of the things that hardly two people share agrees: a number of one's own, or the date of birth.
    pub(crate) fn is_held(&mut self) -> bool {
        self.comparison.level(Subject::Born) == born::SAME || self.own_numbers() > 0
    }

    /// Enough besides the evidence for a tie that nobody needs to verify: something that hardly two people share, and a number
    /// for another family name, two for another first name. People of one house share all the rest.
    pub(crate) fn is_certain(&mut self) -> bool {
        let numbers = self.own_numbers();
        let given = self.comparison.level(Subject::Given);
        let renamed = self.other_family_name() || given == given::SIMILAR;
        self.is_held() && (numbers > 0 || !renamed) && (numbers > 1 || given != given::DIFFERENT)
    }

    /// What two records agree in is equal, and not only alike. A short form of a name is alike: one is short for several.
    pub(crate) fn are_equal(&mut self) -> bool {
        let given = self.comparison.level(Subject::Given) == given::SAME;
        let surname = matches!(self.comparison.level(Subject::Surname), surname::SAME | surname::PART);
        let born = self.comparison.level(Subject::Born) == born::SAME;
        (given && born && (surname || self.one_home())) || self.own_numbers() > 0
    }

    /// Names, dates of birth, sexes or generations are two people's.
    pub(crate) fn are_two(&mut self) -> bool {
        self.has_other_name()
            || born::is_another(self.comparison.level(Subject::Born))
            || self.has_other_sex_or_suffix()
    }

    /// The same, without what a slip of the pen explains: a date of birth, and a name at one home.
    pub(crate) fn are_strangers(&mut self) -> bool {
        (self.has_other_name() && !self.one_home()) || self.has_other_sex_or_suffix()
    }

    fn has_other_sex_or_suffix(&mut self) -> bool {
        const OTHER: u8 = 1;
        self.comparison.level(Subject::Sex) == OTHER || self.comparison.level(Subject::Suffix) == OTHER
    }

    /// The same of a person's history, in which a number bears another family name.
    pub(crate) fn are_at_odds(&mut self) -> bool {
        if self.own_numbers() == 0 {
            return self.are_two();
        }
        let given = self.comparison.level(Subject::Given);
        matches!(given, given::SIMILAR | given::DIFFERENT)
            || born::is_another(self.comparison.level(Subject::Born))
    }

    fn has_other_name(&mut self) -> bool {
        let given = self.comparison.level(Subject::Given);
        matches!(given, given::SIMILAR | given::DIFFERENT) || self.other_family_name()
    }

    /// The numbers that agree, and what does not.
    pub(crate) fn by_number(&mut self) -> Option<ByNumber> {
        let kinds = card::KINDS.into_iter().enumerate();
        let numbers: Vec<IdentifierKind> =
            kinds.filter(|(column, _)| self.number(*column) == SAME).map(|(_, kind)| kind).collect();
        if numbers.is_empty() {
            return None;
        }
        let other_name = self.has_other_name();
        let other_born = born::is_another(self.comparison.level(Subject::Born));
        Some(ByNumber { numbers, other_name, other_born })
    }

    /// A number of one's own agrees.
    pub(crate) fn shares_number(&mut self) -> bool {
        self.own_numbers() > 0
    }

    fn number(&mut self, column: usize) -> u8 {
        self.comparison.level(Subject::Plain(column, PlainKind::Identifier))
    }

    /// Numbers of one's own that agree.
    fn own_numbers(&mut self) -> usize {
        (0..NUMBERS).filter(|column| self.number(*column) == SAME).count()
    }

    fn one_home(&mut self) -> bool {
        place::is_one_home(self.comparison.level(Subject::Place))
    }

    fn other_family_name(&mut self) -> bool {
        let (one, other) = self.comparison.best_names();
        let borne = self.comparison.level(Subject::Born) == born::SAME && (one == 0 || other == 0);
        self.comparison.level(Subject::Surname) == surname::DIFFERENT
            || ((one, other) != (0, 0) && !borne && self.leading_family_names_differ())
    }

    fn leading_family_names_differ(&self) -> bool {
        use crate::linkage::words::{has, same};
        let (p, q) = (self.left.population, self.right.population);
        let (a, b) = (p.first_name(self.left.record).surname, q.first_name(self.right.record).surname);
        has(a) && has(b) && !same(&p.surname.words, a, &q.surname.words, b)
    }
}
