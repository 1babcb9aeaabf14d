//! From Enter to the last late row.

use std::rc::Rc;

use ciss_contract::ipc::{DeepLink, HubStatus, Lookup, Milestone};
use ciss_contract::lookup::{LateRows, LookupAnswer, LookupRequest};
use ciss_contract::problem::{ErrorCode, Problem};
use ciss_contract::query::Query;
use ciss_contract::recent::RecentLookup;
use ciss_contract::source::Source;

use crate::state::{
    Announcement, Ask, Asked, Console, Effect, Known, LookupState, Page, Place, Progress, Recent, Target,
};
use crate::wording;

/// Characters of a line that are taken: more than anything that can be sent, so that what is too long is still said to be.
const LONGEST: usize = 100;

impl Console {
    /// Puts a line into the box and asks it.
    pub(super) fn look_up(&mut self, text: &str, entered: Option<f64>) -> Vec<Effect> {
        self.type_in(text);
        self.submit(&self.ask.clone(), entered)
    }

    /// A link came. It never takes the place of what somebody is looking at or typing: then it waits to be followed.
    pub(super) fn linked(&mut self, link: DeepLink) -> Vec<Effect> {
        let untouched = self.page() == Page::Lookup
            && self.shell.overlay.is_none()
            && self.ask.text.is_empty()
            && matches!(self.lookup.progress, Progress::Empty);
        if untouched {
            return self.follow(link, None);
        }
        self.shell.announcement = wording::ask::link_spoken(&link).into();
        self.shell.link = Some(link);
        vec![]
    }

    /// The link that waits is followed.
    pub(super) fn follow_link(&mut self, entered: f64) -> Vec<Effect> {
        match self.shell.link.take() {
            Some(link) => self.follow(link, Some(entered)),
            None => vec![],
        }
    }

    /// Runs the lookup of a link. Its purpose and its person are of this one question: what the link does not say is as
    /// it was last, and what it does say is not kept for the next.
    fn follow(&mut self, link: DeepLink, entered: Option<f64>) -> Vec<Effect> {
        let DeepLink { query, purpose, on_behalf_of } = link;
        self.type_in(&query);
        let mut ask = Ask::clone(&self.ask);
        ask.purpose = purpose.unwrap_or(ask.purpose);
        ask.behalf = on_behalf_of.unwrap_or(ask.behalf);
        self.submit(&ask, entered)
    }

    /// Puts a line into the box.
    pub(super) fn type_in(&mut self, text: &str) {
        let ask = &mut *self.ask;
        (ask.text, ask.refusal) = (text.into(), None);
    }

    /// A letter or a digit that was pressed outside every field begins the next line.
    pub(super) fn begin(&mut self, letter: char) -> Vec<Effect> {
        self.go_to_box();
        self.type_in(letter.encode_utf8(&mut [0; 4]));
        vec![Effect::Focus(Target::EndOfQuery)]
    }

    /// A text that was pasted outside every field is the next line, like one that was typed. Whoever pastes more than a line
    /// sees the first that says something.
    pub(super) fn paste(&mut self, text: &str) -> Vec<Effect> {
        let Some(line) = text.lines().map(str::trim).find(|line| !line.is_empty()) else {
            return vec![];
        };
        self.go_to_box();
        self.type_in(&line.chars().take(LONGEST).collect::<String>());
        vec![Effect::Focus(Target::EndOfQuery)]
    }

