//! The lock in the real window, with a real keyring.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use ciss_journeys::keyring::KeyringOnABus;
use ciss_journeys::network::Weather;
use ciss_journeys::window::{Window, built};
use ciss_journeys::world::World;
use serde_json::json;
use tempfile::TempDir;

use crate::skipped;

const PIN: &str = "295107";

/// All that the window says, to the eye and to whoever listens: text and every attribute.
const ALL_OF_IT: &str = "document.documentElement.outerHTML";

/// The console before this world's hub, with what it kept before.
async fn console(world: &World, keyring: &KeyringOnABus, settings: &Path) -> Result<Window> {
    let (url, authority) = (world.network.url(), world.authority());
    let environment = [
        ("CISS_HUB_URL", OsStr::new(&url)),
        ("CISS_HUB_AUTHORITY", authority.as_os_str()),
        ("DBUS_SESSION_BUS_ADDRESS", OsStr::new(keyring.address())),
    ];
    Window::open_in(&built("ciss-console")?, &environment, settings).await
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn vaults(settings: &Path) -> usize {
    files(settings).iter().filter(|file| file.extension().is_some_and(|end| end == "vault")).count()
}

/// Which of these words stand in a file of the console's own.
fn found(settings: &Path, words: &[String]) -> Vec<String> {
    let bytes: Vec<Vec<u8>> = files(settings).iter().filter_map(|file| std::fs::read(file).ok()).collect();
    let is_in = |word: &&String| {
        bytes.iter().any(|file| file.windows(word.len()).any(|window| window == word.as_bytes()))
    };
    words.iter().filter(is_in).cloned().collect()
}

async fn opens(window: &Window) -> Result<()> {
    window.press(PIN).await?;
    window.press_enter().await?;
    window.until_there("#query").await
}

#[tokio::test]
async fn a_pin_brings_back_what_was_on_the_screen_after_a_lock_and_after_a_restart_without_the_hub()
-> Result<()> {
    if skipped() {
        return Ok(());
    }
    let Some(keyring) = KeyringOnABus::start()? else {
        println!("skipped: this machine has no gnome-keyring");
        return Ok(());
    };
    let world = World::start().await?;
    let settings = TempDir::new()?;
    let window = console(&world, &keyring, settings.path()).await?;
    window.until_there("#hub-status[data-state=\"live\"]").await?;
    window.ask_for("1142").await?;
    window.look_up(&world.plate).await?;
    window.until_answered().await?;
    let answer = world.client(Default::default())?.lookup(&World::request(&world.plate)).await?.whole().await;
    let mut secrets: Vec<String> = answer.people.iter().map(|person| person.name.surname.clone()).collect();
    secrets.extend([world.plate.clone(), PIN.to_owned()]);

    // Choosing a PIN takes nothing off the screen.
    window.press_with_alt('k').await?;
    window.until("the PIN takes keys", "document.activeElement?.id === 'secret'").await?;
    window.press(PIN).await?;
    window.press_enter().await?;
    window.until("it is typed again", "document.activeElement?.id === 'secret-again'").await?;
    window.press(PIN).await?;
    window.press_enter().await?;
    window.until_there("#answer[data-lit=\"true\"]").await?;
    window
        .until("it locks from now on", "document.querySelector('#lock')?.innerText.includes('Lock')")
        .await?;
    ensure!(vaults(settings.path()) == 1, "nothing is kept");

    window.press_with_alt('k').await?;
    window.until_there("#locked[data-tries-left=\"5\"]").await?;
    window.until_drawn().await?;
    let shown = window.value(ALL_OF_IT).await?.to_string().to_lowercase();
    for secret in &secrets {
        ensure!(!shown.contains(&secret.to_lowercase()), "{secret} is still in the window");
    }
    window.press("295108").await?;
    window.press_enter().await?;
    window.until_there("#locked[data-tries-left=\"4\"] #problem[data-code=\"secret_wrong\"]").await?;
    opens(&window).await?;
    let listed = "document.querySelectorAll('.recent-column li').length === 1";
    window.until("the lookup is listed", listed).await?;
    window.ask_for("1142").await?;
    window.look_up(&world.plate).await?;
    window.until_answered().await?;
    window.close().await?;

    // The next start, with the hub gone.
    world.network.turn(Weather::Cut).await;
    let window = console(&world, &keyring, settings.path()).await?;
    window.until_there("#locked").await?;
    opens(&window).await?;
    window.until("the lookup is listed", listed).await?;
    window.until_there("#hub-status[data-state=\"gone\"]").await?;
    ensure!(window.text("#hub-status").await?.contains("since"), "the status says since when");
    window.ask_for("1142").await?;
    window.look_up(&world.plate).await?;
    window.until_there("#answer[data-lit=\"false\"] #set-back").await?;
    window
        .until("its people are there", "document.querySelectorAll('#answer [data-person]').length > 0")
        .await?;
    ensure!(window.text("#set-back").await?.contains(" ago"), "the answer says how old it is");
    let fresh = "document.querySelectorAll('#answer [data-standing=\"no_record\"]').length";
    assert_eq!(window.value(fresh).await?, json!(0), "nothing that was kept passes for fresh");
    assert_eq!(found(settings.path(), &secrets), Vec::<String>::new(), "in a file of the console's");

    // Who signs out leaves nothing.
    window.click("#sign-out").await?;
    window.until_there("#signed-out").await?;
    while vaults(settings.path()) > 0 {
        tokio::task::yield_now().await;
    }
    window.close().await?;
    let lookup = world.client(Default::default())?.lookup(&World::request(&world.plate)).await;
    ensure!(lookup.is_err(), "the network was cut all the while");
    world.stop().await;
    Ok(())
}
