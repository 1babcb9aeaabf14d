//! What a key means, where it is pressed.

use super::action::Step;
use super::{Action, Overlay, Page};

/// What a key's meaning depends on: little enough to be at hand the moment the key goes down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Scene {
    /// Which page is open.
    pub(crate) page: Page,
    /// What lies over it.
    pub(crate) overlay: Option<Overlay>,
}

/// A key that went down.
#[derive(Clone, Copy)]
pub(crate) struct Press<'a> {
    /// As the browser names it: `Enter`, `a`, `?`.
    pub(crate) key: &'a str,
    /// The digit on the key, whatever the modifiers make of it.
    pub(crate) digit: Option<usize>,
    /// Control, or Command on a Mac.
    pub(crate) command: bool,
    /// Alt.
    pub(crate) alt: bool,
    /// Held down.
    pub(crate) repeated: bool,
    /// What had the focus.
    pub(crate) place: Place,
    /// When, in milliseconds of the window's clock.
    pub(crate) at: f64,
}

/// What had the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// The box.
    Query,
    /// The field for whom it is run.
    Behalf,
    /// The reason of a decision.
    Reason,
    /// A menu; it has keys of its own.
    Menu,
    /// A button or a link: Enter and the space bar are its own.
    Button,
    /// Anything else.
    Page,
}

/// Keys, and what they do.
pub(crate) type Line = (&'static [&'static str], &'static str);

/// The keyboard map as `?` shows it: a heading, then keys and what they do.
pub(crate) const MAP: [(&str, &[Line]); 3] = [
    (
        "Anywhere",
        &[
            (&["/", "Ctrl K"], "to the box, its text selected"),
            (&["Alt 1", "…", "Alt 9"], "run a recent lookup again"),
            (&["Esc"], "close, cancel, or go back"),
            (&["T"], "next theme"),
            (&["?", "F1"], "this map"),
        ],
    ),
    (
        "Lookup",
        &[
            (&["Enter"], "in the box: look up; on the answer: open whom it is about"),
            (&["1", "…", "9"], "open a person of the answer"),
            (&["↑", "↓", "Home", "End"], "walk the people; Enter opens"),
            (&["I"], "where the answers come from, and as of when"),
            (&["R"], "read back in large letters"),
            (&["C"], "copy the radio text"),
        ],
    ),
    (
        "Record",
        &[
            (&["1", "…", "9"], "open a tied person"),
            (&["E"], "why: the evidence, one record after the other"),
            (&["Esc", "Backspace"], "back to where you came from"),
        ],
    ),
];

/// What the key means; `None` leaves it to the browser.
pub(crate) fn meaning(press: &Press<'_>, scene: Scene) -> Option<Action> {
    let step = match press.key {
        "ArrowDown" => Some(Step::Next),
        "ArrowUp" => Some(Step::Previous),
        "Home" => Some(Step::First),
        "End" => Some(Step::Last),
        _ => None,
    };
    if press.repeated && step.is_none() {
        return None;
    }
    if press.command {
        return (press.key.eq_ignore_ascii_case("k") && !press.alt).then_some(Action::BoxWanted);
    }
    if press.alt {
        return match (press.key, press.digit) {
            (_, Some(digit @ 1..)) => Some(Action::Repeated(digit - 1, press.at)),
            ("ArrowLeft", _) if scene.page == Page::Record => Some(Action::Back),
            _ => None,
        };
    }
    match (press.key, press.place) {
        ("Escape", _) => return Some(Action::Back),
        ("F1", _) => return Some(Action::KeysToggled),
        _ => {}
    }
    if let Some(overlay) = scene.overlay {
        return over_page(press, overlay);
    }
    match press.place {
        Place::Menu => None,
        Place::Query => in_box(press, step),
        Place::Behalf => (press.key == "Enter").then_some(Action::Submitted(press.at)),
        Place::Reason => (press.key == "Enter").then_some(Action::DecisionSent),
        Place::Button | Place::Page => on_page(press, step, scene.page),
    }
}

fn over_page(press: &Press<'_>, overlay: Overlay) -> Option<Action> {
    match (press.key, overlay) {
        ("?", Overlay::Keys) => Some(Action::KeysToggled),
        ("r" | "R", Overlay::ReadAloud) => Some(Action::ReadAloudToggled),
        ("c" | "C", Overlay::ReadAloud) => Some(Action::CopyWanted),
        ("/", _) => Some(Action::BoxWanted),
        _ => None,
    }
}

fn in_box(press: &Press<'_>, step: Option<Step>) -> Option<Action> {
    match press.key {
        "Enter" => Some(Action::Submitted(press.at)),
        // No plate has one.
        "/" => Some(Action::BoxWanted),
        // Home, End and the rest move the caret.
        "ArrowDown" | "ArrowUp" => step.map(Action::Walked),
        _ => None,
    }
}

fn on_page(press: &Press<'_>, step: Option<Step>, page: Page) -> Option<Action> {
    match (press.key, page) {
        ("/", _) => return Some(Action::BoxWanted),
        ("?", _) => return Some(Action::KeysToggled),
        ("t" | "T", _) => return Some(Action::ThemeSwitched),
        _ => {}
    }
    match page {
        Page::Lookup => match (press.key, press.digit) {
            (_, Some(digit @ 1..)) => Some(Action::Opened(digit - 1)),
            ("Enter", _) if press.place == Place::Page => Some(Action::HeadlineOpened),
            ("i" | "I", _) => Some(Action::InspectToggled),
            ("r" | "R", _) => Some(Action::ReadAloudToggled),
            ("c" | "C", _) => Some(Action::CopyWanted),
            _ => step.map(Action::Walked),
        },
        Page::Record => match (press.key, press.digit) {
            (_, Some(digit @ 1..)) => Some(Action::TiedOpened(digit - 1)),
            ("Backspace", _) => Some(Action::Back),
            ("e" | "E", _) => Some(Action::NextExplained),
            _ => None,
        },
    }
}
