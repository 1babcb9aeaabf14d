//! Looks a plate up in the real window, takes pictures of it, and prints the hub's answer.
//!
//! `cargo xtask run --headless` starts it on a screen in memory.
#![allow(clippy::print_stdout, reason = "the answer is what this program is for")]

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use ciss_client::{Client, Deadlines, Hub};
use ciss_contract::lookup::{LookupAnswer, LookupRequest};
use ciss_contract::session::Purpose;
use ciss_journeys::window::Window;
use clap::Parser;

/// Whom the demo's dispatcher asks for.
const BADGE: &str = "1142";

/// Looks a plate up in the real window.
#[derive(Parser)]
struct Arguments {
    /// The console's program.
    #[arg(long)]
    console: PathBuf,
    /// The plate.
    #[arg(long)]
    plate: String,
    /// Theme of the pictures.
    #[arg(long, default_value = "night")]
    theme: String,
    /// Folder for the pictures.
    #[arg(long)]
    shots: PathBuf,
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let window = Window::open(&arguments.console, &[]).await?;
    window.until_there("#hub-status[data-state=\"live\"]").await?;
    window.wear(&arguments.theme).await?;
    window.ask_for(BADGE).await?;
    window.look_up(&arguments.plate).await?;
    window.until_answered().await?;
    window.shoot(&arguments.shots.join("lookup.png")).await?;

    let answer = ask(&arguments.plate).await?;
    let painted = window.value("document.querySelectorAll('#answer [data-person]').length").await?;
    ensure!(
        painted == answer.people.len(),
        "the hub names {} people, the window {painted}",
        answer.people.len()
    );
    if !answer.people.is_empty() {
        window.press_with_alt('1').await?;
        window.until_there("#record[data-state=\"opened\"]").await?;
        window.until_photos().await?;
        window.shoot(&arguments.shots.join("record.png")).await?;
    }
    window.close().await?;
    println!("{}", serde_json::to_string_pretty(&answer)?);
    Ok(())
}

/// Asks the hub inside the console, over its own API.
async fn ask(plate: &str) -> Result<LookupAnswer> {
    let data = std::env::var_os("CISS_DATA").context("CISS_DATA names the folder of the console's hub")?;
    let hub = Hub::on_this_machine(Path::new(&data))?;
    let client = Client::new(&hub, "reyes", Deadlines::default())?;
    let request = LookupRequest {
        query: plate.to_owned(),
        purpose: Purpose::TrafficStop,
        on_behalf_of: BADGE.to_owned(),
    };
    Ok(client.lookup(&request).await?.whole().await)
}
