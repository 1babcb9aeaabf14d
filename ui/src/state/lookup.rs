//! One lookup from Enter to its last late row.

use std::rc::Rc;

use ciss_contract::lookup::{LateRows, LookupAnswer, LookupRequest};
use ciss_contract::problem::Problem;
use ciss_contract::query::Query;

use super::Known;
use crate::wording::matrix;

/// The answer area of the lookup page.
#[derive(Clone, Default)]
pub(crate) struct LookupState {
    /// What was asked last.
    pub(crate) asked: Option<Asked>,
    /// How far it is.
    pub(crate) progress: Progress,
    /// The person that the arrows stand on, by position.
    pub(crate) selected: Option<usize>,
    /// The column of the matrix that they stand on; the person's own is 0.
    pub(crate) column: usize,
    /// The people's positions in the order of the matrix. It stays as it was when the answer came: nothing moves under a
    /// cursor.
    pub(crate) rows: Rc<Vec<usize>>,
    /// The right-hand column shows where the selected person's answers come from.
    pub(crate) inspecting: bool,
    /// Somebody came back to the answer: it says how old it is.
    pub(crate) returned: bool,
}

/// A cell of the matrix.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Spot {
    /// Whose row, by position in the answer.
    pub(crate) person: usize,
    /// The person's own is 0.
    pub(crate) column: usize,
}

/// A question that was sent.
#[derive(Clone, PartialEq)]
pub(crate) struct Asked {
    /// Names it over IPC; an answer with another ticket is not for us.
    pub(crate) ticket: u32,
    /// As understood.
    pub(crate) query: Query,
    /// As sent.
    pub(crate) request: LookupRequest,
    /// When Enter was pressed, in milliseconds of the window's clock; none where no person waits for it.
    pub(crate) entered: Option<f64>,
}

/// How far a lookup is.
#[derive(Clone, Default)]
pub(crate) enum Progress {
    /// Nothing asked yet.
    #[default]
    Empty,
    /// Sent. Late rows that overtake the answer wait for it.
    Asking(Vec<LateRows>),
    /// The hub is gone; it is asked again as soon as it is back. Late rows as above.
    Waiting(Vec<LateRows>),
    /// Here it is.
    Answered(Rc<LookupAnswer>),
    /// The hub or the way to it failed.
    Failed(Problem),
    /// The person stopped it.
    Cancelled,
}

impl Progress {
    /// For tests in a real window.
    pub(crate) const fn code(&self) -> &'static str {
        match self {
            Progress::Empty => "empty",
            Progress::Asking(_) => "asking",
            Progress::Waiting(_) => "waiting",
            Progress::Answered(_) => "answered",
            Progress::Failed(_) => "failed",
            Progress::Cancelled => "cancelled",
        }
    }
}

impl LookupState {
    /// An answer that somebody comes back to.
    pub(crate) fn returned(Known { asked, answer }: Known) -> LookupState {
        LookupState {
            asked: Some(asked),
            rows: Rc::new(matrix::rows(&answer)),
            progress: Progress::Answered(answer),
            returned: true,
            ..LookupState::default()
        }
    }

    /// The answer, once there is one.
    pub(crate) fn answer(&self) -> Option<&Rc<LookupAnswer>> {
        match &self.progress {
            Progress::Answered(answer) => Some(answer),
            Progress::Empty
            | Progress::Asking(_)
            | Progress::Waiting(_)
            | Progress::Failed(_)
            | Progress::Cancelled => None,
        }
    }

    /// Is an answer still to come?
    pub(crate) fn under_way(&self) -> bool {
        matches!(self.progress, Progress::Asking(_) | Progress::Waiting(_))
    }

    /// The ticket of the lookup on the screen.
    pub(crate) fn ticket(&self) -> Option<u32> {
        self.asked.as_ref().map(|asked| asked.ticket)
    }

    /// The cell of the matrix on which the Tab key stops: the selected one, or the first.
    pub(crate) fn spot(&self) -> Spot {
        let person = self.selected.or_else(|| self.rows.first().copied()).unwrap_or(0);
        Spot { person, column: self.column }
    }

    /// Puts the people in order, those who came since behind the others.
    pub(crate) fn order(&mut self, answer: &LookupAnswer) {
        let known = self.rows.len();
        if known == 0 {
            self.rows = Rc::new(matrix::rows(answer));
        } else if known < answer.people.len() {
            Rc::make_mut(&mut self.rows).extend(known..answer.people.len());
        }
    }

    /// The position in this answer of the person that the right-hand column is about: the selected one, the banner's, or the first.
    pub(crate) fn inspected(&self, answer: &LookupAnswer) -> Option<usize> {
        let position = self.selected.or_else(|| position_of_headline(answer)).unwrap_or(0);
        (position < answer.people.len()).then_some(position)
    }
}

/// The position of the person that the banner is about.
pub(crate) fn position_of_headline(answer: &LookupAnswer) -> Option<usize> {
    let golden = answer.headline.person.as_ref()?;
    answer.people.iter().position(|person| person.golden == *golden)
}
