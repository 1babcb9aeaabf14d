//! Declares the shell's own commands, so that a capability must name each, and sees that there is a page to embed.

use std::path::Path;

/// The names of `ciss_contract::ipc`'s commands.
const COMMANDS: &[&str] = &[
    "start",
    "lookup",
    "cancel_lookup",
    "open_record",
    "open_document",
    "decide",
    "sign_out",
    "sign_in",
    "size_text",
    "meet_hub",
    "choose_hub",
    "choose_secret",
    "unlock",
    "lock",
    "still_here",
    "keep_settings",
    "painted",
];

/// What a build without the front end shows.
const NO_FRONT_END: &str = "<!doctype html><meta charset=\"utf-8\"><title>CISS Console</title>\
    <p>This build has no front end. Run: cargo xtask ui</p>\n";

fn main() {
    if let Err(error) = prepare() {
        // Cargo shows this to whoever builds.
        println!("cargo::error={error}");
    }
}

fn prepare() -> Result<(), Box<dyn std::error::Error>> {
    let page = Path::new("../ui/dist/index.html");
    if !page.exists() {
        std::fs::create_dir_all("../ui/dist")?;
        std::fs::write(page, NO_FRONT_END)?;
        println!("cargo::warning=ui/dist is missing: the console will only say so. Run: cargo xtask ui");
    }
    let commands = tauri_build::AppManifest::new().commands(COMMANDS);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(commands))?;
    Ok(())
}
