//! A lookup under way: the answer at once, late rows as they come.

use ciss_contract::lookup::{LateRows, LookupAnswer, LookupFrame, LookupRequest};
use ciss_contract::problem::{ErrorCode, Problem};
use ciss_contract::query::Query;
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
                self.answer.without(source)
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
