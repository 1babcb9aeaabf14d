//! `cargo xtask ui`: the front end, from Rust to ui/dist.

mod bindgen;
mod dist;
mod wasm;

use anyhow::Result;
use clap::Args;

use crate::step::step;
use crate::workspace::Workspace;

#[derive(Args, Default)]
pub(crate) struct Options {
    /// Compiler to use. Without this, rustup's where it has or gets the target, else Debian's.
    #[arg(long, value_enum)]
    compiler: Option<wasm::Compiler>,
}

/// Brings ui/dist up to date. Writes nothing when nothing changed.
///
/// # Errors
/// The front end does not compile, or ui/dist cannot be written.
pub(crate) fn build(workspace: &Workspace, options: &Options) -> Result<()> {
    let compiler = wasm::Compiler::choose(options.compiler)?;
    step("building the front end", || {
        let module = compiler.compile(workspace)?;
        let parts = dist::Parts::of(workspace, &module)?;
        if parts.are_current()? {
            return Ok(());
        }
        parts.replace(|folder| bindgen::generate(&module, folder))
    })
}
