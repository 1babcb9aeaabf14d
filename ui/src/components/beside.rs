//! The selected person beside the matrix: who it is, and all that is on file, the gravest first.

use ciss_contract::answer::{Answer, Evidence, Question, Standing};
use ciss_contract::lookup::{History, LookupAnswer, PersonAnswer};
use jiff::Timestamp;
use yew::prelude::*;

use super::copy::copy_person;
use super::icon::icon;
use super::people::withheld;
use super::photo::{Size, portrait};
use crate::app::Dispatch;
use crate::state::LookupAction;
use crate::wording::answer::{POSSIBLY_WANTED, VERIFY};
use crate::wording::look::Look;
use crate::wording::matrix::{licence, role, told_by, without};
use crate::wording::{person, record, time};

/// The person at this position of the answer.
pub(crate) fn view(
    position: usize,
    about: &PersonAnswer,
    answer: &LookupAnswer,
    dispatch: &Dispatch,
) -> Html {
    let name = person::surname_first(&about.name);
    let seen = answer.at;
    html! {
        <section id="beside" class="beside" aria-labelledby="beside-name" data-beside={(position + 1).to_string()}>
            <div class="beside-head">
                { portrait(about.photo.as_ref(), Size::Large, &name) }
                <div class="person-words">
                    <h2 id="beside-name">
                        { &name }
                        if let Some(nickname) = &about.nickname { { format!(" “{nickname}”") } }
                        { copy_person(dispatch) }
                    </h2>
                    <p>{ record::description(about) }</p>
                    if let Some(role) = role(about.role) { <p class="role">{ role }</p> }
                    if let Some(address) = &about.address { <p>{ address }</p> }
                    <button type="button" class="small-button strong"
                        onclick={dispatch.reform(move |_: MouseEvent| LookupAction::Opened(position))}>
                        { "Open record " }<kbd>{ "Enter" }</kbd>
                    </button>
                </div>
            </div>
            { for about.withheld.as_deref().map(withheld) }
            { possible(about, seen) }
            { for about.cautions.iter().map(|caution| block(Look::from(caution.severity), &caution.words, html! {})) }
            { for said(about).into_iter().map(|owed| told(owed, seen)) }
            { standing(about, answer) }
            { silence(about) }
        </section>
    }
}

fn block(look: Look, title: &str, content: Html) -> Html {
    html! {
        <div class={classes!("block", look.class())}>
            <h3 class={classes!("standing", look.class())}>{ icon(look.icon()) }<span>{ title }</span></h3>
            { content }
        </div>
    }
}

/// Wants of another record that may be the person's.
fn possible(about: &PersonAnswer, seen: Timestamp) -> Html {
    let want = |evidence: &Evidence| {
        let title = format!("{POSSIBLY_WANTED} · {}", evidence.summary);
        block(Look::from(evidence.severity), &title, terms(evidence, seen))
    };
    html! { <>{ for about.possible.iter().map(|possible| want(&possible.evidence)) }</> }
}

/// The questions that something answers with yes, the gravest first.
fn said(about: &PersonAnswer) -> Vec<&Answer> {
    let mut said: Vec<&Answer> =
        about.answers.iter().filter(|answer| answer.standing == Standing::Yes).collect();
    said.sort_by_key(|answer| std::cmp::Reverse(answer.severity()));
    said
}

fn told(owed: &Answer, seen: Timestamp) -> Html {
    let event = |evidence: &Evidence| {
        let verify = if evidence.verify { format!(" · {VERIFY}") } else { String::new() };
        html! { <><p class="event">{ format!("{}{verify}", evidence.summary) }</p>{ terms(evidence, seen) }</> }
    };
    let more = (owed.more > 0).then(|| html! { <p>{ format!("and {} more", owed.more) }</p> });
    let content = html! { <>{ for owed.evidence.iter().map(event) }{ more }</> };
    let unsure = owed.question == Question::Wanted && owed.evidence.first().is_some_and(|first| first.verify);
    block(Look::of(owed), if unsure { POSSIBLY_WANTED } else { owed.question.label() }, content)
}

/// What has to be known of a want, then who says it, under which number, as of when.
fn terms(evidence: &Evidence, seen: Timestamp) -> Html {
    let terms = evidence.want.iter().flat_map(|want| want.terms(&evidence.number, evidence.on));
    let terms: Vec<String> = terms.collect();
    html! {
        <>
            { for terms.into_iter().map(|term| html! { <p class="term">{ term }</p> }) }
            <p class="told">{ told_by(evidence, seen) }</p>
        </>
    }
}

/// License, permits and what is on file from before.
fn standing(about: &PersonAnswer, answer: &LookupAnswer) -> Html {
    let number = about.licence.as_ref().and_then(|licence| licence.number.clone());
    let line = |name: &'static str, value: Html| html! { <><dt>{ name }</dt><dd>{ value }</dd></> };
    let license = licence(about, answer).map(|(look, words)| {
        let number = number.map(|number| html! { <span class="mono">{ number }</span> });
        line(
            "License",
            html! { <><span class={classes!("standing", look.class())}>{ words }</span>{ " " }{ number }</> },
        )
    });
    let permit = |words: &String| line("Permit", html! { words.clone() });
    let history = |history: &History| {
        let newest = history.newest.map(|day| format!(", newest {}", time::day(day))).unwrap_or_default();
        let entries = match history.entries {
            0 => "names the person".to_owned(),
            entries => person::count(entries as usize, "entry", "entries"),
        };
        line("Before", html! { format!("{} · {entries}{newest}", history.source.code()) })
    };
    html! {
        <dl class="facts block">
            { license }
            { for about.permits.iter().map(|held| permit(&held.words)) }
            { for about.history.iter().map(history) }
            { line("Backed by", html! { person::backing(about) }) }
        </dl>
    }
}

/// What is not known, and what nobody has anything on.
fn silence(about: &PersonAnswer) -> Html {
    html! {
        <>
            { for without(about).into_iter().map(|(look, words, questions)| html! {
                <p class="silence">
                    <span class={classes!("standing", look.class())}>{ icon(look.icon()) }<span>{ words }</span></span>
                    { ": " }{ questions }
                </p>
            }) }
        </>
    }
}
