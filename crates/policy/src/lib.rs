//! Who may see what: claims, purpose and action in, a grant out. Nothing here knows how anything is stored or sent.

mod action;
mod grant;
mod table;

pub use action::Action;
pub use grant::{Allowed, DISPUTED, Grant, JUVENILE, Policy, Request};
pub use table::AssignmentTable;
