//! `POST /v1/lookups`: a plate or a VIN in, the whole answer out.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use ciss_answer::household::in_flat;
use ciss_answer::people::Found;
use ciss_answer::{Findings, Setting};
use ciss_cards::card::PersonCard;
use ciss_contract::birth::Birth;
use ciss_contract::ids::{GoldenId, LookupId};
use ciss_contract::lookup::{LookupAnswer, LookupFrame, LookupRequest};
use ciss_contract::problem::{ErrorCode, Problem};
use ciss_contract::query::Query;
use ciss_contract::switch::{SwitchPerson, SwitchQuery};
use ciss_live::{Inquiry, UnderWay};
use ciss_policy::{Action, Permit};
use futures_util::StreamExt as _;
use futures_util::stream::{once, unfold};
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout_at};

use super::body;
use crate::http::context::Context;
use crate::http::store_failed;
use crate::http::wire::{self, Payload};
use crate::pipeline::{self, Asked, Asking, Disclosure, Filtered, Released, Unfiltered};
use crate::places::Place;
use crate::state::{GRACE, Hub};

/// Looks a plate or a VIN up.
///
/// With `Accept: application/x-ndjson` the answer comes as lines (`LookupFrame`): first all that is known at once,
/// then what live sources say while their deadlines last. Otherwise it comes in one piece, when all have answered or
/// were given up. A source that hangs or fails costs its own rows, never the lookup.
#[utoipa::path(
    post,
    path = "/v1/lookups",
    operation_id = "look_up",
    tag = "lookups",
    request_body = LookupRequest,
    responses(
        (status = 200, description = "The answer, whole or partial. Not found is an answer too.", content(
            (LookupAnswer = "application/json"),
            (LookupFrame = "application/x-ndjson"),
        )),
        (status = 401, response = super::Refusal),
        (status = 403, response = super::Refusal),
        (status = 413, response = super::Refusal),
        (status = 422, response = super::Refusal),
        (status = 503, response = super::Refusal),
    ),
    security(("session" = [])),
)]
pub(crate) async fn post(
    State(hub): State<Arc<Hub>>,
    context: Context,
    request: Result<Json<LookupRequest>, JsonRejection>,
) -> Released {
    let understood = body(request).and_then(|LookupRequest { query, purpose, on_behalf_of }| {
        let query = Query::interpret(&query).map_err(|code| Problem::new(code).at("query"))?;
        let subject = match &query {
            Query::Plate { plate, state } => format!("plate {state} {plate}"),
            Query::Vin { vin, .. } => format!("vin {vin}"),
        };
        Ok((Asked::new(subject, purpose, &on_behalf_of)?, query))
    });
    let (asked, query) = match understood {
        Ok((asked, query)) => (Ok(asked), Some(query)),
        Err(problem) => (Err(problem), None),
    };
    let (store, lines) = (Arc::clone(&hub), context.lines);
    pipeline::run(hub, context, Action::Lookup, asked, async move |permit: Permit| {
        let query = query.ok_or_else(|| Problem::new(ErrorCode::Internal))?;
        find(&store, query, &permit, lines).await.map(Unfiltered::new)
    })
    .await
}

/// A lookup that is answered as far as it is, with the live sources that are still being asked.
struct Lookup {
    findings: Findings,
    under_way: UnderWay,
    /// Held until the last frame is made.
    place: Place,
}

async fn find(hub: &Hub, query: Query, permit: &Permit, lines: bool) -> Result<Lookup, Problem> {
    let place = hub.lookups.take(&permit.operator().federation_id)?;
    let chain = match hub.store.chain(&query).await.map_err(store_failed)? {
        Some(chain) => Some(in_flat(hub.store.as_ref(), chain).await.map_err(store_failed)?),
        None => None,
    };
    let feeds = hub.feeds(permit.at()).await.map_err(store_failed)?;
    let mut findings = Findings::new(query, chain, feeds);
    let mut under_way = hub.live.ask(inquiry(&findings, permit), |source| permit.covers(source));
    let grace = Instant::now() + GRACE;
    while !under_way.waiting().is_empty() {
        let next = if lines {
            timeout_at(grace, under_way.next()).await.ok().flatten()
        } else {
            under_way.next().await
        };
        match next {
            Some(heard) => findings.heard.push(heard),
            None => break,
        }
    }
    Ok(Lookup { findings, under_way, place })
}

