//! Latency of many requests from a number of clients, each with one request under way at a time.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde::Serialize;

/// What a run measured. Milliseconds.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Latency {
    pub(crate) clients: usize,
    pub(crate) requests: usize,
    pub(crate) per_second: f64,
    pub(crate) p50: f64,
    pub(crate) p95: f64,
    pub(crate) p99: f64,
    pub(crate) worst: f64,
}

/// Runs `requests` numbered requests from `clients` clients. `connect` makes a client's own connection; the time it
/// takes does not count.
pub(crate) async fn measure<C, F, G, H>(
    clients: usize,
    requests: usize,
    connect: impl Fn() -> F,
    request: G,
) -> anyhow::Result<Latency>
where
    C: Send + 'static,
    F: Future<Output = anyhow::Result<C>>,
    G: Fn(C, usize) -> H + Clone + Send + 'static,
    H: Future<Output = anyhow::Result<C>> + Send,
{
    let next = Arc::new(AtomicUsize::new(0));
    let mut connections = Vec::with_capacity(clients);
    for _ in 0..clients {
        connections.push(connect().await?);
    }
    let started = Instant::now();
    let tasks: Vec<_> = connections
        .into_iter()
        .map(|mut connection| {
            let (next, request) = (next.clone(), request.clone());
            tokio::spawn(async move {
                let mut times = Vec::new();
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= requests {
                        return anyhow::Ok(times);
                    }
                    let asked = Instant::now();
                    connection = request(connection, number).await?;
                    times.push(asked.elapsed());
                }
            })
        })
        .collect();
    let mut times = Vec::with_capacity(requests);
    for task in tasks {
        times.extend(task.await??);
    }
    let elapsed = started.elapsed();
    times.sort_unstable();
    let at = |share: f64| milliseconds(times[((times.len() - 1) as f64 * share).round() as usize]);
    Ok(Latency {
        clients,
        requests: times.len(),
        per_second: times.len() as f64 / elapsed.as_secs_f64(),
        p50: at(0.50),
        p95: at(0.95),
        p99: at(0.99),
        worst: at(1.0),
    })
}

/// A duration in milliseconds.
pub(crate) fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
