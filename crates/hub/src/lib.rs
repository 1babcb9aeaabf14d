//! The CISS Hub: source systems in, golden records, search and notifications out.

pub mod api;
pub mod commands;
mod http;
pub mod interruption;
pub mod limits;
mod metrics;
pub mod pipeline;
mod places;
pub mod server;
pub mod settings;
pub mod state;
mod strangers;
pub mod tls;
