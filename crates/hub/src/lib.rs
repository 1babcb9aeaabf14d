//! The CISS Hub: source systems in, golden records, search and notifications out.

pub mod answer;
pub mod api;
pub mod bounded;
pub mod commands;
pub mod feeds;
mod household;
pub mod ingest;
pub mod intake;
pub mod limits;
pub mod live;
mod metrics;
mod packing;
pub mod photos;
pub mod pipeline;
mod places;
pub mod server;
pub mod settings;
pub mod state;
pub mod store;
mod strangers;
pub mod tls;
