//! The `multiview` command: files in, clusters out, with what was decided on the way.

mod config;
mod dates;
mod draft;
mod error;
mod evaluate;
mod intake;
mod link;
mod output;
mod restating;
mod roles;
mod table;
mod widest;

pub use config::Config;
pub use draft::abandon_drafts;
pub use error::CommandError;
pub use evaluate::{Evaluation, evaluate, evaluate_files};
pub use intake::Tally;
pub use link::{LinkRequest, Report, link_files};
pub use roles::{Decision, Role};
pub use table::FileRead;
