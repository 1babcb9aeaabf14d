//! Which hub: the page that stands before all others until somebody has said.

use ciss_contract::ipc::{ChooseHub, MeetHub, MetHub};
use ciss_contract::problem::Problem;

use super::{Announcement, Console, Effect, History, Page, Place, Same, Target};

/// How far the meeting has come.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Meeting {
    /// As it is typed.
    pub(crate) address: String,
    /// What the screen shows.
    pub(crate) stage: Stage,
}

/// What the page shows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Stage {
    /// Waits for an address; the last one may have led to a problem.
    Asking(Option<Problem>),
    /// The hub is being asked who it is.
    Calling,
    /// It has shown itself, and a person compares.
    Met(MetHub),
    /// The choice is being kept.
    Taking,
}

impl Default for Stage {
    fn default() -> Stage {
        Stage::Asking(None)
    }
}

/// Something happened on the page.
pub(crate) enum MeetingAction {
    /// The address changed.
    Typed(String),
    /// The hub at the address is to be asked.
    Wanted,
    /// It said who it is, or could not be reached.
    Met(Result<MetHub, Problem>),
    /// The fingerprint is the right one.
    Trusted,
    /// It is not, or another hub is wanted.
    Dismissed,
    /// The console is to bring its own, with synthetic data.
    DemoWanted,
    /// The choice is kept, or is not.
    Taken(Result<(), Problem>),
}

impl Console {
    /// The page comes before all others while no hub is chosen, and goes once one is.
    pub(super) fn hub_is_chosen(&mut self, chosen: bool) -> Vec<Effect> {
        match (chosen, self.page() == Page::Hub) {
            (false, false) => {
                self.history = History::at(Place::Hub).into();
                vec![Effect::Focus(Target::Address)]
            }
            (true, true) => {
                self.history = History::at(Place::Box).into();
                self.meeting = Same::default();
                vec![Effect::Focus(Target::Query)]
            }
            (false, true) | (true, false) => vec![],
        }
    }

    pub(super) fn meet(&mut self, action: MeetingAction) -> Vec<Effect> {
        let meeting = &mut *self.meeting;
        match (action, &meeting.stage) {
            (MeetingAction::Typed(address), Stage::Asking(_)) => {
                meeting.address = address;
                vec![]
            }
            (MeetingAction::Wanted, Stage::Asking(_)) if meeting.address.trim().is_empty() => {
                vec![Effect::Focus(Target::Address)]
            }
            (MeetingAction::Wanted, Stage::Asking(_)) => {
                meeting.stage = Stage::Calling;
                vec![Effect::Meet(MeetHub { address: meeting.address.trim().to_owned() })]
            }
            (MeetingAction::Met(Ok(met)), Stage::Calling) => {
                self.shell.announcement =
                    Announcement::from("The hub has shown its fingerprint. Compare it.");
                meeting.stage = Stage::Met(met);
                vec![Effect::Focus(Target::Fingerprint)]
            }
            (MeetingAction::Trusted, Stage::Met(met)) => {
                let fingerprint = met.fingerprint.clone();
                meeting.stage = Stage::Taking;
                vec![Effect::Choose(ChooseHub::Met { fingerprint })]
            }
            (MeetingAction::DemoWanted, Stage::Asking(_)) => {
                meeting.stage = Stage::Taking;
                vec![Effect::Choose(ChooseHub::Demo)]
            }
            (MeetingAction::Met(Err(problem)), Stage::Calling)
            | (MeetingAction::Taken(Err(problem)), Stage::Taking) => {
                meeting.stage = Stage::Asking(Some(problem));
                vec![Effect::Focus(Target::Address)]
            }
            (MeetingAction::Dismissed, Stage::Met(_) | Stage::Calling) => {
                meeting.stage = Stage::Asking(None);
                vec![Effect::Focus(Target::Address)]
            }
            // The page goes when the hub's status says that it is chosen. All else came too late for what is shown now.
            (
                MeetingAction::Typed(_)
                | MeetingAction::Wanted
                | MeetingAction::Met(_)
                | MeetingAction::Trusted
                | MeetingAction::Dismissed
                | MeetingAction::DemoWanted
                | MeetingAction::Taken(_),
                _,
            ) => vec![],
        }
    }
}
