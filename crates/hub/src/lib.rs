//! The CISS Hub: source systems in, golden records, search and notifications out.

pub mod adulthood;
pub mod answer;
pub mod api;
pub mod bounded;
pub mod card;
pub mod clock;
pub mod codes;
pub mod commands;
pub mod feeds;
mod gather;
mod household;
pub mod ingest;
pub mod limits;
pub mod live;
pub mod mask;
mod metrics;
pub mod photos;
pub mod pipeline;
mod places;
pub mod server;
pub mod settings;
pub mod state;
pub mod store;
mod strangers;
pub mod tls;
