//! The way in: journal and golden records together, over crashes, erasures, other programs, other rules and earlier releases.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[allow(dead_code, reason = "each program uses a part of it")]
#[path = "../../../store/tests/store/documents.rs"]
mod documents;
mod erasure;
mod follow;
mod former;
mod hub;
mod rebuild;
