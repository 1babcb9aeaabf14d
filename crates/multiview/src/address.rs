//! Addresses, resolved by the rules of USPS Publication 28 (Postal Addressing Standards).
//!
//! Two ways of writing one place give one key, and two flats of one tower give two.

mod street;
mod unit;

use serde::{Deserialize, Serialize};

/// An address as a source wrote it. It has no `Debug`: an address is personal.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PostalAddress {
    /// House number and street, perhaps with the unit behind them.
    pub street: String,
    /// Apartment, unit or floor, with or without its word.
    pub unit: Option<String>,
    /// Town or city.
    pub town: String,
    /// Two-letter state.
    pub state: Option<String>,
    /// Five or nine digits.
    pub postal_code: Option<String>,
}

/// A place, in standard form.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ResolvedAddress {
    /// House number; empty for a post box or a place that has none.
    pub number: String,
    /// Street with directionals and suffix in standard abbreviation: `N MAIN ST`.
    pub street: String,
    /// `4` for Apt 4, Unit 4 and # 4 alike, `FL2`, `BSMT`; empty for a house of its own.
    pub unit: String,
    /// Town, upper case.
    pub town: String,
    /// Two-letter state.
    pub state: String,
    /// Five digits, or empty. Not part of the key: sources leave it out or mistype it.
    pub postal_code: String,
}

impl PostalAddress {
    /// Resolves the address. None when it names no place: no street, or neither town nor postal code.
    /// An address without a state is in `home_state`.
    pub fn resolve(&self, home_state: &str) -> Option<ResolvedAddress> {
        let mut words = words(&self.street);
        let own_unit = self.unit.as_deref().map(crate::address::words).unwrap_or_default();
        let unit_in_street = unit::split_off(&mut words);
        let unit = if own_unit.is_empty() { unit_in_street } else { own_unit };
        let (number, street) = street::standard(words)?;
        let postal_code: String = self
            .postal_code
            .iter()
            .flat_map(|code| code.chars())
            .filter(char::is_ascii_digit)
            .take(5)
            .collect();
        let town = crate::address::words(&self.town);
        let town = if town.is_empty() { postal_code.clone() } else { town.join(" ") };
        if town.is_empty() {
            return None;
        }
        let state =
            self.state.as_deref().map(str::trim).filter(|state| !state.is_empty()).unwrap_or(home_state);
        Some(ResolvedAddress {
            number,
            street,
            unit: unit::standard(&unit),
            town,
            state: state.to_ascii_uppercase(),
            postal_code,
        })
    }

    /// As written, on one line: `12 Silver St, Apt 4, Middletown 06457`.
    pub fn line(&self) -> String {
        let unit = self.unit.as_deref().map(str::trim).filter(|unit| !unit.is_empty());
        let unit = unit.map(|unit| match unit.bytes().next() {
            Some(first) if first.is_ascii_digit() || unit.len() == 1 => format!("Apt {unit}"),
            _ => unit.to_owned(),
        });
        let mut line = [Some(self.street.trim().to_owned()), unit, Some(self.town.trim().to_owned())]
            .into_iter()
            .flatten()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(", ");
        if let Some(code) = self.postal_code.as_deref().map(str::trim).filter(|code| !code.is_empty()) {
            line.push(' ');
            line.push_str(code);
        }
        line
    }

    /// Reads what [`PostalAddress::line`] wrote; the state is not in it.
    pub fn from_line(line: &str) -> PostalAddress {
        let is_code = |word: &str| word.len() >= 5 && word.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        let (place, code) = match line.rsplit_once(' ') {
            Some((place, code)) if is_code(code) => (place, Some(code.to_owned())),
            _ => (line, None),
        };
        let (street, town) = place.rsplit_once(", ").unwrap_or((place, ""));
        PostalAddress {
            street: street.to_owned(),
            unit: None,
            town: town.to_owned(),
            state: None,
            postal_code: code,
        }
    }
}

/// House number, street and unit of one line, in standard form.
pub(crate) fn parts(line: &str) -> Option<(String, String, String)> {
    let mut words = words(line);
    let unit = unit::split_off(&mut words);
    street::standard(words).map(|(number, street)| (number, street, unit::standard(&unit)))
}

/// A unit in standard form.
pub(crate) fn unit(text: &str) -> String {
    unit::standard(&words(text))
}

impl ResolvedAddress {
    /// `12|SILVER ST|4|MIDDLETOWN|CT`: equal for equal places.
    pub fn key(&self) -> String {
        let ResolvedAddress { number, street, unit, town, state, postal_code: _ } = self;
        format!("{number}|{street}|{unit}|{town}|{state}")
    }

    /// The key of the house around a unit; a house's own key.
    pub fn house_key(&self) -> String {
        ResolvedAddress { unit: String::new(), ..self.clone() }.key()
    }

    /// The key as a number that is the same for ever.
    pub fn id(&self) -> u64 {
        crate::hash::hash(&["address", &self.number, &self.street, &self.unit, &self.town, &self.state])
    }
}

