//! Units inside a building (USPS Publication 28, section 213 and appendix C2).

use super::street::{directional, suffix};

/// Designators that say nothing but "unit": `APT 4`, `UNIT 4` and `# 4` are one door.
fn plain(word: &str) -> bool {
    matches!(
        word,
        "#" | "APT"
            | "APARTMENT"
            | "APMT"
            | "UNIT"
            | "STE"
            | "SUITE"
            | "RM"
            | "ROOM"
            | "NO"
            | "SPC"
            | "SPACE"
    )
}

/// Designators that tell one kind of unit from another, in standard abbreviation. The flag: it may stand alone.
fn telling(word: &str) -> Option<(&'static str, bool)> {
    Some(match word {
        "FL" | "FLR" | "FLOOR" => ("FL", false),
        "BLDG" | "BUILDING" | "BLD" => ("BLDG", false),
        "LOT" => ("LOT", false),
        "TRLR" | "TRAILER" => ("TRLR", false),
        "DEPT" | "DEPARTMENT" => ("DEPT", false),
        "PH" | "PENTHOUSE" => ("PH", true),
        "BSMT" | "BASEMENT" => ("BSMT", true),
        "FRNT" | "FRONT" => ("FRNT", true),
        "REAR" => ("REAR", true),
        "UPPR" | "UPPER" => ("UPPR", true),
        "LOWR" | "LOWER" => ("LOWR", true),
        "LBBY" | "LOBBY" => ("LBBY", true),
        "SIDE" => ("SIDE", true),
        _ => return None,
    })
}

/// Takes the unit off the end of a street line: from the first designator that is not the start of the line, or a bare
/// number behind the street's suffix (`12 SILVER ST 4`).
pub(super) fn split_off(words: &mut Vec<String>) -> Vec<String> {
    let last = words.len().saturating_sub(1);
    let designator = (0..words.len()).find(|at| {
        let word = words[*at].as_str();
        let street_before = *at >= 2 || (*at == 1 && words[0].starts_with(|c: char| c.is_ascii_alphabetic()));
        let whole_line = *at == 0 && plain(word) && word != "NO";
        let followed = *at < last;
        // "200 LOWER ST": a designator that is part of the name has a suffix behind it.
        let named = followed && suffix(&words[*at + 1]).is_some() && words[*at + 1].len() > 1;
        whole_line
            || (street_before
                && !named
                && ((plain(word) && followed) || telling(word).is_some_and(|(_, alone)| alone || followed)))
    });
    if let Some(at) = designator {
        // "2ND FL": the ordinal before the designator belongs to it.
        let ordinal_before = at > 2 && telling(&words[at]).is_some() && floor(&words[at - 1]).is_some();
        return words.split_off(if ordinal_before { at - 1 } else { at });
    }
    if words.len() > 3
        && suffix(&words[last - 1]).is_some_and(|standard| !matches!(standard, "RTE" | "HWY"))
        && suffix(&words[last]).is_none()
        && directional(&words[last]).is_none()
        && (words[last].len() == 1 || words[last].bytes().any(|byte| byte.is_ascii_digit()))
    {
        return words.split_off(last);
    }
    // "2ND FL" without a number in front of the street: the last two words.
    if words.len() > 3 && telling(&words[last]).is_some() && floor(&words[last - 1]).is_some() {
        return words.split_off(last - 1);
    }
    Vec::new()
}

/// A unit in standard form: `4`, `4B`, `FL2`, `BSMT`, `BLDG2 11`.
pub(super) fn standard(words: &[String]) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut kind = "";
    let mut rest = words.iter().peekable();
    while let Some(word) = rest.next() {
        if plain(word) && (rest.peek().is_some() || !parts.is_empty()) {
            kind = "";
        } else if let (Some(floor), Some((standard, _))) =
            (floor(word), rest.peek().and_then(|next| telling(next)))
        {
            rest.next();
            parts.push(format!("{standard}{floor}"));
        } else if let Some((standard, alone)) = telling(word) {
            let value_follows = rest.peek().is_some_and(|next| !plain(next) && telling(next).is_none());
            if value_follows {
                kind = standard;
            } else if alone || words.len() == 1 {
                parts.push(standard.to_owned());
            }
        } else {
            let value: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
            let value = if kind == "FL" { floor(&value).unwrap_or(&value).to_owned() } else { value };
            let trimmed = value.trim_start_matches('0');
            parts.push(format!("{kind}{}", if trimmed.is_empty() { &value } else { trimmed }));
            kind = "";
        }
    }
    parts.join(" ")
}

/// `2` for `2ND`.
fn floor(word: &str) -> Option<&str> {
    ["ST", "ND", "RD", "TH"]
        .into_iter()
        .find_map(|end| word.strip_suffix(end))
        .filter(|figures| !figures.is_empty() && figures.bytes().all(|byte| byte.is_ascii_digit()))
}
