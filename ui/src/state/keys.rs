//! What a key means, where it is pressed.

use super::action::Step;
use super::{
    Action, LockingAction, LookupAction, MeetingAction, Overlay, Page, RecordAction, Resize, ShellAction,
    SigningAction,
};

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
    /// The letter or digit on the key, in upper case, whatever Alt makes of it.
    pub(crate) letter: Option<char>,
    /// Control, or Command on a Mac.
    pub(crate) command: bool,
    /// Alt, or Option on a Mac.
    pub(crate) alt: bool,
    /// Held down.
    pub(crate) repeated: bool,
    /// What had the focus.
    pub(crate) focus: Focus,
    /// When, in milliseconds of the window's clock.
    pub(crate) at: f64,
}

/// What had the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Focus {
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
    /// A cell of the matrix.
    Cell,
    /// Anything else.
    Page,
}

impl Focus {
    /// Letters are not typed there. A menu keeps its arrows: a plate must not choose another purpose.
    pub(crate) const fn is_no_field(self) -> bool {
        match self {
            Focus::Menu | Focus::Button | Focus::Cell | Focus::Page => true,
            Focus::Query | Focus::Behalf | Focus::Reason => false,
        }
    }
}

/// Keys, and what they do.
pub(crate) type Line = (&'static [&'static str], &'static str);

/// The keyboard map as `?` shows it: a heading, then keys and what they do.
pub(crate) const MAP: [(&str, &[Line]); 3] = [
    (
        "Anywhere",
        &[
            (
                &["A", "…", "Z", "0", "…", "9"],
                "begin the next plate, whatever has the focus; so does pasting one",
            ),
            (&["/", "Ctrl K"], "to the box, its text selected"),
            (&["Ctrl 1", "…", "Ctrl 9"], "run a recent lookup again"),
            (&["Alt L"], "follow the link that waits"),
            (&["Alt S"], "ask again what was asked while the hub was gone, the oldest first"),
            (&["Alt ←", "Alt →"], "back and forward through what you have seen"),
            (&["Esc"], "close, cancel, or go back"),
            (&["Alt T"], "next theme"),
            (&["Alt K"], "lock; where no PIN is chosen yet, choose one"),
            (&["Ctrl +", "Ctrl −", "Ctrl 0"], "larger, smaller, as drawn"),
            (&["?", "F1"], "this map"),
        ],
    ),
    (
        "Lookup, for the plate in the box",
        &[
            (&["Enter"], "in the box: look up; on the answer: open whom it is about"),
            (&["Alt 1", "…", "Alt 9"], "open a person of the answer"),
            (&["↑", "↓", "Home", "End"], "walk the people; Enter opens"),
            (&["←", "→"], "walk a person's answers, where they stand in columns"),
            (&["Alt I"], "where the answers come from, and as of when"),
            (&["Alt R"], "read back in large letters"),
            (&["Alt C"], "copy the radio text"),
            (&["Alt P"], "copy who the person is, and what is known of them"),
        ],
    ),
    (
        "Record",
        &[
            (&["Alt 1", "…", "Alt 9"], "open a tied person"),
            (&["Alt E"], "why: the evidence, one record after the other"),
            (&["Alt N"], "side by side with who may be the same person"),
            (&["Alt U"], "take the last decision back"),
            (&["Alt M"], "more of the records behind it"),
            (&["Alt P"], "copy who it is, and what is known of them"),
            (&["Esc", "Backspace"], "back to where you came from"),
        ],
    ),
];

/// What the key means; `None` leaves it to the browser.
///
/// A plain letter or digit is always part of a plate: with nothing else does it copy, open a record or make a view that
/// is audited. Alt acts on what is on the screen, Control on what is asked.
pub(crate) fn meaning(press: &Press<'_>, scene: Scene) -> Option<Action> {
    let step = match press.key {
        "ArrowDown" => Some(Step::Next),
        "ArrowUp" => Some(Step::Previous),
        "ArrowLeft" => Some(Step::Left),
        "ArrowRight" => Some(Step::Right),
        "Home" => Some(Step::First),
        "End" => Some(Step::Last),
        _ => None,
    };
    if let (true, false, Some(step)) = (press.command, press.alt, resize(press.key)) {
        return Some(ShellAction::Resized(step).into());
    }
    match scene.page {
        Page::Hub => {
            return at_the_door(press, MeetingAction::Wanted.into(), MeetingAction::Dismissed.into());
        }
        Page::SignIn => return at_the_door(press, SigningAction::InWanted.into(), ShellAction::Back.into()),
        Page::Lock => return at_the_door(press, LockingAction::Entered.into(), ShellAction::Back.into()),
        Page::Pin => {
            return at_the_door(press, LockingAction::Entered.into(), LockingAction::Dismissed.into());
        }
        Page::Lookup | Page::Record => {}
    }
    match (press.command, press.alt) {
        (true, true) => return None,
        (true, false) => return with_command(press),
        (false, true) => return with_alt(press, scene),
        (false, false) => {}
    }
    if press.repeated && step.is_none() {
        return None;
    }
    let letter = press.letter.filter(|_| press.focus.is_no_field());
    match (press.key, letter) {
        ("Escape", _) => return Some(ShellAction::Back.into()),
        ("F1", _) => return Some(ShellAction::KeysToggled.into()),
        (_, Some(letter)) => return Some(LookupAction::Begun(letter).into()),
        (_, None) => {}
    }
    if let Some(overlay) = scene.overlay {
        return over_page(press, overlay);
    }
    match press.focus {
        Focus::Menu => None,
        Focus::Query => in_box(press, step),
        Focus::Behalf => (press.key == "Enter").then(|| LookupAction::Submitted(press.at).into()),
        Focus::Reason => (press.key == "Enter").then(|| RecordAction::DecisionSent.into()),
        Focus::Button | Focus::Cell | Focus::Page => on_page(press, step, scene.page),
    }
}

