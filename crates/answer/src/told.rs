//! What there is to tell, and how far it could be checked.

use ciss_contract::answer::{GapReason, Question, Standing};
use ciss_contract::lookup::{LeftOut, Outcome, PersonAnswer, SourceSummary, TheftAnswer, VehicleAnswer};
use ciss_contract::query::Query;
use ciss_contract::source::Source;

/// What there is to tell.
pub(crate) struct Told<'a> {
    /// How the query was understood.
    pub(crate) query: &'a Query,
    /// The vehicle.
    pub(crate) vehicle: Option<VehicleAnswer>,
    /// Whether it is stolen; known even where no registration is.
    pub(crate) theft: TheftAnswer,
    /// People in the order of the answer, then those whom it leaves out.
    pub(crate) people: Vec<PersonAnswer>,
    /// How many of them it lists.
    pub(crate) listed: usize,
    /// People at the address who are not among them, because nothing of theirs was read.
    pub(crate) unchecked: usize,
    /// A line per source.
    pub(crate) sources: Vec<SourceSummary>,
}

impl Told<'_> {
    /// Sources that were asked and gave nothing, in words. What is the same every time stands in the source strip
    /// only: sources that the asker is not entitled to, that this hub does not have, and stale ones that know no wants.
    pub(crate) fn gaps(&self) -> Vec<String> {
        let reason = |outcome| match outcome {
            Outcome::TimedOut => Some(GapReason::TimedOut),
            Outcome::Failed => Some(GapReason::Failed),
            Outcome::Pending => Some(GapReason::Pending),
            Outcome::Answered | Outcome::NoRecord | Outcome::Denied | Outcome::NotConnected => None,
        };
        let line = |line: &SourceSummary| {
            let stale = line.stale && Question::Wanted.sources().contains(&line.source);
            let reason = reason(line.outcome).or(stale.then_some(GapReason::Stale))?;
            Some(format!("{} {}", line.source.code(), reason.label()))
        };
        self.sources.iter().filter_map(line).collect()
    }

    /// Sources that owe wants and will not be heard: why, in words.
    pub(crate) fn closed(&self) -> Vec<String> {
        let owed = Question::Wanted.sources();
        let reason = |line: &SourceSummary| match line.outcome {
            Outcome::Denied => Some(GapReason::Denied),
            Outcome::NotConnected => Some(GapReason::NotConnected),
            Outcome::Answered
            | Outcome::NoRecord
            | Outcome::TimedOut
            | Outcome::Failed
            | Outcome::Pending => None,
        };
        let silent = self.sources.iter().filter(|line| owed.contains(&line.source));
        let words = |line| reason(line).map(|reason| format!("{} {}", line.source.code(), reason.label()));
        silent.filter_map(words).collect()
    }

    /// The people of whom it speaks without listing them.
    fn others(&self) -> &[PersonAnswer] {
        self.people.get(self.listed..).unwrap_or_default()
    }

    /// Is the person listed?
    pub(crate) fn lists(&self, person: &PersonAnswer) -> bool {
        self.people.iter().take(self.listed).any(|listed| listed.golden == person.golden)
    }

    /// Who is left out; none where everybody is listed.
    pub(crate) fn left_out(&self) -> Option<LeftOut> {
        let (others, unchecked) = (self.others(), self.unchecked);
        let people = others.len() + unchecked;
        (people > 0).then(|| LeftOut {
            people,
            wanted: others.iter().filter(|person| person.is_wanted()).count(),
            severity: others.iter().filter_map(PersonAnswer::severity).max(),
            unchecked,
        })
    }

    /// Sources that were heard, are fresh and have nothing at all.
    pub(crate) fn without_record(&self) -> usize {
        self.sources.iter().filter(|line| line.outcome == Outcome::NoRecord && !line.stale).count()
    }

    /// Did the registry of vehicles answer?
    pub(crate) fn registry_heard(&self) -> bool {
        let registry = self.sources.iter().find(|line| line.source == Source::DmvRegistration);
        registry.is_some_and(|line| matches!(line.outcome, Outcome::Answered | Outcome::NoRecord))
    }

    /// What is open where a source of wants is not heard: of a vehicle without people only whether it is stolen.
    pub(crate) fn open_question(&self) -> &'static str {
        if self.everybody() == 0 { "Theft" } else { "Wants" }
    }

    /// How many people it is about.
    pub(crate) fn everybody(&self) -> usize {
        self.people.len() + self.unchecked
    }

    /// `1 of 4`; nothing where the answer has one person.
    pub(crate) fn of_all(&self, some: usize) -> Option<String> {
        (self.everybody() > 1).then(|| format!("{some} of {}", self.everybody()))
    }

    /// How many people's answers are withheld.
    pub(crate) fn withheld(&self) -> usize {
        self.people.iter().filter(|person| person.withheld.is_some()).count()
    }

    /// How the question of wants stands for whoever it is still open for. Without people, the vehicle's own stands.
    pub(crate) fn wants_open(&self) -> Option<Standing> {
        let gap = |reason| match reason {
            GapReason::Pending => Standing::Pending,
            GapReason::Stale => Standing::Stale,
            GapReason::TimedOut | GapReason::Failed | GapReason::Denied | GapReason::NotConnected => {
                Standing::NotAvailable
            }
        };
        let answers = self.people.iter().flat_map(|person| &person.answers);
        let wanted = answers.filter(|answer| answer.question == Question::Wanted);
        // Whoever is wanted by one source may be wanted by another, which was not heard.
        let open = wanted.flat_map(|answer| &answer.gaps).map(|owed| gap(owed.reason));
        let unread = (self.unchecked > 0).then_some(Standing::NotAvailable);
        open.chain(self.theft.gap.map(gap)).chain(unread).max_by_key(|standing| match standing {
            Standing::NotAvailable => 2,
            Standing::Stale => 1,
            Standing::Pending | Standing::Yes | Standing::Older | Standing::NoRecord => 0,
        })
    }
}
