//! How the hub and its sources are doing.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::source::Source;

/// The hub is up. Says nothing that needs a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HubHealth {
    /// The hub's version.
    pub version: String,
    /// The data is synthetic.
    pub demo: bool,
    /// Since when the hub hears nothing of what other hubs take in, where it does not. It answers with what is on file, and
    /// keeps nothing new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stale_since: Option<Timestamp>,
    /// The golden records are being made again by other rules; those on file answer meanwhile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rebuilding: Option<Rebuilding>,
}

/// How far golden records are that are being made again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rebuilding {
    /// Entries of the journal that are applied.
    pub applied: u64,
    /// Entries that there are.
    pub entries: u64,
}

/// One source on the feed-health screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FeedHealth {
    /// The source.
    pub source: Source,
    /// How it is connected, and how it does.
    pub state: FeedState,
    /// When it last sent; none for a live source, and for one that never sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_received: Option<Timestamp>,
    /// Documents it sent.
    pub documents: u64,
}

/// How a source does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FeedState {
    /// Sends documents, the last of them within 24 hours.
    Fresh,
    /// Has sent nothing for more than 24 hours.
    Stale,
    /// Asked at query time, and answers.
    Live,
    /// Asked at query time, and failing: it is left alone for some seconds between attempts.
    Failing,
    /// Not connected to this hub, or it never sent anything.
    NotConnected,
}
