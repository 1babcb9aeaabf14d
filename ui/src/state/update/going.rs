//! From place to place: what is come back to is shown as it was left.

use ciss_contract::query::Query;

use crate::state::{Announcement, Console, Effect, LookupState, Page, Place, Target};

impl Console {
    /// To the box, wherever the window is.
    pub(super) fn go_to_box(&mut self) {
        if self.page() != Page::Lookup {
            self.history.go(Place::Box);
        }
        self.shell.overlay = None;
    }

    /// To a page as it was left.
    pub(in crate::state) fn choose_page(&mut self, page: Page) -> Vec<Effect> {
        if page != self.page() {
            let place = match (page, self.lookup.answer(), &self.record.opened) {
                (Page::Hub, _, _) => Place::Hub,
                (Page::SignIn, _, _) => Place::SignIn,
                (Page::Lock, _, _) => Place::Lock,
                (Page::Pin, _, _) => Place::Pin,
                (Page::Lookup, Some(answer), _) => Place::Answer(answer.query.clone()),
                (Page::Lookup, None, _) => Place::Box,
                (Page::Record, _, opened) => {
                    Place::Record(opened.as_ref().map(|opened| opened.request.clone()))
                }
            };
            self.history.go(place);
        }
        self.shell.overlay = None;
        vec![Effect::Focus(self.home())]
    }

    /// One step back in the history; what lies over the page is the first step.
    pub(super) fn go_back(&mut self) -> Vec<Effect> {
        if self.shell.overlay.is_some() {
            return self.uncover();
        }
        if self.history.back() { self.arrive() } else { vec![] }
    }

    /// One step forward again.
    pub(super) fn go_forward(&mut self) -> Vec<Effect> {
        if self.shell.overlay.is_none() && self.history.forward() { self.arrive() } else { vec![] }
    }

    fn arrive(&mut self) -> Vec<Effect> {
        let mut effects = match self.history.here().clone() {
            Place::Hub | Place::SignIn | Place::Lock | Place::Pin | Place::Box | Place::Record(None) => {
                vec![]
            }
            Place::Answer(query) => self.return_to(&query),
            Place::Record(Some(request)) => self.reopen(request),
        };
        effects.push(Effect::Focus(self.home()));
        effects
    }

    /// Shows what was answered to a question, and asks nobody: a lookup is run because a person wants it, never because
    /// somebody leafs through what they have seen. The screen says how old it is.
    fn return_to(&mut self, query: &Query) -> Vec<Effect> {
        if self.lookup.asked.as_ref().is_some_and(|asked| asked.query == *query) {
            return vec![];
        }
        let stopped = self.stop();
        let mut known = self.recent.iter().filter_map(|recent| recent.known.as_ref());
        let known = known.find(|known| known.asked.query == *query).cloned();
        let inspecting = self.lookup.inspecting;
        self.before = None;
        self.type_in(&query.shown());
        self.shell.refused_photos = Default::default();
        if let Some(known) = &known {
            self.shell.announcement = Announcement::of(&known.answer);
        }
        self.lookup =
            LookupState { inspecting, ..known.map_or_else(LookupState::default, LookupState::returned) }
                .into();
        stopped.into_iter().collect()
    }

    /// Where the focus belongs when nothing special holds it.
    pub(super) fn home(&self) -> Target {
        match (self.page(), self.lit(), self.lookup.selected) {
            (Page::Hub, _, _) => Target::Address,
            (Page::SignIn, _, _) => Target::Account,
            (Page::Lock | Page::Pin, _, _) => Target::Secret,
            (Page::Record, _, _) => Target::Record,
            (Page::Lookup, Some(_), Some(position)) => self.on_person(position),
            (Page::Lookup, Some(_), None) => Target::Answer,
            (Page::Lookup, None, _) => Target::Query,
        }
    }
}
