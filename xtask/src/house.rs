//! The rules of the house that a program can hold: see ARCHITECTURE.md, "Invariants".

mod arrows;
mod files;
mod words;

use anyhow::{Result, bail};

use crate::workspace::Workspace;

/// Checks every rule.
///
/// # Errors
/// A list of what breaks which rule.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let mut broken = arrows::broken(workspace);
    broken.extend(arrows::not_serving(workspace)?);
    broken.extend(files::broken(&workspace.root)?);
    broken.extend(words::broken(&workspace.root)?);
    if !broken.is_empty() {
        bail!("{} of the house's rules broken:\n  {}", broken.len(), broken.join("\n  "));
    }
    Ok(())
}
