//! The columns: the owed answers, and what is on file beside them.

use ciss_contract::answer::Question;
use ciss_contract::lookup::LookupAnswer;
use ciss_contract::source::Source;

use crate::wording::lookup::question_code;
use crate::wording::time;

/// What a column is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    /// One of the owed answers.
    Answer(Question),
    /// What is on file from before and answers none of them today.
    History,
    /// Permits to carry or sell weapons.
    Permits,
}

/// Sources whose silence leaves it open what is on file from before.
const OWE_HISTORY: [Source; 2] = [Source::CriminalHistory, Source::Rms];

/// Sources whose silence leaves it open what permits there are.
const OWE_PERMITS: [Source; 1] = [Source::Weapons];

impl Column {
    /// Every column, in the order in which they stand.
    pub(crate) fn all() -> impl Iterator<Item = Column> {
        let answers = Question::ALL.into_iter().map(Column::Answer);
        answers.chain([Column::History, Column::Permits])
    }

    /// How many columns there are, that of the person among them.
    pub(crate) const COUNT: usize = 1 + Question::ALL.len() + 2;

    /// Over the column.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Column::Answer(question) => question.label(),
            Column::History => "Older history",
            Column::Permits => "Weapons permit",
        }
    }

    /// For tests in a real window.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Column::Answer(question) => question_code(question),
            Column::History => "history",
            Column::Permits => "permits",
        }
    }

    pub(super) const fn sources(self) -> &'static [Source] {
        match self {
            Column::Answer(question) => question.sources(),
            Column::History => &OWE_HISTORY,
            Column::Permits => &OWE_PERMITS,
        }
    }

    /// Who is asked for the column.
    pub(crate) fn codes(self) -> String {
        self.sources().iter().map(|source| source.code()).collect::<Vec<_>>().join(", ")
    }

    /// The same, and as of when the oldest of them was heard: `CRMVS, JCM 13:50`.
    pub(super) fn basis(self, answer: &LookupAnswer) -> String {
        let owed = answer.sources.iter().filter(|line| self.sources().contains(&line.source));
        let oldest = owed.filter_map(|line| line.as_of).min();
        let oldest = oldest.map(|oldest| format!(" {}", time::as_of(oldest, answer.at)));
        self.codes() + &oldest.unwrap_or_default()
    }
}
