//! Why records are, or may be, of one person: as a waterfall, and as a decision that a person can make.

use ciss_contract::matter::RecordName;
use ciss_contract::record::{DecisionNote, Evidence, EvidenceStep, NearMiss, RecordAnswer};
use yew::prelude::*;

use super::icon::icon;
use crate::app::Dispatch;
use crate::browser;
use crate::state::{Decided, Deciding, RecordAction, RecordState, ShellAction};
use crate::wording::deciding::{Choice, outcome};
use crate::wording::evidence::{bits, odds, record, verdict};
use crate::wording::time;

/// From the odds before to the total, a bar for each step: to the right for one person, to the left against it. `merged`:
/// both records are of the golden record on the screen.
pub(crate) fn waterfall(evidence: &Evidence, merged: bool) -> Html {
    let mut reached = 0.0;
    let mut bars: Vec<(&EvidenceStep, f32, f32)> = Vec::new();
    for step in &evidence.steps {
        bars.push((step, reached, reached + step.bits));
        reached += step.bits;
    }
    let ends = bars.iter().map(|(_, _, end)| *end).chain([0.0, evidence.threshold]);
    let (low, high) = ends.fold((0.0_f32, 0.0_f32), |(low, high), end| (low.min(end), high.max(end)));
    let place = |value: f32| 100.0 * (value - low) / (high - low).max(1.0);
    let bar = |(step, start, end): &(&EvidenceStep, f32, f32)| {
        let class = if step.bits < 0.0 { "against" } else { "for" };
        let (left, right) = (place(start.min(*end)), place(start.max(*end)));
        html! {
            <li>
                <span class="what">{ &step.what }</span>
                <span class="how">{ &step.how }</span>
                { drawing(class, left, right, place(evidence.threshold)) }
                <span class="mono bits">{ bits(step.bits) }</span>
            </li>
        }
    };
    let total = place(evidence.total);
    html! {
        <ol class="waterfall" aria-label="Evidence, step by step">
            { for bars.iter().map(bar) }
            <li class="total">
                <span class="what">{ "total" }</span>
                <span class="how">{ verdict(evidence, merged) }</span>
                { drawing("sum", place(0.0).min(total), place(0.0).max(total), place(evidence.threshold)) }
                <span class="mono bits">{ bits(evidence.total) }</span>
            </li>
        </ol>
    }
}

fn drawing(class: &'static str, left: f32, right: f32, threshold: f32) -> Html {
    let text = |number: f32| format!("{number:.2}");
    html! {
        <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
            <rect {class} x={text(left)} y="1" width={text((right - left).max(0.4))} height="8" />
            <rect class="threshold" x={text(threshold)} y="0" width="0.3" height="10" />
        </svg>
    }
}

/// The button that shows and hides the evidence of a record.
pub(crate) fn why(name: &RecordName, state: &RecordState, dispatch: &Dispatch) -> Html {
    let open = state.explained.as_ref() == Some(name);
    let name = name.clone();
    let onclick = dispatch.reform(move |_: MouseEvent| RecordAction::Explained(name.clone()));
    html! {
        <button type="button" class="small-button" aria-expanded={open.to_string()} {onclick}>
            { if open { "Hide why" } else { "Why" } }
        </button>
    }
}

/// The buttons that begin a decision about a record of this golden record, or the decision that was begun.
pub(crate) fn decide(
    mine: &RecordName,
    other: &RecordName,
    choices: &[bool],
    record: &RecordAnswer,
    state: &RecordState,
    dispatch: &Dispatch,
) -> Html {
    let inside = state.compared.is_none();
    let begun = state.deciding.as_ref();
    if let Some(deciding) = begun.filter(|deciding| deciding.mine == *mine && deciding.other == *other) {
        let beside = state.compared.as_ref().and_then(|compared| compared.shown.record());
        let choice = Choice::of(deciding.same, inside);
        let outcome = outcome(choice, record, mine, beside.map(|record| &**record));
        return form(deciding, choice, &outcome, dispatch);
    }
    let button = |same: &bool| {
        let (mine, other, same) = (mine.clone(), other.clone(), *same);
        let onclick = dispatch.reform(move |_: MouseEvent| RecordAction::DecisionBegun {
            mine: mine.clone(),
            other: other.clone(),
            same,
        });
        let words = Choice::of(same, inside).label();
        html! { <button type="button" class="small-button" data-same={same.to_string()} {onclick}>{ words }</button> }
    };
    html! { <span class="choices">{ for choices.iter().map(button) }</span> }
}