/// While no hub is chosen, or nobody is signed in, there is nothing to look up.
fn at_the_door(press: &Press<'_>, enter: Action, escape: Action) -> Option<Action> {
    match (press.key, press.command, press.alt) {
        _ if press.repeated => None,
        ("Enter", false, false) if press.focus == Focus::Behalf => Some(enter),
        ("Escape", false, false) => Some(escape),
        _ if press.letter == Some('T') && press.alt && !press.command => {
            Some(ShellAction::ThemeSwitched.into())
        }
        _ => None,
    }
}

/// As every browser has it. Larger is on the key of `=` on most keyboards.
fn resize(key: &str) -> Option<Resize> {
    match key {
        "+" | "=" => Some(Resize::Larger),
        "-" | "_" => Some(Resize::Smaller),
        "0" => Some(Resize::AsDrawn),
        _ => None,
    }
}

fn with_command(press: &Press<'_>) -> Option<Action> {
    match press.letter.filter(|_| !press.repeated)? {
        'K' => Some(LookupAction::BoxWanted.into()),
        digit @ '1'..='9' => Some(LookupAction::Repeated(position(digit), press.at).into()),
        _ => None,
    }
}

fn with_alt(press: &Press<'_>, scene: Scene) -> Option<Action> {
    if press.repeated {
        return None;
    }
    match press.key {
        "ArrowLeft" => return Some(ShellAction::WentBack.into()),
        "ArrowRight" => return Some(ShellAction::WentForward.into()),
        _ => {}
    }
    let letter = press.letter.unwrap_or_default();
    match (letter, scene.overlay, scene.page) {
        ('T', _, _) => Some(ShellAction::ThemeSwitched.into()),
        ('K', _, _) => Some(LockingAction::LockWanted.into()),
        ('L', _, _) => Some(LookupAction::LinkFollowed(press.at).into()),
        ('R', None | Some(Overlay::ReadAloud), Page::Lookup) => Some(LookupAction::ReadAloudToggled.into()),
        ('C', None | Some(Overlay::ReadAloud), Page::Lookup) => Some(LookupAction::CopyWanted.into()),
        ('N', None | Some(Overlay::Compare), Page::Record) => Some(RecordAction::NextCompared.into()),
        ('O', Some(Overlay::Document), _) => Some(RecordAction::RawToggled.into()),
        (_, Some(_), _) => None,
        ('S', None, _) => Some(LookupAction::MeanwhileAsked(press.at).into()),
        ('P', None, _) => Some(ShellAction::PersonCopyWanted.into()),
        ('U', None, Page::Record) => Some(RecordAction::DecisionUndone.into()),
        (digit @ '1'..='9', None, Page::Lookup) => Some(LookupAction::NumberOpened(position(digit)).into()),
        (digit @ '1'..='9', None, Page::Record) => Some(RecordAction::TiedOpened(position(digit)).into()),
        ('I', None, Page::Lookup) => Some(LookupAction::InspectToggled.into()),
        ('E', None, Page::Record) => Some(RecordAction::NextExplained.into()),
        ('M', None, Page::Record) => Some(RecordAction::MoreWanted.into()),
        (_, None, _) => None,
    }
}

/// The position that a digit from 1 on names.
fn position(digit: char) -> usize {
    digit.to_digit(10).map_or(0, |number| number.saturating_sub(1) as usize)
}

fn over_page(press: &Press<'_>, overlay: Overlay) -> Option<Action> {
    match (press.key, overlay) {
        ("Enter", Overlay::Compare) if press.focus == Focus::Reason => {
            Some(RecordAction::DecisionSent.into())
        }
        ("?", Overlay::Keys) => Some(ShellAction::KeysToggled.into()),
        ("/", _) => Some(LookupAction::BoxWanted.into()),
        _ => None,
    }
}

fn in_box(press: &Press<'_>, step: Option<Step>) -> Option<Action> {
    match press.key {
        "Enter" => Some(LookupAction::Submitted(press.at).into()),
        // No plate has one.
        "/" => Some(LookupAction::BoxWanted.into()),
        // Home, End and the rest move the caret.
        "ArrowDown" | "ArrowUp" => step.map(|step| LookupAction::Walked(step).into()),
        _ => None,
    }
}

fn on_page(press: &Press<'_>, step: Option<Step>, page: Page) -> Option<Action> {
    match (press.key, page) {
        ("/", _) => Some(LookupAction::BoxWanted.into()),
        ("?", _) => Some(ShellAction::KeysToggled.into()),
        ("Enter", Page::Lookup) if press.focus == Focus::Page => Some(LookupAction::HeadlineOpened.into()),
        ("Enter", Page::Lookup) if press.focus == Focus::Cell => Some(LookupAction::SelectedOpened.into()),
        (_, Page::Lookup) => step.map(|step| LookupAction::Walked(step).into()),
        ("Backspace", Page::Record) => Some(ShellAction::Back.into()),
        (_, Page::Record | Page::Hub | Page::SignIn | Page::Lock | Page::Pin) => None,
    }
}
