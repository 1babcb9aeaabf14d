//! From Enter to the last late row.

use std::rc::Rc;

use ciss_contract::ipc::{DeepLink, Lookup, Milestone, RecentLookup};
use ciss_contract::lookup::{LateRows, LookupAnswer, LookupRequest};
use ciss_contract::problem::{ErrorCode, Problem};
use ciss_contract::query::Query;

use crate::state::{Asked, Console, Effect, LookupState, Page, Progress, RECENT_KEPT, Target};
use crate::wording;

impl Console {
    /// Puts a line into the box and asks it.
    pub(super) fn look_up(&mut self, text: &str, entered: Option<f64>) -> Vec<Effect> {
        self.ask.text = text.into();
        self.submit(entered)
    }

    /// Runs the lookup of a link as if it were typed. What the link does not say is as it was last.
    pub(super) fn follow(&mut self, link: DeepLink) -> Vec<Effect> {
        let DeepLink { query, purpose, on_behalf_of } = link;
        self.ask.purpose = purpose.unwrap_or(self.ask.purpose);
        if let Some(behalf) = on_behalf_of {
            self.ask.behalf = behalf;
        }
        self.look_up(&query, None)
    }

    /// Asks what is in the box, or says why not. Nothing that the hub would refuse is sent.
    pub(super) fn submit(&mut self, entered: Option<f64>) -> Vec<Effect> {
        self.page = Page::Lookup;
        self.overlay = None;
        match self.ask.request() {
            Ok((query, request)) => {
                self.ask.refusal = None;
                let look = self.send(query, request, entered);
                vec![look, Effect::Focus(Target::Answer), Effect::SayStillAsking(self.last_ticket)]
            }
            Err(code) => self.refuse(code),
        }
    }

    fn refuse(&mut self, code: ErrorCode) -> Vec<Effect> {
        self.ask.refusal = Some(code);
        if matches!(self.lookup.progress, Progress::Failed(_)) {
            self.lookup.progress = Progress::Empty;
        }
        let target = if code == ErrorCode::BehalfMissing { Target::Behalf } else { Target::Query };
        vec![Effect::Focus(target)]
    }

    fn send(&mut self, query: Query, request: LookupRequest, entered: Option<f64>) -> Effect {
        self.last_ticket += 1;
        let ticket = self.last_ticket;
        let look = Effect::Look(Lookup { ticket, request: request.clone() });
        let asking = LookupState {
            asked: Some(Asked { ticket, query, request, entered }),
            progress: Progress::Asking(Vec::new()),
            selected: None,
            inspecting: self.lookup.inspecting,
            copied: None,
        };
        let before = std::mem::replace(&mut self.lookup, asking);
        self.before.get_or_insert(before);
        // The photos of the answer to come are fetched anew.
        self.refused_photos = Rc::default();
        self.announcement = "Asking.".to_owned();
        look
    }

    /// The question is older than a moment: the screen says that it is asked.
    pub(super) fn still_asking(&mut self, ticket: u32) {
        if self.lookup.ticket() == Some(ticket) {
            self.before = None;
        }
    }

    pub(super) fn cancel(&mut self) -> Vec<Effect> {
        match self.lookup.ticket() {
            Some(ticket) if self.lookup.under_way() => {
                self.before = None;
                self.lookup.progress = Progress::Cancelled;
                self.announcement = "Cancelled.".to_owned();
                vec![Effect::Cancel(ticket), Effect::Focus(Target::Query)]
            }
            _ => vec![],
        }
    }

    pub(super) fn answered(&mut self, ticket: u32, result: Result<LookupAnswer, Problem>) -> Vec<Effect> {
        if self.lookup.ticket() != Some(ticket) {
            return vec![];
        }
        let early = match &mut self.lookup.progress {
            Progress::Asking(early) | Progress::Waiting(early) => std::mem::take(early),
            Progress::Empty | Progress::Answered(_) | Progress::Failed(_) | Progress::Cancelled => {
                return vec![];
            }
        };
        self.before = None;
        match result {
            Ok(answer) => self.show(answer, early),
            Err(problem) => self.fail(problem),
        }
    }

