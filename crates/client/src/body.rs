//! Response bodies, never longer than expected.

use ciss_contract::problem::{ErrorCode, Problem};
use reqwest::Response;
use serde::de::DeserializeOwned;

use crate::transport::problem_of;

/// Reads a whole body of at most `limit` bytes after decompression.
pub(crate) async fn read(mut response: Response, limit: usize) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| problem_of(&error))? {
        if bytes.len() + chunk.len() > limit {
            return Err(too_long(limit));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// Reads a JSON value. The parser's message is dropped: it may quote what was sent.
pub(crate) fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(bytes).map_err(|error| {
        let at = format!("line {}, column {}", error.line(), error.column());
        Problem::new(ErrorCode::HubNotUnderstood).at(at)
    })
}

/// Newline-delimited JSON, a line at a time.
pub(crate) struct Lines {
    response: Response,
    held: Vec<u8>,
    /// Bytes of `held` that were searched and hold no line end.
    searched: usize,
    limit: usize,
}

impl Lines {
    /// Lines of at most `limit` bytes each.
    pub(crate) fn of(response: Response, limit: usize) -> Lines {
        Lines { response, held: Vec::new(), searched: 0, limit }
    }

    /// The next value; none at the end. Empty lines are skipped: a hub sends them to keep a connection awake.
    pub(crate) async fn next<T: DeserializeOwned>(&mut self) -> Result<Option<T>, Problem> {
        loop {
            if let Some(end) = self.held[self.searched..].iter().position(|byte| *byte == b'\n') {
                let rest = self.held.split_off(self.searched + end + 1);
                let line = std::mem::replace(&mut self.held, rest);
                self.searched = 0;
                if line.iter().all(u8::is_ascii_whitespace) {
                    continue;
                }
                return parse(&line).map(Some);
            }
            self.searched = self.held.len();
            if self.held.len() > self.limit {
                return Err(too_long(self.limit));
            }
            match self.response.chunk().await.map_err(|error| problem_of(&error))? {
                Some(chunk) => self.held.extend_from_slice(&chunk),
                // A line without its end was cut, however well it reads.
                None if self.held.is_empty() => return Ok(None),
                None => return Err(Problem::new(ErrorCode::HubUnreachable)),
            }
        }
    }
}

fn too_long(limit: usize) -> Problem {
    Problem::new(ErrorCode::HubNotUnderstood).at(format!("longer than {limit} bytes"))
}
