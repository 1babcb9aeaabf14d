//! `GET /v1/documents/{id}`: a document as its source sent it.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use ciss_answer::document;
use ciss_cards::adulthood::{Adulthood, Statement};
use ciss_cards::mask;
use ciss_contract::document::SourceDocument;
use ciss_contract::ids::{DocumentId, GoldenId};
use ciss_contract::problem::{ErrorCode, Problem};
use ciss_contract::record::DocumentAnswer;
use ciss_contract::source::Source;
use ciss_identity::hexadecimal;
use ciss_policy::{Action, Grant};
use ciss_records::{InDocument, ReceivedDocument};

use super::{Reason, identifier};
use crate::http::context::Context;
use crate::http::store_failed;
use crate::http::wire::Payload;
use crate::pipeline::{self, Asking, Disclosure, Filtered, Released, Unfiltered};
use crate::state::Hub;

/// Reads a document. Social security numbers in it are masked; one that names a juvenile is for investigations only.
#[utoipa::path(
    get,
    path = "/v1/documents/{id}",
    operation_id = "document",
    tag = "records",
    params(("id" = String, Path, description = "`Provenance::document` of an answer"), Reason),
    responses(
        (status = 200, description = "The document", body = DocumentAnswer),
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
    headers: HeaderMap,
) -> Released {
    let reading = Arc::clone(&hub);
    let id = identifier(path);
    let asked = id.clone().and_then(|id| Reason::asked(&headers, &id));
    pipeline::run(hub, context, Action::Document, asked, async move |_: Grant| {
        let received = reading.store.document(&DocumentId(id?)).await.map_err(store_failed)?;
        let received = received.ok_or_else(|| Problem::new(ErrorCode::NotFound))?;
        let people = reading.store.people(std::slice::from_ref(&received.id)).await.map_err(store_failed)?;
        Ok(Unfiltered::new(Original::new(received, people)))
    })
    .await
}

/// A document and what it says, where that is understood.
struct Original {
    received: ReceivedDocument,
    people: Vec<InDocument>,
    understood: Option<Vec<SourceDocument>>,
    text: String,
}

impl Original {
    fn new(received: ReceivedDocument, people: Vec<InDocument>) -> Original {
        let understood = match received.media_type.as_str() {
            "application/json" => {
                serde_json::from_slice::<SourceDocument>(&received.bytes).ok().map(|document| vec![document])
            }
            _ => ciss_exchange::read(&received.bytes, received.received, &ciss_exchange::Limits::default())
                .ok()
                .map(|reading| reading.documents),
        };
        let text = ciss_exchange::text(&received.bytes).into_owned();
        Original { received, people, understood, text }
    }
}

/// A licence or a registration is no matter of a juvenile, even where it is about one.
const MOTOR_VEHICLES: [Source; 2] = [Source::DmvLicence, Source::DmvRegistration];

impl Original {
    /// From when on everybody in it is an adult: by what all sources say of those who are on file, by the document itself
    /// of the others.
    fn adulthoods(&self) -> impl Iterator<Item = Adulthood> + '_ {
        let known = |at: usize| self.people.iter().find(move |person| person.position == at);
        let on_file = self.people.iter().filter_map(|person| person.card.adulthood);
        let stated = self.understood.iter().flatten().flat_map(move |document| {
            // A file can hold other documents beside this one.
            let this = document.number == self.received.number;
            let others =
                document.persons.iter().enumerate().filter(move |(at, _)| !this || known(*at).is_none());
            others.filter_map(|(_, person)| {
                Statement::read(document.source, document.as_of, person.born.as_deref())
            })
        });
        on_file.chain(stated.filter_map(|statement| Adulthood::voted(&[statement])))
    }
}

impl Disclosure for Original {
    fn filter(&mut self, grant: &Grant) -> Result<(), Problem> {
        grant.require(self.received.source)?;
        let juvenile = |from| grant.withholds(Some(from)).is_some();
        if !MOTOR_VEHICLES.contains(&self.received.source) && self.adulthoods().any(juvenile) {
            return Err(Problem::new(ErrorCode::NotEntitled));
        }
        if self.understood.is_none() {
            self.text = mask::mask(&self.text, None);
            self.received.number = mask::mask(&self.received.number, None);
        }
        Ok(())
    }

    fn golden(&self) -> Vec<GoldenId> {
        Vec::new()
    }

    fn social(&self) -> BTreeSet<String> {
        let on_file = self.people.iter().flat_map(|person| person.card.social());
        on_file.chain(mask::known(self.understood.iter().flatten())).collect()
    }

    fn payload(filtered: Filtered<Self>, _asking: Asking) -> Result<Payload, Problem> {
        let Original { received, text, understood, .. } = filtered.into_inner();
        // A file can hold other documents beside this one.
        let this = understood.iter().flatten().find(|document| document.number == received.number);
        let parts = this.map(document::parts).unwrap_or_default();
        let ReceivedDocument { id, source, number, as_of, received, sha256, media_type, bytes: _ } = received;
        let sha256 = hexadecimal(&sha256);
        Payload::json(&DocumentAnswer {
            id,
            source,
            number,
            as_of,
            received,
            sha256,
            media_type,
            text,
            parts,
        })
    }
}
