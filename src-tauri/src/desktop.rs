//! What the console asks of the desktop, so that tests can stand in for it.

use ciss_contract::ipc::Event;
use tauri::{AppHandle, Emitter, Runtime};

use crate::window;

/// A desktop with a window.
pub(crate) trait Desktop: Send + Sync + 'static {
    /// Sends an event to the page.
    fn send<E: Event>(&self, event: &E);

    /// Brings the window to the front.
    fn raise(&self);

    /// Shows the page at this many percent of the size in which it is drawn.
    fn size_text(&self, percent: u16);
}

/// The desktop by Tauri.
pub(crate) struct Window<R: Runtime>(pub(crate) AppHandle<R>);

impl<R: Runtime> Desktop for Window<R> {
    fn send<E: Event>(&self, event: &E) {
        if let Err(error) = self.0.emit_to(window::LABEL, E::NAME, event) {
            tracing::warn!(event = E::NAME, %error, "the page does not take events");
        }
    }

    fn raise(&self) {
        window::raise(&self.0);
    }

    fn size_text(&self, percent: u16) {
        window::size_text(&self.0, percent);
    }
}
