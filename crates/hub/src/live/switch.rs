//! The switch over HTTP: `POST /query`, as the Wanted File speaks it.

use std::time::Duration;

use async_trait::async_trait;
use ciss_contract::source::Source;
use ciss_contract::switch::{SwitchAnswer, SwitchQuery};
use reqwest::{StatusCode, Url};

use super::{LiveFailure, LiveSystem};
use crate::bounded::{self, Refused};

/// Largest answer that is read, in bytes. A household with ten warrants each has 100 KB.
const LARGEST_ANSWER: usize = 1 << 20;

/// A live source that speaks the contract's `switch` types.
pub struct Switch {
    source: Source,
    deadline: Duration,
    url: Url,
    client: reqwest::Client,
}

impl Switch {
    /// The source at this base URL.
    ///
    /// # Errors
    /// [`bounded::BadUrl`] when it is no HTTP URL.
    pub fn new(
        source: Source,
        base: &str,
        deadline: Duration,
        client: reqwest::Client,
    ) -> Result<Switch, bounded::BadUrl> {
        let mut url = bounded::base(base)?;
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().push("query");
        }
        Ok(Switch { source, deadline, url, client })
    }
}

#[async_trait]
impl LiveSystem for Switch {
    fn source(&self) -> Source {
        self.source
    }

    fn deadline(&self) -> Duration {
        self.deadline
    }

    async fn ask(&self, query: &SwitchQuery) -> Result<SwitchAnswer, LiveFailure> {
        let request = self.client.post(self.url.clone()).json(query);
        let response = request.send().await.map_err(|_| LiveFailure::Connection)?;
        if response.status() != StatusCode::OK {
            return Err(LiveFailure::Status(response.status().as_u16()));
        }
        let bytes = bounded::read(response, LARGEST_ANSWER).await.map_err(|refused| match refused {
            Refused::TooLarge => LiveFailure::TooLarge,
            Refused::Broken => LiveFailure::Connection,
        })?;
        serde_json::from_slice(&bytes).map_err(|_| LiveFailure::NotUnderstood)
    }
}
