//! Height and weight, in the contract's inches and pounds.

use crate::intake::Intake;
use crate::refusal::RefusalReason;
use crate::tree::Node;

/// Shortest and tallest person that is believed, inches.
const HEIGHTS: std::ops::RangeInclusive<f64> = 12.0..=108.0;
/// Lightest and heaviest person that is believed, pounds.
const WEIGHTS: std::ops::RangeInclusive<f64> = 1.0..=1500.0;

pub(super) fn height(intake: &Intake<'_>, views: &[Node<'_>]) -> Option<u16> {
    measure(intake, views, "PersonHeightMeasure", "LengthUnitCode", inches, &HEIGHTS)
}

pub(super) fn weight(intake: &Intake<'_>, views: &[Node<'_>]) -> Option<u16> {
    measure(intake, views, "PersonWeightMeasure", "WeightUnitCode", pounds, &WEIGHTS)
}

fn measure(
    intake: &Intake<'_>,
    views: &[Node<'_>],
    name: &str,
    code: &str,
    convert: fn(&str, &str) -> Result<f64, RefusalReason>,
    possible: &std::ops::RangeInclusive<f64>,
) -> Option<u16> {
    let values = [
        "MeasurePointValue",
        "MeasureValueText",
        "MeasureText",
        "MeasureDecimalValue",
        "MeasureIntegerValue",
    ];
    let node = views.iter().find_map(|view| view.at(name))?;
    let value = intake.first_text(node, &values)?;
    let unit = intake.first_text(node, &[code, "MeasureUnitText"]).unwrap_or_default();
    match convert(&value, &unit.to_lowercase()) {
        // Within the bounds, so that nothing is cut off.
        Ok(number) if possible.contains(&number) => Some(number.round() as u16),
        Ok(_) => {
            intake.leave_out(node, RefusalReason::NotANumber);
            None
        }
        Err(reason) => {
            intake.leave_out(node, reason);
            None
        }
    }
}

/// `5'11"` says its units itself.
fn inches(value: &str, unit: &str) -> Result<f64, RefusalReason> {
    if let Some((feet, rest)) = value.split_once('\'') {
        return feet_and_inches(feet, rest.trim_end_matches(['"', '\'']));
    }
    match unit {
        "inh" | "in" | "inch" | "inches" => number(value),
        "cmt" | "cm" => Ok(number(value)? / 2.54),
        "ft-in" => {
            let (feet, rest) = value.split_once('-').ok_or(RefusalReason::NotANumber)?;
            feet_and_inches(feet, rest)
        }
        _ => Err(RefusalReason::UnitUnknown),
    }
}

fn feet_and_inches(feet: &str, inches: &str) -> Result<f64, RefusalReason> {
    let inches = if inches.trim().is_empty() { 0.0 } else { number(inches)? };
    if inches >= 12.0 {
        return Err(RefusalReason::NotANumber);
    }
    Ok(number(feet)? * 12.0 + inches)
}

fn pounds(value: &str, unit: &str) -> Result<f64, RefusalReason> {
    match unit {
        "lbr" | "lb" | "lbs" | "pound" | "pounds" => number(value),
        "kgm" | "kg" => Ok(number(value)? / 0.453_592_37),
        _ => Err(RefusalReason::UnitUnknown),
    }
}

fn number(text: &str) -> Result<f64, RefusalReason> {
    let plain = text.trim().bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    text.trim().parse().ok().filter(|_| plain).ok_or(RefusalReason::NotANumber)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: &str, unit: &str, expect: Result<u16, RefusalReason>) {
        assert_eq!(inches(value, unit).map(|inches| inches.round() as u16), expect, "{value} {unit}");
    }

    #[test]
    fn a_height_needs_its_unit() {
        check("71", "inh", Ok(71));
        check("180", "cm", Ok(71));
        check("5'11\"", "", Ok(71));
        check("5-10", "ft-in", Ok(70));
        check("511", "", Err(RefusalReason::UnitUnknown));
        check("5'13\"", "", Err(RefusalReason::NotANumber));
        check("tall", "inches", Err(RefusalReason::NotANumber));
        check("1e2", "inches", Err(RefusalReason::NotANumber));
    }
}
