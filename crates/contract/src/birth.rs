//! A date of birth, as much of it as sources state.

mod written;

use std::fmt;
use std::str::FromStr;

use crate::day::day;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

pub use written::Written;

/// A date of birth. On the wire it is text: `2007-03-14`, or `2007` where only the year is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Birth {
    /// To the day.
    Day(Date),
    /// Only the year.
    Year(i16),
}

/// The text is no date of birth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoBirth;

impl fmt::Display for NoBirth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date of birth is YYYY-MM-DD or YYYY")
    }
}

impl std::error::Error for NoBirth {}

impl Birth {
    /// The day, where it is known.
    pub const fn day(self) -> Option<Date> {
        match self {
            Birth::Day(day) => Some(day),
            Birth::Year(_) => None,
        }
    }

    /// The year, which is always known.
    pub fn year(self) -> i16 {
        match self {
            Birth::Day(day) => day.year(),
            Birth::Year(year) => year,
        }
    }
}

impl Birth {
    /// `27 Dec 1984`, or `1984`, for people.
    pub fn shown(self) -> String {
        match self {
            Birth::Day(date) => day(date),
            Birth::Year(year) => format!("{year:04}"),
        }
    }
}

impl fmt::Display for Birth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Birth::Day(day) => day.fmt(f),
            Birth::Year(year) => write!(f, "{year:04}"),
        }
    }
}

impl FromStr for Birth {
    type Err = NoBirth;

    fn from_str(text: &str) -> Result<Birth, NoBirth> {
        if text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return text.parse().map(Birth::Year).map_err(|_| NoBirth);
        }
        text.parse().map(Birth::Day).map_err(|_| NoBirth)
    }
}

impl Serialize for Birth {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Birth {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Birth, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Birth {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .pattern(Some(r"^\d{4}(-\d{2}-\d{2})?$"))
            .description(Some("`2007-03-14`, or `2007` where only the year is known."))
            .into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Birth {}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_date_of_birth_is_as_long_as_it_is_known() {
        for (birth, text) in
            [(Birth::Day(date(2007, 3, 14)), "\"2007-03-14\""), (Birth::Year(2007), "\"2007\"")]
        {
            assert_eq!(serde_json::to_string(&birth).unwrap(), text);
            assert_eq!(serde_json::from_str::<Birth>(text).unwrap(), birth);
        }
        for text in ["\"\"", "\"07\"", "\"2007-13-01\"", "\"2007-03\"", "2007"] {
            assert!(serde_json::from_str::<Birth>(text).is_err(), "{text}");
        }
    }
}