    /// Asks what is in the box, or says why not. Nothing that the hub would refuse is sent.
    pub(super) fn submit(&mut self, ask: &Ask, entered: Option<f64>) -> Vec<Effect> {
        self.go_to_box();
        match ask.request() {
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
        self.settle();
        self.lay_aside(&query);
        self.history.go(Place::Answer(query.clone()));
        let asking = LookupState {
            asked: Some(Asked { ticket, query, request, entered }),
            progress: Progress::Asking(Vec::new()),
            inspecting: self.lookup.inspecting,
            ..LookupState::default()
        };
        let before = std::mem::replace(&mut self.lookup, asking.into());
        self.before.get_or_insert(before);
        // The photos of the answer to come are fetched anew.
        self.shell.refused_photos = Rc::default();
        self.shell.copied = None;
        self.shell.announcement = "Asking.".into();
        look
    }

    /// A question that waits for the hub gives way to another one, and is not forgotten.
    fn lay_aside(&mut self, next: &Query) {
        if let (Progress::Waiting(_), Some(asked)) = (&self.lookup.progress, self.lookup.asked.clone()) {
            self.meanwhile.retain(|older| older.query != asked.query);
            self.meanwhile.push(asked);
        }
        if self.meanwhile.iter().any(|asked| asked.query == *next) {
            self.meanwhile.retain(|asked| asked.query != *next);
        }
    }

    /// Asks the oldest question that nobody answered again, as it was asked.
    pub(super) fn ask_meanwhile(&mut self, entered: f64) -> Vec<Effect> {
        match self.meanwhile.first().cloned() {
            Some(Asked { query, request, .. }) if matches!(self.shell.hub, HubStatus::Live { .. }) => {
                let LookupRequest { purpose, on_behalf_of, .. } = request;
                let (query, on_behalf_of) = (query.shown(), Some(on_behalf_of));
                self.follow(DeepLink { query, purpose: Some(purpose), on_behalf_of }, Some(entered))
            }
            Some(_) | None => vec![],
        }
    }

    /// The question is older than a moment: the screen says that it is asked.
    pub(super) fn still_asking(&mut self, ticket: u32) {
        if self.lookup.ticket() == Some(ticket) {
            self.before = None;
        }
    }

    /// The person stops what is under way.
    pub(super) fn cancel(&mut self) -> Vec<Effect> {
        match self.stop() {
            Some(stopped) => {
                self.shell.announcement = "Canceled.".into();
                vec![stopped, Effect::Focus(Target::Query)]
            }
            None => vec![],
        }
    }

    /// What is under way ends without an answer.
    pub(super) fn stop(&mut self) -> Option<Effect> {
        let ticket = self.lookup.ticket().filter(|_| self.lookup.under_way())?;
        self.before = None;
        self.lookup.progress = Progress::Cancelled;
        Some(Effect::Cancel(ticket))
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
        self.shell.demo |= answer.demo;
        self.shell.announcement = Announcement::of(&answer);
        self.lookup.order(&answer);
        let answer = Rc::new(answer);
        self.remember(answer.clone());
        self.lookup.progress = Progress::Answered(answer);
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
            | ErrorCode::JournalAway
            | ErrorCode::Busy
            | ErrorCode::TooManyRequests
            | ErrorCode::RequestTooSlow
            | ErrorCode::Internal
            | ErrorCode::HubTimedOut
            | ErrorCode::HubNotTrusted
            | ErrorCode::HubNotUnderstood
            | ErrorCode::SecretTooWeak
            | ErrorCode::SecretWrong
            | ErrorCode::KeyringAway
            | ErrorCode::VaultUnusable => {
                self.lookup.progress = Progress::Failed(problem);
                if self.page() == Page::Lookup { vec![Effect::Focus(Target::Query)] } else { vec![] }
            }
        }
    }

    pub(super) fn late(&mut self, ticket: u32, rows: LateRows) {
        if self.lookup.ticket() != Some(ticket) {
            return self.late_elsewhere(ticket, rows);
        }
        match &mut self.lookup.progress {
            Progress::Asking(early) | Progress::Waiting(early) => early.push(rows),
            Progress::Answered(answer) => {
                let before = answer.headline.clone();
                Rc::make_mut(answer).apply(rows);
                let answer = answer.clone();
                if answer.headline != before {
                    self.shell.announcement = Announcement::of(&answer);
                }
                self.lookup.order(&answer);
                self.remember(answer);
            }
            Progress::Empty | Progress::Failed(_) | Progress::Cancelled => {}
        }
    }

    /// What comes late of an answer that somebody has left is there when they come back to it.
    fn late_elsewhere(&mut self, ticket: u32, rows: LateRows) {
        let of_it = |recent: &Recent| recent.known.as_ref().is_some_and(|known| known.asked.ticket == ticket);
        if let Some(position) = self.recent.iter().position(of_it)
            && let Some(Recent { line, known: Some(known) }) = self.recent.get_mut(position)
        {
            let answer = Rc::make_mut(&mut known.answer);
            answer.apply(rows);
            *line = RecentLookup::of(answer);
        }
    }

    /// The next question ends what is still owed of the ones before: what they do not say any more is not waited for.
    fn settle(&mut self) {
        let owed = |recent: &Recent| {
            recent.known.as_ref().is_some_and(|known| known.answer.pending().next().is_some())
        };
        if !self.recent.iter().any(owed) {
            return;
        }
        for Recent { line, known } in self.recent.iter_mut() {
            let Some(known) = known else { continue };
            let answer = Rc::make_mut(&mut known.answer);
            let owed: Vec<Source> = answer.pending().collect();
            for source in owed {
                answer.apply(answer.without(source));
            }
            *line = RecentLookup::of(answer);
        }
    }

    /// Puts a lookup at the top of the list; an earlier one of the same plate gives way.
    fn remember(&mut self, answer: Rc<LookupAnswer>) {
        let line = RecentLookup::of(&answer);
        let known = self.lookup.asked.clone().map(|asked| Known { asked, answer });
        let recent = &mut *self.recent;
        recent.retain(|recent| recent.line.query != line.query);
        recent.insert(0, Recent { line, known });
        recent.truncate(RecentLookup::KEPT);
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
        if !matches!(self.lookup.progress, Progress::Waiting(_)) {
            return effects;
        }
        if let Some(asked) = &mut self.lookup.asked {
            self.last_ticket += 1;
            asked.ticket = self.last_ticket;
            asked.entered = None;
            effects.push(Effect::Look(Lookup { ticket: asked.ticket, request: asked.request.clone() }));
        }
        effects
    }
}
