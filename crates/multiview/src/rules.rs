//! A plain deterministic engine: exact rules that need no training.

use crate::birth::{self, Birth, BirthLikeness};
use crate::engine::{BlockKey, Contradiction, Engine, Reason, Verdict, number_key};
use crate::features::Features;
use crate::name::{self, Likeness, NormalName};
use crate::record::IdentifierKind;

/// Two records are one person when
/// - they share a licence, state identification, FBI, social security or inmate number, the first names can be one
///   name, and surname or date of birth agree (a surname changes with marriage, a date is mistyped); or
/// - surname, first name (or a nickname of it) and full date of birth are the same, and neither numbers, sex, suffix
///   nor middle initial contradict.
///
/// They are two people when they have different numbers of a kind of which a person has one, when one is junior and the
/// other senior, when the dates of birth are far apart, or when the sex differs and no number is shared.
#[derive(Clone, Copy, Debug)]
pub struct ExactRules {
    /// Numbers that a state gives and that name no state are this one's.
    pub home_state: &'static str,
}

impl Engine for ExactRules {
    fn home_state(&self) -> &str {
        self.home_state
    }

    fn keys(&self, features: &Features) -> Vec<BlockKey> {
        let mut keys: Vec<BlockKey> = features.identifiers.iter().map(number_key).collect();
        if let Some(Birth::Full(born)) = features.born {
            let born = born.to_string();
            let surnames =
                features.names.iter().map(|name| name.surname.as_str()).filter(|name| !name.is_empty());
            keys.extend(surnames.map(|surname| BlockKey(crate::hash::hash(&["name", surname, &born]))));
        }
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    fn judge(&self, left: &Features, right: &Features) -> Verdict {
        let shared: Vec<IdentifierKind> = left
            .identifiers
            .iter()
            .filter(|number| right.identifiers.binary_search(number).is_ok())
            .map(|number| number.kind)
            .collect();
        if let Some(contradiction) = contradiction(left, right, !shared.is_empty()) {
            return Verdict::Different(contradiction);
        }
        let born = birth::likeness(left.born, right.born);
        let (first_names, same_surname) = best_names(left, right);
        let mut because: Vec<Reason> = Vec::new();
        let surname_or_birth = same_surname || matches!(born, BirthLikeness::Equal);
        if first_names > Likeness::Different && surname_or_birth {
            because.extend(shared.into_iter().map(Reason::SameNumber));
        }
        if born == BirthLikeness::Equal && matches!(left.born, Some(Birth::Full(_))) {
            because.extend(name_and_birth(left, right));
        }
        because.sort_by_key(|reason| (-weight(*reason), *reason));
        because.dedup();
        if because.is_empty() {
            return Verdict::Open;
        }
        Verdict::Same { weight: because.iter().map(|reason| weight(*reason)).sum(), because }
    }
}

/// What each reason counts, in hundredths of a bit; only the order matters to exact rules.
fn weight(reason: Reason) -> i32 {
    match reason {
        Reason::SameNumber(IdentifierKind::StateIdentification) => 2000,
        Reason::SameNumber(IdentifierKind::Fbi) => 1900,
        Reason::SameNumber(IdentifierKind::OperatorLicence) => 1800,
        Reason::SameNumber(IdentifierKind::Inmate) => 1700,
        Reason::SameNumber(IdentifierKind::SocialSecurity) => 1600,
        Reason::SameNameAndBirth => 1500,
        Reason::NicknameAndBirth => 1200,
        Reason::AliasAndBirth => 1100,
    }
}

fn contradiction(left: &Features, right: &Features, number_shared: bool) -> Option<Contradiction> {
    for kind in [
        IdentifierKind::OperatorLicence,
        IdentifierKind::StateIdentification,
        IdentifierKind::Fbi,
        IdentifierKind::SocialSecurity,
    ] {
        if numbers_contradict(left, right, kind) {
            return Some(Contradiction::Number(kind));
        }
    }
    let suffix =
        |features: &Features| features.names.iter().map(|name| name.suffix).find(|suffix| !suffix.is_empty());
    if let (Some(a), Some(b)) = (suffix(left), suffix(right))
        && a != b
    {
        return Some(Contradiction::Suffix);
    }
    if birth::likeness(left.born, right.born) == BirthLikeness::Far {
        return Some(Contradiction::Birth);
    }
    match (left.sex, right.sex) {
        (Some(a), Some(b)) if a != b && !number_shared => Some(Contradiction::Sex),
        _ => None,
    }
}

/// Both have numbers of the kind from one issuer, and none in common.
fn numbers_contradict(left: &Features, right: &Features, kind: IdentifierKind) -> bool {
    let of = |features: &Features| -> Vec<(String, String)> {
        let numbers = features.identifiers.iter().filter(|number| number.kind == kind);
        numbers.map(|number| (number.issuer.clone(), number.value.clone())).collect()
    };
    let (left, right) = (of(left), of(right));
    let issuer_in_common = left.iter().any(|(issuer, _)| right.iter().any(|(other, _)| issuer == other));
    issuer_in_common && !left.iter().any(|number| right.contains(number))
}

/// The likest pair of first names, and whether any surname is the same or missing on one side.
fn best_names(left: &Features, right: &Features) -> (Likeness, bool) {
    let pairs = || left.names.iter().flat_map(|a| right.names.iter().map(move |b| (a, b)));
    let first = pairs().map(|(a, b)| name::likeness(&a.given, &b.given)).max().unwrap_or(Likeness::Possible);
    let surname =
        pairs().any(|(a, b)| a.surname == b.surname || a.surname.is_empty() || b.surname.is_empty());
    (first, surname || left.names.is_empty() || right.names.is_empty())
}

fn name_and_birth(left: &Features, right: &Features) -> Option<Reason> {
    let mut best: Option<Reason> = None;
    for (at, a) in left.names.iter().enumerate() {
        for (with, b) in right.names.iter().enumerate() {
            if a.surname.is_empty()
                || a.surname != b.surname
                || a.given.is_empty()
                || middles_contradict(a, b)
            {
                continue;
            }
            let found = match name::likeness(&a.given, &b.given) {
                Likeness::Equal if at + with == 0 => Reason::SameNameAndBirth,
                Likeness::Nickname if at + with == 0 => Reason::NicknameAndBirth,
                Likeness::Equal | Likeness::Nickname => Reason::AliasAndBirth,
                Likeness::Possible | Likeness::Different => continue,
            };
            if best.is_none_or(|best| weight(found) > weight(best)) {
                best = Some(found);
            }
        }
    }
    best
}

fn middles_contradict(a: &NormalName, b: &NormalName) -> bool {
    match (a.middle.bytes().next(), b.middle.bytes().next()) {
        (Some(a), Some(b)) => a != b,
        _ => false,
    }
}
