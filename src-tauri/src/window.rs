//! The one window. It shows the console's own page and nothing else.

use tauri::webview::{NewWindowResponse, PageLoadEvent};
use tauri::{App, AppHandle, Manager, Runtime, Url, WebviewWindowBuilder};

/// The window's label in `tauri.conf.json`.
pub(crate) const LABEL: &str = "main";

/// Percent: no text is smaller than it is drawn, and at twice the size everything still has its place.
const SMALLEST: u16 = 100;
const LARGEST: u16 = 200;

/// Opens the window. It is shown once the page is there, on the page's own background.
pub(crate) fn open<R: Runtime>(app: &App<R>) -> tauri::Result<()> {
    let window = app.config().app.windows.iter().find(|window| window.label == LABEL);
    let Some(window) = window else { return Err(tauri::Error::WindowNotFound) };
    WebviewWindowBuilder::from_config(app, window)?
        .on_navigation(is_own_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false)
        .on_page_load(|window, page| {
            if page.event() == PageLoadEvent::Finished
                && let Err(error) = window.show()
            {
                tracing::error!(%error, "the window cannot be shown");
            }
        })
        .build()?;
    Ok(())
}

/// Brings the window to the front.
pub(crate) fn raise<R: Runtime>(app: &AppHandle<R>) {
    let Some(window) = app.get_webview_window(LABEL) else { return };
    // A desktop may refuse any of these; the window is there all the same.
    let _ = window.unminimize();
    let _ = window.show();
    let _ = window.set_focus();
}

/// Shows the page at this many percent of the size in which it is drawn, as a browser does.
pub(crate) fn size_text<R: Runtime>(app: &AppHandle<R>, percent: u16) {
    let Some(window) = app.get_webview_window(LABEL) else { return };
    if let Err(error) = window.set_zoom(f64::from(percent.clamp(SMALLEST, LARGEST)) / 100.0) {
        tracing::warn!(%error, "the text keeps its size");
    }
}

/// Is it the embedded page? Windows and Android serve it over `http`.
fn is_own_page(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" | "https" => url.host_str() == Some("tauri.localhost") && url.port().is_none(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(url: &str, expect: bool) {
        assert_eq!(is_own_page(&Url::parse(url).unwrap()), expect, "{url}");
    }

    #[test]
    fn only_the_consoles_own_page_is_shown() {
        check("tauri://localhost/", true);
        check("tauri://localhost/record/1", true);
        check("http://tauri.localhost/", true);
        check("http://tauri.localhost:8080/", false);
        check("tauri://example.com/", false);
        check("http://localhost/", false);
        check("https://example.com/tauri.localhost", false);
        check("file:///etc/passwd", false);
        check("data:text/html,x", false);
        check("javascript:alert(1)", false);
    }
}
