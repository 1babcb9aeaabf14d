//! The one way out of the hub: authenticate → authorize → answer → filter → mask → audit.
//!
//! Each step has a type that only the step before can make. An endpoint turns a [`Permit`] into something
//! [`Unfiltered`]; policy turns that into something [`Filtered`]; [`run`] writes the audit line and only then makes
//! the [`Released`] response. Endpoints under `/v1` answer `Released` and nothing else.

use std::collections::BTreeSet;
use std::future::Future;
use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use ciss_contract::behalf;
use ciss_contract::ids::GoldenId;
use ciss_contract::problem::{ErrorCode, Problem};
use ciss_contract::session::{Operator, Purpose, Session};
use ciss_identity::keyring::{Day, DayKey, KEPT_DAYS, Revocation};
use ciss_identity::{Now, Open, accounts};
use ciss_policy::{Action, Permit, authorize};
use ciss_records::AuditLine;
use jiff::{Timestamp, Unit};
use ring::hmac::Key;

use crate::http::connection::address;
use crate::http::context::Context;
use crate::http::not_kept;
use crate::http::wire::{self, Payload};
use crate::state::Hub;
use crate::strangers::Asks;

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
    /// Takes out what the permit does not cover.
    ///
    /// # Errors
    /// Whatever [`Disclosure::filter`] refuses.
    pub fn filter(self, permit: &Permit) -> Result<Filtered<D>, Problem> {
        let Unfiltered(mut found) = self;
        found.filter(permit)?;
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
    /// Takes out what the permit does not cover.
    ///
    /// # Errors
    /// A problem when nothing may be left, which is [`ErrorCode::NotEntitled`].
    fn filter(&mut self, permit: &Permit) -> Result<(), Problem>;

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
    pub permit: Permit,
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
    F: FnOnce(Permit) -> R,
    R: Future<Output = Result<Unfiltered<D>, Problem>>,
{
    let at = now(&hub);
    let operator = match authenticate(&hub, &context, at) {
        Ok((_, operator)) => operator,
        Err(problem) => return stranger(&hub, &context, at, problem),
    };
    let mut line = audit_line(&context, at, action);
    line.operator.clone_from(&operator.federation_id);
    let outcome = async {
        let Asked { subject, purpose, on_behalf_of } = asked?;
        line.subject = subject;
        line.purpose = purpose.map(Purpose::code).unwrap_or_default().to_owned();
        line.on_behalf_of = on_behalf_of;
        let permit = authorize(operator, action, at)?;
        let unfiltered = answer(permit.clone()).await?;
        let social = unfiltered.0.social();
        let filtered = unfiltered.filter(&permit)?;
        line.golden = filtered.0.golden();
        let asking = Asking { hub: Arc::clone(&hub), context: context.clone(), permit };
        Ok(D::payload(filtered, asking)?.without(social))
    }
    .await;
    release(&hub, &context, line, outcome).await
}

/// Opens a session as a demo account. A hub without synthetic data has no such accounts: it refuses everybody until
/// an identity provider is set up.
pub async fn sign_in(hub: Arc<Hub>, context: Context, account: Result<String, Problem>) -> Released {
    let at = now(&hub);
    if !hub.strangers.may_ask(address(context.connection.as_ref()), Asks::SignIn) {
        return refuse_stranger(&hub, &context, at, &Problem::new(ErrorCode::TooManyRequests));
    }
    let known = account.and_then(|account| {
        let known = if hub.demo { accounts::demo_operator(&account) } else { None };
        known.map(|operator| (account, operator)).ok_or_else(|| Problem::new(ErrorCode::AccountUnknown))
    });
    let (account, operator) = match known {
        Ok(known) => known,
        Err(problem) => return refuse_stranger(&hub, &context, at, &problem),
    };
    let mut line = audit_line(&context, at, Action::SignIn);
    line.operator.clone_from(&operator.federation_id);
    let now = Now { at, running: context.started };
    let outcome = signing_key(&hub, at).await.and_then(|(day, key)| {
        hub.sessions.open(&account, (day, &key), now, hub.entropy.as_ref()).map_err(Problem::new)
    });
    let outcome = outcome.and_then(|token| Payload::json(&Session { token, operator, demo: hub.demo }));
    if let (Ok(_), Some(connection)) = (&outcome, &context.connection) {
        connection.is_known();
    }
    release(&hub, &context, line, outcome).await
}

/// The key of today. The first who needs it puts it into the journal; while that is away, a key of the days before is as good.
async fn signing_key(hub: &Hub, at: Timestamp) -> Result<(Day, Arc<Key>), Problem> {
    let (keyring, day) = (hub.intake.keyring(), Day::of(at));
    if let Some(key) = keyring.key(day) {
        return Ok((day, key));
    }
    let secret = hub.entropy.bytes().map_err(|error| {
        tracing::error!(%error, "sign-in");
        Problem::new(ErrorCode::Internal)
    })?;
    let given = hub.intake.give_key(DayKey { day, secret }).await;
    let newest = keyring.newest(day).filter(|(newest, _)| newest.0 >= day.0 - KEPT_DAYS);
    match (newest, given) {
        (Some(newest), _) => Ok(newest),
        (None, Err(error)) => Err(not_kept(error)),
        (None, Ok(())) => Err(Problem::new(ErrorCode::Internal)),
    }
}

/// Ends one's own session, at every hub.
pub async fn sign_out(hub: Arc<Hub>, context: Context) -> Released {
    let at = now(&hub);
    let (session, operator) = match authenticate(&hub, &context, at) {
        Ok(known) => known,
        Err(problem) => return stranger(&hub, &context, at, problem),
    };
    let mut line = audit_line(&context, at, Action::SignOut);
    line.operator.clone_from(&operator.federation_id);
    let revocation = Revocation { session: session.name, ends: session.ends };
    // Here at once, also while the journal is away.
    hub.intake.keyring().add(&[], &[revocation]);
    let outcome = hub.intake.revoke(revocation).await.map_err(not_kept);
    let outcome = outcome.and_then(|()| Payload::json(&*operator));
    release(&hub, &context, line, outcome).await
}

/// A line that says what is asked, before anything else is known.
fn audit_line(context: &Context, at: Timestamp, action: Action) -> AuditLine {
    AuditLine {
        at,
        request: context.request.to_string(),
        operator: String::new(),
        on_behalf_of: String::new(),
        purpose: String::new(),
        action: action.code().to_owned(),
        subject: String::new(),
        outcome: String::new(),
        golden: Vec::new(),
    }
}

/// Somebody without a session. An address that asks too often is told so.
fn stranger(hub: &Hub, context: &Context, at: Timestamp, problem: Problem) -> Released {
    let slow = hub.strangers.may_ask(address(context.connection.as_ref()), Asks::Other);
    let problem = if slow { problem } else { Problem::new(ErrorCode::TooManyRequests) };
    refuse_stranger(hub, context, at, &problem)
}

/// A refusal says nothing of what the hub holds, so it needs no line of its own: it is counted, and
/// [`tell_of_strangers`] writes the count down.
fn refuse_stranger(hub: &Hub, context: &Context, at: Timestamp, problem: &Problem) -> Released {
    hub.strangers.refused(address(context.connection.as_ref()), at);
    Released(wire::problem(problem))
}

/// Writes one line of the audit trail about all strangers that were refused since the last one.
pub async fn tell_of_strangers(hub: &Hub) {
    let Some(refused) = hub.strangers.count() else { return };
    let line = AuditLine {
        at: now(hub),
        request: hub.next_request().to_string(),
        operator: String::new(),
        on_behalf_of: String::new(),
        purpose: String::new(),
        action: "strangers".to_owned(),
        subject: refused.to_string(),
        outcome: format!("deny {}", ErrorCode::NotSignedIn.as_str()),
        golden: Vec::new(),
    };
    tracing::warn!(requests = refused.requests, "strangers were refused");
    if let Err(error) = hub.store.audit(line).await {
        tracing::error!(%error, "audit: the count of strangers is kept for the next line");
        hub.strangers.put_back(refused);
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
    // A hub with synthetic data may share the journal: here its accounts are nobody.
    let known = open.filter(|_| hub.demo).and_then(|open| {
        let operator = accounts::demo_operator(&open.account)?;
        Some((open, Arc::new(operator)))
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
    mut line: AuditLine,
    outcome: Result<Payload, Problem>,
) -> Released {
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
    if let Err(error) = hub.store.audit(line).await {
        tracing::error!(%error, request = %context.request, "audit: the answer is held back");
        return Released(wire::problem(&Problem::new(ErrorCode::Internal)));
    }
    Released(match outcome {
        Ok(payload) => wire::respond(payload, context.encoding),
        Err(problem) => wire::problem(&problem),
    })
}
