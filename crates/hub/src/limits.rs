//! How much of the hub one client may take, and for how long.

use std::time::Duration;

/// The limits of a hub. Those of the default are for a state's load on one machine.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Most connections. One costs about 50 KB.
    pub connections: usize,
    /// Most connections from one address. An agency's consoles may stand behind one.
    pub connections_per_address: usize,
    /// Most requests under way on one connection.
    pub requests_per_connection: u32,
    /// Most lookups at once; more are told to come back.
    pub lookups: usize,
    /// Most lookups of one operator at once.
    pub lookups_per_operator: usize,
    /// Requests without a session that one address may make in a second, and a second's worth at once.
    pub strangers_per_second: u32,
    /// How long a TLS handshake may take.
    pub handshake: Duration,
    /// How long a connection may last on which nobody has shown a session.
    pub stranger: Duration,
    /// How long a connection may be silent. Over HTTP/2 the hub asks twice as often whether the client is there.
    pub silent: Duration,
    /// How long the head of a request may take, and how long its body.
    pub request: Duration,
    /// How long an answer may take to leave. Longer than the deadline of any live source.
    pub sending: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            connections: 16_384,
            connections_per_address: 4_096,
            requests_per_connection: 64,
            lookups: 1_024,
            lookups_per_operator: 64,
            strangers_per_second: 50,
            handshake: Duration::from_secs(10),
            stranger: Duration::from_secs(30),
            silent: Duration::from_secs(60),
            request: Duration::from_secs(10),
            sending: Duration::from_secs(30),
        }
    }
}
