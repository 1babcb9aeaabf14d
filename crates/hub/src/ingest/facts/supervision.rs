//! Custody, supervision, bail and orders in a few words.

use ciss_contract::answer::{Question, Severity};
use ciss_contract::matter::SupervisionForm;
use jiff::civil::Date;

use super::{RELEASED_DAYS, Statement, after, month};

pub(super) fn custody(
    facility: Option<&str>,
    admitted: Option<Date>,
    released: Option<Date>,
    planned: Option<Date>,
) -> Statement {
    let (severity, summary) = match (released, planned) {
        (Some(day), _) => (Severity::Info, format!("released {}", month(day))),
        (None, planned) => {
            let mut words =
                facility.map_or_else(|| "in custody".to_owned(), |place| format!("in custody, {place}"));
            if let Some(day) = planned {
                words.push_str(&format!(", release planned {}", month(day)));
            }
            (Severity::Caution, words)
        }
    };
    Statement {
        question: Question::Released,
        severity,
        summary,
        on: released.or(admitted),
        holds_until: released.and_then(|day| after(day, RELEASED_DAYS)),
    }
}

pub(super) fn supervision(
    form: SupervisionForm,
    from: Option<Date>,
    until: Option<Date>,
    ended: Option<Date>,
) -> Statement {
    let form = match form {
        SupervisionForm::Parole => "parole",
        SupervisionForm::Probation => "probation",
    };
    let last = ended.or(until);
    Statement {
        question: Question::Supervision,
        severity: Severity::Caution,
        summary: to(form, last),
        on: from,
        holds_until: last,
    }
}

pub(super) fn bail(
    amount: Option<&str>,
    conditions: &[String],
    from: Option<Date>,
    until: Option<Date>,
) -> Statement {
    let words = match (conditions.is_empty(), amount) {
        (true, Some(amount)) => format!("bail ${}", amount.trim_start_matches('$')),
        (true, None) => "bail".to_owned(),
        (false, _) => "bail conditions".to_owned(),
    };
    Statement {
        question: Question::BailConditions,
        severity: Severity::Caution,
        summary: to(&words, until),
        on: from,
        holds_until: until,
    }
}

/// The respondent is the danger; the protected person must not be sent to them unknowingly.
pub(super) fn order(respondent: bool, issued: Option<Date>, expires: Option<Date>) -> Statement {
    Statement {
        question: Question::ProtectiveOrder,
        severity: if respondent { Severity::Caution } else { Severity::Info },
        summary: if respondent { to("order against", expires) } else { "protected person".to_owned() },
        on: issued,
        holds_until: expires,
    }
}

fn to(words: &str, last: Option<Date>) -> String {
    last.map_or_else(|| words.to_owned(), |day| format!("{words} to {}", month(day)))
}
