//! The CISS Hub: source systems in, golden records, search and notifications out.

pub mod answer;
pub mod api;
pub mod bounded;
pub mod commands;
pub mod feeds;
mod household;
pub mod limits;
pub mod live;
mod metrics;
pub mod photos;
pub mod pipeline;
mod places;
pub mod server;
pub mod settings;
pub mod state;
mod strangers;
pub mod tls;
