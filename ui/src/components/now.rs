//! The time, redrawn by itself.

use gloo_timers::callback::Interval;
use jiff::Timestamp;
use yew::prelude::*;

/// What to draw, and how often.
#[derive(Properties, PartialEq)]
pub(crate) struct NowProps {
    /// Draws the words for a time.
    pub(crate) words: Callback<Timestamp, String>,
    /// Milliseconds between two drawings.
    #[prop_or(1_000)]
    pub(crate) every: u32,
}

/// Words that depend on the time.
#[component]
pub(crate) fn Now(props: &NowProps) -> Html {
    let now = use_state(Timestamp::now);
    let setter = now.setter();
    use_effect_with(props.every, move |every| {
        let interval = Interval::new(*every, move || setter.set(Timestamp::now()));
        move || drop(interval)
    });
    html! { { props.words.emit(*now) } }
}
