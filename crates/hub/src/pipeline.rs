//! The one way out of the hub: authenticate → authorize → answer → filter → mask → audit.
//!
//! Each step has a type that only the step before can make. An endpoint turns a [`Grant`] into something
//! [`Unfiltered`]; policy turns that into something [`Filtered`]; [`run`] writes the audit line and only then makes
//! the [`Released`] response. Endpoints under `/v1` answer `Released` and nothing else. What goes on after its first
//! frame takes every step again for each further one ([`run_on`]).

mod frames;
mod sessions;
mod strangers;

use std::collections::BTreeSet;
use std::future::Future;
use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use ciss_contract::behalf;
use ciss_contract::ids::GoldenId;
use ciss_contract::problem::{ErrorCode, Problem};
use ciss_contract::session::{Operator, Purpose};
use ciss_identity::{Now, Open};
use ciss_policy::{Action, Grant, Request};
use ciss_records::AuditLine;
use jiff::{Timestamp, Unit};

use crate::http::context::Context;
use crate::http::wire::{self, Payload};
use crate::state::{Hub, RequestId};
pub use frames::{Rest, Unfolding, run_on};
pub use sessions::{sign_in, sign_out};
use strangers::stranger;
pub use strangers::tell_of_strangers;

/// What is asked for, on whose behalf and why.
#[derive(Clone, Default)]
pub struct Asked {
    /// The interpreted query or an identifier.
    pub subject: String,
    /// Why, where the action takes a purpose.
    pub purpose: Option<Purpose>,
    /// For whom, where the action takes it.
    pub on_behalf_of: String,
}

impl Asked {
    /// A request for a person's data, which needs a purpose and somebody on whose behalf it is made.
    ///
    /// # Errors
    /// [`ErrorCode::BehalfMissing`] when that is blank, too long, or cannot be read.
    pub fn new(subject: String, purpose: Purpose, on_behalf_of: &str) -> Result<Asked, Problem> {
        let on_behalf_of = behalf::on_behalf_of(on_behalf_of)
            .ok_or_else(|| Problem::new(ErrorCode::BehalfMissing).at("on_behalf_of"))?;
        Ok(Asked { subject, purpose: Some(purpose), on_behalf_of: on_behalf_of.to_owned() })
    }
}

/// An answer that nothing was taken out of yet.
pub struct Unfiltered<D>(D);

impl<D> Unfiltered<D> {
    /// What an endpoint found.
    pub fn new(found: D) -> Self {
        Unfiltered(found)
    }
}

impl<D: Disclosure> Unfiltered<D> {
    /// Takes out what the grant does not cover.
    ///
    /// # Errors
    /// Whatever [`Disclosure::filter`] refuses.
    pub fn filter(self, grant: &Grant) -> Result<Filtered<D>, Problem> {
        let Unfiltered(mut found) = self;
        found.filter(grant)?;
        Ok(Filtered(found))
    }
}

/// An answer that holds nothing but what the asker is entitled to.
pub struct Filtered<D>(D);

impl<D> Filtered<D> {
    /// The answer itself.
    pub fn into_inner(self) -> D {
        self.0
    }
}

/// Something that can be disclosed.
pub trait Disclosure: Sized + Send {
    /// Takes out what the grant does not cover.
    ///
    /// # Errors
    /// A problem when nothing may be left, which is [`ErrorCode::NotEntitled`].
    fn filter(&mut self, grant: &Grant) -> Result<(), Problem>;

    /// Golden records in it, for the audit trail.
    fn golden(&self) -> Vec<GoldenId>;

    /// Social security numbers of everybody in it, by all that the hub holds of them, whoever may see that.
    fn social(&self) -> BTreeSet<String>;

    /// Puts it in the form in which it leaves.
    ///
    /// # Errors
    /// A problem when that cannot be done.
    fn payload(filtered: Filtered<Self>, asking: Asking) -> Result<Payload, Problem>;
}

/// The surroundings of one answer.
pub struct Asking {
    /// The hub.
    pub hub: Arc<Hub>,
    /// The request.
    pub context: Context,
    /// Who asks.
    pub grant: Grant,
}

/// A response that may leave. Only this module makes one.
pub struct Released(Response);

impl IntoResponse for Released {
    fn into_response(self) -> Response {
        self.0
    }
}

/// Takes a request through every step. `asked` is a problem where the request could not be understood; who is not
/// signed in does not learn that.
pub async fn run<D, F, R>(
    hub: Arc<Hub>,
    context: Context,
    action: Action,
    asked: Result<Asked, Problem>,
    answer: F,
) -> Released
where
    D: Disclosure,
    F: FnOnce(Grant) -> R,
    R: Future<Output = Result<Unfiltered<D>, Problem>>,
{
    take(hub, context, action, asked, answer, |filtered, asking, _| D::payload(filtered, asking)).await
}

