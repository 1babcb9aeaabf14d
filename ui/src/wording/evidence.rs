//! Evidence in numbers that people can read.

use ciss_contract::matter::RecordName;
use ciss_contract::record::Evidence;

/// `+12.4`, `−3.0`.
pub(crate) fn bits(bits: f32) -> String {
    let sign = if bits < 0.0 { "−" } else { "+" };
    format!("{sign}{:.1}", bits.abs())
}

/// The odds that a total stands for: `1,000 to 1 for one person`.
pub(crate) fn odds(total: f32) -> String {
    let whole = total.abs().clamp(0.0, 40.0).exp2();
    let number = match whole {
        ..10.0 => format!("{whole:.1}"),
        ..1_000.0 => format!("{whole:.0}"),
        ..1e6 => format!("{:.0} thousand", whole / 1e3),
        ..1e9 => format!("{:.0} million", whole / 1e6),
        _ => "more than a billion".to_owned(),
    };
    let side = if total < 0.0 { "against" } else { "for" };
    format!("{number} to 1 {side} one person")
}

/// Whether the total reaches, and what else decides. Two records that reach may still be of two golden records: all
/// records of both must bear it.
pub(crate) fn verdict(evidence: &Evidence, merged: bool) -> String {
    let Evidence { total, threshold, ruled_out, .. } = evidence;
    let (odds, threshold_in_bits) = (odds(*total), bits(*threshold));
    match (ruled_out, total >= threshold, merged) {
        (Some(reason), _, _) => format!("ruled out by {reason}, whatever the total"),
        (None, true, true) => format!("{odds}; merged from {threshold_in_bits} on"),
        (None, true, false) => {
            format!("{odds}; these two alone reach {threshold_in_bits}, all records of both together do not")
        }
        (None, false, _) => format!("{odds}; too little, merged from {threshold_in_bits} on"),
    }
}

/// `RMS 26-003811 of CT0006400`; the place in the document where it is not the first.
pub(crate) fn record(name: &RecordName) -> String {
    let agency = name.agency.as_ref().map(|agency| format!(" of {agency}")).unwrap_or_default();
    let place = match name.position {
        0 => String::new(),
        position => format!(", person {}", position + 1),
    };
    format!("{} {}{agency}{place}", name.source.code(), name.number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odds_in_words() {
        for (total, expect) in [
            (0.0, "1.0 to 1 for one person"),
            (-2.0, "4.0 to 1 against one person"),
            (5.0, "32 to 1 for one person"),
            (12.0, "4 thousand to 1 for one person"),
            (24.0, "17 million to 1 for one person"),
            (90.0, "more than a billion to 1 for one person"),
        ] {
            assert_eq!(odds(total), expect);
        }
        assert_eq!((bits(12.44).as_str(), bits(-3.0).as_str()), ("+12.4", "−3.0"));
    }

    #[test]
    fn a_verdict_says_what_decides() {
        let evidence = |total, ruled_out: Option<&str>| Evidence {
            steps: vec![],
            total,
            threshold: 3.0,
            ruled_out: ruled_out.map(str::to_owned),
        };
        assert!(verdict(&evidence(4.0, None), true).ends_with("merged from +3.0 on"));
        let apart = verdict(&evidence(4.4, None), false);
        assert!(apart.contains("these two alone reach +3.0") && !apart.contains("merged"), "{apart}");
        for merged in [true, false] {
            assert!(verdict(&evidence(1.0, None), merged).contains("too little"));
        }
        assert_eq!(
            verdict(&evidence(20.0, Some("two license numbers")), false),
            "ruled out by two license numbers, whatever the total"
        );
    }
}
