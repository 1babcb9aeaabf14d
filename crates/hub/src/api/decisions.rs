//! `POST /v1/decisions`: a person says that two records are, or are not, of one person.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use ciss_cards::card::PersonCard;
use ciss_cards::naming::{golden_id, named};
use ciss_contract::document::SourceDocument;
use ciss_contract::ids::GoldenId;
use ciss_contract::matter::{Matter, RecordName, WithdrawalReason};
use ciss_contract::problem::{ErrorCode, Problem};
use ciss_contract::reason::reason;
use ciss_contract::record::{DecisionAnswer, DecisionNote, DecisionRequest};
use ciss_contract::source::Source;
use ciss_policy::{Action, Grant};
use ciss_records::{Arrival, ReceivedDocument};
use jiff::SignedDuration;

use super::body;
use crate::http::context::Context;
use crate::http::not_kept;
use crate::http::store_failed;
use crate::http::wire::Payload;
use crate::pipeline::{self, Asked, Asking, Disclosure, Filtered, Released, Unfiltered};
use crate::state::Hub;

/// Decides about two records, or takes back what was decided. The decision is a document: audited, binding until another
/// about the same two replaces it, and shown wherever the records are.
#[utoipa::path(
    post,
    path = "/v1/decisions",
    operation_id = "decide",
    tag = "records",
    request_body = DecisionRequest,
    responses(
        (status = 200, description = "The decision binds", body = DecisionAnswer),
        (status = 401, response = super::Refusal),
        (status = 403, response = super::Refusal),
        (status = 404, response = super::Refusal),
        (status = 413, response = super::Refusal),
        (status = 422, response = super::Refusal),
        (status = 503, response = super::Refusal),
    ),
    security(("session" = [])),
)]
pub(super) async fn post(
    State(hub): State<Arc<Hub>>,
    context: Context,
    request: Result<Json<DecisionRequest>, JsonRejection>,
) -> Released {
    let understood = body(request).and_then(|request| {
        check(&request)?;
        let DecisionRequest { purpose, on_behalf_of, .. } = &request;
        Ok((Asked::new(subject(&request), *purpose, on_behalf_of)?, request))
    });
    let (asked, request) = match understood {
        Ok((asked, request)) => (Ok(asked), Some(request)),
        Err(problem) => (Err(problem), None),
    };
    let deciding = Arc::clone(&hub);
    pipeline::run(hub, context, Action::Decide, asked, async move |grant: Grant| {
        let request = request.ok_or_else(|| Problem::new(ErrorCode::Internal))?;
        decide(&deciding, request, &grant).await.map(Unfiltered::new)
    })
    .await
}

fn check(request: &DecisionRequest) -> Result<(), Problem> {
    if reason(&request.reason).is_none() {
        return Err(Problem::new(ErrorCode::ReasonMissing).at("reason"));
    }
    if named(&request.left) == named(&request.right) {
        return Err(Problem::new(ErrorCode::BodyNotUnderstood).at("right: the same record as left"));
    }
    Ok(())
}

/// Names the records by the golden records that are, or were, named after them.
fn subject(request: &DecisionRequest) -> String {
    let name = |record: &RecordName| golden_id(named(record)).0;
    let verdict = match (request.withdrawn, request.same) {
        (true, _) => "undecided",
        (false, true) => "same",
        (false, false) => "different",
    };
    format!("{verdict} {} {}", name(&request.left), name(&request.right))
}

async fn decide(hub: &Hub, request: DecisionRequest, grant: &Grant) -> Result<DecisionAnswer, Problem> {
    grant.require(Source::Decisions)?;
    let asked = (request.left.clone(), request.right.clone());
    let (mut left, mut right) = (request.left, request.right);
    if named(&left) > named(&right) {
        std::mem::swap(&mut left, &mut right);
    }
    let mut at = grant.at();
    for record in [&left, &right] {
        grant.require(record.source)?;
        let (card, decisions) = holder(hub, record).await?;
        if grant.withholds(card.adulthood).is_some() {
            return Err(Problem::new(ErrorCode::NotEntitled));
        }
        // The later version of a document counts, and two clocks, or one that is set back, may not decide which that is.
        let two = (named(&left), named(&right));
        let earlier = decisions.into_iter().filter(|note| (named(&note.left), named(&note.right)) == two);
        let last = earlier.map(|note| note.at + SignedDuration::from_millis(1)).max();
        at = at.max(last.unwrap_or(at));
    }
    let operator = grant.operator();
    let stated = if request.withdrawn {
        Matter::Withdrawal { reason: WithdrawalReason::Deleted }
    } else {
        Matter::Identity {
            left: left.clone(),
            right: right.clone(),
            same: request.same,
            reason: request.reason.trim().to_owned(),
            by: operator.federation_id.clone(),
            name: format!("{}, {}", operator.name, operator.agency),
        }
    };
    let document = SourceDocument {
        source: Source::Decisions,
        // The same for the two whoever decides, so that a later decision is a later version of the document.
        number: format!("{:016x}-{:016x}", named(&left).0, named(&right).0),
        as_of: at,
        originator: None,
        persons: Vec::new(),
        vehicles: Vec::new(),
        matters: vec![stated],
    };
    let bytes = serde_json::to_vec(&document).map_err(|_| Problem::new(ErrorCode::Internal))?;
    let received = ReceivedDocument::new(&document, "application/json", bytes, grant.at());
    let id = received.id.clone();
    hub.intake.take(vec![Arrival { received, document }]).await.map_err(not_kept)?;
    Ok(DecisionAnswer {
        document: id,
        left: holder(hub, &asked.0).await?.0.golden,
        right: holder(hub, &asked.1).await?.0.golden,
    })
}

/// The golden record that a record is in, and what was decided about the record. A golden record is found by the names of
/// records that are gone as well; a decision needs the record itself.
async fn holder(hub: &Hub, record: &RecordName) -> Result<(PersonCard, Vec<DecisionNote>), Problem> {
    let held = hub.store.holder(record).await.map_err(store_failed)?;
    held.ok_or_else(|| Problem::new(ErrorCode::NotFound))
}

impl Disclosure for DecisionAnswer {
    fn filter(&mut self, _permit: &Grant) -> Result<(), Problem> {
        Ok(())
    }

    fn golden(&self) -> Vec<GoldenId> {
        vec![self.left.clone(), self.right.clone()]
    }

    fn social(&self) -> BTreeSet<String> {
        BTreeSet::new()
    }

    fn payload(filtered: Filtered<Self>, _asking: Asking) -> Result<Payload, Problem> {
        Payload::json(&filtered.into_inner())
    }
}
