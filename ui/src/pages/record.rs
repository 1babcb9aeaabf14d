//! A golden record, whole.

use std::rc::Rc;

use ciss_contract::ipc::HubStatus;
use ciss_contract::record::RecordAnswer;
use yew::prelude::*;

use crate::app::Dispatch;
use crate::components::answers::{Stops, answers};
use crate::components::icon::icon;
use crate::components::people::withheld;
use crate::components::slice::{Same, Slice, slice};
use crate::components::{empty, evidence, frame, problem, record_head, record_side, record_tables, skeleton};
use crate::state::{Console, History, Place, RecordState, ShellAction, Shown};

/// The page, and all that it is drawn of.
#[derive(PartialEq)]
pub(crate) struct RecordPage {
    hub: HubStatus,
    history: Same<History>,
    record: Same<RecordState>,
}

impl RecordPage {
    /// As the state has it.
    pub(crate) fn of(console: &Console) -> RecordPage {
        let Console { shell, history, record, .. } = console;
        RecordPage { hub: shell.hub.clone(), history: history.clone(), record: record.clone() }
    }
}

impl Slice for RecordPage {
    fn draw(&self, dispatch: &Dispatch) -> Html {
        let record = &*self.record;
        html! {
            <div class="page record-page">
                <main>
                    { frame::gone(&self.hub) }
                    <div class="scroll">
                        <section id="record" tabindex="-1" aria-label="Record" data-state={record.shown.code()}
                            data-golden={record.golden().map(|golden| golden.as_str().to_owned())}>
                            { back(self.history.behind(), dispatch) }
                            { content(record, dispatch) }
                        </section>
                    </div>
                </main>
                if let Some(record) = record.record() {
                    { slice(Side(Same::from(record)), dispatch) }
                } else {
                    <aside class="rail" aria-label="History and ties"></aside>
                }
            </div>
        }
    }
}

fn back(behind: Option<&Place>, dispatch: &Dispatch) -> Html {
    let words = match behind {
        Some(Place::Record(_)) => "Back to the record before".to_owned(),
        Some(Place::Answer(query)) => format!("Back to {}", query.shown()),
        Some(Place::Box | Place::Hub | Place::SignIn | Place::Lock | Place::Pin) | None => {
            "Back to the box".to_owned()
        }
    };
    html! {
        <button type="button" class="back" onclick={dispatch.reform(|_: MouseEvent| ShellAction::Back)}>
            { icon("arrow-left") }{ words }{ " " }<kbd>{ "Esc" }</kbd>
        </button>
    }
}

fn content(record: &RecordState, dispatch: &Dispatch) -> Html {
    let head = record.opened.as_ref().and_then(|opened| opened.head.as_ref());
    match &record.shown {
        Shown::Nothing => empty::no_record_opened(),
        Shown::Opening | Shown::Waiting => html! {
            <>
                { for head.map(|person| record_head::view(person, &[], &[], dispatch)) }
                { skeleton::record() }
            </>
        },
        Shown::Opened(answer) => opened(answer, record, dispatch),
        Shown::Failed(failed) => problem::panel(failed),
    }
}

fn opened(record: &Rc<RecordAnswer>, state: &RecordState, dispatch: &Dispatch) -> Html {
    html! {
        <>
            { for state.decided.as_ref().map(|decided| evidence::just_decided(decided, dispatch)) }
            { slice(Head(Same::from(record)), dispatch) }
            { evidence::near(state, &record.near, dispatch) }
            { slice(Known(Same::from(record)), dispatch) }
            { record_tables::members(record, state, dispatch) }
            { evidence::decisions(&record.decisions) }
        </>
    }
}

/// Who it is.
#[derive(PartialEq)]
struct Head(Same<RecordAnswer>);

impl Slice for Head {
    fn draw(&self, dispatch: &Dispatch) -> Html {
        let record = &*self.0;
        record_head::view(&record.person, &record.photos, &record.aliases, dispatch)
    }
}

/// What a decision that is being made does not change.
#[derive(PartialEq)]
struct Known(Same<RecordAnswer>);

impl Slice for Known {
    fn draw(&self, dispatch: &Dispatch) -> Html {
        let record = &*self.0;
        html! {
            <>
                { record_tables::conflicts(record) }
                <div class="record-grid">
                    { record_tables::golden(record, dispatch) }
                    <div class="stack">
                        { owed(record) }
                        { record_tables::documents(record, dispatch) }
                    </div>
                </div>
            </>
        }
    }
}

/// The column beside it.
#[derive(PartialEq)]
struct Side(Same<RecordAnswer>);

impl Slice for Side {
    fn draw(&self, dispatch: &Dispatch) -> Html {
        record_side::view(&self.0, dispatch)
    }
}

fn owed(record: &RecordAnswer) -> Html {
    html! {
        <section class="card" aria-labelledby="answers-title">
            <h2 id="answers-title" class="card-title">
                { "Answers" }<small>{ "hover or focus: where each comes from" }</small>
            </h2>
            { match &record.person.withheld {
                Some(reason) => withheld(reason),
                None => answers(&record.person.answers, record.at, &[], Stops::Each),
            } }
        </section>
    }
}
