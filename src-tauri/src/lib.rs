//! The CISS Console: the desktop shell around the page of `ciss-ui`.
//!
//! Commands forward to the one task in `controller` that owns all state; what the desktop can do is behind
//! `desktop::Desktop`; `link` finds or starts the hub and keeps a client for it; `photos` serves pictures to the page
//! over a protocol of their own. The page has no other way out: see `window` and `tauri.conf.json`.

mod commands;
mod console;
mod controller;
mod deep_link;
mod demo;
mod desktop;
mod link;
mod milestones;
mod photos;
mod settings;
mod system_lock;
mod window;

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use ciss_client::connection::Doubt;
use ciss_client::{Client, chosen};
use ciss_hub::interruption::interrupted;
use ciss_keeping::{Keeping, SystemKeyring};
use tauri::{AppHandle, RunEvent, Runtime};
use tauri_plugin_window_state::StateFlags;
use tokio::sync::watch;
use tokio::time::timeout;
use tracing_subscriber::EnvFilter;

use crate::console::Console;
use crate::controller::{Choosing, Controller, Locking};
use crate::desktop::Window;
use crate::link::{Link, Vaults};
use crate::milestones::Milestones;
use crate::photos::Photos;
use crate::settings::Settings;

/// How long a window that was closed waits until its session is ended.
const LAST_WAIT: Duration = Duration::from_secs(2);

/// Runs the console until its window is closed.
///
/// # Errors
/// The environment contradicts itself, or the desktop gives no window.
pub fn run() -> anyhow::Result<()> {
    let started = Instant::now();
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let files = chosen::files();
    let settings = Settings::read(|name| std::env::var_os(name), &files)?;
    let milestones = Milestones::since(started, settings.milestones.clone());

    let (console, mailbox) = Console::open();
    let (clients, client) = watch::channel(None);
    let (choices, choice) = watch::channel(settings.hub);
    let choosing = Choosing { choices, files, met: None };
    let (keeping, kept) = watch::channel(None);
    let photos = Photos::new(client.clone(), kept.clone(), console.clone());
    let (served, last) = (photos.clone(), client.clone());
    let remembered = StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED;
    tauri::Builder::default()
        // Before all other plugins: a second console hands its link over and ends at once.
        .plugin(tauri_plugin_single_instance::init(|app, _, _| window::raise(app)))
        .plugin(tauri_plugin_deep_link::init())
        .plugin(tauri_plugin_window_state::Builder::default().with_state_flags(remembered).build())
        .manage(console.clone())
        .invoke_handler(commands::all())
        .register_asynchronous_uri_scheme_protocol("photo", photos::serve(served))
        .setup(move |app| {
            let doubt = Doubt::default();
            let window = Window(app.handle().clone());
            let locking = Locking::new(keeping);
            let controller =
                Controller::new(window, client, doubt.clone(), milestones, choosing, locking, photos);
            tauri::async_runtime::spawn(controller.run(mailbox));
            tauri::async_runtime::spawn(system_lock::watch(console.clone()));
            let vaults = ciss_client::hub::data_directory().map(|data| data.join("vaults"));
            let vaults = vaults.map(|folder| Vaults { folder, keyring: Arc::new(SystemKeyring) });
            let link = Link { choice, account: settings.account, clients, doubt, vaults };
            tauri::async_runtime::spawn(link.keep(console.clone()));
            deep_link::listen(app, console);
            tauri::async_runtime::spawn(end_when_asked(app.handle().clone()));
            window::open(app)?;
            Ok(())
        })
        .build(context())
        .context("the desktop gives no window")?
        .run(move |_, event| {
            if let RunEvent::Exit = event {
                tauri::async_runtime::block_on(leave(&last, &kept));
            }
        });
    Ok(())
}

/// Whoever ends the console from outside, as a desktop does when its user leaves, ends it in order.
async fn end_when_asked<R: Runtime>(app: AppHandle<R>) {
    match interrupted().await {
        Ok(()) => app.exit(0),
        Err(error) => tracing::warn!(%error, "signals cannot be received"),
    }
}

/// Whoever closes the console goes on later where a PIN keeps the session; else they are signed out at the hub as well, unless
/// the hub does not answer at once.
async fn leave(client: &watch::Receiver<Option<Client>>, keeping: &watch::Receiver<Option<Keeping>>) {
    let (client, keeping) = (client.borrow().clone(), keeping.borrow().clone());
    if let Some(keeping) = keeping {
        if timeout(LAST_WAIT, keeping.close()).await.is_err() {
            tracing::warn!("not all that was to be kept is");
        }
        return;
    }
    let Some(client) = client else { return };
    match timeout(LAST_WAIT, client.sign_out()).await {
        Ok(Ok(())) => {}
        Ok(Err(problem)) => {
            tracing::warn!(code = problem.code.as_str(), "the session was not ended at the hub")
        }
        Err(_) => tracing::warn!("the session was not ended at the hub in time"),
    }
}

/// The page, the configuration and what the page may ask for.
fn context<R: Runtime>() -> tauri::Context<R> {
    tauri::generate_context!()
}
