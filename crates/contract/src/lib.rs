//! Everything that two programs of the Connecticut Information Sharing System say to each other.
//!
//! No I/O, no framework, builds for WebAssembly. The hub's HTTP API, the documents that sources send, the
//! console's IPC and the wording of errors are all defined here and nowhere else.
//!
//! Reading order: [`document`] is what comes in from a source, [`lookup`] and [`record`] are what goes out to a
//! person, [`ipc`] is what the console's window says to its shell.

pub mod address;
pub mod answer;
pub mod behalf;
pub mod birth;
pub mod day;
pub mod document;
pub mod fingerprint;
pub mod health;
pub mod ids;
pub mod ipc;
pub mod lookup;
pub mod matter;
pub mod person;
pub mod problem;
pub mod query;
pub mod reason;
pub mod recent;
pub mod record;
pub mod session;
pub mod source;
pub mod state;
pub mod switch;
pub mod vehicle;
