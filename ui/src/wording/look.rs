//! Colour and icon. Each has one meaning, and neither ever stands without a word.

use ciss_contract::answer::{Answer, Severity, Standing};
use ciss_contract::lookup::{Outcome, SourceSummary};

/// How a statement looks. There is no look for "safe": silence is not safety.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// Danger to people, or a want.
    Danger,
    /// Needs a person's attention.
    Caution,
    /// Information.
    Info,
    /// Asked, and nothing on file.
    NoRecord,
    /// Not asked, not entitled, or no answer.
    Missing,
    /// Too old to count.
    Stale,
    /// Still to come.
    Asking,
}

impl Look {
    /// Class in the style sheets.
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Look::Danger => "danger",
            Look::Caution => "caution",
            Look::Info => "info",
            Look::NoRecord => "no-record",
            Look::Missing => "missing",
            Look::Stale => "stale",
            Look::Asking => "asking",
        }
    }

    /// File in `assets/icons/ui`.
    pub(crate) const fn icon(self) -> &'static str {
        match self {
            Look::Danger => "octagon-alert",
            Look::Caution => "triangle-alert",
            Look::Info => "info",
            Look::NoRecord => "minus",
            Look::Missing => "circle-slash",
            Look::Stale => "clock-alert",
            Look::Asking => "loader-circle",
        }
    }

    /// File in `assets/icons/ui` for a source's line, where having something is no news.
    pub(crate) const fn source_icon(line: &SourceSummary) -> &'static str {
        match line.outcome {
            Outcome::NotConnected => "unplug",
            Outcome::Answered if !line.stale => "dot",
            Outcome::Answered
            | Outcome::NoRecord
            | Outcome::Denied
            | Outcome::TimedOut
            | Outcome::Failed
            | Outcome::Pending => Look::of_source(line).icon(),
        }
    }

    /// For an answer.
    pub(crate) fn of(answer: &Answer) -> Look {
        match answer.standing {
            Standing::Yes => answer.severity().map_or(Look::Info, Look::from),
            Standing::Older | Standing::NoRecord => Look::NoRecord,
            Standing::NotAvailable => Look::Missing,
            Standing::Stale => Look::Stale,
            Standing::Pending => Look::Asking,
        }
    }

    /// For a source's line.
    pub(crate) const fn of_source(line: &SourceSummary) -> Look {
        match line.outcome {
            Outcome::Answered | Outcome::NoRecord if line.stale => Look::Stale,
            Outcome::Answered => Look::Info,
            Outcome::NoRecord => Look::NoRecord,
            Outcome::Denied | Outcome::TimedOut | Outcome::Failed => Look::Missing,
            // A source that this hub never had is no fault of today.
            Outcome::NotConnected => Look::NoRecord,
            Outcome::Pending => Look::Asking,
        }
    }
}

impl From<Severity> for Look {
    fn from(severity: Severity) -> Look {
        match severity {
            Severity::Info => Look::Info,
            Severity::Caution => Look::Caution,
            Severity::Danger => Look::Danger,
        }
    }
}