/// What live sources are asked. They are not told of anybody whose answers the asker may not have.
fn inquiry(findings: &Findings, permit: &Permit) -> Inquiry {
    let may_ask =
        |found: &&Found| permit.entitlement().withholds(found.card.adulthood, permit.today()).is_none();
    let (plate, vin) = match (&findings.query, &findings.vehicle) {
        (_, Some(vehicle)) => (Some(vehicle.plate.clone()), vehicle.vin.clone()),
        (Query::Plate { plate, .. }, None) => (Some(plate.clone()), None),
        (Query::Vin { vin, .. }, None) => (None, Some(vin.clone())),
    };
    let (people, persons): (Vec<GoldenId>, Vec<SwitchPerson>) = findings
        .people
        .iter()
        .filter(may_ask)
        .map(|found| (found.card.golden.clone(), switch_person(&found.card)))
        .unzip();
    Inquiry { people, query: SwitchQuery { plate, vin, persons } }
}

/// A person as a switch is asked for.
pub(super) fn switch_person(card: &PersonCard) -> SwitchPerson {
    SwitchPerson {
        surname: card.name.surname.clone(),
        given: card.name.given.clone(),
        // A year alone is no date to ask by.
        born: card.born.and_then(Birth::day).map(|born| born.to_string()),
        licence: card.licence.as_ref().and_then(|licence| licence.number.clone()),
    }
}

impl Disclosure for Lookup {
    fn filter(&mut self, permit: &Permit) -> Result<(), Problem> {
        self.findings.filter(permit);
        Ok(())
    }

    fn golden(&self) -> Vec<GoldenId> {
        self.findings.golden()
    }

    fn social(&self) -> BTreeSet<String> {
        self.findings.people.iter().flat_map(|found| found.card.social()).collect()
    }

    fn payload(filtered: Filtered<Self>, asking: Asking) -> Result<Payload, Problem> {
        let Lookup { mut findings, under_way, place } = filtered.into_inner();
        let id = LookupId(asking.context.request.to_string());
        let answer = findings.answer(id, asking.elapsed_ms(), &asking.setting());
        if !asking.context.lines {
            return Payload::json(&answer);
        }
        let first = line(&LookupFrame::Answer(Box::new(answer)))?;
        // A frame for each source that is still being asked, and no more: making one never waits for the client.
        let (sender, made) = mpsc::channel(under_way.waiting().len().max(1));
        tokio::spawn(late(findings, under_way, asking, sender, place));
        let late = unfold(made, async |mut made| made.recv().await.map(|line| (line, made)));
        Ok(Payload::Lines(once(async { first }).chain(late).boxed()))
    }
}

/// Makes the late frames. The place is given back when the last is made, or when nobody wants them any more; a client
/// that does not read holds none.
async fn late(
    mut findings: Findings,
    mut under_way: UnderWay,
    asking: Asking,
    frames: mpsc::Sender<Vec<u8>>,
    _place: Place,
) {
    loop {
        let heard = tokio::select! {
            heard = under_way.next() => heard,
            () = frames.closed() => None,
        };
        let Some(heard) = heard else { return };
        let source = heard.source;
        findings.hear(heard, &asking.permit);
        let rows = findings.late(source, asking.elapsed_ms(), &asking.setting());
        let line = rows.and_then(|rows| line(&LookupFrame::Late(Box::new(rows))).ok());
        let Some(line) = line else { return };
        if frames.try_send(line).is_err() {
            return;
        }
    }
}

fn line(frame: &LookupFrame) -> Result<Vec<u8>, Problem> {
    let mut bytes = wire::json(frame)?;
    bytes.push(b'\n');
    Ok(bytes)
}

impl Asking {
    /// Milliseconds since the request arrived.
    pub(super) fn elapsed_ms(&self) -> u32 {
        u32::try_from(self.context.started.elapsed().as_millis()).unwrap_or(u32::MAX)
    }

    /// What is the same for the whole answer.
    pub(super) fn setting(&self) -> Setting<'_> {
        let Hub { photo_pass, live, demo, .. } = self.hub.as_ref();
        Setting { permit: &self.permit, photo_pass, live, demo: *demo }
    }
}
