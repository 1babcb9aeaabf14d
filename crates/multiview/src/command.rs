//! The `multiview` command: files in, clusters out, with what was decided on the way.

mod config;
mod dates;
mod error;
mod evaluate;
mod intake;
mod link;
mod output;
mod roles;
mod table;

pub use config::Config;
pub use error::CommandError;
pub use evaluate::{Evaluation, evaluate, evaluate_files};
pub use link::{LinkRequest, Report, link_files};
pub use roles::{Decision, Role};
