//! An answer that is not that of the line in the box, in words.

use ciss_contract::lookup::LookupAnswer;
use ciss_contract::query::Query;
use jiff::Timestamp;

use super::time;
use crate::state::Light;

/// `AB·12345 · answered 14:01, 12 min ago`, and why it is set back or what it said; nothing for an answer that is lit.
pub(crate) fn label(answer: &LookupAnswer, light: Light, now: Timestamp) -> Option<String> {
    let answered = format!(
        "{} · answered {}, {} ago",
        answer.query.shown(),
        time::as_of(answer.at, now),
        time::age(answer.at, now)
    );
    match light {
        Light::Lit => None,
        Light::Returned => Some(format!("{answered} — Enter in the box asks again")),
        Light::Elsewhere => Some(format!("{answered} — {}", not_in_box(&answer.query))),
        Light::Earlier => Some(format!("{answered}, not since: {}", answer.headline.text)),
    }
}

/// What a screen reader says when the box comes to hold something else.
pub(crate) fn spoken(answer: &LookupAnswer) -> String {
    format!("{} is set back: {}.", answer.query.shown(), not_in_box(&answer.query))
}

const fn not_in_box(query: &Query) -> &'static str {
    match query {
        Query::Plate { .. } => "not the plate in the box",
        Query::Vin { .. } => "not the VIN in the box",
    }
}
