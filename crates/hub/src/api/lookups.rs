//! `POST /v1/lookups`: a plate or a VIN in, the whole answer out.

use std::collections::BTreeSet;
use std::sync::Arc;

use async_trait::async_trait;
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
use ciss_live::{Heard, Inquiry, UnderWay};
use ciss_policy::{Action, Grant};
use ciss_records::{MOST_OFFERED, StoreError};
use tokio::time::{Instant, timeout_at};

use super::body;
use crate::http::context::Context;
use crate::http::store_failed;
use crate::http::wire::{self, Payload};
use crate::pipeline::{self, Asked, Asking, Disclosure, Filtered, Released, Rest, Unfiltered, Unfolding};
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
    let understood = body(request).and_then(|LookupRequest { query: typed, purpose, on_behalf_of }| {
        let query = Query::interpret(&typed).map_err(|code| Problem::new(code).at("query"))?;
        let subject = match &query {
            Query::Plate { plate, state } => format!("plate {state} {plate}"),
            Query::Vin { vin, .. } => format!("vin {vin}"),
        };
        Ok((Asked::new(subject, purpose, &on_behalf_of)?, (query, Query::otherwise(&typed))))
    });
    let (asked, query) = match understood {
        Ok((asked, query)) => (Ok(asked), Some(query)),
        Err(problem) => (Err(problem), None),
    };
    let (store, lines) = (Arc::clone(&hub), context.lines);
    let answer = async move |grant: Grant| {
        let (query, otherwise) = query.ok_or_else(|| Problem::new(ErrorCode::Internal))?;
        find(&store, query, otherwise, &grant, lines).await.map(Unfiltered::new)
    };
    if lines {
        pipeline::run_on(hub, context, Action::Lookup, asked, answer).await
    } else {
        pipeline::run(hub, context, Action::Lookup, asked, answer).await
    }
}

/// A lookup that is answered as far as it is, with the live sources that are still being asked.
struct Lookup {
    findings: Findings,
    under_way: UnderWay,
    /// Held until the last frame is made.
    _place: Place,
}

async fn find(
    hub: &Hub,
    query: Query,
    otherwise: Vec<Query>,
    grant: &Grant,
    lines: bool,
) -> Result<Lookup, Problem> {
    let place = hub.lookups.take(&grant.operator().federation_id)?;
    let chain = match hub.store.chain(&query).await.map_err(store_failed)? {
        Some(chain) => Some(in_flat(hub.store.as_ref(), chain).await.map_err(store_failed)?),
        None => None,
    };
    let feeds = hub.feeds(grant.at()).await.map_err(store_failed)?;
    let mut findings = Findings::new(query, chain, feeds);
    if findings.vehicle.is_none() {
        findings.did_you_mean = offered(hub, &findings.query, otherwise).await.map_err(store_failed)?;
    }
    let mut under_way = hub.live.ask(inquiry(&findings, grant), |source| grant.covers(source));
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
    Ok(Lookup { findings, under_way, _place: place })
}

/// What is on file beside a plate or VIN that is not: other meanings of what was typed, what looks like it, and VINs that
/// end so. Nothing of it is looked up before somebody asks for it.
async fn offered(hub: &Hub, query: &Query, otherwise: Vec<Query>) -> Result<Vec<Query>, StoreError> {
    let ending = match query {
        Query::Plate { plate, .. } if plate.len() == VIN_ENDING => Some(plate.as_str()),
        Query::Plate { .. } | Query::Vin { .. } => None,
    };
    let candidates = [otherwise, query.look_alikes()].concat();
    let mut found = hub.store.on_file(&candidates, ending).await?;
    found.truncate(MOST_OFFERED);
    Ok(found)
}

/// Characters at the end of a VIN by which it is searched (NCIC Operating Manual, vehicle file).
const VIN_ENDING: usize = 8;

/// What live sources are asked. They are not told of anybody whose answers the asker may not have.
fn inquiry(findings: &Findings, grant: &Grant) -> Inquiry {
    let may_ask = |found: &&Found| grant.withholds(found.card.adulthood).is_none();
    let (plate, plate_state, vin) = match (&findings.query, &findings.vehicle) {
        (_, Some(vehicle)) => {
            (Some(vehicle.plate.clone()), Some(vehicle.plate_state.clone()), vehicle.vin.clone())
        }
        (Query::Plate { plate, state }, None) => (Some(plate.clone()), Some(state.clone()), None),
        (Query::Vin { vin, .. }, None) => (None, None, Some(vin.clone())),
    };
    let (people, persons): (Vec<GoldenId>, Vec<SwitchPerson>) = findings
        .people
        .iter()
        .filter(may_ask)
        .map(|found| (found.card.golden.clone(), switch_person(&found.card)))
        .unzip();
    Inquiry { people, query: SwitchQuery { plate, plate_state, vin, persons } }
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
    fn filter(&mut self, grant: &Grant) -> Result<(), Problem> {
        self.findings.filter(grant);
        Ok(())
    }

    fn golden(&self) -> Vec<GoldenId> {
        self.findings.golden()
    }

    fn social(&self) -> BTreeSet<String> {
        self.findings.people.iter().flat_map(|found| found.card.social()).collect()
    }

    fn payload(filtered: Filtered<Self>, asking: Asking) -> Result<Payload, Problem> {
        Payload::json(&filtered.into_inner().answer(&asking))
    }
}

impl Lookup {
    fn answer(&mut self, asking: &Asking) -> LookupAnswer {
        let id = LookupId(asking.context.request.to_string());
        self.findings.answer(id, asking.elapsed_ms(), &asking.setting())
    }
}

impl Unfolding for Lookup {
    type Rest = Lookup;

    fn unfold(filtered: Filtered<Self>, asking: &Asking) -> Result<(Vec<u8>, Lookup), Problem> {
        let mut lookup = filtered.into_inner();
        let answer = lookup.answer(asking);
        Ok((line(&LookupFrame::Answer(Box::new(answer)))?, lookup))
    }
}

/// The live sources that have not answered. The place is given back when the last has, or nobody wants to know any more.
#[async_trait]
impl Rest for Lookup {
    type News = Heard;

    fn most(&self) -> usize {
        self.under_way.waiting().len()
    }

    async fn next(&mut self) -> Option<Heard> {
        self.under_way.next().await
    }

    fn filter(&self, heard: &mut Heard, grant: &Grant) {
        self.findings.filter_late(heard, grant);
    }

    fn golden(&self, heard: &Heard) -> Vec<GoldenId> {
        let hits = heard.said.iter().flatten().filter_map(|hit| hit.golden.clone());
        hits.collect::<BTreeSet<_>>().into_iter().collect()
    }

    fn frame(&mut self, heard: Filtered<Heard>, asking: &Asking) -> Result<Vec<u8>, Problem> {
        let heard = heard.into_inner();
        let source = heard.source;
        self.findings.hear(heard);
        let rows = self.findings.late(source, asking.elapsed_ms(), &asking.setting());
        let rows = rows.ok_or_else(|| Problem::new(ErrorCode::Internal))?;
        line(&LookupFrame::Late(Box::new(rows)))
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
        Setting { grant: &self.grant, photo_pass, live, demo: *demo }
    }
}
