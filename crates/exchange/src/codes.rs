//! NCIC code tables: a code, or the words that the table has for it, to the code.

use std::collections::HashMap;
use std::sync::OnceLock;

/// A table of codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Table {
    Sex,
    Race,
    Eye,
    Hair,
    VehicleColour,
    VehicleMake,
    Caution,
    State,
    Extradition,
}

impl Table {
    /// The table's name in a refusal.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Table::Sex => "NCIC sex",
            Table::Race => "NCIC race",
            Table::Eye => "NCIC eye color",
            Table::Hair => "NCIC hair color",
            Table::VehicleColour => "NCIC vehicle color",
            Table::VehicleMake => "NCIC vehicle make",
            Table::Caution => "NCIC caution",
            Table::State => "NCIC state",
            Table::Extradition => "NCIC extradition",
        }
    }

    const fn lines(self) -> &'static str {
        match self {
            Table::Sex => include_str!("../../../assets/codes/ncic_sex.csv"),
            Table::Race => include_str!("../../../assets/codes/ncic_rac.csv"),
            Table::Eye => include_str!("../../../assets/codes/ncic_eye.csv"),
            Table::Hair => include_str!("../../../assets/codes/ncic_hai.csv"),
            Table::VehicleColour => include_str!("../../../assets/codes/ncic_vco.csv"),
            Table::VehicleMake => include_str!("../../../assets/codes/ncic_vma.csv"),
            Table::Caution => include_str!("../../../assets/codes/ncic_cmc.csv"),
            Table::State => include_str!("../../../assets/codes/ncic_lis.csv"),
            Table::Extradition => include_str!("../../../assets/codes/ncic_exl.csv"),
        }
    }

    /// The code that this text is, or is the description of.
    pub(crate) fn code(self, text: &str) -> Option<&'static str> {
        static TABLES: [OnceLock<HashMap<String, &'static str>>; 9] = [const { OnceLock::new() }; 9];
        TABLES[self as usize].get_or_init(|| index(self.lines())).get(&plain(text)).copied()
    }
}

/// Codes by every text that stands for them. Words that two codes share stand for none.
fn index(lines: &'static str) -> HashMap<String, &'static str> {
    let mut codes = HashMap::new();
    let mut words: HashMap<String, Option<&'static str>> = HashMap::new();
    for (code, description) in lines.lines().skip(1).filter_map(|line| line.split_once(',')) {
        // `MUL/COL`: either may be written.
        for code in code.split('/') {
            codes.insert(plain(code), code);
        }
        let code = code.split('/').next().unwrap_or(code);
        // `White - a person having origins in ...`: the word, then its definition.
        let description = description.trim_matches('"').split(" - ").next().unwrap_or_default();
        let whole = plain(description);
        for text in description.split(" or ").map(plain).chain([whole]) {
            words
                .entry(text)
                .and_modify(|known| *known = known.filter(|known| *known == code))
                .or_insert(Some(code));
        }
    }
    for (text, code) in words {
        if let Some(code) = code {
            codes.entry(text).or_insert(code);
        }
    }
    codes
}

/// Upper case; `blonde` as the tables spell it.
fn plain(text: &str) -> String {
    text.trim().to_uppercase().replace("BLONDE", "BLOND")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(table: Table, text: &str, expect: Option<&str>) {
        assert_eq!(table.code(text), expect, "{table:?} {text}");
    }

    #[test]
    fn codes_and_words_give_the_code() {
        check(Table::Sex, "f", Some("F"));
        check(Table::Sex, "Female", Some("F"));
        check(Table::Race, "White", Some("W"));
        check(Table::Race, "5", None);
        check(Table::Eye, "Brown", Some("BRO"));
        check(Table::Hair, "Blonde Or Strawberry", Some("BLN"));
        check(Table::Hair, "Blonde", Some("BLN"));
        check(Table::Hair, "Red", Some("RED"));
        check(Table::Hair, "Bloned", None);
        check(Table::VehicleColour, "Black", Some("BLK"));
        check(Table::VehicleColour, "col", Some("COL"));
        check(Table::VehicleMake, "Nissan", Some("NISS"));
        check(Table::VehicleMake, "HOND", Some("HOND"));
        check(Table::VehicleMake, "69", None);
        check(Table::State, "Michigan", Some("MI"));
        check(Table::State, "ct", Some("CT"));
        check(Table::Caution, "00", Some("00"));
    }
}
