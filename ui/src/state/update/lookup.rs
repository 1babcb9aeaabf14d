//! The box and the answer.

use ciss_contract::query::shown_plate;

use crate::state::{Clip, Console, Effect, LookupAction, Overlay, Target, position_of_headline};

impl Console {
    pub(super) fn take_lookup(&mut self, action: LookupAction) -> Vec<Effect> {
        match action {
            LookupAction::Typed(text) => {
                self.type_in(&text);
                vec![]
            }
            LookupAction::Begun(letter) => self.begin(letter),
            LookupAction::Pasted(text) => self.paste(&text),
            LookupAction::BoxWanted => {
                self.go_to_box();
                vec![Effect::Focus(Target::Query)]
            }
            LookupAction::PurposeChosen(purpose) => {
                self.ask.purpose = purpose;
                vec![]
            }
            LookupAction::BehalfTyped(behalf) => {
                let ask = &mut *self.ask;
                (ask.behalf, ask.refusal) = (behalf, None);
                vec![]
            }
            LookupAction::Submitted(at) => self.submit(&self.ask.clone(), Some(at)),
            LookupAction::Repeated(position, at) => match self.recent.get(position) {
                Some(recent) => self.look_up(&recent.line.query.clone(), Some(at)),
                None => vec![],
            },
            LookupAction::PlateChosen(plate, at) => self.look_up(&shown_plate(&plate), Some(at)),
            LookupAction::MeanwhileAsked(at) => self.ask_meanwhile(at),
            LookupAction::Cancelled => self.cancel(),

            LookupAction::LinkCame(link) => self.linked(link),
            LookupAction::LinkFollowed(at) => self.follow_link(at),
            LookupAction::LinkDismissed => {
                self.shell.link = None;
                vec![]
            }

            LookupAction::Answered(ticket, result) => self.answered(ticket, result.map(|answer| *answer)),
            LookupAction::Late(late) => {
                self.late(late.ticket, late.rows);
                vec![]
            }
            LookupAction::StillAsking(ticket) => {
                self.still_asking(ticket);
                vec![]
            }

            LookupAction::Walked(step) => self.walk(step),
            LookupAction::Selected(position) => {
                self.lookup.selected = Some(position);
                vec![]
            }
            LookupAction::Reached(spot) => {
                self.reach(spot);
                vec![]
            }
            LookupAction::Opened(position) => self.open_person(position),
            LookupAction::NumberOpened(number) => match self.numbered(number) {
                Some(position) => self.open_person(position),
                None => vec![],
            },
            LookupAction::SelectedOpened => self.open_person(self.lookup.spot().person),
            LookupAction::HeadlineOpened => {
                match self.lit().and_then(|answer| position_of_headline(answer)) {
                    Some(position) => self.open_person(position),
                    None => vec![],
                }
            }
            LookupAction::InspectToggled => {
                self.lookup.inspecting ^= self.lit().is_some();
                vec![]
            }
            LookupAction::ReadAloudToggled if self.lit().is_some() => self.toggle(Overlay::ReadAloud),
            LookupAction::ReadAloudToggled => vec![],
            LookupAction::CopyWanted => match self.lit() {
                Some(answer) => vec![Effect::Copy(Clip::ReadBack, answer.read_back.clone())],
                None => vec![],
            },
        }
    }
}
