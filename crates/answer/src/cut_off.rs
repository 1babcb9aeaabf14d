//! What is said where the hub hears nothing of what arrives.

use ciss_contract::answer::Severity;
use ciss_contract::lookup::HeadlineLine;
use jiff::{SignedDuration, Timestamp};

/// A line under the one at the top: since when, as an age.
pub(super) fn line(since: Timestamp, now: Timestamp) -> HeadlineLine {
    HeadlineLine {
        severity: Severity::Caution,
        text: format!("The hub is cut off for {}", age(now.duration_since(since))),
        detail: "what arrived meanwhile is not on file".to_owned(),
        people: 0,
        person: None,
    }
}

fn age(age: SignedDuration) -> String {
    let (count, unit) = match (age.as_mins(), age.as_hours()) {
        (..=0, _) => return "less than a minute".to_owned(),
        (minutes @ 1..=119, _) => (minutes, "minute"),
        (_, hours @ ..=47) => (hours, "hour"),
        (_, hours) => (hours / 24, "day"),
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_is_said_in_the_unit_that_fits() {
        for (minutes, expect) in [
            (-5, "less than a minute"),
            (0, "less than a minute"),
            (1, "1 minute"),
            (119, "119 minutes"),
            (120, "2 hours"),
            (47 * 60, "47 hours"),
            (48 * 60, "2 days"),
        ] {
            assert_eq!(age(SignedDuration::from_mins(minutes)), expect);
        }
    }
}
