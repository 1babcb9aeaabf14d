//! The hub through its router: every endpoint, every refusal, and what policy leaves of an answer.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test ends where it fails")]

mod bench;
mod crowd;
mod decisions;
mod documents;
mod frames;
mod headlines;
mod household;
mod juveniles;
mod live;
mod lookups;
mod openapi;
mod policy;
mod possible;
mod records;
mod refusals;
mod sessions;
mod shelf;
mod social;
mod truth;
mod upstream;
mod world;
