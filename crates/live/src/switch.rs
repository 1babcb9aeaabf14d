//! The switch over HTTP: `POST /query`, as the Wanted File speaks it. Lookups of the same moment share a request.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use ciss_contract::source::Source;
use ciss_contract::switch::{SwitchAnswer, SwitchQuery};
use ciss_gather::{Gather, Limits};
use reqwest::header::{CONTENT_TYPE, HeaderValue};
use reqwest::{StatusCode, Url};
use serde_json::value::RawValue;
use tokio::time::timeout;

use super::{LiveFailure, LiveSystem};
use crate::bounded::{self, Refused};

/// Largest answer to one question that is read, in bytes. A household with ten warrants each has 100 KB.
const LARGEST_ANSWER: usize = 1 << 20;

const TOGETHER: Limits = Limits { most: 16, rounds: 2, wait: Duration::from_millis(2) };

/// A live source that speaks the contract's `switch` types.
pub struct Switch {
    source: Source,
    deadline: Duration,
    questions: Gather<Box<RawValue>, Result<Box<RawValue>, LiveFailure>>,
}

/// Where the source is, and how it is reached.
struct Line {
    url: Url,
    client: reqwest::Client,
    deadline: Duration,
}

impl Switch {
    /// The source at this base URL. Must be called in a Tokio runtime.
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
        let line = Arc::new(Line { url, client, deadline });
        let questions = Gather::new(TOGETHER, move |asked: Vec<Box<RawValue>>| {
            let line = Arc::clone(&line);
            async move {
                let count = asked.len();
                match line.ask(asked).await {
                    Ok(answers) => answers.into_iter().map(Ok).collect(),
                    Err(failure) => vec![Err(failure); count],
                }
            }
        });
        Ok(Switch { source, deadline, questions })
    }
}

impl Line {
    /// As many answers as questions. They are not looked into: one that is not understood costs its own lookup only.
    async fn ask(&self, questions: Vec<Box<RawValue>>) -> Result<Vec<Box<RawValue>>, LiveFailure> {
        // The askers have given up by then.
        timeout(self.deadline, self.send(questions)).await.unwrap_or(Err(LiveFailure::Connection))
    }

    async fn send(&self, questions: Vec<Box<RawValue>>) -> Result<Vec<Box<RawValue>>, LiveFailure> {
        let body = serde_json::to_vec(&questions).map_err(|_| LiveFailure::NotUnderstood)?;
        let request = self.client.post(self.url.clone()).body(body);
        let request = request.header(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let response = request.send().await.map_err(|_| LiveFailure::Connection)?;
        if response.status() != StatusCode::OK {
            return Err(LiveFailure::Status(response.status().as_u16()));
        }
        let limit = LARGEST_ANSWER * questions.len();
        let bytes = bounded::read(response, limit).await.map_err(|refused| match refused {
            Refused::TooLarge => LiveFailure::TooLarge,
            Refused::Broken => LiveFailure::Connection,
        })?;
        let answers: Vec<Box<RawValue>> =
            serde_json::from_slice(&bytes).map_err(|_| LiveFailure::NotUnderstood)?;
        if answers.len() == questions.len() { Ok(answers) } else { Err(LiveFailure::NotUnderstood) }
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
        let question = serde_json::value::to_raw_value(query).map_err(|_| LiveFailure::NotUnderstood)?;
        let answer = self.questions.ask(question).await.unwrap_or(Err(LiveFailure::Connection))?;
        serde_json::from_str(answer.get()).map_err(|_| LiveFailure::NotUnderstood)
    }
}
