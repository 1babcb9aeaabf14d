//! What the benchmark found, as a table and as JSON.

use serde::Serialize;

use crate::latency::Latency;

/// Everything that a run measured.
#[derive(Serialize)]
pub(crate) struct Report {
    pub(crate) people: u64,
    /// None where a hub that was filled before was measured.
    pub(crate) ingest: Option<Ingest>,
    /// Size of the hub's folder, MiB.
    pub(crate) database: f64,
    pub(crate) hub: Vec<Latency>,
    pub(crate) postgres: Vec<Latency>,
    /// Hub lookups per second divided by PostgreSQL's, at the larger number of clients.
    pub(crate) throughput_ratio: Option<f64>,
    /// A plate that leads to somebody with thousands of records, and that record's page.
    pub(crate) offender: [Latency; 2],
    pub(crate) wire: Wire,
    /// PSS of the hub after the load, MiB.
    pub(crate) hub_memory: f64,
    pub(crate) console: Option<Console>,
}

/// Loading the world.
#[derive(Serialize)]
pub(crate) struct Ingest {
    pub(crate) documents: u64,
    pub(crate) seconds: f64,
    pub(crate) documents_per_second: f64,
}

/// Compressed bodies of answers without photos, bytes.
#[derive(Serialize)]
pub(crate) struct Wire {
    pub(crate) mean: f64,
    pub(crate) p99: usize,
    pub(crate) largest: usize,
    /// Mean number of people in an answer, so that the sizes mean something.
    pub(crate) people: f64,
}

/// The desktop program, in a window under Xvfb.
#[derive(Serialize)]
pub(crate) struct Console {
    /// Start of the process to a box that takes keys, milliseconds, median of several starts.
    pub(crate) start_to_box: f64,
    /// The same, worst of them.
    pub(crate) start_to_box_worst: f64,
    /// Lookups typed.
    pub(crate) lookups: usize,
    /// Enter to painted answer, milliseconds.
    pub(crate) enter_to_paint_p50: f64,
    /// The same, 95 of 100 are sooner.
    pub(crate) enter_to_paint_p95: f64,
    /// The same, worst of all lookups.
    pub(crate) enter_to_paint_worst: f64,
    /// PSS of all processes, MiB.
    pub(crate) memory: f64,
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Report {
            people,
            ingest,
            database,
            hub,
            postgres,
            throughput_ratio,
            offender,
            wire,
            hub_memory,
            console,
        } = self;
        writeln!(f, "{people} people, database {database:.0} MiB")?;
        if let Some(Ingest { documents, seconds, documents_per_second }) = ingest {
            writeln!(
                f,
                "ingest             {documents_per_second:>8.0} documents/s ({documents} in {seconds:.0} s)"
            )?;
        }
        writeln!(
            f,
            "{:<11}{:>8}{:>10}{:>10}{:>10}{:>10}{:>12}",
            "", "clients", "p50 ms", "p95 ms", "p99 ms", "worst", "lookups/s"
        )?;
        let [plate, page] = offender.each_ref().map(std::slice::from_ref);
        let named = [("hub", &hub[..]), ("PostgreSQL", postgres), ("offender", plate), ("  record", page)];
        for (name, rows) in named {
            for row in rows {
                writeln!(
                    f,
                    "{name:<11}{:>8}{:>10.2}{:>10.2}{:>10.2}{:>10.2}{:>12.0}",
                    row.clients, row.p50, row.p95, row.p99, row.worst, row.per_second
                )?;
            }
        }
        if let Some(ratio) = throughput_ratio {
            writeln!(f, "hub / PostgreSQL   {ratio:>8.2} × throughput")?;
        }
        writeln!(
            f,
            "on the wire        {:>8.0} bytes mean, {} p99, {} largest, compressed, {:.1} people an answer",
            wire.mean, wire.p99, wire.largest, wire.people
        )?;
        writeln!(f, "hub memory         {hub_memory:>8.0} MiB")?;
        match console {
            Some(console) => writeln!(
                f,
                "console            {:>8.0} ms to a usable box (worst {:.0}); Enter to paint, {} lookups: \
                 p50 {:.0} ms, p95 {:.0} ms, worst {:.0} ms; {:.0} MiB",
                console.start_to_box,
                console.start_to_box_worst,
                console.lookups,
                console.enter_to_paint_p50,
                console.enter_to_paint_p95,
                console.enter_to_paint_worst,
                console.memory
            ),
            None => writeln!(f, "console            not measured (--no-console)"),
        }
    }
}
