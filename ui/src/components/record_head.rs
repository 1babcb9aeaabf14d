//! Who a record is about: photos, name, description, flags, and that a want is not an arrest.

use ciss_contract::lookup::{PersonAnswer, PhotoRef};
use yew::prelude::*;

use super::copy::copy_person;
use super::icon::icon;
use super::people::withheld;
use super::photo::{Size, portrait};
use super::tag::tags;
use crate::app::Dispatch;
use crate::wording::{answer, person, record};

/// Photos that have a place on the smallest screen.
const FIT: usize = 3;

/// The head of the page. Before the record is there the lookup's own head and its one photo do.
pub(crate) fn view(
    about: &PersonAnswer,
    photos: &[PhotoRef],
    aliases: &[String],
    dispatch: &Dispatch,
) -> Html {
    let name = person::surname_first(&about.name);
    let only = about.photo.as_slice();
    let photos = if photos.is_empty() { only } else { photos };
    html! {
        <>
            <div class="record-head">
                // A strip that is longer than its place is a stop of the Tab key, so that the arrows reach its end.
                <div class="photos" role="group" aria-label="Photos" tabindex={(photos.len() > FIT).then_some("0")}>
                    if photos.is_empty() { { portrait(None, Size::Large, &name) } }
                    { for photos.iter().map(|photo| portrait(Some(photo), Size::Large, &name)) }
                </div>
                <div class="record-words">
                    <h1 id="record-name">
                        { &name }
                        if let Some(nickname) = &about.nickname { { format!(" “{nickname}”") } }
                        { copy_person(dispatch) }
                    </h1>
                    <p>{ record::description(about) }</p>
                    { for record::second_lines(about, aliases).into_iter().map(|line| html! { <p>{ line }</p> }) }
                    { flags(about) }
                </div>
            </div>
            if record::wanted(about) { { not_confirmed() } }
        </>
    }
}

fn flags(about: &PersonAnswer) -> Html {
    match &about.withheld {
        Some(reason) => withheld(reason),
        None => tags(&answer::tags(about)),
    }
}

fn not_confirmed() -> Html {
    html! {
        <div id="not-confirmed" class="headline danger" role="note">
            { icon("octagon-alert") }
            <h2>{ "Not confirmed" }</h2>
            <span class="detail">{ "A want is not an arrest: compare identifiers, then ask the entering agency." }</span>
        </div>
    }
}
