//! Typed calls to the hub.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ciss_contract::behalf;
use ciss_contract::ids::{DocumentId, GoldenId, PhotoId};
use ciss_contract::ipc::SignedIn;
use ciss_contract::problem::{ErrorCode, Problem};
use ciss_contract::record::{DecisionAnswer, DecisionRequest, DocumentAnswer, RecordAnswer};
use ciss_contract::session::{BEHALF_HEADER, DemoSignIn, PURPOSE_HEADER, Purpose, Session};
use reqwest::header::HeaderValue;
use reqwest::{Method, RequestBuilder, Response, Url};
use serde::de::DeserializeOwned;
use tokio::sync::watch;
use tokio::time::timeout;

use crate::body;
use crate::connection::Probed;
use crate::deadlines::Deadlines;
use crate::hub::Hub;
use crate::portrait;
use crate::session::CurrentSession;
use crate::transport::{accept, connect_to};

/// Longest JSON answer that is read, in bytes. A tower with 200 people at one address is about 1 MB.
pub(crate) const LONGEST_ANSWER: usize = 16 * 1024 * 1024;

/// Longest identifier that is put into a path.
const LONGEST_ID: usize = 256;

/// A client of one hub for one account. Cheap to clone; clones share connections and session.
#[derive(Clone, Debug)]
pub struct Client {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    http: reqwest::Client,
    base: Url,
    account: Mutex<String>,
    deadlines: Deadlines,
    session: CurrentSession,
}

impl Client {
    /// A client that signs in as this account when a call needs it. Nothing is sent yet.
    ///
    /// # Errors
    /// [`ErrorCode::HubNotTrusted`] when the authority is no certificate or the URL is not `https`.
    pub fn new(hub: &Hub, account: impl Into<String>, deadlines: Deadlines) -> Result<Client, Problem> {
        let base =
            Url::parse(&hub.url).ok().filter(|url| url.scheme() == "https" && url.has_host()).ok_or_else(
                || Problem::new(ErrorCode::HubNotTrusted).at("hub URL: https://host:port is expected"),
            )?;
        let http = connect_to(&hub.authority_pem, &deadlines)?;
        let session = CurrentSession::none();
        let account = Mutex::new(account.into());
        Ok(Client { inner: Arc::new(Inner { http, base, account, deadlines, session }) })
    }

    /// Signs in unless a session is there already.
    ///
    /// # Errors
    /// The hub's refusal, or why it could not be asked.
    pub async fn sign_in(&self) -> Result<SignedIn, Problem> {
        within(self.inner.deadlines.answer, self.inner.session.token(None, self.open_session())).await?;
        self.signed_in().borrow().clone().ok_or_else(|| ErrorCode::NotSignedIn.into())
    }

    /// Signs in as this account, also where somebody signed out before.
    ///
    /// # Errors
    /// As [`sign_in`](Self::sign_in). Then nobody is signed in.
    pub async fn sign_in_as(&self, account: impl Into<String>) -> Result<SignedIn, Problem> {
        *self.account() = account.into();
        self.inner.session.begin().await;
        let signed_in = self.sign_in().await;
        if signed_in.is_err() {
            self.inner.session.end().await;
        }
        signed_in
    }

    /// Ends the session here, then at the hub. No call opens another one until somebody signs in.
    ///
    /// # Errors
    /// The hub was not told; there the session ends by itself.
    pub async fn sign_out(&self) -> Result<(), Problem> {
        let Some(token) = self.inner.session.end().await else {
            return Ok(());
        };
        let url = self.url(&["v1", "session"])?;
        within(self.inner.deadlines.answer, async {
            let told =
                accept(self.request(Method::DELETE, url).bearer_auth(token.reveal()).send().await).await;
            match told {
                // It has ended already.
                Err(problem) if problem.code == ErrorCode::NotSignedIn => Ok(()),
                told => told.map(drop),
            }
        })
        .await
    }

    /// The session that somebody signed in with, to be kept where nobody else can read it; none where it was resumed.
    pub async fn session(&self) -> Option<Session> {
        self.inner.session.new_one().await
    }

    /// Forgets the session, which lasts at the hub. Until it is resumed or somebody signs in, nothing is sent in its name.
    pub async fn put_session_away(&self) {
        self.inner.session.put_away().await;
    }

    /// Goes on with a session that was kept. When the hub knows it no more, nobody is signed in.
    pub async fn resume(&self, session: Session) {
        self.inner.session.resume(session).await;
    }

    /// The account that is or will be signed in.
    pub fn account_name(&self) -> String {
        self.account().clone()
    }

    fn account(&self) -> MutexGuard<'_, String> {
        self.inner.account.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Who is signed in, and every change of it.
    pub fn signed_in(&self) -> watch::Receiver<Option<SignedIn>> {
        self.inner.session.signed_in()
    }

    /// The golden record with a page of the records behind it: the first, or the one `after` the page that names it.
    ///
    /// # Errors
    /// The hub's refusal, or why it could not be asked.
    pub async fn record(
        &self,
        golden: &GoldenId,
        after: Option<&str>,
        purpose: Purpose,
        on_behalf_of: &str,
    ) -> Result<RecordAnswer, Problem> {
        let mut url = self.url(&["v1", "records", golden.as_str()])?;
        if let Some(after) = after {
            url.query_pairs_mut().append_pair("after", after);
        }
        self.read(url, purpose, on_behalf_of).await
    }

