//! Sources that are asked at query time. One that hangs or fails costs its own rows, never the lookup.

pub mod circuit;
pub mod hit;
pub mod switch;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use ciss_contract::answer::GapReason;
use ciss_contract::ids::GoldenId;
use ciss_contract::source::Source;
use ciss_contract::switch::{SwitchAnswer, SwitchQuery};
use tokio::task::JoinSet;
use tokio::time::timeout;

use circuit::Circuit;
use hit::Hit;

/// A source that is asked at query time.
#[async_trait]
pub trait LiveSystem: Send + Sync + 'static {
    /// Which.
    fn source(&self) -> Source;

    /// How long it may take.
    fn deadline(&self) -> Duration;

    /// Asks it. The caller gives up at the deadline.
    ///
    /// # Errors
    /// [`LiveFailure`].
    async fn ask(&self, query: &SwitchQuery) -> Result<SwitchAnswer, LiveFailure>;
}

/// A live source did not answer as it should. What it said is not kept: it may name people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LiveFailure {
    /// No connection, or it broke.
    #[error("no connection")]
    Connection,
    /// An HTTP status other than 200.
    #[error("status {0}")]
    Status(u16),
    /// Larger than any honest answer.
    #[error("answer too large")]
    TooLarge,
    /// Not what the contract says.
    #[error("answer not understood")]
    NotUnderstood,
}

/// The hub's live sources.
#[derive(Clone, Default)]
pub struct LiveSources(Vec<Guarded>);

#[derive(Clone)]
struct Guarded {
    system: Arc<dyn LiveSystem>,
    circuit: Arc<Circuit>,
}

/// What a live source said for one lookup.
#[derive(Clone)]
pub struct Heard {
    /// Which.
    pub source: Source,
    /// What it said, or why nothing.
    pub said: Result<Vec<Hit>, GapReason>,
}

/// What is asked: who stands at which position, and the query itself.
#[derive(Default)]
pub struct Inquiry {
    /// The golden record of every person in the query.
    pub people: Vec<GoldenId>,
    /// The query.
    pub query: SwitchQuery,
}

/// Questions under way. Dropping it gives them up.
pub struct UnderWay {
    asked: JoinSet<Heard>,
    waiting: Vec<Source>,
}

impl LiveSources {
    /// These systems, each with a circuit breaker of its own.
    pub fn new(systems: Vec<Arc<dyn LiveSystem>>) -> LiveSources {
        LiveSources(
            systems
                .into_iter()
                .map(|system| Guarded { system, circuit: Arc::new(Circuit::default()) })
                .collect(),
        )
    }

    /// Is the source one of them?
    pub fn has(&self, source: Source) -> bool {
        self.0.iter().any(|guarded| guarded.system.source() == source)
    }

    /// Sources that are being backed off at the moment.
    pub fn failing(&self, source: Source) -> bool {
        self.0.iter().any(|guarded| guarded.system.source() == source && guarded.circuit.is_open())
    }

    /// All sources.
    pub fn sources(&self) -> impl Iterator<Item = Source> + '_ {
        self.0.iter().map(|guarded| guarded.system.source())
    }

    /// Asks all sources that are `covered`, at the same time.
    pub fn ask(&self, inquiry: Inquiry, covered: impl Fn(Source) -> bool) -> UnderWay {
        let inquiry = Arc::new(inquiry);
        let mut under_way = UnderWay { asked: JoinSet::new(), waiting: Vec::new() };
        for guarded in self.0.iter().filter(|guarded| covered(guarded.system.source())) {
            under_way.waiting.push(guarded.system.source());
            under_way.asked.spawn(guarded.clone().ask(Arc::clone(&inquiry)));
        }
        under_way
    }
}

impl Guarded {
    async fn ask(self, inquiry: Arc<Inquiry>) -> Heard {
        let source = self.system.source();
        let attempt = match self.circuit.attempt() {
            Ok(attempt) => attempt,
            Err(reason) => return Heard { source, said: Err(reason) },
        };
        let said = match timeout(self.system.deadline(), self.system.ask(&inquiry.query)).await {
            Ok(Ok(answer)) => {
                attempt.succeeded();
                Ok(hit::read(source, answer, &inquiry.people))
            }
            Ok(Err(failure)) => {
                tracing::warn!(source = source.code(), %failure, "live source failed");
                attempt.failed(GapReason::Failed);
                Err(GapReason::Failed)
            }
            Err(_) => {
                tracing::warn!(source = source.code(), "live source timed out");
                attempt.failed(GapReason::TimedOut);
                Err(GapReason::TimedOut)
            }
        };
        Heard { source, said }
    }
}

impl UnderWay {
    /// Sources that have not answered yet.
    pub fn waiting(&self) -> &[Source] {
        &self.waiting
    }

    /// The next source that answers or is given up; none when all have.
    pub async fn next(&mut self) -> Option<Heard> {
        loop {
            match self.asked.join_next().await {
                Some(Ok(heard)) => {
                    self.waiting.retain(|source| *source != heard.source);
                    return Some(heard);
                }
                // A task that panicked does not say which it was; its source is left over in the end.
                Some(Err(_)) => {}
                None => {
                    let source = self.waiting.pop()?;
                    return Some(Heard { source, said: Err(GapReason::Failed) });
                }
            }
        }
    }
}
