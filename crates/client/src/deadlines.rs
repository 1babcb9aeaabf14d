//! How long the console waits before it says that the hub did not answer.

use std::time::Duration;

/// Longest waits, each from the start of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadlines {
    /// For a TCP and TLS connection.
    pub connect: Duration,
    /// For a health probe.
    pub probe: Duration,
    /// For the first frame of a lookup, a record or a document; includes a sign-in where one is due.
    pub answer: Duration,
    /// For the last late row of a lookup. The hub has its own, shorter deadline for each live source.
    pub late: Duration,
    /// For a photo.
    pub photo: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(3),
            probe: Duration::from_secs(3),
            answer: Duration::from_secs(10),
            late: Duration::from_secs(30),
            photo: Duration::from_secs(15),
        }
    }
}
