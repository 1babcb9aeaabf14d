//! Where golden records are kept: in SQLite, or in memory for tests.

mod memory;
pub mod packing;
mod sqlite;

pub use memory::MemoryStore;
pub use sqlite::{Beside, Checked, Durability, Former, SqliteStore, check_audit};
