//! Draws the state, hands what happens to it, and carries out what it asks for.

use std::cell::Cell;
use std::rc::Rc;

use ciss_contract::ipc::{
    CancelLookup, DeepLink, HubStatus, KeepSettings, Lock, LockStatus, LookupLate, Milestone, Painted,
    PhotoRefused, SignOut, SignedIn, SizeText, Start, StillHere,
};
use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{KeyboardEvent, MouseEvent};
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::browser::Focused;
use crate::components::slice::slice;
use crate::components::{frame, link, overlay};
use crate::pages::hub::HubPage;
use crate::pages::lock::LockPage;
use crate::pages::lookup::LookupPage;
use crate::pages::pin::PinPage;
use crate::pages::record::RecordPage;
use crate::pages::sign_in::SignInPage;
use crate::state::keys::{self, Press, Scene};
use crate::state::{
    Action, Announcement, Console, Effect, LockingAction, LookupAction, MeetingAction, Page, RecordAction,
    RefusedPhotos, ShellAction, SigningAction, Target, TextSize,
};
use crate::{browser, ipc};

/// How long to wait before the hub is asked again, in milliseconds.
const RETRY_AFTER: u32 = 3_000;

/// How long an answer may take before the screen says that it is waited for, in milliseconds. Most are there sooner, and
/// drawing what is gone at once would only delay them.
const MOMENT: u32 = 100;

/// How often the shell is told that somebody is there, in milliseconds: well within the time after which it locks.
const SAY_AGAIN: f64 = 30_000.0;

/// Sends an action to the state, from anywhere in the tree.
#[derive(Clone, PartialEq)]
pub(crate) struct Dispatch(Callback<Action>);

impl Dispatch {
    /// Sends one.
    pub(crate) fn emit(&self, action: impl Into<Action>) {
        self.0.emit(action.into());
    }

    /// Sends what an event means.
    pub(crate) fn reform<E: 'static, A: Into<Action>>(
        &self,
        meaning: impl Fn(E) -> A + 'static,
    ) -> Callback<E> {
        self.0.reform(move |event| meaning(event).into())
    }
}

/// The window.
pub(crate) struct App {
    console: Console,
    dispatch: Dispatch,
    /// Where the focus goes once the frame is drawn.
    focus: Option<Target>,
    /// What had the focus before something lay over it.
    covered: Option<Focused>,
    /// The focus goes back there, if it is still there.
    returning: bool,
    /// Read by the key listener, which must decide at once whether the browser may have the key.
    scene: Rc<Cell<Scene>>,
    _listeners: [Option<EventListener>; 5],
    _anybody: Vec<EventListener>,
}

/// Puts the window on the page.
pub(crate) fn start() {
    yew::Renderer::<App>::new().render();
}

impl Component for App {
    type Message = Action;
    type Properties = ();

    fn create(context: &Context<App>) -> App {
        let dispatch = Dispatch(context.link().callback(|action| action));
        hear(&dispatch);
        let size = browser::worn_size();
        if size != TextSize::AS_DRAWN {
            draw_in(size);
        }
        let console = Console::new(browser::worn_theme(), size);
        let scene = Rc::new(Cell::new(console.scene()));
        let listeners = [
            listen_to_keys(dispatch.clone(), scene.clone()),
            listen_to_mouse(dispatch.clone()),
            listen_to_paste(dispatch.clone(), scene.clone()),
            without_menu(),
            browser::watch_width(dispatch.reform(ShellAction::Widened)),
        ];
        let focus = Some(Target::Query);
        App {
            console,
            dispatch,
            focus,
            covered: None,
            returning: false,
            scene,
            _listeners: listeners,
            _anybody: listen_to_anybody(),
        }
    }

    fn update(&mut self, _: &Context<App>, action: Action) -> bool {
        for effect in self.console.update(action) {
            self.carry_out(effect);
        }
        self.scene.set(self.console.scene());
        true
    }

    fn view(&self, _: &Context<App>) -> Html {
        let framed = |page| frame::view(&self.console, &self.dispatch, page);
        let page = match self.console.page() {
            Page::Hub => slice(HubPage(self.console.meeting.clone()), &self.dispatch),
            Page::SignIn => slice(SignInPage(self.console.signing.clone()), &self.dispatch),
            Page::Lock => slice(LockPage::of(&self.console), &self.dispatch),
            Page::Pin => slice(PinPage(self.console.locking.clone()), &self.dispatch),
            Page::Lookup => framed(slice(LookupPage::of(&self.console), &self.dispatch)),
            Page::Record => framed(slice(RecordPage::of(&self.console), &self.dispatch)),
        };
        html! {
            <ContextProvider<RefusedPhotos> context={self.console.shell.refused_photos.clone()}>
                { page }
                { overlay::view(&self.console, &self.dispatch) }
                { link::view(self.console.shell.link.as_ref(), &self.dispatch) }
                { announced(&self.console.shell.announcement) }
            </ContextProvider<RefusedPhotos>>
        }
    }

