//! What stands where nothing is yet, and what to do about it.

use yew::prelude::*;

use super::icon::icon;

/// The lookup page before the first question.
pub(crate) fn first_start() -> Html {
    let example = |shown: &'static str, words: &'static str| {
        html! { <li><b class="mono">{ shown }</b><span>{ words }</span></li> }
    };
    html! {
        <div class="panel first-start">
            { icon("search") }
            <h1>{ "One plate, the whole answer" }</h1>
            <p>
                { "The vehicle and its registration, the owner, everyone at the registered address, and for each of them \
                   the nine answers, with photos and with where each comes from." }
            </p>
            <ul class="examples">
                { example("AB·12345", "plate since 2015; ab 12345 and AB-12345 are the same") }
                { example("1AB·CD2", "plate from 2013 to 2015; older, commercial and vanity plates as they are") }
                { example("1HGCM82633A004352", "VIN, 17 characters; the check digit is checked") }
            </ul>
            <p class="small">
                <kbd>{ "Enter" }</kbd>{ " looks up · then " }<kbd>{ "Alt 1" }</kbd>{ "–" }<kbd>{ "9" }</kbd>
                { " open a person · " }<kbd>{ "?" }</kbd>{ " shows every key" }
            </p>
        </div>
    }
}

/// A lookup that the person stopped.
pub(crate) fn cancelled() -> Html {
    html! {
        <div class="panel">
            { icon("circle-slash") }
            <h1>{ "Canceled" }</h1>
            <p>{ "What you typed is kept. Enter asks again." }</p>
        </div>
    }
}

/// The record page before the first record.
pub(crate) fn no_record_opened() -> Html {
    html! {
        <div class="panel">
            { icon("id-card") }
            <h1>{ "No record opened yet" }</h1>
            <p>{ "Look up a plate, then press Alt and a person's number. The record stays here until you open another." }</p>
        </div>
    }
}