/// Upper-case ASCII words; `#` is a word of its own, hyphens and slashes stay inside one (`12-14`, `1/2`).
fn words(text: &str) -> Vec<String> {
    let plain = if text.is_ascii() { text.to_owned() } else { deunicode::deunicode(text) };
    plain
        .to_ascii_uppercase()
        .replace('#', " # ")
        .split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '#' | '-' | '/' | '\'' | '.'))
        .map(|word| word.chars().filter(|c| !matches!(c, '\'' | '.')).collect::<String>())
        .map(|word| word.trim_matches(['-', '/']).to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(street: &str, unit: &str, town: &str, expect: &str) {
        let address = PostalAddress {
            street: street.into(),
            unit: (!unit.is_empty()).then(|| unit.into()),
            town: town.into(),
            ..PostalAddress::default()
        };
        let key = address.resolve("CT").map(|resolved| resolved.key()).unwrap_or_default();
        assert_eq!(key, expect, "{street:?} {unit:?} {town:?}");
    }

    #[test]
    fn one_place_has_one_key() {
        let silver = "12|SILVER ST|4|MIDDLETOWN|CT";
        check("12 Silver St", "4", "Middletown", silver);
        check("12 Silver Street", "Apt 4", "MIDDLETOWN", silver);
        check("12 SILVER ST APT 4", "", "Middletown", silver);
        check("12 Silver St., #4", "", "Middletown", silver);
        check("12 Silver St Unit 04", "", "Middletown ", silver);
        check("12 silver strt 4", "", "middletown", silver);
        check("12 Silver St", "# 4", "Middletown", silver);
    }

    #[test]
    fn a_line_is_read_back_as_the_place_that_it_was() {
        let places: [[&str; 4]; 6] = [
            ["12 Silver St", "Apt 4", "Middletown", "06457"],
            ["12 Silver St", "", "Middletown", "06457-1234"],
            ["12 Silver St", "4", "New Haven", ""],
            ["12 Silver St #4", "", "", "06457"],
            ["12 Silver St, 2nd Floor", "", "Hartford", ""],
            ["PO Box 9", "", "Derby", "06418"],
        ];
        for [street, unit, town, code] in places {
            let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            let address = PostalAddress {
                street: street.to_owned(),
                unit: filled(unit),
                town: town.to_owned(),
                state: None,
                postal_code: filled(code),
            };
            let read = PostalAddress::from_line(&address.line());
            assert!(read.resolve("CT") == address.resolve("CT"), "{}", address.line());
        }
        for line in ["", ",", ", ", "06457", "12 Silver St"] {
            assert!(PostalAddress::from_line(line).resolve("CT").is_none(), "{line:?}");
        }
    }

    #[test]
    fn a_flat_is_not_its_neighbour() {
        check("200 Tower Rd Apt 4B", "", "Hartford", "200|TOWER RD|4B|HARTFORD|CT");
        check("200 Tower Rd", "4-B", "Hartford", "200|TOWER RD|4B|HARTFORD|CT");
        check("200 Tower Rd", "4C", "Hartford", "200|TOWER RD|4C|HARTFORD|CT");
        check("200 Tower Rd", "", "Hartford", "200|TOWER RD||HARTFORD|CT");
        check("200 Tower Rd", "2nd Floor", "Hartford", "200|TOWER RD|FL2|HARTFORD|CT");
        check("200 Tower Rd FL 2", "", "Hartford", "200|TOWER RD|FL2|HARTFORD|CT");
        check("200 Tower Rd", "Bsmt", "Hartford", "200|TOWER RD|BSMT|HARTFORD|CT");
        check("200 Tower Rd Bldg 2 Apt 11", "", "Hartford", "200|TOWER RD|BLDG2 11|HARTFORD|CT");
    }

    #[test]
    fn directionals_suffixes_and_ordinals_are_standard() {
        check("1 North Main Street", "", "Derby", "1|N MAIN ST||DERBY|CT");
        check("1 N. Main St", "", "Derby", "1|N MAIN ST||DERBY|CT");
        check("1 North Street", "", "Derby", "1|NORTH ST||DERBY|CT");
        check("1 Main Street Extension", "", "Derby", "1|MAIN ST EXT||DERBY|CT");
        check("1 Main St West", "", "Derby", "1|MAIN ST W||DERBY|CT");
        check("9 First Avenue", "", "Derby", "9|1ST AVE||DERBY|CT");
        check("9 1st Ave", "", "Derby", "9|1ST AVE||DERBY|CT");
        check("7 Saint John Street", "", "Derby", "7|SAINT JOHN ST||DERBY|CT");
        check("7 St. John St", "", "Derby", "7|SAINT JOHN ST||DERBY|CT");
        check("100 Route 9", "", "Derby", "100|RTE 9||DERBY|CT");
        check("12-14 Oak Ter", "", "Derby", "12-14|OAK TER||DERBY|CT");
        check("12A Oak Terrace", "", "Derby", "12A|OAK TER||DERBY|CT");
        check("12 1/2 Oak Terrace", "", "Derby", "12 1/2|OAK TER||DERBY|CT");
        check("P.O. Box 0123", "", "Derby", "|PO BOX 123||DERBY|CT");
        check("Court Street", "", "Derby", "|COURT ST||DERBY|CT");
        check("5 Avenue C", "", "Derby", "5|AVENUE C||DERBY|CT");
    }

    #[test]
    fn what_names_no_place_has_no_key() {
        check("", "", "Derby", "");
        check("1 Main St", "", "", "");
        check("Apt 4", "", "Derby", "");
        check("###", "", "Derby", "");
    }

    #[test]
    fn a_line_reads_as_written() {
        let address = PostalAddress {
            street: "12 Silver St".into(),
            unit: Some("4".into()),
            town: "Middletown".into(),
            state: Some("CT".into()),
            postal_code: Some("06457".into()),
        };
        assert_eq!(address.line(), "12 Silver St, Apt 4, Middletown 06457");
    }
}