    fn rendered(&mut self, _: &Context<App>, first: bool) {
        if let Some(target) = self.focus.take() {
            let covered = self.covered.take_if(|_| self.returning);
            if !covered.is_some_and(Focused::focus_again) {
                browser::focus(target);
            }
            self.returning = false;
        }
        if first {
            time_paint(Milestone::BoxUsable, 0.0);
        }
    }
}

impl App {
    fn carry_out(&mut self, effect: Effect) {
        let dispatch = self.dispatch.clone();
        match effect {
            Effect::Look(look) => {
                let answer = ipc::invoke(&look);
                spawn_local(async move {
                    dispatch.emit(LookupAction::Answered(look.ticket, answer.await.map(Box::new)));
                });
            }
            Effect::SayStillAsking(ticket) => spawn_local(async move {
                browser::pause(MOMENT).await;
                dispatch.emit(LookupAction::StillAsking(ticket));
            }),
            Effect::Cancel(ticket) => {
                let stopped = ipc::invoke(&CancelLookup { ticket });
                // Cancelled is what the person sees either way.
                spawn_local(async move { drop(stopped.await) });
            }
            Effect::Open(open) => {
                let record = ipc::invoke(&open);
                spawn_local(async move {
                    dispatch.emit(RecordAction::Recorded(open.golden, record.await.map(Box::new)));
                });
            }
            Effect::Read(open) => {
                let answer = ipc::invoke(&open);
                spawn_local(async move {
                    dispatch.emit(RecordAction::DocumentRead(open.document, answer.await.map(Box::new)));
                });
            }
            Effect::Decide(decide) => {
                let decided = ipc::invoke(&decide);
                spawn_local(async move { dispatch.emit(RecordAction::Decided(decided.await)) });
            }
            Effect::Meet(meet) => {
                let met = ipc::invoke(&meet);
                spawn_local(async move { dispatch.emit(MeetingAction::Met(met.await)) });
            }
            Effect::Choose(choose) => {
                let taken = ipc::invoke(&choose);
                spawn_local(async move { dispatch.emit(MeetingAction::Taken(taken.await)) });
            }
            Effect::SignOut => {
                let told = ipc::invoke(&SignOut {});
                spawn_local(async move { dispatch.emit(SigningAction::Out(told.await)) });
            }
            Effect::Lock => {
                let locked = ipc::invoke(&Lock {});
                // The shell says how it stands.
                spawn_local(async move { drop(locked.await) });
            }
            Effect::Unlock(unlock) => {
                let opened = ipc::invoke(&unlock);
                spawn_local(async move { dispatch.emit(LockingAction::Opened(opened.await.map(Box::new))) });
            }
            Effect::ChooseSecret(choose) => {
                let chosen = ipc::invoke(&choose);
                spawn_local(async move { dispatch.emit(LockingAction::Chosen(chosen.await)) });
            }
            Effect::SignIn(sign_in) => {
                let taken = ipc::invoke(&sign_in);
                spawn_local(async move { dispatch.emit(SigningAction::In(taken.await)) });
            }
            Effect::Copy(what, text) => {
                spawn_local(
                    async move { dispatch.emit(ShellAction::Copied(what, browser::copy(&text).await)) },
                )
            }
            Effect::RetryLater => spawn_local(async move {
                browser::pause(RETRY_AFTER).await;
                dispatch.emit(ShellAction::Retried);
            }),
            Effect::Focus(target) => {
                if target == Target::Overlay {
                    self.covered = Focused::now();
                }
                self.returning = false;
                // What is there already is not waited for: the next key may be on its way. What the box will hold is
                // not in it yet.
                let there = browser::focus(target) && !target.comes_with_the_next_frame();
                self.focus = (!there).then_some(target);
            }
            Effect::FocusBack(target) => {
                self.returning = true;
                self.focus = Some(target);
            }
            Effect::Wear(theme) => {
                browser::wear(theme);
                self.keep_settings();
            }
            Effect::Size(size) => {
                browser::remember_size(size);
                draw_in(size);
                self.keep_settings();
            }
            Effect::TimePaint(what, since) => time_paint(what, since),
        }
    }
}

impl App {
    /// Where a PIN keeps anything, it keeps this as well.
    fn keep_settings(&self) {
        let kept = ipc::invoke(&KeepSettings { settings: self.console.settings() });
        spawn_local(async move { drop(kept.await) });
    }
}

/// What a screen reader is told, each in the region that it listens to.
fn announced(announcement: &Announcement) -> Html {
    let words = |urgent: bool| (announcement.urgent == urgent).then_some(announcement.words.as_str());
    html! {
        <>
            <div class="visually-hidden" role="status">{ words(false) }</div>
            <div class="visually-hidden" role="alert">{ words(true) }</div>
        </>
    }
}

