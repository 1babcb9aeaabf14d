//! Charges, with what became of them.

use ciss_contract::matter::{Charge, Grade};

use crate::intake::Intake;
use crate::limits::MOST_CHARGES;
use crate::refusal::RefusalReason;
use crate::tree::Node;

const STATUTES: [&str; 3] = ["ChargeStatute", "OffenseViolatedStatute", "Statute"];

/// The charge or offence that the element is, or stands for; none where it is sealed or the reference leads nowhere.
pub(crate) fn charge(intake: &Intake<'_>, node: Node<'_>) -> Option<Charge> {
    let node = intake.follow(node)?;
    intake.count_charge(node);
    let views = node.views();
    let disposition = node.at("ChargeDisposition");
    Some(Charge {
        statute: statute(intake, &views),
        description: description(intake, &views),
        grade: grade_of(intake, &views),
        counts: intake.count_at(node, "ChargeCountQuantity"),
        disposition: disposition.and_then(|node| {
            intake.first_text(
                node,
                &[
                    "DispositionDescriptionText",
                    "DispositionText",
                    "ChargeDispositionOtherText",
                    "CourtActionCode",
                    "ChargeDispositionAugmentation/CourtDispositionCode",
                ],
            )
        }),
        disposed: disposition.and_then(|node| intake.day_at(node, "DispositionDate")),
    })
}

/// The charges at these elements.
pub(crate) fn charges(intake: &Intake<'_>, mut nodes: Vec<Node<'_>>) -> Vec<Charge> {
    if let Some(over) = nodes.get(MOST_CHARGES) {
        intake.leave_out(*over, RefusalReason::TooMany(MOST_CHARGES));
        nodes.truncate(MOST_CHARGES);
    }
    nodes.into_iter().filter_map(|node| charge(intake, node)).collect()
}

fn statute(intake: &Intake<'_>, views: &[Node<'_>]) -> Option<String> {
    let of_statute = [
        "StatuteText",
        "StatuteOffenseIdentification/IdentificationID",
        "StatuteCodeSectionIdentification/IdentificationID",
        "StatuteCodeIdentification/IdentificationID",
    ];
    let nodes: Vec<Node<'_>> =
        STATUTES.iter().flat_map(|name| views.iter().flat_map(|view| view.every(name))).collect();
    let stated = intake.text_of(&nodes, &of_statute);
    stated.or_else(|| intake.text_of(views, &["ProsecutionChargeCodeText", "ChargeCodeText"]))
}

fn description(intake: &Intake<'_>, views: &[Node<'_>]) -> String {
    let paths = [
        "ChargeDescriptionText",
        "ChargeText",
        "ChargeStatute/StatuteDescriptionText",
        "OffenseViolatedStatute/StatuteDescriptionText",
        "Statute/StatuteDescriptionText",
        "OffenseText",
        "ChargeCategoryDescriptionText",
        "GeneralOffenseCharacterDescriptionText",
        "OffenseCategoryText",
        "OffenseCode",
    ];
    // A whole sentence of law is longer than a value may be: the next best description then stands for it.
    intake.text_of(views, &paths).unwrap_or_default()
}

/// How grave a charge is, by the first of its elements that says so.
pub(crate) fn grade_of(intake: &Intake<'_>, views: &[Node<'_>]) -> Option<Grade> {
    let paths = [
        "ChargeSeverityText",
        "ChargeSeverityCode",
        "ChargeSeverityDescriptionText",
        "ChargeSeverityLevel/SeverityLevelDescriptionText",
        "ChargeStatute/StatuteLevelText",
        "StatuteLevelText",
    ];
    for node in paths.iter().flat_map(|path| views.iter().flat_map(|view| view.every(path))) {
        if let Some(text) = intake.text(node) {
            let grade = grade(&text);
            if grade.is_none() {
                intake.leave_out(node, RefusalReason::NotACode("charge severity"));
            }
            return grade;
        }
    }
    let in_words = ["ChargeCategoryDescriptionText", "ChargeCategoryText", "ChargeClassificationText"];
    if let Some(grade) = intake.text_of(views, &in_words).and_then(|text| grade(&text)) {
        return Some(grade);
    }
    let felony = views.iter().find_map(|view| intake.indicator_at(*view, "ChargeFelonyIndicator"));
    (felony == Some(true)).then_some(Grade::Felony)
}

/// A grade by its word or its letter; a class may follow (`F1`, `FA`), and `P` says petty (`PM`). Several two-letter
/// codes in a row (`FAFB`) are a grade where all of them are the same.
pub(crate) fn grade(text: &str) -> Option<Grade> {
    let text = text.trim().to_uppercase();
    one_grade(&text).or_else(|| {
        let codes = text.as_bytes().chunks(2).map(|code| one_grade(std::str::from_utf8(code).ok()?));
        let mut grades = codes.collect::<Option<Vec<Grade>>>()?;
        grades.dedup();
        match grades.as_slice() {
            [grade] if text.len().is_multiple_of(2) => Some(*grade),
            _ => None,
        }
    })
}

fn one_grade(text: &str) -> Option<Grade> {
    match text {
        "FELONY" | "FEL" => Some(Grade::Felony),
        "MISDEMEANOR" | "MISD" | "PETTY MISDEMEANOR" | "PM" | "MD" => Some(Grade::Misdemeanor),
        "VIOLATION" | "VIO" | "VL" | "V" => Some(Grade::Violation),
        "INFRACTION" | "INF" | "I" => Some(Grade::Infraction),
        _ => match text.as_bytes() {
            [b'F'] | [b'F', b'A'..=b'E' | b'U' | b'1'..=b'9'] => Some(Grade::Felony),
            [b'M'] | [b'M', b'A'..=b'E' | b'U' | b'1'..=b'9'] => Some(Grade::Misdemeanor),
            _ => None,
        },
    }
}

/// True for the statutes on assaulting, or interfering with, an officer (CGS 53a-167a to 53a-167d).
pub(crate) fn is_against_police(charge: &Charge) -> bool {
    let statute = charge.statute.as_deref().unwrap_or_default().to_lowercase();
    ["53a-167a", "53a-167b", "53a-167c", "53a-167d"].iter().any(|section| statute.contains(section))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grades_by_word_letter_and_class() {
        let cases = [
            ("Felony", Some(Grade::Felony)),
            ("FA", Some(Grade::Felony)),
            ("f1", Some(Grade::Felony)),
            ("M", Some(Grade::Misdemeanor)),
            ("MD", Some(Grade::Misdemeanor)),
            ("PM", Some(Grade::Misdemeanor)),
            ("VL", Some(Grade::Violation)),
            ("FAFBFC", Some(Grade::Felony)),
            ("MDPM", Some(Grade::Misdemeanor)),
            ("FCMD", None),
            ("FAF", None),
            ("Traffic", None),
            ("", None),
            ("FX", None),
        ];
        for (text, expect) in cases {
            assert_eq!(grade(text), expect, "{text}");
        }
    }

    #[test]
    fn the_statutes_on_officers() {
        for (statute, expect) in
            [("53a-167c", true), ("C.G.S. 53A-167A", true), ("53a-167", false), ("53a-60", false)]
        {
            let charge = Charge { statute: Some(statute.to_owned()), ..Charge::default() };
            assert_eq!(is_against_police(&charge), expect, "{statute}");
        }
    }
}
