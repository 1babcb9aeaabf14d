//! What stands around every page: the hub, who is signed in, what lies over the page.

use std::rc::Rc;

use ciss_contract::ipc::{ConsoleState, HubStatus, PhotoRefused, SignedIn};
use ciss_contract::lookup::PersonAnswer;
use ciss_contract::session::{Assignment, Operator};

use crate::state::{
    Clip, Console, Effect, History, LookupState, Overlay, Page, Place, Recent, RecordState, Same,
    ShellAction, Target,
};
use crate::wording;

impl Console {
    pub(super) fn take_shell(&mut self, action: ShellAction) -> Vec<Effect> {
        match action {
            ShellAction::Started(state) => self.started(*state),
            ShellAction::HubChanged(hub) => self.hub_changed(hub),
            ShellAction::SignedIn(signed_in) => self.signed_in(signed_in),
            ShellAction::Retried => self.retried(),
            ShellAction::PageChosen(page) => self.choose_page(page),
            ShellAction::Back => self.escape(),
            ShellAction::WentBack => self.go_back(),
            ShellAction::WentForward => self.go_forward(),
            ShellAction::KeysToggled => self.toggle(Overlay::Keys),
            ShellAction::PersonCopyWanted => match self.person_in_view() {
                Some(person) => vec![Effect::Copy(Clip::Person, wording::person::copied(person))],
                None => vec![],
            },
            ShellAction::FieldCopyWanted(name, value) => vec![Effect::Copy(Clip::Field(name), value)],
            ShellAction::Copied(what, done) => {
                self.shell.copied = Some((what, done));
                self.shell.announcement = format!("{}.", wording::copied(what, done)).into();
                vec![]
            }
            ShellAction::Resized(step) => {
                self.shell.size = self.shell.size.after(step);
                self.shell.announcement = format!("{} percent.", self.shell.size.percent()).into();
                vec![Effect::Size(self.shell.size)]
            }
            ShellAction::ThemeSwitched => {
                self.shell.theme = self.shell.theme.next();
                vec![Effect::Wear(self.shell.theme)]
            }
            ShellAction::Widened(wide) => {
                self.shell.wide = wide;
                vec![]
            }
            ShellAction::PhotoRefused(PhotoRefused { photo, reason }) => {
                Rc::make_mut(&mut self.shell.refused_photos).insert(photo, reason);
                vec![]
            }
        }
    }

    fn started(&mut self, state: ConsoleState) -> Vec<Effect> {
        let ConsoleState { hub, operator, demo, lock, recent, deep_link } = state;
        self.shell.demo = demo;
        if self.recent.is_empty() {
            let listed = recent.into_iter().map(|line| Recent { line, known: None });
            self.recent = Same::from(listed.collect::<Vec<_>>());
        }
        let mut effects = self.welcome(operator);
        effects.extend(self.lock_changed(lock));
        effects.extend(self.hub_changed(hub));
        if let Some(link) = deep_link {
            effects.extend(self.linked(link));
        }
        effects
    }

    pub(in crate::state) fn signed_in(&mut self, SignedIn { operator, demo }: SignedIn) -> Vec<Effect> {
        self.shell.demo = demo;
        self.welcome(Some(operator))
    }

    /// Whoever does not relay for others asks for themselves, unless they say otherwise.
    fn welcome(&mut self, operator: Option<Operator>) -> Vec<Effect> {
        // What one person was shown, or typed, is not for the next.
        if let (Some(before), Some(operator)) = (&self.shell.operator, &operator)
            && before.federation_id != operator.federation_id
        {
            self.forget(if self.page() == Page::Hub { Place::Hub } else { Place::Box });
        }
        if let Some(operator) = &operator
            && operator.assignment != Assignment::Dispatcher
            && self.ask.behalf.is_empty()
        {
            self.ask.behalf.clone_from(&operator.name);
        }
        let arrived = operator.is_some() && self.page() == Page::SignIn;
        self.shell.operator = operator;
        if !arrived {
            return vec![];
        }
        self.history = History::at(Place::Box).into();
        self.signing = Same::default();
        vec![Effect::Focus(Target::Query)]
    }

    /// Everything that somebody was shown, typed or chose goes.
    pub(in crate::state) fn forget(&mut self, to: Place) {
        self.history = History::at(to).into();
        self.ask = Same::default();
        self.lookup = LookupState::default().into();
        self.before = None;
        self.recent = Same::default();
        self.meanwhile = Same::default();
        self.record = RecordState::default().into();
        self.shell.overlay = None;
        self.shell.link = None;
        self.shell.refused_photos = Rc::default();
        self.shell.copied = None;
        self.shell.announcement = "".into();
    }

    fn hub_changed(&mut self, hub: HubStatus) -> Vec<Effect> {
        let was_gone = matches!(self.shell.hub, HubStatus::Gone { .. });
        let mut effects = self.hub_is_chosen(hub != HubStatus::Unchosen);
        match &hub {
            HubStatus::Live { .. } => {
                if was_gone {
                    self.shell.announcement = "The hub answers again.".into();
                }
                effects.extend(self.ask_again());
            }
            HubStatus::Unchosen | HubStatus::Connecting | HubStatus::Gone { .. } => {}
        }
        self.shell.hub = hub;
        effects
    }

    pub(super) fn toggle(&mut self, overlay: Overlay) -> Vec<Effect> {
        if self.shell.overlay == Some(overlay) {
            self.shell.overlay = None;
            return vec![Effect::FocusBack(self.home())];
        }
        self.shell.overlay = Some(overlay);
        vec![Effect::Focus(Target::Overlay)]
    }

    fn escape(&mut self) -> Vec<Effect> {
        if self.shell.overlay == Some(Overlay::Compare) && self.record.deciding.is_some() {
            self.record.deciding = None;
            return vec![Effect::Focus(Target::Overlay)];
        }
        if self.shell.overlay.is_some() {
            return self.uncover();
        }
        if self.shell.link.is_some() {
            self.shell.link = None;
            return vec![];
        }
        if self.record.deciding.is_some() {
            self.record.deciding = None;
            let target = if self.record.explained.is_some() { Target::Evidence } else { Target::Record };
            return vec![Effect::Focus(target)];
        }
        match self.page() {
            Page::Hub | Page::SignIn | Page::Lock | Page::Pin => vec![],
            Page::Record => self.go_back(),
            Page::Lookup if self.lookup.under_way() => self.cancel(),
            Page::Lookup if self.lookup.inspecting && self.lit().is_some() => {
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

    /// Whom the page is about.
    fn person_in_view(&self) -> Option<&PersonAnswer> {
        match self.page() {
            Page::Hub | Page::SignIn | Page::Lock | Page::Pin => None,
            Page::Lookup => {
                let answer = self.lit()?;
                answer.people.get(self.lookup.inspected(answer)?)
            }
            Page::Record => self.record.record().map(|record| &record.person),
        }
    }

    /// What lies over the page goes.
    pub(super) fn uncover(&mut self) -> Vec<Effect> {
        self.shell.overlay = None;
        let record = &mut *self.record;
        (record.document, record.compared, record.deciding) = (None, None, None);
        vec![Effect::FocusBack(self.home())]
    }
}
