//! The real console in a real window, before a hub in this process. `cargo xtask test` gives the screen.
#![allow(clippy::print_stdout, reason = "a journey that cannot be run says so")]

#[path = "window/locking.rs"]
mod locking;

use std::ffi::OsStr;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use ciss_journeys::network::Weather;
use ciss_journeys::screen::Screen;
use ciss_journeys::window::{Window, built};
use ciss_journeys::world::World;
use ciss_simulator::server::{Control, PhotosState, WantedState};
use fantoccini::key::Key;
use serde_json::json;

/// May a window be opened here? Where `cargo xtask test` runs this it must be; elsewhere a missing screen is said.
fn skipped() -> bool {
    let wanted = std::env::var("CISS_WINDOW").ok();
    let reason = match wanted.as_deref() {
        Some("1") => return false,
        Some("0") => Some("CISS_WINDOW is 0".to_owned()),
        Some(_) | None => Screen::of_this_session().err().map(|error| error.to_string()),
    };
    if let Some(reason) = &reason {
        println!("skipped: {reason}");
    }
    reason.is_some()
}

/// The console before this world's hub.
async fn console(world: &World) -> Result<Window> {
    let (url, authority) = (world.network.url(), world.authority());
    let environment = [("CISS_HUB_URL", OsStr::new(&url)), ("CISS_HUB_AUTHORITY", authority.as_os_str())];
    let window = Window::open(&built("ciss-console")?, &environment).await?;
    window.until_there("#hub-status[data-state=\"live\"]").await?;
    window.ask_for("1142").await?;
    Ok(window)
}

/// `Photo not available (DMV-LIC 2019): picture damaged`.
const PLACEHOLDERS_SAY_WHY: &str = "[...document.querySelectorAll('.photo[data-photo=\"unavailable\"]')]
    .every(photo => /^Photo not available .*: ./.test(photo.title))";

fn standings(name: &str) -> String {
    format!(
        "[...document.querySelectorAll('[data-answer=\"{name}\"]')].map(answer => answer.dataset.standing)"
    )
}

fn photos(state: &str) -> String {
    format!("document.querySelectorAll('#answer .photo[data-photo=\"{state}\"]').length")
}

#[tokio::test]
async fn a_plate_typed_shows_the_answer_with_decoded_photos() -> Result<()> {
    if skipped() {
        return Ok(());
    }
    let world = World::start().await?;
    let window = console(&world).await?;
    window.look_up(&world.plate).await?;
    window.until_answered().await?;

    let expect = world.client(Default::default())?.lookup(&World::request(&world.plate)).await?.whole().await;
    let people = window.value("document.querySelectorAll('#answer [data-person]').length").await?;
    assert_eq!(people, json!(expect.people.len()));
    assert!(window.text("#answer").await?.contains(&expect.headline.text), "the headline is painted");
    assert!(window.value(&standings("wanted")).await?.to_string().contains("yes"), "the want is painted");
    assert!(window.text("#read-back").await?.contains(&expect.read_back), "the radio text is painted");
    assert_ne!(window.value(&photos("shown")).await?, json!(0), "photos are decoded");
    assert_eq!(window.value(&photos("unavailable")).await?, json!(0), "every photo is decoded");

    window.press_with_alt('1').await?;
    window.until_there("#record[data-state=\"opened\"]").await?;
    let name = &expect.people.first().context("there are people")?.name.surname;
    assert!(window.text("#record").await?.to_uppercase().contains(&name.to_uppercase()));
    // Back and forward ask nobody.
    window.press_with_alt(char::from(Key::Left)).await?;
    window.until_there("#answer[data-lit=\"true\"]").await?;
    window.press_with_alt(char::from(Key::Right)).await?;
    window.until_there("#record[data-state=\"opened\"]").await?;
    assert_eq!(world.lookups_audited().await?, 2, "the window's and the journey's own");
    window.close().await?;
    world.stop().await;
    Ok(())
}

#[tokio::test]
async fn who_signs_out_leaves_nothing_to_the_next() -> Result<()> {
    if skipped() {
        return Ok(());
    }
    let world = World::start().await?;
    let window = console(&world).await?;
    window.look_up(&world.plate).await?;
    window.until_answered().await?;
    window.click("#sign-out").await?;
    window.until_there("#signed-out").await?;
    world.until_audited("sign-out").await?;
    window.press("nowak").await?;
    window.click("#signed-out button").await?;
    window.until_there("#answer[data-state=\"empty\"]").await?;
    window
        .until("somebody else is there", "document.querySelector('.who b')?.innerText === 'Det. K. Nowak'")
        .await?;
    let page = window.value("document.body.innerText").await?;
    assert!(!page.as_str().context("text")?.contains(&world.plate));
    assert_eq!(window.value("document.querySelectorAll('.recent').length").await?, json!(0));
    window.close().await?;
    world.stop().await;
    Ok(())
}

const LIT: &str = "document.querySelector('#answer').dataset.lit";