fn form(deciding: &Deciding, choice: Choice, outcome: &str, dispatch: &Dispatch) -> Html {
    let typed = dispatch.clone();
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some(reason) = browser::typed(&event) {
            typed.emit(RecordAction::ReasonTyped(reason));
        }
    });
    html! {
        <div class="decision" role="group" aria-label="Decision">
            <p class="will-change"><b>{ "What will change: " }</b>{ outcome }</p>
            <label for="reason">{ choice.question() }</label>
            <input id="reason" type="text" maxlength="500" autocomplete="off" value={deciding.reason.clone()}
                disabled={deciding.sent} {oninput} aria-describedby="reason-note" />
            <button type="button" class="small-button strong" disabled={deciding.sent}
                onclick={dispatch.reform(|_: MouseEvent| RecordAction::DecisionSent)}>
                { if deciding.sent { "Sending" } else { "Decide" } }{ " " }<kbd>{ "Enter" }</kbd>
            </button>
            <button type="button" class="small-button" onclick={dispatch.reform(|_: MouseEvent| ShellAction::Back)}>
                { "Leave it " }<kbd>{ "Esc" }</kbd>
            </button>
            <p id="reason-note" class="small" role="status">
                if let Some(problem) = &deciding.refusal {
                    <span class="refused">{ icon("triangle-alert") }{ format!("{}. {}", problem.title, problem.detail) }</span>
                } else {
                    { "The reason is kept with your name, is shown to whoever reads the record, and binds until it is taken back." }
                }
            </p>
        </div>
    }
}

/// What was decided a moment ago, and the key that takes it back.
pub(crate) fn just_decided(decided: &Decided, dispatch: &Dispatch) -> Html {
    html! {
        <div id="decided" class="just-decided" role="status">
            { icon("check") }
            <span><b>{ decided.choice.done() }</b>
                if let Some(problem) = &decided.refusal { { format!(" Not taken back: {}. {}", problem.title, problem.detail) } }
            </span>
            <button type="button" class="small-button" disabled={decided.sent}
                onclick={dispatch.reform(|_: MouseEvent| RecordAction::DecisionUndone)}>
                { if decided.sent { "Taking it back " } else { "Undo " } }<kbd>{ "Alt U" }</kbd>
            </button>
        </div>
    }
}

/// Golden records that may be of the same person and are not merged.
pub(crate) fn near(state: &RecordState, near: &[NearMiss], dispatch: &Dispatch) -> Html {
    if near.is_empty() {
        return html! {};
    }
    let miss = |(position, miss): (usize, &NearMiss)| {
        let open = state.explained.as_ref() == Some(&miss.other);
        let born = miss
            .born
            .map_or_else(|| "no date of birth".to_owned(), |born| format!("born {}", time::born(born)));
        html! {
            <li data-near={miss.golden.as_str().to_owned()}>
                <div class="near-line">
                    <button type="button" class="near-name"
                        onclick={dispatch.reform(move |_: MouseEvent| RecordAction::NearOpened(position))}>
                        <b>{ &miss.name }</b><span>{ born }</span>
                    </button>
                    <span class="near-odds">{ odds(miss.evidence.total) }</span>
                    { why(&miss.other, state, dispatch) }
                    <button type="button" class="small-button"
                        onclick={dispatch.reform(move |_: MouseEvent| RecordAction::Compared(position))}>
                        { "Compare " }if position == 0 { <kbd>{ "Alt N" }</kbd> }
                    </button>
                </div>
                if open {
                    <p class="small">{ format!("{} beside {}", record(&miss.mine), record(&miss.other)) }</p>
                    { waterfall(&miss.evidence, false) }
                }
            </li>
        }
    };
    html! {
        <section class="card doubt" aria-labelledby="near-title">
            <h2 id="near-title" class="card-title">
                { "Possibly the same, not merged" }<small>{ "what they have on file is not in the answers" }</small>
            </h2>
            <ul class="near">{ for near.iter().enumerate().map(miss) }</ul>
        </section>
    }
}

/// What people decided about these records.
pub(crate) fn decisions(decisions: &[DecisionNote]) -> Html {
    if decisions.is_empty() {
        return html! {};
    }
    let note = |note: &DecisionNote| {
        let words = if note.same { "one person" } else { "two people" };
        html! {
            <li>
                { icon("user-round") }
                <span>
                    <b>{ words }</b>{ format!(" · {} and {}", record(&note.left), record(&note.right)) }
                    <small>{ format!("“{}” · {} · {}", note.reason, note.by, time::moment(note.at)) }</small>
                </span>
            </li>
        }
    };
    html! {
        <section class="card" aria-labelledby="decisions-title">
            <h2 id="decisions-title" class="card-title">
                { "Decided by a person" }<small>{ "binds, whatever the evidence says" }</small>
            </h2>
            <ul class="decisions">{ for decisions.iter().map(note) }</ul>
        </section>
    }
}
