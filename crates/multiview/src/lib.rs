//! Match and merge: records in, golden records out.
//!
//! A [`Record`] is a person as one document describes them. [`Features::of`] normalises it, an [`Engine`] proposes
//! blocking keys and judges pairs, [`cluster`] puts records together that hold together, and [`merge`] chooses
//! the surviving value of every field and keeps where it comes from and what disagrees.
//!
//! Nothing here does I/O, and nothing depends on the order in which records come. [`ExactRules`] is a plain
//! deterministic engine; a probabilistic one fits behind the same trait.

pub mod address;
pub mod birth;
mod cluster;
pub mod command;
mod engine;
mod features;
mod golden;
mod hash;
pub mod identifier;
mod linkage;
pub mod name;
mod record;
mod rules;

pub use cluster::{Cluster, Member, cluster};
pub use engine::{BlockKey, Contradiction, Engine, LARGEST_BLOCK, Reason, Verdict};
pub use features::Features;
pub use golden::{Conflict, Golden, Surviving, Trust, merge};
pub use record::{Identifier, IdentifierKind, PersonName, Record, RecordKey};
pub use rules::ExactRules;
