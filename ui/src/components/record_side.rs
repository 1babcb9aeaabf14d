//! Beside a record: what happened, who is tied to the person, and their vehicles.

use ciss_contract::answer::Severity;
use ciss_contract::query::shown_plate;
use ciss_contract::record::{Event, OwnedVehicle, RecordAnswer, TiedPerson};
use yew::prelude::*;

use crate::app::Dispatch;
use crate::state::{LookupAction, RecordAction};
use crate::wording::cases::{self, Case};
use crate::wording::record::told_by;
use crate::wording::time;

/// The column.
pub(crate) fn view(record: &RecordAnswer, dispatch: &Dispatch) -> Html {
    html! {
        <aside class="rail" aria-label="History and ties">
            { timeline(&record.timeline) }
            { tied(&record.tied, dispatch) }
            { vehicles(&record.vehicles, dispatch) }
        </aside>
    }
}

fn part(id: &'static str, title: &'static str, empty: Option<&'static str>, content: Html) -> Html {
    html! {
        <section class="rail-part" aria-labelledby={id}>
            <h2 {id}>{ title }</h2>
            if let Some(words) = empty { <p class="nothing">{ words }</p> } else { { content } }
        </section>
    }
}

fn timeline(events: &[Event]) -> Html {
    let event = |event: &Event| {
        let class = match event.severity {
            Severity::Info => "info",
            Severity::Caution => "caution",
            Severity::Danger => "danger",
        };
        let number = Some(event.number.as_str()).filter(|number| !event.detail.contains(number));
        let detail = [number, Some(event.detail.as_str())];
        let detail = detail.into_iter().flatten().filter(|part| !part.is_empty()).map(str::to_owned);
        let detail: Vec<String> = std::iter::once(told_by(event)).chain(detail).collect();
        html! {
            <li class={class}>
                // Standing has no day of its own: the source says when it was so.
                <time title={event.on.is_none().then_some("as of")}>
                    { event.on.map_or_else(|| time::day_of(event.from.as_of), time::day) }
                </time>
                <span class="dot" aria-hidden="true"></span>
                <span>{ &event.what }<small>{ detail.join(" · ") }</small></span>
            </li>
        }
    };
    let case = |case: &Case<&Event>| {
        let events = html! { <>{ for case.parts.iter().map(|told| event(told)) }</> };
        match &case.number {
            Some(number) => html! {
                <li class="case"><b>{ "Case " }<span class="mono">{ number }</span></b><ol class="timeline">{ events }</ol></li>
            },
            None => events,
        }
    };
    let empty = events.is_empty().then_some("No source has reported an event.");
    part(
        "timeline-title",
        "On file, the newest first",
        empty,
        html! { <ol class="timeline">{ for cases::timeline(events).iter().map(case) }</ol> },
    )
}

fn tied(tied: &[TiedPerson], dispatch: &Dispatch) -> Html {
    let person = |(position, person): (usize, &TiedPerson)| {
        let number = position + 1;
        html! {
            <li>
                <button type="button" class="tied" data-tied={number.to_string()}
                    aria-keyshortcuts={(number <= 9).then(|| format!("Alt+{number}"))}
                    aria-label={format!("{number}. {}. {}. {}", person.name, person.tie, person.detail)}
                    onclick={dispatch.reform(move |_: MouseEvent| RecordAction::TiedOpened(position))}>
                    <kbd>{ number }</kbd>
                    <b>{ &person.name }</b>
                    <span class="tie">{ &person.tie }</span>
                    <small>{ &person.detail }</small>
                </button>
            </li>
        }
    };
    let empty = tied.is_empty().then_some("No source ties anyone to this person.");
    part("tied-title", "Tied to", empty, html! { <ol>{ for tied.iter().enumerate().map(person) }</ol> })
}

fn vehicles(vehicles: &[OwnedVehicle], dispatch: &Dispatch) -> Html {
    let vehicle = |vehicle: &OwnedVehicle| {
        let plate = vehicle.plate.clone();
        let onclick = dispatch
            .reform(move |event: MouseEvent| LookupAction::PlateChosen(plate.clone(), event.time_stamp()));
        html! {
            <li>
                <button type="button" class="tied" title="Look this plate up" {onclick}>
                    <b class="mono">{ shown_plate(&vehicle.plate) }</b>
                    <span class="tie">{ vehicle.from.source.code() }</span>
                    <small>{ &vehicle.words }</small>
                </button>
            </li>
        }
    };
    let empty = vehicles.is_empty().then_some("No vehicle is registered to this person.");
    part("vehicles-title", "Vehicles", empty, html! { <ul>{ for vehicles.iter().map(vehicle) }</ul> })
}
