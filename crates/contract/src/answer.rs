//! The answers that a lookup owes for every person, and how each can stand.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::DocumentId;
use crate::source::Source;

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
            Question::Registrant => "Registrant",
            Question::PendingCases => "Cases pending",
            Question::BailConditions => "Bail conditions",
            Question::Supervision => "Probation, parole",
            Question::ViolenceAgainstPolice => "Violence v. police",
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

/// How an answer stands. The five never look alike on a screen, and none of them means safe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// A source says so; see the evidence. Gaps may remain beside it.
    Yes,
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

/// One document that says yes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Evidence {
    /// Where it comes from.
    pub source: Source,
    /// The document as the hub keeps it; none for an answer of a live source, which the hub does not keep.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentId>,
    /// The document's own number, for the radio and the telephone.
    pub number: String,
    /// When the source says this was so.
    pub as_of: Timestamp,
    /// What it means.
    pub severity: Severity,
    /// In a few words for a tag: `failure to appear, felony`, `parole to 11/2026`.
    pub summary: String,
    /// The day that the fact is about: issue, arrest, release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
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
    /// Documents that say yes, the gravest first.
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
}

/// Zero is left out of what is sent.
const fn none(count: &u32) -> bool {
    *count == 0
}

impl Answer {
    /// Puts an answer together. The standing follows from the parts, so that no caller can contradict them.
    pub fn new(question: Question, mut evidence: Vec<Evidence>, clear: Vec<Clear>, gaps: Vec<Gap>) -> Answer {
        evidence.sort_by(|a, b| b.severity.cmp(&a.severity).then(b.as_of.cmp(&a.as_of)));
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
        Answer { question, standing, evidence, more: 0, clear, gaps }
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
}
