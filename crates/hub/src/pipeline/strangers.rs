//! Whoever has no session.

use ciss_contract::problem::{ErrorCode, Problem};
use ciss_records::AuditLine;
use jiff::Timestamp;

use super::{Released, now};
use crate::http::connection::address;
use crate::http::context::Context;
use crate::http::wire;
use crate::state::Hub;
use crate::strangers::Asks;

/// Somebody without a session. An address that asks too often is told so.
pub(super) fn stranger(hub: &Hub, context: &Context, at: Timestamp, problem: Problem) -> Released {
    let slow = hub.strangers.may_ask(address(context.connection.as_ref()), Asks::Other);
    let problem = if slow { problem } else { Problem::new(ErrorCode::TooManyRequests) };
    refuse_stranger(hub, context, at, &problem)
}

/// A refusal says nothing of what the hub holds, so it needs no line of its own: it is counted, and
/// [`tell_of_strangers`] writes the count down.
pub(super) fn refuse_stranger(hub: &Hub, context: &Context, at: Timestamp, problem: &Problem) -> Released {
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
