//! A lookup under way: the answer at once, late rows as they come.

use ciss_contract::answer::{Answer, Gap, GapReason};
use ciss_contract::lookup::{LateAnswer, LateRows, LookupAnswer, LookupFrame, LookupRequest, Outcome};
use ciss_contract::lookup::{SourceSummary, TheftAnswer, Unheard};
use ciss_contract::problem::{ErrorCode, Problem};
use ciss_contract::query::Query;
use ciss_contract::source::Source;
use reqwest::Method;
use reqwest::header::ACCEPT;
use tokio::time::{Instant, timeout_at};

use crate::body::Lines;
use crate::client::{Client, LONGEST_ANSWER, check_behalf, within};

/// A lookup whose first frame has come. Dropping it cancels the rest.
pub struct Lookup {
    answer: LookupAnswer,
    /// None once nothing more comes over the network.
    lines: Option<Lines>,
    until: Instant,
}

impl std::fmt::Debug for Lookup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lookup").field("id", &self.answer.id).finish_non_exhaustive()
    }
}

impl Client {
    /// Looks a plate or VIN up. Dropping the future cancels the lookup. What is neither is refused here and never
    /// sent.
    ///
    /// # Errors
    /// The query's own error, the hub's refusal, or why it could not be asked.
    pub async fn lookup(&self, request: &LookupRequest) -> Result<Lookup, Problem> {
        Query::interpret(&request.query)?;
        check_behalf(&request.on_behalf_of)?;
        let until = Instant::now() + self.deadlines().late;
        let url = self.url(&["v1", "lookups"])?;
        within(self.deadlines().answer, async {
            let ask = || {
                let post = self.request(Method::POST, url.clone());
                post.header(ACCEPT, "application/x-ndjson").json(request)
            };
            let mut lines = Lines::of(self.send(ask).await?, LONGEST_ANSWER);
            match lines.next().await? {
                Some(LookupFrame::Answer(answer)) => {
                    Ok(Lookup { answer: *answer, lines: Some(lines), until })
                }
                Some(LookupFrame::Late(_)) => {
                    Err(Problem::new(ErrorCode::HubNotUnderstood).at("first frame"))
                }
                None => Err(ErrorCode::HubUnreachable.into()),
            }
        })
        .await
    }
}

impl Lookup {
    /// The answer with every late row that came so far in its place.
    pub fn answer(&self) -> &LookupAnswer {
        &self.answer
    }

    /// Waits for the next late rows and puts them into [`answer`](Self::answer); none when no source is owed.
    ///
    /// A lookup never stays open: when the connection is lost, the hub says nonsense or the deadline passes, every
    /// source that still owes its rows gets them as *failed*. The answer that is there stays.
    pub async fn late(&mut self) -> Option<LateRows> {
        let rows = match self.receive().await {
            Some(rows) => rows?,
            None => {
                self.lines = None;
                let source = self.answer.pending().next()?;
                without_answer(&self.answer, source)
            }
        };
        self.answer.apply(rows.clone());
        Some(rows)
    }

    /// Waits for everything that comes late.
    pub async fn whole(mut self) -> LookupAnswer {
        while self.late().await.is_some() {}
        self.answer
    }

    /// The next rows, or that there are no more; none where what should come does not.
    async fn receive(&mut self) -> Option<Option<LateRows>> {
        let lines = self.lines.as_mut()?;
        match timeout_at(self.until, lines.next()).await {
            Ok(Ok(Some(LookupFrame::Late(rows)))) => Some(Some(*rows)),
            Ok(Ok(None)) if self.answer.pending().next().is_none() => Some(None),
            Ok(Ok(Some(LookupFrame::Answer(_)) | None) | Err(_)) | Err(_) => None,
        }
    }
}

/// The rows of a source that will not answer any more, in the words that the hub gave for that beforehand.
fn without_answer(answer: &LookupAnswer, source: Source) -> LateRows {
    let reason = GapReason::Failed;
    let owed = |gap: &Gap| gap.source == source && gap.reason == GapReason::Pending;
    let people =
        answer.people.iter().flat_map(|person| person.answers.iter().map(move |answer| (person, answer)));
    let answers = people.filter(|(_, answer)| answer.gaps.iter().any(owed)).map(|(person, answer)| {
        let gaps =
            answer.gaps.iter().map(|gap| if owed(gap) { Gap { source, reason } } else { *gap }).collect();
        let Answer { question, evidence, more, clear, older, .. } = answer.clone();
        let answer = Answer { more, ..Answer::new(question, evidence, clear, gaps).with_older(older) };
        LateAnswer { golden: person.golden.clone(), answer }
    });
    let theft = answer.vehicle.as_ref().map(|vehicle| &vehicle.theft);
    let theft = theft
        .filter(|theft| source == Source::WantedFile && theft.gap == Some(GapReason::Pending))
        .map(|theft| TheftAnswer { evidence: theft.evidence.clone(), gap: Some(reason) });
    let answers = answers.collect();
    let spoken = Unheard { headline: answer.headline.clone(), read_back: answer.read_back.clone() };
    let Unheard { headline, read_back } = answer.unheard.clone().unwrap_or(spoken);
    LateRows {
        source: SourceSummary { source, outcome: Outcome::Failed, as_of: None, stale: false },
        elapsed_ms: answer.elapsed_ms,
        headline,
        read_back,
        theft,
        answers,
        joined: Vec::new(),
        left_out: answer.left_out,
        unheard: answer.unheard.clone(),
    }
}
