//! Commands as the page calls them, with the real configuration and capability file, on Tauri's mock runtime.

use std::time::Instant;

use ciss_client::Client;
use ciss_client::connection::Doubt;
use ciss_contract::ipc::{
    CancelLookup, ChooseSecret, Command, KeepSettings, Lock, Lookup, OpenRecord, Painted, Start, StillHere,
    Unlock,
};
use serde_json::{Value, json};
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder};
use tauri::webview::InvokeRequest;
use tauri::{Manager, WebviewWindowBuilder};
use tokio::sync::watch;

use crate::console::Console;
use crate::controller::{Choosing, Controller, Locking};
use crate::desktop::Window;
use crate::milestones::Milestones;
use crate::photos::Photos;

const OWN_PAGE: &str = "tauri://localhost";

/// An application with a controller whose hub never comes; `clients` keeps that so.
struct Shell {
    app: tauri::App<MockRuntime>,
    _clients: watch::Sender<Option<Client>>,
}

fn shell() -> Shell {
    let (console, mailbox) = Console::open();
    let (clients, client) = watch::channel(None);
    let app = mock_builder().manage(console).invoke_handler(super::all()).build(crate::context()).unwrap();
    let milestones = Milestones::since(Instant::now(), None);
    let choosing = Choosing { choices: watch::Sender::new(None), files: Vec::new(), met: None };
    let window = Window(app.handle().clone());
    let keeping = watch::Sender::new(None);
    let photos = Photos::new(client.clone(), keeping.subscribe(), app.state::<Console>().inner().clone());
    let locking = Locking::new(keeping);
    let controller = Controller::new(window, client, Doubt::default(), milestones, choosing, locking, photos);
    tauri::async_runtime::spawn(controller.run(mailbox));
    Shell { app, _clients: clients }
}

impl Shell {
    fn invoke(&self, window: &str, page: &str, command: &str, arguments: Value) -> Result<Value, Value> {
        let existing = self.app.get_webview_window(window);
        let window = existing.unwrap_or_else(|| {
            WebviewWindowBuilder::new(&self.app, window, Default::default()).build().unwrap()
        });
        let request = InvokeRequest {
            cmd: command.into(),
            callback: CallbackFn(0),
            error: CallbackFn(1),
            url: page.parse().unwrap(),
            body: InvokeBody::Json(arguments),
            headers: Default::default(),
            invoke_key: INVOKE_KEY.into(),
        };
        get_ipc_response(&window, request).map(|body| body.deserialize().unwrap())
    }

    fn ask<C: Command>(&self, request: &C) -> Result<Value, Value> {
        self.invoke("main", OWN_PAGE, C::NAME, json!({ "request": request }))
    }
}

#[test]
fn the_page_gets_its_state() {
    let state = shell().ask(&Start {}).unwrap();
    assert_eq!(state["hub"], json!({"state": "connecting"}));
    assert_eq!(state["demo"], json!(true));
}

#[test]
fn what_needs_no_hub_is_done() {
    let shell = shell();
    assert_eq!(shell.ask(&CancelLookup { ticket: 7 }), Ok(json!(null)));
    let painted = json!({"request": {"what": "box_usable", "milliseconds": 12.5}});
    assert_eq!(shell.invoke("main", OWN_PAGE, Painted::NAME, painted), Ok(json!(null)));
}

#[test]
fn only_the_main_window_with_the_own_page_may_ask() {
    let shell = shell();
    let request = json!({"request": {}});
    for (window, page) in [("other", OWN_PAGE), ("main", "https://example.com")] {
        let refused = shell.invoke(window, page, Start::NAME, request.clone()).unwrap_err();
        assert!(refused.to_string().contains("not allowed"), "{window} {page}: {refused}");
    }
}

#[test]
fn every_command_of_the_contract_is_there_and_refuses_what_it_does_not_know() {
    let shell = shell();
    let of_lookups = [Start::NAME, Lookup::NAME, CancelLookup::NAME, OpenRecord::NAME, Painted::NAME];
    let of_the_lock = [ChooseSecret::NAME, Unlock::NAME, Lock::NAME, StillHere::NAME, KeepSettings::NAME];
    for command in of_lookups.into_iter().chain(of_the_lock) {
        for arguments in [json!({}), json!({"request": 7}), json!({"request": "x".repeat(1_000_000)})] {
            let refused = shell.invoke("main", OWN_PAGE, command, arguments).unwrap_err().to_string();
            assert!(refused.contains("invalid args `request`"), "{command}: {refused}");
        }
    }
}

#[test]
fn nothing_else_may_be_asked() {
    let shell = shell();
    for command in ["plugin:window|close", "plugin:event|emit", "plugin:path|resolve_directory", "quit"] {
        let refused = shell.invoke("main", OWN_PAGE, command, json!({})).unwrap_err().to_string();
        assert!(refused.contains("not allowed") || refused.contains("not found"), "{command}: {refused}");
    }
}
