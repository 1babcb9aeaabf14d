//! Sources that are asked at query time. One that hangs or fails costs its own rows, never the lookup.

pub mod bounded;
mod circuit;
pub mod hit;
pub mod photos;
pub mod switch;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use ciss_contract::answer::GapReason;
use ciss_contract::ids::GoldenId;
use ciss_contract::source::Source;
use ciss_contract::switch::{SwitchAnswer, SwitchQuery};
use futures_util::future::join_all;
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
    /// Of whom it said nothing though it said something of others, and why; none stands for the vehicle.
    pub unheard: Vec<(Option<GoldenId>, GapReason)>,
}

impl Heard {
    /// A source that said nothing at all.
    pub const fn nothing(source: Source, reason: GapReason) -> Heard {
        Heard { source, said: Err(reason), unheard: Vec::new() }
    }
}

/// What is asked: who stands at which position, and the query itself.
#[derive(Default)]
pub struct Inquiry {
    /// The golden record of every person in the query.
    pub people: Vec<GoldenId>,
    /// The query.
    pub query: SwitchQuery,
}

/// Most people in one question to a live source. More are asked for in several at the same time.
const MOST_PEOPLE: usize = 60;

impl Inquiry {
    /// The questions to ask. The vehicle is in the first.
    fn questions(self) -> Vec<Inquiry> {
        let Inquiry { people, query: SwitchQuery { plate, plate_state, vin, persons } } = self;
        let mut vehicle = Some((plate, plate_state, vin));
        let mut rest = people.into_iter().zip(persons).peekable();
        let mut questions = Vec::new();
        while vehicle.is_some() || rest.peek().is_some() {
            let (plate, plate_state, vin) = vehicle.take().unwrap_or_default();
            let (people, persons) = rest.by_ref().take(MOST_PEOPLE).unzip();
            questions.push(Inquiry { people, query: SwitchQuery { plate, plate_state, vin, persons } });
        }
        questions
    }

    /// Of whom nothing is known where the question gets no answer.
    fn about(&self) -> impl Iterator<Item = Option<GoldenId>> + '_ {
        let vehicle = self.query.plate.is_some() || self.query.vin.is_some();
        vehicle.then_some(None).into_iter().chain(self.people.iter().cloned().map(Some))
    }
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
        let questions: Arc<[Inquiry]> = inquiry.questions().into();
        let mut under_way = UnderWay { asked: JoinSet::new(), waiting: Vec::new() };
        for guarded in self.0.iter().filter(|guarded| covered(guarded.system.source())) {
            under_way.waiting.push(guarded.system.source());
            under_way.asked.spawn(guarded.clone().ask(Arc::clone(&questions)));
        }
        under_way
    }
}

impl Guarded {
    async fn ask(self, questions: Arc<[Inquiry]>) -> Heard {
        let source = self.system.source();
        let attempt = match self.circuit.attempt() {
            Ok(attempt) => attempt,
            Err(reason) => return Heard::nothing(source, reason),
        };
        let deadline = self.system.deadline();
        let asked = questions.iter().map(|question| timeout(deadline, self.system.ask(&question.query)));
        let (mut hits, mut unheard, mut failures) = (Vec::new(), Vec::new(), Vec::new());
        for (question, answer) in questions.iter().zip(join_all(asked).await) {
            let reason = match answer {
                Ok(Ok(answer)) => {
                    hits.extend(hit::read(source, answer, question));
                    continue;
                }
                Ok(Err(failure)) => {
                    tracing::warn!(source = source.code(), %failure, "live source failed");
                    GapReason::Failed
                }
                Err(_) => {
                    tracing::warn!(source = source.code(), "live source timed out");
                    GapReason::TimedOut
                }
            };
            failures.push(reason);
            unheard.extend(question.about().map(|who| (who, reason)));
        }
        match failures.first() {
            None => attempt.succeeded(),
            Some(reason) => attempt.failed(*reason),
        }
        match failures.first() {
            Some(reason) if failures.len() == questions.len() => Heard::nothing(source, *reason),
            Some(_) | None => Heard { source, said: Ok(hits), unheard },
        }
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
                    return Some(Heard::nothing(source, GapReason::Failed));
                }
            }
        }
    }
}
