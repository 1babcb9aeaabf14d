//! The nine owed answers, each with its source; hover or focus shows where it comes from.

use ciss_contract::answer::Answer;
use ciss_contract::lookup::SourceSummary;
use jiff::Timestamp;
use yew::prelude::*;

use super::icon::icon;
use crate::wording::answer::{Line, Row, provenance, row};
use crate::wording::lookup::{question_code, standing_code};

/// Whether the Tab key stops at a row to show where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stops {
    /// At each: nothing else shows it.
    Each,
    /// At none: the column beside them shows it of all at once.
    None,
}

/// One row per answer, as seen at that time. `sources` say when a stale one spoke last.
pub(crate) fn answers(answers: &[Answer], seen: Timestamp, sources: &[SourceSummary], stops: Stops) -> Html {
    html! { <ul class="answers">{ for answers.iter().map(|answer| line(answer, seen, sources, stops)) }</ul> }
}

fn line(answer: &Answer, seen: Timestamp, sources: &[SourceSummary], stops: Stops) -> Html {
    let Row { look, words, from } = row(answer, seen, sources);
    html! {
        <li class="answer-row" tabindex={(stops == Stops::Each).then_some("0")} data-answer={question_code(answer.question)}
            data-standing={standing_code(answer.standing)}>
            <span class="question">{ answer.question.label() }</span>
            <span class="stands">
                <span class={classes!("standing", look.class())}>{ icon(look.icon()) }<span>{ words }</span></span>
                <span class="from">{ from }</span>
            </span>
            <span class="basis" role="note">{ parts(answer) }</span>
        </li>
    }
}

/// Every source's part in an answer.
pub(crate) fn parts(answer: &Answer) -> Html {
    let part = |Line { look, source, says, basis }: Line| {
        html! {
            <span class="part">
                <span class={classes!("standing", look.class())}>{ icon(look.icon()) }<span>{ says }</span></span>
                <span class="part-source">{ source }</span>
                <span class="part-basis">{ basis }</span>
            </span>
        }
    };
    html! { <>{ for provenance(answer).into_iter().map(part) }</> }
}
