//! What the browser is asked for besides drawing: focus, clipboard, storage, frames, the clock of the window.

use gloo_events::EventListener;
use gloo_timers::future::TimeoutFuture;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    ClipboardEvent, Document, Event, FocusOptions, HtmlDocument, HtmlElement, HtmlInputElement,
    HtmlTextAreaElement, ScrollIntoViewOptions, ScrollLogicalPosition, Window,
};
use yew::Callback;

use crate::state::keys::Focus;
use crate::state::{Spot, Target, TextSize, Theme};

/// Where the theme is remembered, and the size. Nothing else is ever stored.
const THEME_KEY: &str = "ciss.theme";
const SIZE_KEY: &str = "ciss.size";

/// From this width on a house is shown as a matrix.
const ROOM_FOR_MATRIX: &str = "(min-width: 1600px)";

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// Milliseconds since the window began to load.
pub(crate) fn milliseconds() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now())
}

/// The theme that the page put on before this program was there: the one that was remembered, else the system's wish.
pub(crate) fn worn_theme() -> Theme {
    let root = document().and_then(|document| document.document_element());
    let code = root.and_then(|root| root.get_attribute("data-theme"));
    Theme::from_code(code.as_deref().unwrap_or_default())
}

/// Puts a theme on the page and remembers it. Where storage is refused the theme lasts as long as the window.
pub(crate) fn wear(theme: Theme) {
    let Some(window) = web_sys::window() else { return };
    if let Some(root) = window.document().and_then(|document| document.document_element()) {
        let _ = root.set_attribute("data-theme", theme.code());
    }
    remember(THEME_KEY, theme.code());
}

/// The size that was remembered.
pub(crate) fn worn_size() -> TextSize {
    let storage = web_sys::window().and_then(|window| window.local_storage().ok().flatten());
    let size = storage.and_then(|storage| storage.get_item(SIZE_KEY).ok().flatten());
    TextSize::from_percent(size.as_deref().unwrap_or_default())
}

/// Remembers the size. Where storage is refused it lasts as long as the window.
pub(crate) fn remember_size(size: TextSize) {
    remember(SIZE_KEY, &size.percent().to_string());
}

fn remember(key: &str, value: &str) {
    if let Some(Ok(Some(storage))) = web_sys::window().map(|window| window.local_storage()) {
        let _ = storage.set_item(key, value);
    }
}

/// An element that had the focus.
pub(crate) struct Focused(HtmlElement);

impl Focused {
    /// The one that has it now, if one has.
    pub(crate) fn now() -> Option<Focused> {
        document()?.active_element()?.dyn_into().ok().map(Focused)
    }

    /// Gives it the focus again. Answers whether it is still there to take it.
    pub(crate) fn focus_again(self) -> bool {
        let _ = self.0.focus();
        has_focus(&self.0)
    }
}

fn has_focus(element: &HtmlElement) -> bool {
    let focused = document().and_then(|document| document.active_element());
    focused.as_ref() == Some(element.as_ref())
}

/// Moves the focus; the box gets its text selected. Answers whether there was something that took it: what lies under
/// an overlay does not.
pub(crate) fn focus(target: Target) -> bool {
    let selector = match target {
        Target::Query | Target::EndOfQuery => "#query".to_owned(),
        Target::Behalf => "#behalf".to_owned(),
        Target::Answer => "#answer".to_owned(),
        Target::Person(position) => format!("[data-person=\"{}\"]", position + 1),
        Target::Spot(Spot { person, column }) => {
            let row = format!("[data-person=\"{}\"]", person + 1);
            format!("{row} [data-column=\"{column}\"], {row} .withheld-row")
        }
        Target::Record => "#record".to_owned(),
        Target::Evidence => "[aria-expanded=true]".to_owned(),
        Target::Reason => "#reason".to_owned(),
        Target::Overlay => "[role=dialog]".to_owned(),
        Target::Address => "#address".to_owned(),
        Target::Fingerprint => "#fingerprint".to_owned(),
        Target::Account => "#account".to_owned(),
        Target::Secret => "#secret".to_owned(),
        Target::SecretAgain => "#secret-again".to_owned(),
    };
    let element = document().and_then(|document| document.query_selector(&selector).ok().flatten());
    let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) else {
        return false;
    };
    // The browser would scroll to its own liking, and take the banner off the screen.
    let still = FocusOptions::new();
    still.set_prevent_scroll(true);
    let _ = element.focus_with_options(&still);
    let scroll = ScrollIntoViewOptions::new();
    scroll.set_block(match target {
        Target::Answer | Target::Record => ScrollLogicalPosition::Start,
        // Its bars stand under it.
        Target::Evidence => ScrollLogicalPosition::Center,
        Target::Query
        | Target::EndOfQuery
        | Target::Behalf
        | Target::Reason
        | Target::Person(_)
        | Target::Spot(_)
        | Target::Overlay
        | Target::Address
        | Target::Fingerprint
        | Target::Account
        | Target::Secret
        | Target::SecretAgain => ScrollLogicalPosition::Nearest,
    });
    element.scroll_into_view_with_scroll_into_view_options(&scroll);
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        if target == Target::EndOfQuery {
            // Past the end is the end.
            let _ = input.set_selection_range(u32::MAX, u32::MAX);
        } else {
            input.select();
        }
    }
    has_focus(&element)
}

