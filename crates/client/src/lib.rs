//! The console without a window: everything that `ciss-console` and the `ciss` command do with the hub.
//!
//! [`Hub`] says where the hub is and whom to trust; [`Client`] makes typed calls over TLS, signs in by itself and
//! says every failure as a [`Problem`](ciss_contract::problem::Problem); [`connection`] watches whether the hub
//! answers; [`meeting`] shows a new hub's fingerprint; [`portrait`] makes a foreign picture safe to show; [`Recent`] remembers lookups in memory.
//!
//! Nothing here knows a window, and nothing here writes to disk but which hub was chosen ([`chosen`]).

pub mod chosen;
pub mod client;
pub mod connection;
pub mod deadlines;
pub mod hub;
pub mod lookup;
pub mod meeting;
pub mod portrait;
pub mod recent;
pub mod session;

mod body;
mod transport;

pub use client::Client;
pub use deadlines::Deadlines;
pub use hub::Hub;
pub use recent::Recent;
