//! Custody, supervision, bail and orders in a few words.

use ciss_contract::answer::{Question, Severity};
use ciss_contract::day::day;
use ciss_contract::matter::SupervisionForm;
use jiff::civil::Date;

use super::{RELEASED_DAYS, Statement, after};

/// `told` is the day of the document: a release after it is set, and has not happened.
pub(super) fn custody(
    facility: Option<&str>,
    admitted: Option<Date>,
    released: Option<Date>,
    planned: Option<Date>,
    told: Date,
) -> Statement {
    let (severity, summary) = match released {
        Some(released) if released <= told => (Severity::Info, format!("released {}", day(released))),
        ahead => {
            let place = facility.map_or_else(String::new, |place| format!(", {place}"));
            let release = match (ahead, planned) {
                (Some(set), _) => format!(", release set {}", day(set)),
                (None, Some(planned)) => format!(", release planned {}", day(planned)),
                (None, None) => String::new(),
            };
            (Severity::Caution, format!("in custody{place}{release}"))
        }
    };
    Statement {
        on: released.or(admitted),
        holds_until: released.and_then(|day| after(day, RELEASED_DAYS)),
        ..Statement::new(Question::Released, severity, summary)
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
    let summary = to(form, last);
    Statement {
        on: from,
        holds_until: last,
        ..Statement::new(Question::Supervision, Severity::Caution, summary)
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
    let summary = to(&words, until);
    Statement {
        on: from,
        holds_until: until,
        ..Statement::new(Question::BailConditions, Severity::Caution, summary)
    }
}

/// The respondent is the danger; the protected person must not be sent to them unknowingly.
pub(super) fn order(respondent: bool, issued: Option<Date>, expires: Option<Date>) -> Statement {
    let (severity, words) =
        if respondent { (Severity::Caution, "order against") } else { (Severity::Info, "protected person") };
    let summary = to(words, expires);
    Statement {
        on: issued,
        holds_until: expires,
        ..Statement::new(Question::ProtectiveOrder, severity, summary)
    }
}

fn to(words: &str, last: Option<Date>) -> String {
    last.map_or_else(|| words.to_owned(), |last| format!("{words} to {}", day(last)))
}
