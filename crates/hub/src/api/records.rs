//! `GET /v1/records/{golden}`: a golden record, whole.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use ciss_answer::record::RecordFindings;
use ciss_cards::card::PersonCard;
use ciss_cards::mask;
use ciss_contract::ids::GoldenId;
use ciss_contract::problem::{ErrorCode, Problem};
use ciss_contract::record::RecordAnswer;
use ciss_contract::source::Source;
use ciss_contract::switch::SwitchQuery;
use ciss_live::Inquiry;
use ciss_policy::{Action, Grant};
use ciss_records::{Cursor, Dossier, Page};
use serde::Deserialize;

use super::lookups::switch_person;
use super::{Reason, identifier};
use crate::http::context::Context;
use crate::http::store_failed;
use crate::http::wire::Payload;
use crate::pipeline::{self, Asking, Disclosure, Filtered, Released, Unfiltered};
use crate::state::Hub;

/// Most records to a page.
const LARGEST_PAGE: usize = 200;

/// Which of the records behind a golden record are read.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Part {
    /// `RecordAnswer::next` of the page before. Without it the newest are read.
    after: Option<String>,
    /// Records to a page, 1 to 200; 50 without it.
    limit: Option<usize>,
}

impl Part {
    fn page(self, grant: &Grant) -> Result<Page, Problem> {
        let refused = |at: &str| Problem::new(ErrorCode::BodyNotUnderstood).at(at.to_owned());
        let size = self.limit.unwrap_or(Page::USUAL);
        if !(1..=LARGEST_PAGE).contains(&size) {
            return Err(refused("query: limit"));
        }
        let after = self.after.map(|after| Cursor::read(&after).ok_or_else(|| refused("query: after")));
        let sources = Source::ALL.into_iter().filter(|source| grant.covers(*source)).collect();
        Ok(Page { after: after.transpose()?, size, sources })
    }
}

/// Reads a golden record. Live sources are asked again. The records behind it come in pages, the newest first.
#[utoipa::path(
    get,
    path = "/v1/records/{golden}",
    operation_id = "record",
    tag = "records",
    params(("golden" = String, Path, description = "`PersonAnswer::golden` of an answer"), Part, Reason),
    responses(
        (status = 200, description = "The record", body = RecordAnswer),
        (status = 401, response = super::Refusal),
        (status = 403, response = super::Refusal),
        (status = 404, response = super::Refusal),
        (status = 422, response = super::Refusal),
    ),
    security(("session" = [])),
)]
pub(super) async fn get(
    State(hub): State<Arc<Hub>>,
    context: Context,
    path: Result<Path<String>, PathRejection>,
    part: Result<Query<Part>, QueryRejection>,
    headers: HeaderMap,
) -> Released {
    let reading = Arc::clone(&hub);
    let golden = identifier(path);
    let asked = golden.clone().and_then(|golden| Reason::asked(&headers, &golden));
    pipeline::run(hub, context, Action::Record, asked, async move |grant: Grant| {
        let part = part.map_err(|_| Problem::new(ErrorCode::BodyNotUnderstood).at("query"))?;
        let page = part.0.page(&grant)?;
        find(&reading, &GoldenId(golden?), &page, &grant).await.map(Unfiltered::new)
    })
    .await
}

async fn find(hub: &Hub, golden: &GoldenId, page: &Page, grant: &Grant) -> Result<RecordFindings, Problem> {
    let dossier = hub.store.dossier(golden, page).await.map_err(store_failed)?;
    let dossier = dossier.ok_or_else(|| Problem::new(ErrorCode::NotFound))?;
    let feeds = hub.feeds(grant.at()).await.map_err(store_failed)?;
    let mut findings = RecordFindings::new(dossier, feeds);
    findings.know(&hub.store.people(&findings.shared()).await.map_err(store_failed)?);
    let card = &findings.dossier.card;
    if grant.withholds(card.adulthood).is_none() {
        let query = SwitchQuery { persons: vec![switch_person(card)], ..SwitchQuery::default() };
        let inquiry = Inquiry { people: vec![card.golden.clone()], query };
        let mut under_way = hub.live.ask(inquiry, |source| grant.covers(source));
        while let Some(heard) = under_way.next().await {
            findings.heard.push(heard);
        }
    }
    Ok(findings)
}

impl Disclosure for RecordFindings {
    fn filter(&mut self, grant: &Grant) -> Result<(), Problem> {
        RecordFindings::filter(self, grant)
    }

    fn golden(&self) -> Vec<GoldenId> {
        RecordFindings::golden(self)
    }

    fn social(&self) -> BTreeSet<String> {
        let Dossier { card, members, household, near, .. } = &self.dossier;
        let others = household.iter().map(|person| &person.card).chain(near.iter().map(|near| &near.card));
        let on_file = std::iter::once(card).chain(others).flat_map(PersonCard::social);
        on_file.chain(mask::known(members.iter().map(|member| &member.document))).collect()
    }

    fn payload(filtered: Filtered<Self>, asking: Asking) -> Result<Payload, Problem> {
        Payload::json(&filtered.into_inner().answer(&asking.setting()))
    }
}