/// What has the focus, as the keyboard map sees it.
pub(crate) fn in_focus() -> Focus {
    let Some(element) = document().and_then(|document| document.active_element()) else { return Focus::Page };
    match (element.tag_name().as_str(), element.id().as_str()) {
        ("INPUT", "query") => Focus::Query,
        ("INPUT", "reason") => Focus::Reason,
        ("INPUT" | "TEXTAREA", _) => Focus::Behalf,
        ("SELECT", _) => Focus::Menu,
        ("BUTTON" | "A" | "SUMMARY", _) => Focus::Button,
        ("TD" | "TH", _) => Focus::Cell,
        _ => Focus::Page,
    }
}

/// Says whether there is room for the matrix, at once and whenever it changes.
pub(crate) fn watch_width(heard: Callback<bool>) -> Option<EventListener> {
    let query = web_sys::window()?.match_media(ROOM_FOR_MATRIX).ok()??;
    heard.emit(query.matches());
    let watched = query.clone();
    Some(EventListener::new(&watched, "change", move |_| heard.emit(query.matches())))
}

/// What was typed into a field.
pub(crate) fn typed(event: &Event) -> Option<String> {
    event.target()?.dyn_into::<HtmlInputElement>().ok().map(|input| input.value())
}

/// The text that is pasted.
pub(crate) fn pasted(event: &Event) -> Option<String> {
    event.dyn_ref::<ClipboardEvent>()?.clipboard_data()?.get_data("text/plain").ok()
}

/// What was chosen in a menu.
pub(crate) fn chosen(event: &Event) -> Option<String> {
    event.target()?.dyn_into::<web_sys::HtmlSelectElement>().ok().map(|menu| menu.value())
}

/// Puts a text on the clipboard, by the older way where the newer is refused.
pub(crate) async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    if window.is_secure_context()
        && JsFuture::from(window.navigator().clipboard().write_text(text)).await.is_ok()
    {
        return true;
    }
    copy_by_selection(&window, text).unwrap_or(false)
}

fn copy_by_selection(window: &Window, text: &str) -> Option<bool> {
    let document = window.document()?.dyn_into::<HtmlDocument>().ok()?;
    let focused = document.active_element().and_then(|element| element.dyn_into::<HtmlElement>().ok());
    let area = document.create_element("textarea").ok()?.dyn_into::<HtmlTextAreaElement>().ok()?;
    area.set_class_name("visually-hidden");
    area.set_value(text);
    let body = document.body()?;
    body.append_child(&area).ok()?;
    area.select();
    let done = document.exec_command("copy").ok();
    area.remove();
    if let Some(focused) = focused {
        let _ = focused.focus();
    }
    done
}

/// Returns once what was drawn before the call is painted: the second frame begins only after the first was laid out,
/// painted and handed to the system. On a screen in memory its pixels are there some 10 milliseconds later.
pub(crate) async fn painted() {
    for _ in 0..2 {
        let frame = js_sys::Promise::new(&mut |resolve, _| {
            if let Some(window) = web_sys::window() {
                let _ = window.request_animation_frame(&resolve);
            }
        });
        let _ = JsFuture::from(frame).await;
    }
}

/// Waits.
pub(crate) async fn pause(milliseconds: u32) {
    TimeoutFuture::new(milliseconds).await;
}
