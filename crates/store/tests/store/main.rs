//! The store: what goes in, what comes out, what must vanish, and that the order of arrival does not matter.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod audit;
mod conformance;
mod decisions;
mod documents;
mod dossier;
mod heavy;
mod near;
mod often;
mod order;
mod people;
mod snapshot;
mod versions;