    fn show(&mut self, mut answer: LookupAnswer, early: Vec<LateRows>) -> Vec<Effect> {
        for rows in early {
            answer.apply(rows);
        }
        self.demo |= answer.demo;
        self.announcement = wording::lookup::spoken(&answer);
        self.remember(&answer);
        self.lookup.progress = Progress::Answered(Rc::new(answer));
        let entered = self.lookup.asked.as_ref().and_then(|asked| asked.entered);
        entered.map(|at| Effect::TimePaint(Milestone::AnswerPainted, at)).into_iter().collect()
    }

    fn fail(&mut self, problem: Problem) -> Vec<Effect> {
        match problem.code {
            ErrorCode::Cancelled => {
                self.lookup.progress = Progress::Cancelled;
                vec![]
            }
            ErrorCode::HubUnreachable => {
                self.lookup.progress = Progress::Waiting(Vec::new());
                self.retry_later()
            }
            ErrorCode::QueryEmpty
            | ErrorCode::QueryTooLong
            | ErrorCode::QueryNotUnderstood
            | ErrorCode::QueryPartialPlate
            | ErrorCode::BehalfMissing => {
                self.lookup.progress = Progress::Empty;
                self.refuse(problem.code)
            }
            ErrorCode::ReasonMissing
            | ErrorCode::BodyNotUnderstood
            | ErrorCode::BodyTooLarge
            | ErrorCode::NotSignedIn
            | ErrorCode::NotEntitled
            | ErrorCode::AccountUnknown
            | ErrorCode::NotFound
            | ErrorCode::PhotoUnreadable
            | ErrorCode::SourceUnavailable
            | ErrorCode::Busy
            | ErrorCode::Internal
            | ErrorCode::HubTimedOut
            | ErrorCode::HubNotTrusted
            | ErrorCode::HubNotUnderstood => {
                self.lookup.progress = Progress::Failed(problem);
                if self.page == Page::Lookup { vec![Effect::Focus(Target::Query)] } else { vec![] }
            }
        }
    }

    pub(super) fn late(&mut self, ticket: u32, rows: LateRows) {
        if self.lookup.ticket() != Some(ticket) {
            return;
        }
        match &mut self.lookup.progress {
            Progress::Asking(early) | Progress::Waiting(early) => early.push(rows),
            Progress::Answered(answer) => {
                let before = answer.headline.clone();
                let answer = Rc::make_mut(answer);
                answer.apply(rows);
                if answer.headline != before {
                    self.announcement = wording::lookup::spoken(answer);
                }
                let answer = answer.clone();
                self.remember(&answer);
            }
            Progress::Empty | Progress::Failed(_) | Progress::Cancelled => {}
        }
    }

    /// Puts a lookup at the top of the list; an earlier one of the same plate gives way.
    fn remember(&mut self, answer: &LookupAnswer) {
        let query = answer.query.shown();
        self.recent.retain(|recent| recent.query != query);
        let summary = wording::lookup::summary(answer);
        self.recent.insert(0, RecentLookup { query, at: answer.at, summary });
        self.recent.truncate(RECENT_KEPT);
    }

    /// Schedules another attempt, once: the lookup and the record share the clock.
    pub(super) fn retry_later(&mut self) -> Vec<Effect> {
        if std::mem::replace(&mut self.retrying, true) { vec![] } else { vec![Effect::RetryLater] }
    }

    pub(super) fn retried(&mut self) -> Vec<Effect> {
        self.retrying = false;
        self.ask_again()
    }

    /// Asks again for whatever waits for the hub. It was not timed by a person, so its paint is not measured.
    pub(super) fn ask_again(&mut self) -> Vec<Effect> {
        let mut effects = self.open_again();
        if let (Progress::Waiting(_), Some(asked)) = (&self.lookup.progress, &mut self.lookup.asked) {
            self.last_ticket += 1;
            asked.ticket = self.last_ticket;
            asked.entered = None;
            effects.push(Effect::Look(Lookup { ticket: asked.ticket, request: asked.request.clone() }));
        }
        effects
    }
}
