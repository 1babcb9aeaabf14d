//! The CISS Hub: source systems in, golden records, search and notifications out.

pub mod card;
pub mod store;
