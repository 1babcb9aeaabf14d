//! How grave a charge is beside others: by grade, then by what the offense does to people.

use ciss_contract::answer::Severity;
use ciss_contract::matter::{Charge, Grade};

use super::charges::{acquitted, section_of};
use crate::codes;

/// A danger that was entered with a want counts for more than one grade: it tells what the officer will meet.
const DANGER: u8 = 12;

/// What an offense does to people.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Harm {
    /// Property, order, drugs, traffic.
    None,
    /// Force, or a weapon.
    Violence,
    /// Life and freedom: homicide, kidnapping, sexual assault; and escape, because nothing is left to lose.
    Life,
}

/// Sections of title 53a of the General Statutes by their number, first and last.
const SECTIONS: [(u16, u16, Harm); 11] = [
    // Homicide.
    (54, 58, Harm::Life),
    // Assault, threatening, strangulation.
    (59, 64, Harm::Violence),
    // Sexual assault.
    (70, 73, Harm::Life),
    // Kidnapping; unlawful restraint.
    (91, 94, Harm::Life),
    (95, 96, Harm::Violence),
    // Home invasion, burglary with violence.
    (100, 101, Harm::Violence),
    // Arson.
    (111, 114, Harm::Violence),
    // Robbery, carjacking.
    (133, 137, Harm::Violence),
    // Escape.
    (168, 171, Harm::Life),
    // Violation of protective orders and conditions of release.
    (222, 223, Harm::Violence),
    // Firearms and other weapons.
    (211, 217, Harm::Violence),
];

/// Beginnings of words by which other states and agencies name such offenses.
const WORDS: [(&str, Harm); 27] = [
    ("murder", Harm::Life),
    ("homicid", Harm::Life),
    ("manslaughter", Harm::Life),
    ("kidnap", Harm::Life),
    ("abduct", Harm::Life),
    ("hostage", Harm::Life),
    ("rape", Harm::Life),
    ("sexual", Harm::Life),
    ("escape", Harm::Life),
    ("terror", Harm::Life),
    ("assault", Harm::Violence),
    ("batter", Harm::Violence),
    ("robber", Harm::Violence),
    ("carjack", Harm::Violence),
    ("strangul", Harm::Violence),
    ("threat", Harm::Violence),
    ("stalk", Harm::Violence),
    ("arson", Harm::Violence),
    ("bomb", Harm::Violence),
    ("explosive", Harm::Violence),
    ("weapon", Harm::Violence),
    ("firearm", Harm::Violence),
    ("pistol", Harm::Violence),
    ("handgun", Harm::Violence),
    ("gun", Harm::Violence),
    ("shoot", Harm::Violence),
    ("armed", Harm::Violence),
];

/// The charge that weighs most of those that still stand.
pub(super) fn heaviest(charges: &[Charge]) -> Option<&Charge> {
    let stands = charges.iter().filter(|charge| !acquitted(charge));
    stands.reduce(|heaviest, charge| if weight(charge) > weight(heaviest) { charge } else { heaviest })
}

/// How grave charges are, with the caution codes that stand in the same entry. A grade that is not given counts as a
/// misdemeanor.
pub fn gravity(charges: &[Charge], cautions: &[String]) -> u8 {
    let danger = cautions.iter().any(|code| codes::caution(code).severity == Severity::Danger);
    heaviest(charges).map_or(0, weight) + if danger { DANGER } else { 0 }
}

fn weight(charge: &Charge) -> u8 {
    let grade = match charge.grade {
        Some(Grade::Infraction | Grade::Violation) => 10,
        Some(Grade::Misdemeanor) | None => 20,
        Some(Grade::Felony) => 30,
    };
    grade
        + match harm(charge) {
            Harm::None => 0,
            Harm::Violence => 5,
            Harm::Life => 8,
        }
}

fn harm(charge: &Charge) -> Harm {
    let section = charge.statute.as_deref().map_or(Harm::None, |statute| by_section(&section_of(statute)));
    let words = charge.description.to_lowercase();
    let words = words.split(|c: char| !c.is_alphanumeric()).flat_map(|word| {
        WORDS.iter().filter(move |(beginning, _)| word.starts_with(beginning)).map(|(_, harm)| *harm)
    });
    words.chain([section]).max().unwrap_or(Harm::None)
}

fn by_section(statute: &str) -> Harm {
    if let Some(section) = statute.strip_prefix("29-") {
        // Carrying, possessing and transferring firearms (chapter 529).
        return if (28..=38).contains(&leading_number(section)) { Harm::Violence } else { Harm::None };
    }
    let Some(section) = statute.strip_prefix("53a-") else { return Harm::None };
    // Assault of public safety personnel and stalking share their number with lesser offenses.
    if section.starts_with("167c") || ["181c", "181d", "181e"].iter().any(|s| section.starts_with(s)) {
        return Harm::Violence;
    }
    let number = leading_number(section);
    let found = SECTIONS.iter().find(|(first, last, _)| (*first..=*last).contains(&number));
    found.map_or(Harm::None, |(_, _, harm)| *harm)
}

fn leading_number(text: &str) -> u16 {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text.get(..end).and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn charge(statute: &str, description: &str, grade: Option<Grade>) -> Charge {
        let statute = (!statute.is_empty()).then(|| statute.to_owned());
        Charge { statute, description: description.to_owned(), grade, ..Charge::default() }
    }

    #[test]
    fn what_harms_people_weighs_more_and_a_danger_more_than_a_grade() {
        const FELONY: Option<Grade> = Some(Grade::Felony);
        const MISDEMEANOR: Option<Grade> = Some(Grade::Misdemeanor);
        // Each weighs less than the next.
        let ladder: [(&str, &str, Option<Grade>, &[&str]); 9] = [
            ("14-219", "Speeding", Some(Grade::Infraction), &[]),
            ("53a-125b", "Larceny 6th degree", MISDEMEANOR, &[]),
            ("53a-61", "Assault 3rd degree", MISDEMEANOR, &["70"]),
            ("53a-103", "Burglary 3rd degree", FELONY, &[]),
            ("53a-125b", "Larceny 6th degree", MISDEMEANOR, &["00"]),
            ("", "Robbery", FELONY, &[]),
            ("53a-169", "", FELONY, &[]),
            ("53a-103", "Burglary 3rd degree", FELONY, &["05"]),
            ("53a-54a", "Murder", FELONY, &["00"]),
        ];
        let weighed = ladder.map(|(statute, words, grade, cautions)| {
            let cautions: Vec<String> = cautions.iter().map(|code| (*code).to_owned()).collect();
            gravity(&[charge(statute, words, grade)], &cautions)
        });
        assert!(weighed.is_sorted_by(|a, b| a < b), "{weighed:?}");
    }

    #[test]
    fn offenses_are_known_by_section_or_by_word() {
        let check = |statute, words, expect: u8| {
            assert_eq!(
                weight(&charge(statute, words, Some(Grade::Felony))) - 30,
                expect,
                "{statute} {words}"
            );
        };
        check("CGS § 53a-134(a)(4)", "", 5);
        check("53a-167c", "", 5);
        check("53a-167a", "Interfering with an officer", 0);
        check("53a-181", "Breach of the peace", 0);
        check("53a-181d", "", 5);
        check("29-35", "", 5);
        check("", "HOMICIDE - NEGLIGENT MANSLAUGHTER", 8);
        check("", "Larceny begun", 0);
        check("", "Gun, illegal possession", 5);
        check("53-21", "Risk of injury to a child", 0);
    }
}
