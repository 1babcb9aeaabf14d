//! The answers that a lookup owes for every person, and how each can stand.

mod evidence;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::source::Source;
pub use evidence::{Caution, Evidence, Older, Telling, Want};

/// A question that a plate lookup answers for every person at the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Wanted by any agency.
    Wanted,
    /// Arrested in the last 90 days.
    RecentArrest,
    /// In custody, or released from prison in the last year.
    Released,
    /// Subject of, or protected by, an order in force.
    ProtectiveOrder,
    /// Registered sex offender.
    Registrant,
    /// Court cases pending.
    PendingCases,
    /// Bail or release conditions in force.
    BailConditions,
    /// On parole or probation.
    Supervision,
    /// History of violence against police.
    ViolenceAgainstPolice,
}

impl Question {
    /// Every question, in the order in which a screen shows them.
    pub const ALL: [Question; 9] = [
        Question::Wanted,
        Question::RecentArrest,
        Question::Released,
        Question::ProtectiveOrder,
        Question::Registrant,
        Question::PendingCases,
        Question::BailConditions,
        Question::Supervision,
        Question::ViolenceAgainstPolice,
    ];

    /// The row's title.
    pub const fn label(self) -> &'static str {
        match self {
            Question::Wanted => "Wanted",
            Question::RecentArrest => "Arrested recently",
            Question::Released => "Custody, release",
            Question::ProtectiveOrder => "Protective order",
            Question::Registrant => "Sex Offender Registry",
            Question::PendingCases => "Cases pending",
            Question::BailConditions => "Bail conditions",
            Question::Supervision => "Probation, parole",
            Question::ViolenceAgainstPolice => "Violence v. police",
        }
    }

    /// What is said where nothing holds today and something did before.
    pub const fn none_today(self) -> &'static str {
        match self {
            Question::Wanted => "none outstanding",
            Question::RecentArrest => "none in 90 days",
            Question::Released => "none in 12 months",
            Question::ProtectiveOrder => "none in force",
            Question::Registrant => "not registered now",
            Question::PendingCases => "none pending",
            Question::BailConditions => "none in force",
            Question::Supervision => "none now",
            Question::ViolenceAgainstPolice => "none that stands",
        }
    }

    /// The sources that owe the answer. `No record` needs all of them; `yes` needs one.
    pub const fn sources(self) -> &'static [Source] {
        match self {
            Question::Wanted => &[Source::WantedFile, Source::Prawn],
            Question::RecentArrest => &[Source::Rms],
            Question::Released => &[Source::Corrections],
            Question::ProtectiveOrder => &[Source::ProtectiveOrders],
            Question::Registrant => &[Source::SexOffenders],
            Question::PendingCases => &[Source::CriminalMotorVehicle, Source::JudicialCases],
            Question::BailConditions => &[Source::CaseManagement],
            Question::Supervision => &[Source::CaseManagement, Source::Parole],
            Question::ViolenceAgainstPolice => &[Source::Rms, Source::CriminalHistory],
        }
    }
}

/// How an answer stands. No two of them look alike on a screen, and none of them means safe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// A source says so; see the evidence. Gaps may remain beside it.
    Yes,
    /// Every source that owes the answer was asked; nothing holds today, and older matters are on file.
    Older,
    /// Every source that owes the answer was asked and has nothing.
    NoRecord,
    /// At least one owed source did not answer and none says yes.
    NotAvailable,
    /// Nothing says yes, but a source has sent nothing for more than 24 hours.
    Stale,
    /// A source that is asked at query time has not answered yet; the answer will be replaced.
    Pending,
}

/// What a fact means for the officer. Decides colour, icon and word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Information.
    Info,
    /// Needs a person's attention.
    Caution,
    /// Danger to people, or a want.
    Danger,
}

/// Why a source gave no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum GapReason {
    /// It did not answer before the deadline.
    TimedOut,
    /// It answered with an error, or the connection failed.
    Failed,
    /// The asker is not entitled to it.
    Denied,
    /// Not connected to this hub, or it never sent anything.
    NotConnected,
    /// Asked; the answer is still to come.
    Pending,
    /// It has sent nothing for more than 24 hours.
    Stale,
}

impl GapReason {
    /// As a row shows it after the source's code.
    pub const fn label(self) -> &'static str {
        match self {
            GapReason::TimedOut => "timed out",
            GapReason::Failed => "failed",
            GapReason::Denied => "not entitled",
            GapReason::NotConnected => "not connected",
            GapReason::Pending => "asking",
            GapReason::Stale => "stale",
        }
    }
}

/// A source that owed an answer and did not give a fresh one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Gap {
    /// The source.
    pub source: Source,
    /// Why.
    pub reason: GapReason,
}

/// A source that was asked and has nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Clear {
    /// The source.
    pub source: Source,
    /// As of when its silence counts: the last time it sent, or now for a live source.
    pub as_of: Timestamp,
}

