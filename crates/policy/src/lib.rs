//! Who may see what: claims and an action in, a permit out. Nothing here knows how anything is stored or sent.

mod action;
mod entitlement;
mod permit;

pub use action::Action;
pub use entitlement::{DISPUTED, Entitlement, JUVENILE, age};
pub use permit::{Permit, authorize};