/// The steps up to the form in which the answer leaves, which `put` gives it.
async fn take<D, F, R>(
    hub: Arc<Hub>,
    context: Context,
    action: Action,
    asked: Result<Asked, Problem>,
    answer: F,
    put: impl FnOnce(Filtered<D>, Asking, Line) -> Result<Payload, Problem>,
) -> Released
where
    D: Disclosure,
    F: FnOnce(Grant) -> R,
    R: Future<Output = Result<Unfiltered<D>, Problem>>,
{
    let at = now(&hub);
    let claims = match authenticate(&hub, &context, at) {
        Ok((_, claims)) => claims,
        Err(problem) => return stranger(&hub, &context, at, problem),
    };
    let mut line = Line::new(&context, action, Some(&claims));
    let mut golden = Vec::new();
    let outcome = async {
        let asked = asked?;
        let request = Request { claims, purpose: asked.purpose, action };
        line.asked = asked;
        let grant = Grant::new(hub.policy.as_ref(), request, at)?;
        let unfiltered = answer(grant.clone()).await?;
        let social = unfiltered.0.social();
        let filtered = unfiltered.filter(&grant)?;
        golden = filtered.0.golden();
        let asking = Asking { hub: Arc::clone(&hub), context: context.clone(), grant };
        Ok(put(filtered, asking, line.clone())?.without(social))
    }
    .await;
    release(&hub, &context, line.at(at, golden), outcome).await
}

/// What a line of the audit trail says before anything is known of the outcome.
#[derive(Clone)]
struct Line {
    request: RequestId,
    operator: String,
    action: String,
    asked: Asked,
}

impl Line {
    fn new(context: &Context, action: Action, claims: Option<&Operator>) -> Line {
        Line {
            request: context.request,
            operator: claims.map(|claims| claims.federation_id.clone()).unwrap_or_default(),
            action: action.code().to_owned(),
            asked: Asked::default(),
        }
    }

    /// The line of this moment, about these golden records.
    fn at(self, at: Timestamp, golden: Vec<GoldenId>) -> AuditLine {
        let Line { request, operator, action, asked: Asked { subject, purpose, on_behalf_of } } = self;
        AuditLine {
            at,
            request: request.to_string(),
            operator,
            on_behalf_of,
            purpose: purpose.map(Purpose::code).unwrap_or_default().to_owned(),
            action,
            subject,
            outcome: String::new(),
            golden,
        }
    }
}

/// To the millisecond: finer digits would only make answers longer.
fn now(hub: &Hub) -> Timestamp {
    let now = hub.clock.now();
    now.round(Unit::Millisecond).unwrap_or(now)
}

fn authenticate(hub: &Hub, context: &Context, at: Timestamp) -> Result<(Open, Arc<Operator>), Problem> {
    let token = context.token.as_ref().ok_or_else(|| Problem::new(ErrorCode::NotSignedIn))?;
    let open = hub.sessions.read(token.reveal(), Now { at, running: context.started });
    // Another hub of the journal may know accounts that are nobody here.
    let known = open.and_then(|open| {
        let claims = hub.identity.claims(&open.account)?;
        Some((open, Arc::new(claims)))
    });
    let known = known.ok_or_else(|| Problem::new(ErrorCode::NotSignedIn))?;
    if let Some(connection) = &context.connection {
        connection.is_known();
    }
    Ok(known)
}

/// Writes the audit line, and only then lets the answer go.
async fn release(
    hub: &Hub,
    context: &Context,
    line: AuditLine,
    outcome: Result<Payload, Problem>,
) -> Released {
    Released(match audited(hub, line, outcome).await {
        Ok(payload) => wire::respond(payload, context.encoding),
        Err(problem) => wire::problem(&problem),
    })
}

/// The outcome, once its line is on disk. Without its line nothing leaves.
async fn audited<T>(hub: &Hub, mut line: AuditLine, outcome: Result<T, Problem>) -> Result<T, Problem> {
    line.outcome = match &outcome {
        Ok(_) => "permit".to_owned(),
        Err(problem) => {
            line.golden.clear();
            let verdict = match problem.code.status() {
                401 | 403 => "deny",
                500.. => "fail",
                _ => "refuse",
            };
            format!("{verdict} {}", problem.code.as_str())
        }
    };
    let request = line.request.clone();
    hub.store.audit(line).await.map_err(|error| {
        tracing::error!(%error, %request, "audit: the answer is held back");
        Problem::new(ErrorCode::Internal)
    })?;
    outcome
}
