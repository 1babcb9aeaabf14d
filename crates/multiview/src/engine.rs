//! What an engine must do. Clustering and survivorship ask no more than this of it.

use crate::features::Features;
use crate::identifier::NormalIdentifier;
use crate::record::IdentifierKind;

/// Records that share a key are compared. The number is the same for ever, so that it can be stored and indexed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BlockKey(pub u64);

/// A key that more records share than this says nothing about a person (a number made up for whoever has none), and
/// nobody is compared because of it.
pub const LARGEST_BLOCK: usize = 64;

/// What speaks for two records being one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// The same number.
    SameNumber(IdentifierKind),
    /// The same name and date of birth.
    SameNameAndBirth,
    /// The same surname and date of birth, and a nickname of the same first name.
    NicknameAndBirth,
    /// Another name of one is the name of the other, and the date of birth is the same.
    AliasAndBirth,
}

impl Reason {
    /// In words: `same licence number`.
    pub const fn words(self) -> &'static str {
        match self {
            Reason::SameNumber(IdentifierKind::OperatorLicence) => "same licence number",
            Reason::SameNumber(IdentifierKind::StateIdentification) => "same state identification number",
            Reason::SameNumber(IdentifierKind::Fbi) => "same FBI number",
            Reason::SameNumber(IdentifierKind::SocialSecurity) => "same social security number",
            Reason::SameNumber(IdentifierKind::Inmate) => "same inmate number",
            Reason::SameNameAndBirth => "same name and date of birth",
            Reason::NicknameAndBirth => "nickname, same surname and date of birth",
            Reason::AliasAndBirth => "known alias and same date of birth",
        }
    }
}

/// What speaks against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Contradiction {
    /// Two numbers of a kind of which a person has one.
    Number(IdentifierKind),
    /// Junior and senior.
    Suffix,
    /// Dates of birth that no typing error explains.
    Birth,
    /// Sex, with no number in common.
    Sex,
}

/// What an engine says about two records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// One person.
    Same {
        /// How strong the evidence is, in hundredths of a bit. Stronger pairs join first.
        weight: i32,
        /// What it is, the strongest first.
        because: Vec<Reason>,
    },
    /// Two people, and no third record may bring them together.
    Different(Contradiction),
    /// Nothing says so either way.
    Open,
}

/// Proposes pairs and judges them. Must be pure and symmetric: the same two records, in either order, give the same
/// verdict, and two records that are `Same` share a key.
pub trait Engine: Send + Sync {
    /// A state whose numbers may come without its name: `CT`.
    fn home_state(&self) -> &str;
    /// Keys under which the record is found.
    fn keys(&self, features: &Features) -> Vec<BlockKey>;
    /// Judges a pair.
    fn judge(&self, left: &Features, right: &Features) -> Verdict;
}

/// The number as a key.
pub(crate) fn number_key(number: &NormalIdentifier) -> BlockKey {
    let kind = match number.kind {
        IdentifierKind::SocialSecurity => "ssn",
        IdentifierKind::OperatorLicence => "oln",
        IdentifierKind::StateIdentification => "sid",
        IdentifierKind::Fbi => "fbi",
        IdentifierKind::Inmate => "inmate",
    };
    BlockKey(crate::hash::hash(&[kind, &number.issuer, &number.value]))
}