    /// A document as its source sent it.
    ///
    /// # Errors
    /// The hub's refusal, or why it could not be asked.
    pub async fn document(
        &self,
        document: &DocumentId,
        purpose: Purpose,
        on_behalf_of: &str,
    ) -> Result<DocumentAnswer, Problem> {
        self.read(self.url(&["v1", "documents", document.as_str()])?, purpose, on_behalf_of).await
    }

    /// Decides whether two records are of one person.
    ///
    /// # Errors
    /// The hub's refusal, or why it could not be asked.
    pub async fn decide(&self, decision: &DecisionRequest) -> Result<DecisionAnswer, Problem> {
        check_behalf(&decision.on_behalf_of)?;
        let url = self.url(&["v1", "decisions"])?;
        within(self.inner.deadlines.answer, async {
            let response = self.send(|| self.request(Method::POST, url.clone()).json(decision)).await?;
            body::parse(&body::read(response, LONGEST_ANSWER).await?)
        })
        .await
    }

    /// A photo as the source has it: foreign bytes, to be shown only through [`portrait`].
    ///
    /// # Errors
    /// The hub's refusal, or why it could not be asked. [`ErrorCode::PhotoUnreadable`] when it is longer than
    /// [`portrait::LONGEST`].
    pub async fn photo(&self, photo: &PhotoId) -> Result<Vec<u8>, Problem> {
        let url = self.url(&["v1", "photos", photo.as_str()])?;
        within(self.inner.deadlines.photo, async {
            let response = self.send(|| self.request(Method::GET, url.clone())).await?;
            body::read(response, portrait::LONGEST).await.map_err(|problem| {
                let too_long = problem.code == ErrorCode::HubNotUnderstood;
                if too_long { ErrorCode::PhotoUnreadable.into() } else { problem }
            })
        })
        .await
    }

    /// Asks how the hub does, and how long the round trip takes. Needs no session.
    ///
    /// # Errors
    /// Why it does not answer.
    pub async fn probe(&self) -> Result<Probed, Problem> {
        let url = self.url(&["v1", "health"])?;
        let started = Instant::now();
        let health = within(self.inner.deadlines.probe, async {
            let answer = accept(self.request(Method::GET, url).send().await).await?;
            body::parse(&body::read(answer, LONGEST_ANSWER).await?)
        })
        .await?;
        Ok(Probed { round_trip: started.elapsed(), health })
    }

    /// Longest waits of this client.
    pub(crate) fn deadlines(&self) -> &Deadlines {
        &self.inner.deadlines
    }

    /// The address of an endpoint. Identifiers come from outside: what could leave the endpoint's path is refused.
    pub(crate) fn url(&self, segments: &[&str]) -> Result<Url, Problem> {
        let stays = |segment: &&str| !matches!(*segment, "" | "." | "..") && segment.len() <= LONGEST_ID;
        let mut url = self.inner.base.clone();
        if !segments.iter().all(stays) {
            return Err(ErrorCode::NotFound.into());
        }
        url.path_segments_mut()
            .map_err(|()| Problem::new(ErrorCode::HubNotTrusted))?
            .clear()
            .extend(segments);
        Ok(url)
    }

    pub(crate) fn request(&self, method: Method, url: Url) -> RequestBuilder {
        self.inner.http.request(method, url)
    }

    /// Sends a request with the session's token. When the hub does not know the session any more (it restarted, or
    /// the session ended), signs in and sends once again.
    pub(crate) async fn send(&self, request: impl Fn() -> RequestBuilder) -> Result<Response, Problem> {
        let session = &self.inner.session;
        let token = session.token(None, self.open_session()).await?;
        match accept(request().bearer_auth(token.reveal()).send().await).await {
            Err(problem) if problem.code == ErrorCode::NotSignedIn => {
                let token = session.token(Some(&token), self.open_session()).await?;
                accept(request().bearer_auth(token.reveal()).send().await).await
            }
            sent => sent,
        }
    }

    /// Reads one thing. Purpose and person go in headers: addresses end up in logs.
    async fn read<T: DeserializeOwned>(
        &self,
        url: Url,
        purpose: Purpose,
        on_behalf_of: &str,
    ) -> Result<T, Problem> {
        let behalf = HeaderValue::from_bytes(check_behalf(on_behalf_of)?.as_bytes());
        let behalf = behalf.map_err(|_| Problem::new(ErrorCode::BehalfMissing))?;
        let request = || {
            let request = self.request(Method::GET, url.clone()).header(PURPOSE_HEADER, purpose.code());
            request.header(BEHALF_HEADER, behalf.clone())
        };
        within(self.inner.deadlines.answer, async {
            body::parse(&body::read(self.send(request).await?, LONGEST_ANSWER).await?)
        })
        .await
    }

    async fn open_session(&self) -> Result<Session, Problem> {
        let request = DemoSignIn { account: self.account().clone() };
        let url = self.url(&["v1", "session"])?;
        let response = accept(self.request(Method::POST, url).json(&request).send().await).await?;
        body::parse(&body::read(response, LONGEST_ANSWER).await?)
    }
}

/// Refuses a request that the hub would refuse, by the same rule.
pub(crate) fn check_behalf(on_behalf_of: &str) -> Result<&str, Problem> {
    behalf::on_behalf_of(on_behalf_of).ok_or_else(|| ErrorCode::BehalfMissing.into())
}

/// Gives up with [`ErrorCode::HubTimedOut`] when the call takes longer.
pub(crate) async fn within<T>(
    longest: Duration,
    call: impl Future<Output = Result<T, Problem>>,
) -> Result<T, Problem> {
    timeout(longest, call).await.unwrap_or_else(|_| Err(ErrorCode::HubTimedOut.into()))
}
