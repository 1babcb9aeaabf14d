//! A lookup under way: the answer at once, late rows as they come.

use ciss_contract::answer::{Answer, Gap, GapReason};
use ciss_contract::lookup::{LateAnswer, LateRows, LookupAnswer, LookupFrame, LookupRequest, Outcome};
use ciss_contract::lookup::{SourceSummary, TheftAnswer};
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
    /// Once nothing more comes over the network: what that means for the sources that still owe rows.
    lines: Result<Lines, Outcome>,
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
                Some(LookupFrame::Answer(answer)) => Ok(Lookup { answer: *answer, lines: Ok(lines), until }),
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
    /// source that still owes its rows gets them as *failed* or *timed out*. The answer that is there stays.
    pub async fn late(&mut self) -> Option<LateRows> {
        let rows = match self.receive().await {
            Ok(rows) => rows?,
            Err(outcome) => {
                self.lines = Err(outcome);
                let source = self.answer.pending().next()?;
                without_answer(&self.answer, source, outcome)
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

    async fn receive(&mut self) -> Result<Option<LateRows>, Outcome> {
        let lines = self.lines.as_mut().map_err(|outcome| *outcome)?;
        match timeout_at(self.until, lines.next()).await {
            Ok(Ok(Some(LookupFrame::Late(rows)))) => Ok(Some(*rows)),
            Ok(Ok(Some(LookupFrame::Answer(_))) | Err(_)) => Err(Outcome::Failed),
            Ok(Ok(None)) if self.answer.pending().next().is_none() => Ok(None),
            Ok(Ok(None)) => Err(Outcome::Failed),
            Err(_) => Err(Outcome::TimedOut),
        }
    }
}

/// The rows of a source that will not answer any more. The headline and the read-back keep the hub's
/// words and say who is missing.
fn without_answer(answer: &LookupAnswer, source: Source, outcome: Outcome) -> LateRows {
    let reason = if outcome == Outcome::TimedOut { GapReason::TimedOut } else { GapReason::Failed };
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
    let code = source.code();
    let (asking, failed) =
        (format!("{code} {}", GapReason::Pending.label()), format!("{code} {}", reason.label()));
    let mut headline = answer.headline.clone();
    headline.detail = match headline.detail.as_str() {
        "" => failed,
        detail if detail.contains(&asking) => detail.replace(&asking, &failed),
        detail => format!("{detail} · {failed}"),
    };
    LateRows {
        source: SourceSummary { source, outcome, as_of: None, stale: false },
        elapsed_ms: answer.elapsed_ms,
        headline,
        read_back: format!("{} {} did not answer.", answer.read_back, source.label()),
        theft,
        answers: answers.collect(),
    }
}
