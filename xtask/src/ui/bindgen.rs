//! The glue between the browser and the compiled front end.

use std::path::Path;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

/// Writes `ciss-ui.js` and `ciss-ui_bg.wasm` into `folder`. The library stands in Cargo.lock beside wasm-bindgen
/// itself, which refuses a module of another version.
///
/// # Errors
/// The module is not one of wasm-bindgen's.
pub(super) fn generate(module: &Path, folder: &Path) -> Result<()> {
    Bindgen::new()
        .input_path(module)
        .out_name("ciss-ui")
        .web(true)?
        .typescript(false)
        .omit_default_module_path(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(folder)
        .context("wasm-bindgen")
}
