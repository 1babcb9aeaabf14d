//! The one function that changes the state.

mod asking;
mod deciding;
mod opening;

use std::rc::Rc;

use ciss_contract::ipc::{ConsoleState, HubStatus, PhotoRefused, SignedIn};
use ciss_contract::session::{Assignment, Operator};

use super::{
    Action, Announcement, Console, Effect, LookupState, Overlay, Page, Recent, RecordState, Step, Target,
    position_of_headline,
};
use crate::wording;

impl Console {
    /// Takes what happened, and says what the world has to do.
    pub(crate) fn update(&mut self, action: Action) -> Vec<Effect> {
        let (answered, lit) = (self.lookup.answer().is_some(), self.lit().is_some());
        let effects = self.take(action);
        if let Some(answer) = self.lookup.answer() {
            match (lit, self.lit().is_some()) {
                (true, false) => self.announcement = wording::set_back::spoken(answer).into(),
                (false, true) if answered => self.announcement = Announcement::of(answer),
                (true, true) | (false, _) => {}
            }
        }
        effects
    }

    fn take(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Started(state) => self.started(*state),
            Action::HubChanged(hub) => self.hub_changed(hub),
            Action::SignedIn(signed_in) => self.signed_in(signed_in),
            Action::LinkCame(link) => self.linked(link),
            Action::LinkFollowed(at) => self.follow_link(at),
            Action::LinkDismissed => {
                self.link = None;
                vec![]
            }

            Action::Typed(text) => {
                self.type_in(&text);
                vec![]
            }
            Action::Begun(letter) => self.begin(letter),
            Action::PurposeChosen(purpose) => {
                self.ask.purpose = purpose;
                vec![]
            }
            Action::BehalfTyped(behalf) => {
                self.ask.behalf = behalf;
                self.ask.refusal = None;
                vec![]
            }
            Action::Submitted(at) => self.submit(&self.ask.clone(), Some(at)),
            Action::Repeated(position, at) => match self.recent.get(position) {
                Some(recent) => self.look_up(&recent.line.query.clone(), Some(at)),
                None => vec![],
            },
            Action::PlateChosen(plate, at) => {
                self.look_up(&ciss_contract::query::shown_plate(&plate), Some(at))
            }
            Action::Cancelled => self.cancel(),
            Action::Answered(ticket, result) => self.answered(ticket, result.map(|answer| *answer)),
            Action::Late(late) => {
                self.late(late.ticket, late.rows);
                vec![]
            }
            Action::StillAsking(ticket) => {
                self.still_asking(ticket);
                vec![]
            }
            Action::Retried => self.retried(),

            Action::Walked(step) => self.walk(step),
            Action::Selected(position) => {
                self.lookup.selected = Some(position);
                vec![]
            }
            Action::Opened(position) => self.open_person(position),
            Action::HeadlineOpened => match self.lit().and_then(|answer| position_of_headline(answer)) {
                Some(position) => self.open_person(position),
                None => vec![],
            },
            Action::TiedOpened(position) => self.open_tied(position),
            Action::NearOpened(position) => self.open_near(position),
            Action::Explained(record) => {
                let open = self.record.explained.as_ref() == Some(&record);
                self.record.explained = (!open).then_some(record);
                self.record.deciding = None;
                vec![]
            }
            Action::NextExplained => self.explain_next(),
            Action::MoreWanted => self.more_wanted(),
            Action::DecisionBegun { mine, other, same } => self.begin_decision(mine, other, same),
            Action::ReasonTyped(reason) => {
                if let Some(deciding) = &mut self.record.deciding {
                    deciding.reason = reason;
                    deciding.refusal = None;
                }
                vec![]
            }
            Action::DecisionSent => self.send_decision(),
            Action::Decided(result) => self.decided(result),
            Action::DocumentOpened(document) => self.open_document(document),
            Action::DocumentRead(document, result) => {
                self.document_read(&document, result.map(|answer| *answer));
                vec![]
            }
            Action::Recorded(golden, result) => self.recorded(&golden, result.map(|record| *record)),
            Action::Back => self.back(),

            Action::PhotoRefused(PhotoRefused { photo, reason }) => {
                Rc::make_mut(&mut self.refused_photos).insert(photo, reason);
                vec![]
            }

            Action::Meeting(action) => self.meet(action),

            Action::PageChosen(page) => {
                self.page = page;
                self.overlay = None;
                vec![Effect::Focus(self.home())]
            }
            Action::BoxWanted => {
                self.page = Page::Lookup;
                self.overlay = None;
                vec![Effect::Focus(Target::Query)]
            }
            Action::InspectToggled => {
                self.lookup.inspecting ^= self.lit().is_some();
                vec![]
            }
            Action::KeysToggled => self.toggle(Overlay::Keys),
            Action::ReadAloudToggled if self.lit().is_some() => self.toggle(Overlay::ReadAloud),
            Action::ReadAloudToggled => vec![],
            Action::CopyWanted => match self.lit() {
                Some(answer) => vec![Effect::Copy(answer.read_back.clone())],
                None => vec![],
            },
            Action::Copied(done) => {
                self.lookup.copied = Some(done);
                let words = if done { "Copied." } else { "The text could not be copied." };
                self.announcement = words.into();
                vec![]
            }
            Action::ThemeSwitched => {
                self.theme = self.theme.next();
                vec![Effect::Wear(self.theme)]
            }
        }
    }

    fn started(&mut self, state: ConsoleState) -> Vec<Effect> {
        let ConsoleState { hub, operator, demo, recent, deep_link } = state;
        self.demo = demo;
        if self.recent.is_empty() {
            let listed = recent.into_iter().map(|line| Recent { line, answer: None });
            self.recent = Rc::new(listed.collect());
        }
        self.welcome(operator);
        let mut effects = self.hub_changed(hub);
        if let Some(link) = deep_link {
            effects.extend(self.linked(link));
        }
        effects
    }

    fn signed_in(&mut self, SignedIn { operator, demo }: SignedIn) -> Vec<Effect> {
        self.demo = demo;
        self.welcome(Some(operator));
        vec![]
    }

    /// Whoever does not relay for others asks for themselves, unless they say otherwise.
    fn welcome(&mut self, operator: Option<Operator>) {
        if let Some(operator) = &operator
            && operator.assignment != Assignment::Dispatcher
            && self.ask.behalf.is_empty()
        {
            self.ask.behalf.clone_from(&operator.name);
        }
        // What one person was shown is not for the next.
        if let (Some(before), Some(operator)) = (&self.operator, &operator)
            && before.federation_id != operator.federation_id
        {
            self.recent = Rc::default();
            self.before = None;
            self.lookup = LookupState::default();
            self.record = RecordState::default();
            self.page = Page::Lookup;
            self.overlay = None;
        }
        self.operator = operator;
    }

    fn hub_changed(&mut self, hub: HubStatus) -> Vec<Effect> {
        let was_gone = matches!(self.hub, HubStatus::Gone { .. });
        self.hub = hub;
        let mut effects = self.hub_is_chosen(self.hub != HubStatus::Unchosen);
        match &self.hub {
            HubStatus::Live { .. } => {
                if was_gone {
                    self.announcement = "The hub answers again.".into();
                }
                effects.extend(self.ask_again());
            }
            HubStatus::Unchosen | HubStatus::Connecting | HubStatus::Gone { .. } => {}
        }
        effects
    }

    fn walk(&mut self, step: Step) -> Vec<Effect> {
        let people = self.lit().map_or(0, |answer| answer.people.len());
        let Some(last) = people.checked_sub(1) else {
            return vec![];
        };
        let position = match (step, self.lookup.selected) {
            (Step::First, _) | (Step::Next, None) => 0,
            (Step::Last, _) | (Step::Previous, None) => last,
            (Step::Next, Some(at)) => (at + 1).min(last),
            (Step::Previous, Some(at)) => at.saturating_sub(1),
        };
        self.lookup.selected = Some(position);
        vec![Effect::Focus(Target::Person(position))]
    }

    fn toggle(&mut self, overlay: Overlay) -> Vec<Effect> {
        if self.overlay == Some(overlay) {
            self.overlay = None;
            return vec![Effect::FocusBack(self.home())];
        }
        self.overlay = Some(overlay);
        vec![Effect::Focus(Target::Overlay)]
    }

    fn back(&mut self) -> Vec<Effect> {
        if self.overlay.take().is_some() {
            self.record.document = None;
            return vec![Effect::FocusBack(self.home())];
        }
        if self.link.take().is_some() {
            return vec![];
        }
        if self.record.deciding.take().is_some() {
            let target = if self.record.explained.is_some() { Target::Evidence } else { Target::Record };
            return vec![Effect::Focus(target)];
        }
        match self.page {
            Page::Hub => vec![],
            Page::Record => self.leave_record(),
            Page::Lookup if self.lookup.under_way() => self.cancel(),
            Page::Lookup if self.lookup.inspecting => {
                self.lookup.inspecting = false;
                vec![]
            }
            Page::Lookup => {
                // Whatever was typed over it, the answer is one key away.
                if let Some(query) = self.lookup.answer().map(|answer| answer.query.shown()) {
                    self.type_in(&query);
                }
                vec![Effect::Focus(self.home())]
            }
        }
    }

    /// Where the focus belongs when nothing special holds it.
    pub(super) fn home(&self) -> Target {
        match (self.page, self.lit(), self.lookup.selected) {
            (Page::Hub, _, _) => Target::Address,
            (Page::Record, _, _) => Target::Record,
            (Page::Lookup, Some(_), Some(position)) => Target::Person(position),
            (Page::Lookup, Some(_), None) => Target::Answer,
            (Page::Lookup, None, _) => Target::Query,
        }
    }
}
