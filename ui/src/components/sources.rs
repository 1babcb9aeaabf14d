//! What each source did for the lookup.

use ciss_contract::lookup::{LookupAnswer, SourceSummary};
use ciss_contract::source::Source;
use jiff::Timestamp;
use yew::prelude::*;

use super::icon::icon;
use crate::wording::look::Look;
use crate::wording::lookup::{outcome, outcome_code, tally};
use crate::wording::time;

/// One line per source.
pub(crate) fn of_answer(answer: &LookupAnswer) -> Html {
    html! {
        <section class="rail-part" aria-labelledby="sources-title">
            <h2 id="sources-title">{ "Sources" }<small>{ tally(answer) }</small></h2>
            <ul class="sources">{ for answer.sources.iter().map(|source| line(source, answer.at)) }</ul>
        </section>
    }
}

fn line(source: &SourceSummary, seen: Timestamp) -> Html {
    let look = Look::of_source(source);
    let label = format!("{} · {}", source.source.label(), source.source.owner());
    html! {
        <li class={classes!("source", look.class())} data-source={source.source.code()}
            data-outcome={outcome_code(source.outcome)} title={label}>
            { icon(Look::source_icon(source)) }
            <b>{ source.source.code() }</b>
            <span>{ outcome(source) }</span>
            <time>{ source.as_of.map(|at| time::as_of(at, seen)) }</time>
        </li>
    }
}

/// The sources by name, before any of them was asked.
pub(crate) fn unasked() -> Html {
    let line = |source: Source| {
        html! {
            <li class="source named"><b>{ source.code() }</b><span>{ source.label() }</span></li>
        }
    };
    html! {
        <section class="rail-part" aria-labelledby="sources-title">
            <h2 id="sources-title">{ "Sources" }<small>{ "asked at once" }</small></h2>
            <ul class="sources">{ for Source::ALL.into_iter().map(line) }</ul>
        </section>
    }
}
