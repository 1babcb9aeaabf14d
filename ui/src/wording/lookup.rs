//! A lookup in words: the vehicle, the sources, what is missing, and what is said aloud.

use ciss_contract::answer::{GapReason, Question, Severity, Standing};
use ciss_contract::lookup::{LookupAnswer, Outcome, SourceSummary, TheftAnswer, VehicleAnswer};
use ciss_contract::source::Source;
use jiff::Timestamp;

use super::look::Look;
use super::person::count;
use super::time;

/// `2019 Honda Civic, blue, 4-door`; only what is known.
pub(crate) fn vehicle(vehicle: &VehicleAnswer) -> String {
    let year = vehicle.year.map(|year| year.to_string());
    let name: Vec<_> = [year, vehicle.make.clone(), vehicle.model.clone()].into_iter().flatten().collect();
    let rest = [vehicle.colour.clone(), vehicle.style.clone()].into_iter().flatten();
    let name = if name.is_empty() { "Vehicle, make not known".to_owned() } else { name.join(" ") };
    std::iter::once(name).chain(rest).collect::<Vec<_>>().join(", ")
}

/// Whether vehicle or plate is stolen.
pub(crate) fn theft(theft: &TheftAnswer) -> (Look, String) {
    match (theft.evidence.first(), theft.gap) {
        (Some(first), _) => {
            let entered = first.on.map(|on| format!(" · entered {}", time::day(on))).unwrap_or_default();
            let confirm = first.want.iter().filter_map(|want| want.confirm.as_ref());
            let confirm: String = confirm.map(|agency| format!(" · confirm with {agency}")).collect();
            (
                Look::from(first.severity),
                format!("{} · no. {}{entered}{confirm}", first.summary, first.number),
            )
        }
        (None, None) => (Look::NoRecord, "no theft record".to_owned()),
        (None, Some(GapReason::Pending)) => (Look::Asking, "theft: asking …".to_owned()),
        (None, Some(GapReason::Stale)) => (Look::Stale, "theft: stale".to_owned()),
        (None, Some(gap)) => {
            (Look::Missing, format!("theft not known: {} {}", Source::WantedFile.code(), gap.label()))
        }
    }
}

/// What a source did.
pub(crate) const fn outcome(line: &SourceSummary) -> &'static str {
    match line.outcome {
        Outcome::Answered | Outcome::NoRecord if line.stale => "stale",
        Outcome::Answered => "answered",
        Outcome::NoRecord => "no record",
        Outcome::Denied => "not entitled",
        Outcome::TimedOut => "timed out",
        Outcome::Failed => "failed",
        Outcome::NotConnected => "not connected",
        Outcome::Pending => "asking …",
    }
}

/// The outcome as the contract writes it, for tests in a real window.
pub(crate) const fn outcome_code(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Answered => "answered",
        Outcome::NoRecord => "no_record",
        Outcome::Denied => "denied",
        Outcome::TimedOut => "timed_out",
        Outcome::Failed => "failed",
        Outcome::NotConnected => "not_connected",
        Outcome::Pending => "pending",
    }
}

/// The standing as the contract writes it, for tests in a real window.
pub(crate) const fn standing_code(standing: Standing) -> &'static str {
    match standing {
        Standing::Yes => "yes",
        Standing::Older => "older",
        Standing::NoRecord => "no_record",
        Standing::NotAvailable => "not_available",
        Standing::Stale => "stale",
        Standing::Pending => "pending",
    }
}

/// The question as the contract writes it, for tests in a real window.
pub(crate) const fn question_code(question: Question) -> &'static str {
    match question {
        Question::Wanted => "wanted",
        Question::RecentArrest => "recent_arrest",
        Question::Released => "released",
        Question::ProtectiveOrder => "protective_order",
        Question::Registrant => "registrant",
        Question::PendingCases => "pending_cases",
        Question::BailConditions => "bail_conditions",
        Question::Supervision => "supervision",
        Question::ViolenceAgainstPolice => "violence_against_police",
    }
}

/// A source that gave no fresh answer, and what hangs on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hole {
    /// Colour and icon.
    pub(crate) look: Look,
    /// `CMIS timed out`.
    pub(crate) what: String,
    /// `Bail conditions, probation, parole`.
    pub(crate) open: String,
}

/// What is missing from an answer: sources that owe one of its questions, or the vehicle, and gave nothing fresh.
pub(crate) fn holes(answer: &LookupAnswer) -> Vec<Hole> {
    let hole = |gap: ciss_contract::answer::Gap| {
        let mut open: Vec<&str> = Question::ALL
            .into_iter()
            .filter(|q| q.sources().contains(&gap.source))
            .map(Question::label)
            .collect();
        if gap.source == Source::WantedFile {
            open.push("Theft");
        }
        if gap.source == Source::DmvRegistration {
            open.push("Registration");
        }
        let look = match gap.reason {
            GapReason::Stale => Look::Stale,
            GapReason::Pending => Look::Asking,
            GapReason::TimedOut | GapReason::Failed | GapReason::Denied | GapReason::NotConnected => {
                Look::Missing
            }
        };
        let what = format!("{} {}", gap.source.code(), gap.reason.label());
        (!open.is_empty()).then(|| Hole { look, what, open: open.join(" · ") })
    };
    answer.gaps().filter_map(hole).collect()
}

/// `14 of 16 answered`: sources that spoke, of all. One that this hub does not have has not answered either.
pub(crate) fn tally(answer: &LookupAnswer) -> String {
    let spoke = |line: &&SourceSummary| matches!(line.outcome, Outcome::Answered | Outcome::NoRecord);
    format!("{} of {} answered", answer.sources.iter().filter(spoke).count(), answer.sources.len())
}

/// The source that has been silent longest, as of now: `CMIS 6 min`.
pub(crate) fn oldest(answer: &LookupAnswer, now: Timestamp) -> Option<String> {
    let heard = answer.sources.iter().filter_map(|line| Some((line.as_of?, line.source)));
    heard.min().map(|(as_of, source)| format!("{} {}", source.code(), time::age(as_of, now)))
}

/// What a screen reader says when the answer is there.
pub(crate) fn spoken(answer: &LookupAnswer) -> String {
    let also = answer.headline.also.iter().filter(|line| line.severity > Severity::Info);
    let also: String = also.map(|line| format!(" {}.", line.text)).collect();
    let headline = format!("{}. {}.{also}", answer.headline.text, answer.headline.detail);
    match answer.people.len() {
        0 => headline,
        1 => format!("{headline} 1 person. Press Alt 1 to open the record."),
        people @ 2..=9 => {
            format!("{headline} {}. Press Alt 1 to {people} to open one.", count(people, "person", "people"))
        }
        people => {
            format!("{headline} {people} people. Press Alt 1 to 9, or the arrows and Enter, to open one.")
        }
    }
}
