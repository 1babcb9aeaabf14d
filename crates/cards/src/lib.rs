//! What an answer is put together from: cards and the facts on them, the one reading of a matter, code tables in words,
//! and how documents and the people in them are named. No I/O.

pub mod adulthood;
pub mod card;
pub mod codes;
pub mod facts;
pub mod mask;
pub mod naming;
pub mod told;
mod trust;

use std::sync::LazyLock;

use ciss_multiview::MultiView;
pub use trust::SourceTrust;

/// The state whose licences, plates and addresses come without their state.
pub const HOME_STATE: &str = "CT";

/// The engine that decides who is one person.
pub static ENGINE: LazyLock<MultiView> = LazyLock::new(|| MultiView::supplied(HOME_STATE));
