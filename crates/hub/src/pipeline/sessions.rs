//! Sessions are opened and ended: the way in to the pipeline, and the way out of it.

use std::sync::Arc;

use ciss_contract::problem::{ErrorCode, Problem};
use ciss_contract::session::Session;
use ciss_identity::Now;
use ciss_identity::keyring::{Day, DayKey, KEPT_DAYS, Revocation};
use ciss_policy::Action;
use jiff::Timestamp;
use ring::hmac::Key;

use super::strangers::{refuse_stranger, stranger};
use super::{Line, Released, authenticate, now, release};
use crate::http::connection::address;
use crate::http::context::Context;
use crate::http::not_kept;
use crate::http::wire::Payload;
use crate::state::Hub;
use crate::strangers::Asks;

/// Opens a session of an account, where the hub knows it.
pub async fn sign_in(hub: Arc<Hub>, context: Context, account: Result<String, Problem>) -> Released {
    let at = now(&hub);
    if !hub.strangers.may_ask(address(context.connection.as_ref()), Asks::SignIn) {
        return refuse_stranger(&hub, &context, at, &Problem::new(ErrorCode::TooManyRequests));
    }
    let known = account.and_then(|account| {
        let known = hub.identity.claims(&account);
        known.map(|operator| (account, operator)).ok_or_else(|| Problem::new(ErrorCode::AccountUnknown))
    });
    let (account, operator) = match known {
        Ok(known) => known,
        Err(problem) => return refuse_stranger(&hub, &context, at, &problem),
    };
    let line = Line::new(&context, Action::SignIn, Some(&operator)).at(at, Vec::new());
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
    let line = Line::new(&context, Action::SignOut, Some(&operator)).at(at, Vec::new());
    let revocation = Revocation { session: session.name, ends: session.ends };
    // Here at once, also while the journal is away.
    hub.intake.keyring().add(&[], &[revocation]);
    let outcome = hub.intake.revoke(revocation).await.map_err(not_kept);
    let outcome = outcome.and_then(|()| Payload::json(&*operator));
    release(&hub, &context, line, outcome).await
}
