//! Match and merge: records in, golden records out.
//!
//! A [`Record`] is a person as one document describes them. [`MultiView`] normalises it, proposes blocking keys and
//! weighs pairs by a model that is trained without labels, [`cluster`] puts records together that hold together, and
//! [`merge`] chooses the surviving value of every field and keeps where it comes from and what disagrees.
//!
//! Nothing here but the feature `command` does I/O, and nothing depends on the order in which records come. The engine itself is
//! in `linkage`; it compares tables of any kind (the feature `command`) and records of documents by the same rules.

#![cfg_attr(
    not(feature = "command"),
    allow(dead_code, unused_imports, reason = "what only tables need is in the engine that both use")
)]

pub mod address;
pub mod birth;
mod block;
mod cluster;
#[cfg(feature = "command")]
pub mod command;
mod engine;
mod golden;
mod hash;
pub mod identifier;
mod linkage;
pub mod name;
mod record;
mod rules;
mod settled;

pub use block::{Blocks, NEIGHBORS, Shared, parted};
pub use cluster::{Decision, WeighedPair, cluster, cluster_profiles};
pub use engine::{BlockKey, Features, Judgment, MultiView, Profile, SUPPLIED_MODEL};
pub use golden::{Conflict, Golden, Said, Surviving, Trust, merge, merge_said};
pub use linkage::evidence::{Evidence, Finding};
pub use linkage::subject::Relation;
pub use record::{Identifier, IdentifierKind, PersonName, Record, RecordKey};
pub use rules::ByNumber;
pub use settled::{Ways, are_connected, ways};
