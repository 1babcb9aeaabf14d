//! The golden record field by field, and the records and documents behind it.

use ciss_contract::record::{Conflict, GoldenField, MemberRecord, RecordAnswer};
use yew::prelude::*;

use super::copy::copy;
use super::evidence;
use super::icon::icon;
use crate::app::Dispatch;
use crate::state::{RecordAction, RecordState};
use crate::wording::cases::{self, Case};
use crate::wording::evidence::record as evidence_of;
use crate::wording::person;
use crate::wording::record::{Paper, backing, is_number, more};
use crate::wording::time;

/// Every field with where it comes from and who disagrees.
pub(crate) fn golden(record: &RecordAnswer, dispatch: &Dispatch) -> Html {
    html! {
        <section class="card" aria-labelledby="golden-title">
            <h2 id="golden-title" class="card-title">{ "Golden record" }<small>{ backing(record) }</small></h2>
            <table class="table golden">
                <caption class="visually-hidden">{ "Fields of the golden record, with the source of each" }</caption>
                <thead><tr><th scope="col">{ "Field" }</th><th scope="col">{ "Value" }</th><th scope="col">{ "From" }</th></tr></thead>
                <tbody>{ for record.fields.iter().map(|of| field(of, dispatch)) }</tbody>
            </table>
        </section>
    }
}

fn field(field: &GoldenField, dispatch: &Dispatch) -> Html {
    let conflict = |conflict: &Conflict| {
        let at = format!("{} · as of {}", conflict.from.source.label(), time::day_of(conflict.from.as_of));
        html! {
            <span class="conflict" title={at}>
                { icon("triangle-alert") }{ format!("{} has {}", conflict.from.source.code(), conflict.value) }
            </span>
        }
    };
    let agree = (field.of > 1).then(|| format!("{} of {} agree", field.agreeing, field.of));
    html! {
        <tr data-field={field.field.label()}>
            <th scope="row">{ field.field.label() }</th>
            <td>
                <b class={is_number(field.field).then_some("mono")}>{ &field.value }</b>{ copy(field.field.label(), &field.value, dispatch) }
                { for field.conflicts.iter().map(conflict) }
            </td>
            <td title={field.from.source.label()}>
                { field.from.source.code() }<span class="when">{ time::day_of(field.from.as_of) }</span>
                { for agree.map(|agree| html! { <small>{ agree }</small> }) }
            </td>
        </tr>
    }
}

/// The records that were merged, as their sources write them, and why they belong.
pub(crate) fn members(record: &RecordAnswer, state: &RecordState, dispatch: &Dispatch) -> Html {
    let row = |member: &MemberRecord| {
        let name = member.record();
        let open = state.explained.as_ref() == Some(&name);
        html! {
            <>
                <tr>
                    <td title={member.from.source.label()}>
                        <b>{ member.from.source.code() }</b>{ " " }<span class="mono">{ &member.number }</span>
                        <small>{ format!("as of {}", time::day_of(member.from.as_of)) }</small>
                    </td>
                    <td>{ &member.name }</td>
                    <td class="mono">{ member.born.as_deref().unwrap_or("–") }</td>
                    <td>{ member.address.as_deref().unwrap_or("–") }</td>
                    <td>{ &member.because }</td>
                    <td>if member.evidence.is_some() { { evidence::why(&name, state, dispatch) } }</td>
                </tr>
                if let Some(found) = member.evidence.as_ref().filter(|_| open) {
                    <tr class="explained">
                        <td colspan="6">
                            <p class="small">
                                { format!("Beside {}, the record it agrees with best. Each bit doubles the odds.", evidence_of(&found.with)) }
                            </p>
                            { evidence::waterfall(&found.evidence, true) }
                            if record.may_decide { { evidence::decide(&name, &found.with, &[false], record, state, dispatch) } }
                        </td>
                    </tr>
                }
            </>
        }
    };
    html! {
        <section class="card" aria-labelledby="members-title">
            <h2 id="members-title" class="card-title">
                { "Records behind it" }<small>{ "as each source writes them, and why they belong" }</small>
            </h2>
            <div class="wide">
                <table class="table members">
                    <caption class="visually-hidden">{ "Records of which the golden record is made" }</caption>
                    <thead><tr>
                        <th scope="col">{ "Record" }</th><th scope="col">{ "Name" }</th><th scope="col">{ "Born" }</th>
                        <th scope="col">{ "Address" }</th><th scope="col">{ "Because" }</th>
                        <th scope="col"><span class="visually-hidden">{ "Evidence" }</span></th>
                    </tr></thead>
                    <tbody>{ for record.members.iter().map(row) }</tbody>
                </table>
            </div>
            if let Some(words) = more(record) {
                <button type="button" class="small-button more" disabled={state.more}
                    onclick={dispatch.reform(|_: MouseEvent| RecordAction::MoreWanted)}>
                    { words }{ " " }<kbd>{ "Alt M" }</kbd>
                </button>
            }
        </section>
    }
}

/// What sources disagree on, field by field: it stands under the banner, where whoever compares a face looks.
pub(crate) fn conflicts(record: &RecordAnswer) -> Html {
    let doubted = record.fields.iter().filter(|field| !field.conflicts.is_empty());
    let line = |field: &GoldenField| {
        let others =
            field.conflicts.iter().map(|other| format!("{} {}", other.from.source.code(), other.value));
        html! {
            <li>
                <b>{ field.field.label() }</b>{ format!(" {} ", field.value) }
                <small>{ format!("but {}", others.collect::<Vec<_>>().join(", ")) }</small>
            </li>
        }
    };
    let lines: Vec<Html> = doubted.map(line).collect();
    html! {
        if !lines.is_empty() {
            <section class="card doubt" aria-labelledby="conflicts-title">
                <h2 id="conflicts-title" class="card-title">{ "Sources disagree" }</h2>
                <ul class="conflicts">{ for lines }</ul>
            </section>
        }
    }
}

/// The documents by case, by their sources' own numbers. That with the newest document is open.
pub(crate) fn documents(record: &RecordAnswer, dispatch: &Dispatch) -> Html {
    let cases = cases::documents(record);
    let count: usize = cases.iter().map(|case| case.parts.len()).sum();
    let case = |(at, case): (usize, &Case<Paper>)| {
        let title = match &case.number {
            Some(number) => html! { <>{ "Case " }<span class="mono">{ number }</span></> },
            None => html! { { "Of no case" } },
        };
        html! {
            <details open={at == 0}>
                <summary>{ title }<small>{ person::count(case.parts.len(), "document", "documents") }</small></summary>
                <ul class="documents">{ for case.parts.iter().map(|paper| row(paper, dispatch)) }</ul>
            </details>
        }
    };
    html! {
        <section class="card" aria-labelledby="documents-title">
            <h2 id="documents-title" class="card-title">{ "Documents" }<small>{ count }</small></h2>
            <div class="cases">{ for cases.iter().enumerate().map(case) }</div>
        </section>
    }
}

fn row(paper: &Paper, dispatch: &Dispatch) -> Html {
    let onclick = paper
        .document
        .clone()
        .map(|document| dispatch.reform(move |_: MouseEvent| RecordAction::DocumentOpened(document.clone())));
    html! {
        <li title={paper.source.label()}>
            <button type="button" class="paper" disabled={onclick.is_none()} {onclick}>
                <b>{ paper.source.code() }</b>
                <span class="mono">{ &paper.number }</span>
                <span class="what">{ if paper.what.is_empty() { "describes the person" } else { &paper.what } }</span>
                <time>{ time::day_of(paper.as_of) }</time>
            </button>
        </li>
    }
}
