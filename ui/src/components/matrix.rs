//! A house at one glance: a row for each person, the gravest first, and a column for each thing that may be on file.

use ciss_contract::lookup::{LookupAnswer, PersonAnswer};
use yew::prelude::*;

use super::icon::icon;
use super::photo::{Size, portrait};
use super::slice::{Same, Slice, slice};
use crate::app::Dispatch;
use crate::state::{LookupAction, Spot};
use crate::wording::look::Look;
use crate::wording::lookup::{standing_code, tally};
use crate::wording::matrix::{Cell, Column, cells, licence, role, widest_words};
use crate::wording::person;

/// From so many people on not all rows are on the first screen, and they are lower.
pub(crate) const CROWD: usize = 7;

/// Where the words of all columns have more letters than this side by side, their icons stand over them.
const LETTERS: usize = 66;

/// The people in the order of `rows`. `spot` is the cell that the arrows stand on.
pub(crate) fn view(answer: &Same<LookupAnswer>, rows: &[usize], spot: Spot, dispatch: &Dispatch) -> Html {
    if rows.is_empty() {
        return html! { <section class="card house" aria-labelledby="house-title">{ title(answer) }{ nobody(answer) }</section> };
    }
    let row = |(index, position): (usize, &usize)| {
        let on_spot = spot.person == *position;
        let row = Row {
            answer: answer.clone(),
            position: *position,
            number: index + 1,
            stop: on_spot.then_some(spot.column),
            crowd: rows.len() >= CROWD,
        };
        slice(row, dispatch)
    };
    let heading = |(at, column): (usize, Column)| {
        html! {
            <th scope="col" class={column.code()} aria-colindex={(at + 2).to_string()}>
                <span>{ column.label() }</span><small>{ column.codes() }</small>
            </th>
        }
    };
    let crowd = (rows.len() >= CROWD).then_some("crowd");
    let tight = (widest_words(answer) > LETTERS).then_some("tight");
    html! {
        <section class={classes!("card", "house", crowd, tight)} aria-labelledby="house-title">
            { title(answer) }
            <table class="matrix" role="grid" aria-labelledby="house-title" aria-colcount={Column::COUNT.to_string()}
                aria-rowcount={(rows.len() + 1).to_string()}>
                <thead><tr>
                    <th scope="col" class="who-is" aria-colindex="1"><span>{ "Person" }</span></th>
                    { for Column::all().enumerate().map(heading) }
                </tr></thead>
                <tbody>{ for rows.iter().enumerate().map(row) }</tbody>
            </table>
            if let Some(left_out) = &answer.left_out {
                <p class="nothing" id="left-out">{ left_out.words() }</p>
            }
        </section>
    }
}

fn title(answer: &LookupAnswer) -> Html {
    let (words, people) = match &answer.address {
        Some(address) => (address.line.clone(), address.people),
        None => ("No registered address".to_owned(), answer.people.len()),
    };
    html! {
        <h2 id="house-title" class="card-title">
            <b>{ words }</b><span>{ person::count(people, "person", "people") }</span>
            <small>{ format!("{} · ↑ ↓ ← → walk, Enter opens the record", tally(answer)) }</small>
        </h2>
    }
}

fn nobody(answer: &LookupAnswer) -> Html {
    let words = match (&answer.vehicle, &answer.address) {
        (None, _) => "Without a vehicle there is nobody to show.",
        (Some(_), None) => {
            "No person is registered as the owner, and no address. The vehicle may belong to a company."
        }
        (Some(_), Some(_)) => {
            "No person is registered as the owner, and no source ties anyone to this address."
        }
    };
    html! { <p class="nothing">{ words }</p> }
}

#[derive(PartialEq)]
struct Row {
    answer: Same<LookupAnswer>,
    position: usize,
    number: usize,
    /// The column on which the Tab key stops; none in every row but one.
    stop: Option<usize>,
    crowd: bool,
}

impl Slice for Row {
    fn draw(&self, dispatch: &Dispatch) -> Html {
        let Some(about) = self.answer.people.get(self.position) else {
            return html! {};
        };
        let position = self.position;
        let wanted = about.is_wanted().then_some("danger");
        html! {
            <tr class={classes!(wanted, self.stop.map(|_| "selected"))} aria-rowindex={(self.number + 1).to_string()}
                aria-selected={self.stop.is_some().to_string()} data-person={(position + 1).to_string()}
                data-golden={about.golden.as_str().to_owned()}
                ondblclick={dispatch.reform(move |_: MouseEvent| LookupAction::Opened(position))}>
                <th scope="row" class="who-is" data-column="0" tabindex={self.tabindex(0)} onfocus={self.reached(0, dispatch)}
                    aria-keyshortcuts={(self.number <= 9).then(|| format!("Alt+{}", self.number))}>
                    { self.who(about) }
                </th>
                { self.rest(about, dispatch) }
            </tr>
        }
    }
}