/// The answer to one question about one person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Answer {
    /// What was asked.
    pub question: Question,
    /// How it stands.
    pub standing: Standing,
    /// Events that say yes, the gravest first, then the newest.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// Further documents on file about the question that are not listed, no graver than those that are.
    #[serde(default, skip_serializing_if = "none")]
    pub more: u32,
    /// Sources that have nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clear: Vec<Clear>,
    /// Sources that gave no fresh answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<Gap>,
    /// What is on file from before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub older: Option<Older>,
}

/// Zero is left out of what is sent.
const fn none(count: &u32) -> bool {
    *count == 0
}

impl Answer {
    /// Puts an answer together without anything from before; see [`with_older`](Self::with_older). The standing follows
    /// from the parts, so that no caller can contradict them.
    pub fn new(question: Question, mut evidence: Vec<Evidence>, clear: Vec<Clear>, gaps: Vec<Gap>) -> Answer {
        evidence.sort_by(|a, b| {
            let rank = |e: &Evidence| (e.severity, e.gravity, e.on, e.as_of);
            rank(b).cmp(&rank(a))
        });
        let standing = if !evidence.is_empty() {
            Standing::Yes
        } else if gaps.iter().any(|gap| gap.reason == GapReason::Pending) {
            Standing::Pending
        } else if gaps.iter().any(|gap| gap.reason != GapReason::Stale)
            || (gaps.is_empty() && clear.is_empty())
        {
            Standing::NotAvailable
        } else if !gaps.is_empty() {
            Standing::Stale
        } else {
            Standing::NoRecord
        };
        Answer { question, standing, evidence, more: 0, clear, gaps, older: None }
    }

    /// The answer with what is on file from before. Where every source was heard and nothing holds today, it stands as
    /// [`Standing::Older`].
    #[must_use]
    pub fn with_older(self, older: Option<Older>) -> Answer {
        let standing = match (self.standing, older) {
            (Standing::NoRecord, Some(_)) => Standing::Older,
            (Standing::Older, None) => Standing::NoRecord,
            (standing, _) => standing,
        };
        Answer { standing, older, ..self }
    }

    /// The gravest thing that the evidence says.
    pub fn severity(&self) -> Option<Severity> {
        self.evidence.iter().map(|evidence| evidence.severity).max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clear(source: Source) -> Clear {
        Clear { source, as_of: Timestamp::UNIX_EPOCH }
    }

    fn check(gaps: &[GapReason], clears: usize, expect: Standing) {
        let gaps = gaps.iter().map(|reason| Gap { source: Source::Prawn, reason: *reason }).collect();
        let answer = Answer::new(Question::Wanted, vec![], vec![clear(Source::WantedFile); clears], gaps);
        assert_eq!(answer.standing, expect);
    }

    #[test]
    fn silence_is_no_record_only_when_every_source_spoke() {
        check(&[], 2, Standing::NoRecord);
        check(&[GapReason::TimedOut], 1, Standing::NotAvailable);
        check(&[GapReason::Denied], 1, Standing::NotAvailable);
        check(&[GapReason::Stale], 1, Standing::Stale);
        check(&[GapReason::Stale, GapReason::Failed], 0, Standing::NotAvailable);
        check(&[GapReason::Pending], 1, Standing::Pending);
        check(&[], 0, Standing::NotAvailable);
    }

    #[test]
    fn what_was_before_is_neither_a_record_of_today_nor_none_and_hides_no_gap() {
        let older = Some(Older { entries: 2, newest: None });
        let stands = |gaps: &[GapReason]| {
            let gaps = gaps.iter().map(|reason| Gap { source: Source::Prawn, reason: *reason }).collect();
            Answer::new(Question::Wanted, vec![], vec![clear(Source::WantedFile)], gaps)
                .with_older(older)
                .standing
        };
        assert_eq!(stands(&[]), Standing::Older);
        assert_eq!(stands(&[GapReason::Failed]), Standing::NotAvailable);
        assert_eq!(stands(&[GapReason::Stale]), Standing::Stale);
    }

    #[test]
    fn the_gravest_leads_and_of_equals_the_newest() {
        let entry = |severity, gravity, on: Option<&str>, number: &str| Evidence {
            source: Source::Prawn,
            document: None,
            number: number.to_owned(),
            as_of: Timestamp::UNIX_EPOCH,
            severity,
            gravity,
            summary: String::new(),
            on: on.map(|day| day.parse().unwrap()),
            want: None,
            verify: false,
            also: vec![],
        };
        let given = vec![
            entry(Severity::Caution, 90, Some("2026-11-01"), "caution"),
            entry(Severity::Danger, 10, Some("2026-11-02"), "newest"),
            entry(Severity::Danger, 30, Some("2020-01-01"), "gravest"),
            entry(Severity::Danger, 10, None, "undated"),
        ];
        let told = Answer::new(Question::Wanted, given, vec![], vec![]).evidence;
        let order: Vec<_> = told.iter().map(|evidence| evidence.number.as_str()).collect();
        assert_eq!(order, ["gravest", "newest", "undated", "caution"]);
    }
}
