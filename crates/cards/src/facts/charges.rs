//! Charges in a few words, and those that mean violence against police.

use ciss_contract::matter::{Charge, Grade};

use super::gravity::heaviest;

/// What charges say of violence against police.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ViolenceAgainstPolice {
    /// Interfering with an officer (CGS 53a-167a).
    Interference,
    /// The source marked it and no charge says what it was.
    Marked,
    /// Assault of public safety personnel (CGS 53a-167c).
    Assault,
}

/// The gravest charge: `failure to appear, felony`.
pub fn gravest(charges: &[Charge]) -> Option<String> {
    let charge = heaviest(charges)?;
    let words = charge.description.trim().to_lowercase();
    let words = if words.is_empty() { charge.statute.clone()? } else { words };
    let grade = match charge.grade {
        Some(Grade::Felony) => "felony",
        Some(Grade::Misdemeanor) => "misdemeanor",
        Some(Grade::Violation) => "violation",
        Some(Grade::Infraction) => "infraction",
        None => return Some(words),
    };
    Some(if words.contains(grade) { words } else { format!("{words}, {grade}") })
}

/// Violence against police by the source's mark or by the statute charged. A charge that ended without a conviction
/// counts for nothing (CGS 54-142a).
pub(super) fn violence_against_police(charges: &[Charge], marked: bool) -> Option<ViolenceAgainstPolice> {
    let charged = charges.iter().filter(|charge| !acquitted(charge)).filter_map(|charge| {
        let statute = section_of(charge.statute.as_deref()?);
        // Subsections follow the section: 53a-167c(a)(1).
        if section(&statute, "53a-167c") {
            Some(ViolenceAgainstPolice::Assault)
        } else if section(&statute, "53a-167a") {
            Some(ViolenceAgainstPolice::Interference)
        } else {
            None
        }
    });
    let charged = charged.max();
    let marked = marked.then_some(ViolenceAgainstPolice::Marked);
    charged.max(marked)
}

/// A statute without what stands before its number: `CGS § 53a-134` is `53a-134`.
pub(super) fn section_of(statute: &str) -> String {
    let statute: String = statute.to_lowercase().split_whitespace().collect();
    statute.trim_start_matches("cgs").trim_start_matches('§').to_owned()
}

fn section(statute: &str, section: &str) -> bool {
    statute.strip_prefix(section).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
}

pub(super) fn acquitted(charge: &Charge) -> bool {
    let Some(disposition) = charge.disposition.as_deref() else { return false };
    let disposition = disposition.to_lowercase();
    ["not guilty", "dismiss", "nolle", "acquit"].iter().any(|word| disposition.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn charge(statute: &str, description: &str, grade: Option<Grade>, disposition: &str) -> Charge {
        Charge {
            statute: (!statute.is_empty()).then(|| statute.into()),
            description: description.into(),
            grade,
            disposition: (!disposition.is_empty()).then(|| disposition.into()),
            ..Charge::default()
        }
    }

    #[test]
    fn the_gravest_charge_that_stands_is_told() {
        let larceny = charge("53a-125b", "Larceny 6th degree", Some(Grade::Misdemeanor), "");
        let absence = charge("53a-172", "FAILURE TO APPEAR", Some(Grade::Felony), "");
        let robbery = charge("53a-134", "Robbery 1st degree", Some(Grade::Felony), "Dismissed");
        let told = |charges: &[Charge]| gravest(charges).unwrap_or_default();
        assert_eq!(told(&[larceny.clone(), absence.clone(), robbery.clone()]), "failure to appear, felony");
        assert_eq!(told(&[larceny]), "larceny 6th degree, misdemeanor");
        assert_eq!(told(&[robbery]), "");
        assert_eq!(told(&[charge("53a-172", "", None, "")]), "53a-172");
        assert_eq!(told(&[charge("", "Felony murder", Some(Grade::Felony), "")]), "felony murder");
    }

    #[test]
    fn violence_against_police_follows_the_statute_or_the_mark() {
        let check = |statute, disposition, marked, expect| {
            let charges = [charge(statute, "", None, disposition)];
            assert_eq!(violence_against_police(&charges, marked), expect, "{statute} {disposition}");
        };
        check("53a-167c", "", false, Some(ViolenceAgainstPolice::Assault));
        check("CGS § 53a-167c(a)(1)", "guilty", true, Some(ViolenceAgainstPolice::Assault));
        check("53a-167a", "", true, Some(ViolenceAgainstPolice::Marked));
        check("53a-167a", "", false, Some(ViolenceAgainstPolice::Interference));
        check("53a-167c", "Nolle prosequi", false, None);
        check("53a-167cc", "", false, None);
        check("53a-61", "", false, None);
    }
}