impl Row {
    /// One cell of the grid is a stop of the Tab key; the arrows reach the others.
    fn tabindex(&self, column: usize) -> &'static str {
        if self.stop == Some(column) { "0" } else { "-1" }
    }

    fn reached(&self, column: usize, dispatch: &Dispatch) -> Callback<FocusEvent> {
        let spot = Spot { person: self.position, column };
        dispatch.reform(move |_| LookupAction::Reached(spot))
    }

    fn who(&self, about: &PersonAnswer) -> Html {
        let name = person::surname_first(&about.name);
        let size = if self.crowd { Size::Small } else { Size::Row };
        let born = about.born.map(|born| born.shown());
        let license = licence(about, &self.answer);
        html! {
            <span class="who-is-it">
                <kbd title={(self.number <= 9).then(|| format!("Alt {} opens", self.number))}>{ self.number }</kbd>
                { portrait(about.photo.as_ref(), size, &name) }
                <span class="person-words">
                    <span class="name">
                        { &name }
                        if let Some(nickname) = &about.nickname { { format!(" “{nickname}”") } }
                        { " " }<small>{ person::sex_and_age(about) }</small>
                    </span>
                    <span class="fact">
                        if let Some(born) = born { <span>{ born }</span> }
                        if let Some(role) = role(about.role) { <span class="role">{ role }</span> }
                        if let Some((look, words)) = license {
                            <span class={classes!("standing", look.class())}>
                                if look != Look::NoRecord { { icon(look.icon()) } }
                                <span>{ words }</span>
                            </span>
                        }
                    </span>
                    { for about.cautions.iter().map(|caution| {
                        let look = Look::from(caution.severity);
                        html! { <span class={classes!("tag", look.class())}>{ icon(look.icon()) }<span>{ &caution.words }</span></span> }
                    }) }
                </span>
            </span>
        }
    }

    /// The answers, or why none is shown.
    fn rest(&self, about: &PersonAnswer, dispatch: &Dispatch) -> Html {
        if let Some(reason) = &about.withheld {
            let position = self.position;
            // One cell stands for all columns: whoever comes by keeps the one they walk in.
            let stop = if self.stop.is_some_and(|column| column > 0) { "0" } else { "-1" };
            return html! {
                <td class="withheld-row missing" colspan={(Column::COUNT - 1).to_string()} data-column="1" tabindex={stop}
                    onfocus={dispatch.reform(move |_: FocusEvent| LookupAction::Selected(position))}>
                    <span class="standing">{ icon("lock") }<span class="word">{ "withheld" }</span></span>
                    <span class="what">{ reason }</span>
                </td>
            };
        }
        let standing = |column| match column {
            Column::Answer(question) => about.answers.iter().find(|answer| answer.question == question),
            Column::History | Column::Permits => None,
        };
        let cell = |(at, (column, cell)): (usize, (Column, Cell))| {
            let Cell { look, word, more, detail, from } = cell;
            html! {
                <td class={look.class()} data-column={(at + 1).to_string()} tabindex={self.tabindex(at + 1)}
                    onfocus={self.reached(at + 1, dispatch)} data-answer={column.code()}
                    data-standing={standing(column).map(|answer| standing_code(answer.standing))}>
                    <span class="standing">
                        if look != Look::NoRecord { { icon(look.icon()) } }<span class="word">{ word }</span>
                        if more > 0 { <small>{ format!("+{more}") }</small> }
                    </span>
                    if !detail.is_empty() {
                        <span class="what" title={detail.clone()}>{ small_icon(look) }{ detail }</span>
                        <span class="source-of">{ from }</span>
                    } else {
                        <span class="source-of">{ small_icon(look) }{ from }</span>
                    }
                </td>
            }
        };
        html! { <>{ for cells(about, &self.answer).enumerate().map(cell) }</> }
    }
}

/// Where the columns are narrow the icon stands under the word, which then begins where the others do.
fn small_icon(look: Look) -> Option<Html> {
    (look != Look::NoRecord).then(|| html! { <span class={classes!("standing", "small-icon", look.class())}>{ icon(look.icon()) }</span> })
}