#[tokio::test]
async fn the_next_plate_is_typed_over_an_answer_and_nothing_acts_on_what_is_set_back() -> Result<()> {
    if skipped() {
        return Ok(());
    }
    let world = World::start().await?;
    let window = console(&world).await?;
    window.look_up(&world.plate).await?;
    window.until_answered().await?;
    assert_eq!(window.value(LIT).await?, json!("true"));

    // Every letter and digit of these once was, or could be, a key that acts.
    window.press("C1R2I9").await?;
    window.until("all of it is in the box", "document.querySelector('#query').value === 'C1R2I9'").await?;
    window.until_there("#answer[data-lit=\"false\"]").await?;
    let shown = world.plate.get(..2).context("a plate")?;
    assert!(window.text("#set-back").await?.starts_with(shown), "the answer is named");
    for key in ['1', 'r', 'c', 'i'] {
        window.press_with_alt(key).await?;
    }
    window.until_drawn().await?;
    assert_eq!(
        window.value("!!document.querySelector('#record, [role=dialog], #inspector')").await?,
        json!(false)
    );
    assert_eq!(world.lookups_audited().await?, 1);

    // What was known outlives the hub, marked as what it is.
    world.network.turn(Weather::Cut).await;
    window.look_up(&world.plate).await?;
    window.until_there("#answer[data-state=\"waiting\"][data-lit=\"false\"] #set-back").await?;
    assert!(window.value("document.querySelectorAll('#answer [data-person]').length").await? != json!(0));
    world.network.turn(Weather::Fair).await;
    window.until_there("#answer[data-state=\"answered\"][data-lit=\"true\"]").await?;
    window.close().await?;
    world.stop().await;
    Ok(())
}

#[tokio::test]
async fn a_source_that_is_down_gives_a_partial_answer() -> Result<()> {
    if skipped() {
        return Ok(());
    }
    let world = World::start().await?;
    world.control(Control { wanted: Some(WantedState::Fail), photos: None }).await?;
    let window = console(&world).await?;
    window.look_up(&world.plate).await?;
    window.until_answered().await?;

    window.until_there("[data-source=\"COLLECT\"][data-outcome=\"failed\"]").await?;
    let wanted = window.value(&standings("wanted")).await?;
    let wanted: Vec<&str> =
        wanted.as_array().context("a list")?.iter().filter_map(|one| one.as_str()).collect();
    assert!(wanted.contains(&"not_available") || wanted.contains(&"yes"), "{wanted:?}");
    assert!(!wanted.contains(&"no_record"), "silence is not no record: {wanted:?}");
    assert!(window.text("#answer").await?.contains("COLLECT"), "the answer says who is missing");

    // The source comes back: the same question gets the whole answer.
    world.control(Control { wanted: Some(WantedState::Ok), photos: None }).await?;
    window.look_up(&world.plate).await?;
    window
        .until(
            "COLLECT has answered",
            "document.querySelector('[data-source=\"COLLECT\"]')?.dataset.outcome !== 'failed'",
        )
        .await?;
    window.close().await?;
    world.stop().await;
    Ok(())
}

#[tokio::test]
async fn a_broken_photo_or_a_bomb_is_a_placeholder_and_the_text_stands() -> Result<()> {
    if skipped() {
        return Ok(());
    }
    let world = World::start().await?;
    for state in [PhotosState::Broken, PhotosState::Bomb] {
        world.control(Control { wanted: None, photos: Some(state) }).await?;
        let window = console(&world).await?;
        window.look_up(&world.plate).await?;
        window.until_answered().await?;
        assert_eq!(window.value(&photos("shown")).await?, json!(0), "{state:?}");
        assert_ne!(window.value(&photos("unavailable")).await?, json!(0), "{state:?}");
        window.until("every placeholder says why", PLACEHOLDERS_SAY_WHY).await?;
        assert!(!window.text("#answer [data-person=\"1\"]").await?.is_empty(), "{state:?}: the text stands");
        window.close().await?;
    }
    world.stop().await;
    Ok(())
}

#[tokio::test]
async fn a_hub_that_is_gone_is_said_what_was_typed_stays_and_it_recovers_by_itself() -> Result<()> {
    if skipped() {
        return Ok(());
    }
    let world = World::start().await?;
    let window = console(&world).await?;
    nothing_is_sent_for_what_is_no_plate(&world, &window).await?;

    world.network.turn(Weather::Cut).await;
    window.look_up(&world.plate).await?;
    window.until_there("#hub-gone").await?;
    window.until_there("#hub-status[data-state=\"gone\"]").await?;
    assert!(window.text("#hub-gone").await?.contains("cannot be reached"));
    assert_eq!(window.value("document.querySelector('#query').value").await?, json!(world.plate));
    assert_eq!(world.lookups_audited().await?, 0);

    world.network.turn(Weather::Fair).await;
    window.until_there("#hub-status[data-state=\"live\"]").await?;
    window.until_answered().await?;
    assert_eq!(window.value("document.querySelector('#hub-gone')").await?, json!(null));
    window.close().await?;
    world.stop().await;
    Ok(())
}

async fn nothing_is_sent_for_what_is_no_plate(world: &World, window: &Window) -> Result<()> {
    // As JavaScript writes them: no keyboard has them all.
    let checks = [
        ("''", "query_empty"),
        ("'A'.repeat(10_000_000)", "query_too_long"),
        ("'🚗🚓'", "query_not_understood"),
        ("'AB\\u000012\\u001b345'", "query_not_understood"),
        ("\"'; DROP TABLE vehicle; --\"", "query_not_understood"),
        ("'plate:[A TO Z]~2 AND (x'", "query_not_understood"),
        ("'AB1?34'", "query_partial_plate"),
    ];
    for (expression, code) in checks {
        window.paste_and_look_up(expression).await?;
        window
            .until_there(&format!("#problem[data-code=\"{code}\"]"))
            .await
            .with_context(|| expression.to_owned())?;
        ensure!(!window.text("#problem").await?.trim().is_empty(), "{expression}: the problem has no words");
    }
    ensure!(world.lookups_audited().await? == 0, "something was sent");
    Ok(())
}

#[test]
fn the_console_is_looked_for_beside_the_tests() {
    let path = built("ciss-console").unwrap();
    assert!(!path.parent().unwrap().ends_with(Path::new("deps")));
}
