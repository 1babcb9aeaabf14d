//! The owner's panel and everyone else in the answer.

use ciss_contract::lookup::{LookupAnswer, PersonAnswer, Role};
use yew::prelude::*;

use super::answers::{Stops, answers};
use super::icon::icon;
use super::photo::{Size, portrait};
use super::tag::tags;
use crate::app::Dispatch;
use crate::state::LookupAction;
use crate::wording::{answer, person};

/// Both panels, side by side.
pub(crate) fn view(lookup: &LookupAnswer, selected: Option<usize>, dispatch: &Dispatch) -> Html {
    let owner = lookup.people.first().filter(|person| person.role == Role::Owner);
    let others = usize::from(owner.is_some());
    html! {
        <div class="columns">
            <section class="card owner-card" aria-labelledby="owner-title">
                <h2 id="owner-title" class="card-title">
                    { "Registered owner" }
                    <small>{ owner.map(person::backing) }</small>
                </h2>
                { owner.map_or_else(|| no_owner(lookup), |owner| owner_panel(owner, lookup, selected, dispatch)) }
            </section>
            <section class="card" aria-labelledby="address-title">
                { address_title(lookup) }
                { others_list(lookup, others, selected, dispatch) }
            </section>
        </div>
    }
}

fn address_title(lookup: &LookupAnswer) -> Html {
    let (words, count) = match &lookup.address {
        Some(address) => {
            (format!("At {}", address.line), Some(person::count(address.people, "person", "people")))
        }
        None => ("At the registered address".to_owned(), None),
    };
    html! { <h2 id="address-title" class="card-title">{ words }<small class="nowrap">{ count }</small></h2> }
}

fn no_owner(lookup: &LookupAnswer) -> Html {
    let words = match lookup.vehicle {
        Some(_) => "No person is registered as the owner. The vehicle may belong to a company.",
        None => "Without a vehicle there is no owner to show.",
    };
    html! { <p class="nothing">{ words }</p> }
}

fn owner_panel(
    owner: &PersonAnswer,
    lookup: &LookupAnswer,
    selected: Option<usize>,
    dispatch: &Dispatch,
) -> Html {
    let name = person::surname_first(&owner.name);
    let facts = [owner.address.clone(), Some(owner.description.clone())];
    html! {
        <>
            { head(0, owner, selected, dispatch, classes!("owner", answer::gravest(owner).class()), html! {
                <>
                    { portrait(owner.photo.as_ref(), Size::Medium, &name) }
                    <span class="person-words">
                        { named(owner, &name) }
                        { tags(&answer::grave(owner)) }
                        { terms(owner) }
                        { identity(owner) }
                        { for facts.into_iter().flatten().filter(|f| !f.is_empty()).map(|f| html! { <span class="fact">{ f }</span> }) }
                    </span>
                </>
            }) }
            { standing(owner, lookup) }
        </>
    }
}

/// What has to be known before the person is arrested.
fn terms(person: &PersonAnswer) -> Html {
    html! { if let Some(terms) = answer::terms(person) { <span class="fact terms">{ terms }</span> } }
}

/// What tells two people of one name apart.
fn identity(person: &PersonAnswer) -> Html {
    html! { <span class="fact">{ person::identity(person) }</span> }
}

fn standing(owner: &PersonAnswer, lookup: &LookupAnswer) -> Html {
    match &owner.withheld {
        Some(reason) => withheld(reason),
        None => answers(&owner.answers, lookup.at, &lookup.sources, Stops::None),
    }
}

/// Answers that the asker may not see.
pub(crate) fn withheld(reason: &str) -> Html {
    html! { <p class="withheld">{ icon("lock") }<span><b>{ "Withheld. " }</b>{ reason }</span></p> }
}

fn others_list(lookup: &LookupAnswer, skip: usize, selected: Option<usize>, dispatch: &Dispatch) -> Html {
    if lookup.people.len() <= skip {
        let words = match &lookup.address {
            Some(_) => "No source ties anyone else to this address.",
            None => "No registered address, so nobody to show.",
        };
        return html! { <p class="nothing">{ words }</p> };
    }
    let row = |(position, person): (usize, &PersonAnswer)| {
        let name = person::surname_first(&person.name);
        html! {
            <li key={person.golden.as_str()}>
                { head(position, person, selected, dispatch, classes!(answer::gravest(person).class()), html! {
                    <>
                        { portrait(person.photo.as_ref(), Size::Small, &name) }
                        <span class="person-words">{ named(person, &name) }{ glance(person) }{ terms(person) }{ identity(person) }</span>
                    </>
                }) }
            </li>
        }
    };
    let left_out = lookup.left_out.as_ref().map(|left_out| {
        html! { <p class="nothing" id="left-out">{ left_out.words() }</p> }
    });
    html! { <><ol class="people">{ for lookup.people.iter().enumerate().skip(skip).map(row) }</ol>{ left_out }</> }
}

fn glance(person: &PersonAnswer) -> Html {
    match &person.withheld {
        Some(reason) => html! {
            <span class="tags"><span class="tag no-record">{ icon("lock") }<span>{ format!("withheld · {reason}") }</span></span></span>
        },
        None => tags(&answer::tags(person)),
    }
}

fn named(person: &PersonAnswer, name: &str) -> Html {
    html! {
        <span class="name">
            { name }
            if let Some(nickname) = &person.nickname { { format!(" “{nickname}”") } }
            <small>{ person::sex_and_age(person) }</small>
            if let (Some(role), false) = (person::role(person.role), person.role == Role::Owner) {
                <small class="role">{ role }</small>
            }
        </span>
    }
}

/// A person as one thing to press: the number, then what is drawn of them.
fn head(
    position: usize,
    person: &PersonAnswer,
    selected: Option<usize>,
    dispatch: &Dispatch,
    class: Classes,
    inside: Html,
) -> Html {
    let number = position + 1;
    html! {
        <button type="button" class={classes!("person", class, (selected == Some(position)).then_some("selected"))}
            data-person={number.to_string()} data-golden={person.golden.as_str().to_owned()}
            aria-keyshortcuts={(number <= 9).then(|| format!("Alt+{number}"))}
            aria-label={person::spoken(number, person)}
            onclick={dispatch.reform(move |_: MouseEvent| LookupAction::Opened(position))}
            onfocus={dispatch.reform(move |_: FocusEvent| LookupAction::Selected(position))}>
            <kbd title={(number <= 9).then(|| format!("Alt {number} opens"))}>{ number }</kbd>
            { inside }
        </button>
    }
}
