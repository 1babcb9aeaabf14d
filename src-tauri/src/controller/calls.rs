//! Calls to the hub, each in a task of its own.

use std::time::Duration;

use ciss_client::Client;
use ciss_contract::ipc::{Decide, OpenDocument, OpenRecord, SignIn};
use ciss_contract::lookup::{LookupAnswer, LookupRequest};
use ciss_contract::problem::{ErrorCode, Problem};
use ciss_contract::record::{DecisionAnswer, DocumentAnswer, RecordAnswer};
use tokio::sync::watch;
use tokio::task::AbortHandle;
use tokio::time::timeout;

use crate::console::{Console, Message, Reply};

/// Longest wait for the console's own hub to be up when something is asked right after the start.
const LONGEST_START: Duration = Duration::from_secs(10);

/// What a call needs.
pub(crate) struct Calls {
    pub(crate) client: watch::Receiver<Option<Client>>,
    pub(crate) console: Console,
}

impl Calls {
    /// Runs a lookup to its last late row. Aborting it cancels the lookup at the hub.
    pub(crate) fn lookup(
        self,
        ticket: u32,
        request: LookupRequest,
        reply: Reply<LookupAnswer>,
    ) -> AbortHandle {
        let task = tokio::spawn(async move {
            let asked = async { connected(self.client.clone()).await?.lookup(&request).await };
            let mut lookup = match asked.await {
                Ok(lookup) => lookup,
                Err(problem) => return self.fail(problem, reply).await,
            };
            let answer = lookup.answer().clone();
            self.console.send(Message::Answered(ticket, Box::new(answer.clone()))).await;
            let _ = reply.send(Ok(answer));
            while let Some(rows) = lookup.late().await {
                self.console.send(Message::Late(ticket, Box::new(rows))).await;
            }
        });
        task.abort_handle()
    }

    /// Opens a golden record.
    pub(crate) fn record(self, request: OpenRecord, reply: Reply<RecordAnswer>) {
        self.ask(reply, async move |client| {
            let after = request.after.as_deref();
            client.record(&request.golden, after, request.purpose, &request.on_behalf_of).await
        });
    }

    /// Opens a document.
    pub(crate) fn document(self, request: OpenDocument, reply: Reply<DocumentAnswer>) {
        self.ask(reply, async move |client| {
            client.document(&request.document, request.purpose, &request.on_behalf_of).await
        });
    }

    /// Decides about two records.
    pub(crate) fn decide(self, request: Decide, reply: Reply<DecisionAnswer>) {
        self.ask(reply, async move |client| client.decide(&request.decision).await);
    }

    fn ask<T: Send + 'static, R: Future<Output = Result<T, Problem>> + Send>(
        self,
        reply: Reply<T>,
        call: impl FnOnce(Client) -> R + Send + 'static,
    ) {
        tokio::spawn(async move {
            let asked = async { call(connected(self.client.clone()).await?).await };
            match asked.await {
                Ok(answer) => drop(reply.send(Ok(answer))),
                Err(problem) => self.fail(problem, reply).await,
            }
        });
    }

    /// Opens the session before the first lookup needs it. Whoever is signed in is told through the client's watch.
    pub(crate) fn sign_in(self) {
        tokio::spawn(async move {
            let signed_in = async { connected(self.client.clone()).await?.sign_in().await };
            if let Err(problem) = signed_in.await {
                tracing::warn!(code = problem.code.as_str(), "not signed in");
            }
        });
    }

    /// Opens a session once somebody signed out.
    pub(crate) fn sign_in_as(self, request: SignIn, reply: Reply<()>) {
        self.ask(reply, async move |client| client.sign_in_as(request.account).await.map(drop));
    }

    /// Ends the session.
    pub(crate) fn sign_out(self, reply: Reply<()>) {
        self.ask(reply, async |client| client.sign_out().await);
    }

    async fn fail<T>(&self, problem: Problem, reply: Reply<T>) {
        self.console.send(Message::Failed(problem.code)).await;
        let _ = reply.send(Err(problem));
    }
}

/// The client, once there is one.
async fn connected(mut client: watch::Receiver<Option<Client>>) -> Result<Client, Problem> {
    let there = timeout(LONGEST_START, client.wait_for(Option::is_some)).await;
    there
        .ok()
        .and_then(Result::ok)
        .and_then(|client| client.clone())
        .ok_or_else(|| ErrorCode::HubUnreachable.into())
}