/// Asks the shell where everything stands, and listens to what it says from then on.
fn hear(dispatch: &Dispatch) {
    ipc::listen::<HubStatus>(dispatch.reform(ShellAction::HubChanged));
    ipc::listen::<SignedIn>(dispatch.reform(ShellAction::SignedIn));
    ipc::listen::<LockStatus>(dispatch.reform(LockingAction::Changed));
    ipc::listen::<DeepLink>(dispatch.reform(LookupAction::LinkCame));
    ipc::listen::<PhotoRefused>(dispatch.reform(ShellAction::PhotoRefused));
    ipc::listen::<LookupLate>(dispatch.reform(|late| LookupAction::Late(Box::new(late))));
    let dispatch = dispatch.clone();
    spawn_local(async move {
        if let Ok(state) = ipc::invoke(&Start {}).await {
            dispatch.emit(ShellAction::Started(Box::new(state)));
        }
    });
}

fn listen_to_keys(dispatch: Dispatch, scene: Rc<Cell<Scene>>) -> Option<EventListener> {
    let window = web_sys::window()?;
    let options = EventListenerOptions::enable_prevent_default();
    Some(EventListener::new_with_options(&window, "keydown", options, move |event| {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
        if let Some(action) = meaning(event, scene.get()) {
            event.prevent_default();
            if matches!(action, Action::Lookup(LookupAction::BoxWanted)) {
                browser::focus(Target::Query);
            }
            dispatch.emit(action);
        }
    }))
}

/// Tells the shell, now and then, that somebody is there.
fn listen_to_anybody() -> Vec<EventListener> {
    let Some(window) = web_sys::window() else { return Vec::new() };
    let told = Rc::new(Cell::new(f64::NEG_INFINITY));
    let listen = |event: &'static str| {
        let told = told.clone();
        EventListener::new(&window, event, move |_| {
            let now = browser::milliseconds();
            if now - told.get() >= SAY_AGAIN {
                told.set(now);
                let heard = ipc::invoke(&StillHere {});
                spawn_local(async move { drop(heard.await) });
            }
        })
    };
    ["keydown", "mousedown", "mousemove", "wheel", "touchstart"].map(listen).into()
}

/// The buttons at the side of a mouse, as the browser numbers them.
fn listen_to_mouse(dispatch: Dispatch) -> Option<EventListener> {
    let window = web_sys::window()?;
    let options = EventListenerOptions::enable_prevent_default();
    Some(EventListener::new_with_options(&window, "mouseup", options, move |event| {
        let action = match event.dyn_ref::<MouseEvent>().map(MouseEvent::button) {
            Some(3) => ShellAction::WentBack,
            Some(4) => ShellAction::WentForward,
            Some(_) | None => return,
        };
        event.prevent_default();
        dispatch.emit(action);
    }))
}

fn listen_to_paste(dispatch: Dispatch, scene: Rc<Cell<Scene>>) -> Option<EventListener> {
    let window = web_sys::window()?;
    let options = EventListenerOptions::enable_prevent_default();
    Some(EventListener::new_with_options(&window, "paste", options, move |event| {
        if !browser::in_focus().is_no_field() || !matches!(scene.get().page, Page::Lookup | Page::Record) {
            return;
        }
        if let Some(text) = browser::pasted(event) {
            event.prevent_default();
            dispatch.emit(LookupAction::Pasted(text));
        }
    }))
}

/// The browser's own menu offers to reload the page or to look into it, and nothing that the console needs.
fn without_menu() -> Option<EventListener> {
    let window = web_sys::window()?;
    let options = EventListenerOptions::enable_prevent_default();
    Some(EventListener::new_with_options(&window, "contextmenu", options, |event| event.prevent_default()))
}

fn meaning(event: &KeyboardEvent, scene: Scene) -> Option<Action> {
    let (key, code) = (event.key(), event.code());
    let press = Press {
        key: &key,
        letter: letter(&key).or_else(|| event.alt_key().then(|| on_key(&code)).flatten()),
        command: event.ctrl_key() || event.meta_key(),
        alt: event.alt_key(),
        repeated: event.repeat(),
        focus: browser::in_focus(),
        // Some systems stamp a key a little after it went down.
        at: event.time_stamp().min(browser::milliseconds()),
    };
    keys::meaning(&press, scene)
}

/// The letter or digit that a plate may have, in upper case.
fn letter(key: &str) -> Option<char> {
    let mut letters = key.chars();
    let only = letters.next().filter(|_| letters.next().is_none())?;
    only.is_ascii_alphanumeric().then(|| only.to_ascii_uppercase())
}

/// The letter or digit on a key: with Alt some layouts write another one.
fn on_key(code: &str) -> Option<char> {
    letter(code.strip_prefix("Key").or_else(|| code.strip_prefix("Digit"))?)
}

/// Asks the shell, because the page cannot enlarge itself so that its columns take notice.
fn draw_in(size: TextSize) {
    let drawn = ipc::invoke(&SizeText { percent: size.percent() });
    // Where it cannot be had the page stays readable as it is.
    spawn_local(async move { drop(drawn.await) });
}

/// Reports how long it took from `since` until what is drawn now is on the screen.
fn time_paint(what: Milestone, since: f64) {
    spawn_local(async move {
        browser::painted().await;
        // A benchmark that cannot be told loses a number; the person loses nothing.
        let _ = ipc::invoke(&Painted { what, milliseconds: browser::milliseconds() - since }).await;
    });
}
