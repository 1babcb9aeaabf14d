//! The real console in a real window.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use fantoccini::key::Key;
use fantoccini::{Client, Locator};
use serde_json::Value;
use tempfile::TempDir;

use crate::driver::Driver;
use crate::screen::Screen;

/// How long a condition may take to come true.
const PATIENCE: Duration = Duration::from_secs(30);

/// Themes, and one look more than there are of them.
const THEMES: usize = 4;

/// Between two looks at the page.
const PAUSE: Duration = Duration::from_millis(25);

/// The console's window. Drop it, or [`close`](Self::close) it, and the console ends.
pub struct Window {
    page: Client,
    screen: Screen,
    /// Settings and caches of this console, apart from the person's own, unless a journey has them.
    _settings: Option<TempDir>,
    _driver: Driver,
}

impl Window {
    /// Opens the console with these variables set, and makes it fill the screen.
    ///
    /// # Errors
    /// There is no screen, no driver, or the console does not open a window.
    pub async fn open(console: &Path, environment: &[(&str, &OsStr)]) -> Result<Window> {
        let settings = tempfile::tempdir()?;
        let mut window = Window::open_in(console, environment, settings.path()).await?;
        window._settings = Some(settings);
        Ok(window)
    }

    /// As [`open`](Self::open), with settings, caches and what is kept in this folder, where the next start finds them. The
    /// window shows the box, or the lock before it.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn open_in(console: &Path, environment: &[(&str, &OsStr)], settings: &Path) -> Result<Window> {
        ensure!(console.is_file(), "{} is not built", console.display());
        let screen = Screen::of_this_session()?;
        let folders = ["XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"];
        let mut all: Vec<(&str, &OsStr)> = folders.map(|name| (name, settings.as_os_str())).to_vec();
        all.extend(environment);
        let (driver, page) = Driver::open(console, &all).await?;
        let (width, height) = screen.size()?;
        page.set_window_rect(0, 0, width, height).await.context("sizing the window")?;
        let window = Window { page, screen, _settings: None, _driver: driver };
        window.until("the box is there, or a lock", "!!document.querySelector('#query, #locked')").await?;
        Ok(window)
    }

    /// Switches the colours as a person does, until they are those of this theme.
    ///
    /// # Errors
    /// There is no such theme.
    pub async fn wear(&self, theme: &str) -> Result<()> {
        for _ in 0..THEMES {
            if self.value("document.documentElement.dataset.theme").await? == theme {
                return Ok(());
            }
            self.page.find(Locator::Css("#theme")).await?.click().await?;
        }
        bail!("there is no theme {theme}")
    }

    /// Types into the element that has the focus.
    ///
    /// # Errors
    /// The window is gone.
    pub async fn press(&self, keys: &str) -> Result<()> {
        let focused = self.page.active_element().await?;
        Ok(focused.send_keys(keys).await?)
    }

    /// Presses Enter, wherever the focus is.
    ///
    /// # Errors
    /// The window is gone.
    pub async fn press_enter(&self) -> Result<()> {
        let focused = self.page.active_element().await?;
        Ok(focused.send_keys(&Key::Enter).await?)
    }

    /// Presses a key together with Alt, wherever the focus is.
    ///
    /// # Errors
    /// The window is gone.
    pub async fn press_with_alt(&self, key: char) -> Result<()> {
        self.press(&format!("{}{key}", char::from(Key::Alt))).await
    }

    /// Says for whom the lookups are run: a dispatcher always asks for somebody.
    ///
    /// # Errors
    /// There is no field for it.
    pub async fn ask_for(&self, badge: &str) -> Result<()> {
        self.empty("#behalf").await?;
        Ok(self.page.find(Locator::Css("#behalf")).await?.send_keys(badge).await?)
    }

    /// Puts a plate into the box as a person does, and presses Enter.
    ///
    /// # Errors
    /// There is no box.
    pub async fn look_up(&self, query: &str) -> Result<()> {
        self.fill_in(query).await?;
        self.enter().await
    }

    /// Puts a plate into the box as a person does.
    ///
    /// # Errors
    /// There is no box.
    pub async fn fill_in(&self, query: &str) -> Result<()> {
        self.empty("#query").await?;
        Ok(self.page.find(Locator::Css("#query")).await?.send_keys(query).await?)
    }

    /// Focuses a field and takes out what is in it. WebDriver's own way tells the page nothing, which then puts the old
    /// text back whenever it draws.
    async fn empty(&self, field: &str) -> Result<()> {
        let empty = format!(
            "const field = document.querySelector('{field}');
             field.focus();
             field.value = '';
             field.dispatchEvent(new Event('input', {{ bubbles: true }}));"
        );
        self.page.execute(&empty, vec![]).await?;
        Ok(())
    }

    /// Clicks the first element with this selector.
    ///
    /// # Errors
    /// There is none.
    pub async fn click(&self, selector: &str) -> Result<()> {
        Ok(self.page.find(Locator::Css(selector)).await?.click().await?)
    }

    /// Presses Enter in the box.
    ///
    /// # Errors
    /// There is no box.
    pub async fn enter(&self) -> Result<()> {
        Ok(self.page.find(Locator::Css("#query")).await?.send_keys(&Key::Enter).await?)
    }

    /// Waits until all that was done so far is on the screen: a machine types faster than it draws, a person does not.
    ///
    /// # Errors
    /// The window is gone.
    pub async fn until_drawn(&self) -> Result<()> {
        let frames =
            "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()));";
        self.page.execute_async(frames, vec![]).await?;
        Ok(())
    }

    /// Puts text into the box that no keyboard has, as a paste does, and presses Enter.
    ///
    /// # Errors
    /// There is no box.
    pub async fn paste_and_look_up(&self, expression: &str) -> Result<()> {
        let paste = format!(
            "const box = document.querySelector('#query');
             box.focus();
             box.value = {expression};
             box.dispatchEvent(new Event('input', {{ bubbles: true }}));"
        );
        self.page.execute(&paste, vec![]).await?;
        self.enter().await
    }

    /// What an expression gives in the page.
    ///
    /// # Errors
    /// The window is gone, or the expression throws.
    pub async fn value(&self, expression: &str) -> Result<Value> {
        Ok(self.page.execute(&format!("return {expression};"), vec![]).await?)
    }

    /// The text of the first element with this selector; empty when there is none.
    ///
    /// # Errors
    /// As [`value`](Self::value).
    pub async fn text(&self, selector: &str) -> Result<String> {
        let text = self.value(&format!("document.querySelector('{selector}')?.innerText ?? ''")).await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Waits until an expression is true in the page.
    ///
    /// # Errors
    /// It does not become true; the error says what was waited for and what the page shows.
    pub async fn until(&self, what: &str, expression: &str) -> Result<()> {
        let start = Instant::now();
        while self.value(&format!("!!({expression})")).await? != Value::Bool(true) {
            if start.elapsed() > PATIENCE {
                let page = self.value("document.body.innerText").await?;
                bail!(
                    "waited {PATIENCE:?} for this: {what}. The page shows:\n{}",
                    page.as_str().unwrap_or_default()
                );
            }
            tokio::time::sleep(PAUSE).await;
        }
        Ok(())
    }

    /// Waits until an element with this selector is there.
    ///
    /// # Errors
    /// As [`until`](Self::until).
    pub async fn until_there(&self, selector: &str) -> Result<()> {
        self.until(selector, &format!("document.querySelector('{selector}')")).await
    }

    /// Waits until the answer is whole: every source has spoken, and every photo in sight is decoded or says
    /// why not.
    ///
    /// # Errors
    /// As [`until`](Self::until).
    pub async fn until_answered(&self) -> Result<()> {
        self.until_there("#answer[data-state=\"answered\"]").await?;
        self.until("nothing is pending", "!document.querySelector('#answer [data-standing=\"pending\"]')")
            .await?;
        self.until_photos().await
    }

    /// Waits until every photo in sight is decoded or says why not.
    ///
    /// # Errors
    /// As [`until`](Self::until).
    pub async fn until_photos(&self) -> Result<()> {
        self.until("photos are decoded", PHOTOS_SETTLED).await
    }

    /// Takes a picture.
    ///
    /// # Errors
    /// The screen is blank, or the file cannot be written.
    pub async fn shoot(&self, file: &Path) -> Result<()> {
        self.screen.shoot(file).await
    }

    /// Closes the window and waits for its end.
    ///
    /// # Errors
    /// The driver is gone.
    pub async fn close(self) -> Result<()> {
        Ok(self.page.clone().close().await?)
    }
}

/// Every portrait on the screen has come to an end, and every picture among them has pixels. Others are fetched when
/// they come into sight.
const PHOTOS_SETTLED: &str = "[...document.querySelectorAll('.photo')].filter(photo => {
        const place = photo.getBoundingClientRect();
        return place.bottom > 0 && place.top < innerHeight;
    }).every(photo => photo.dataset.photo === 'shown'
        ? photo.querySelector('img').complete && photo.querySelector('img').naturalWidth > 0
        : photo.dataset.photo !== 'loading')";

/// The program `name` of this workspace, built beside the running one.
///
/// # Errors
/// The running program does not know where it is.
pub fn built(name: &str) -> Result<PathBuf> {
    let here = std::env::current_exe()?;
    let folder = here.ancestors().skip(1).find(|folder| !folder.ends_with("deps")).context("no folder")?;
    let mut file = OsString::from(name);
    file.push(std::env::consts::EXE_SUFFIX);
    Ok(folder.join(file))
}
