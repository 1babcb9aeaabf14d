//! `GET /v1/photos/{id}`: a picture as its source has it.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use ciss_contract::ids::GoldenId;
use ciss_contract::problem::{ErrorCode, Problem};
use ciss_contract::source::Source;
use ciss_live::photos::Picture;
use ciss_policy::{Action, Grant};

use super::identifier;
use crate::http::context::Context;
use crate::http::wire::Payload;
use crate::pipeline::{self, Asked, Asking, Disclosure, Filtered, Released, Unfiltered};
use crate::state::Hub;

/// Fetches a picture by the identifier that stands in an answer to the same operator. Others' identifiers are not
/// found.
#[utoipa::path(
    get,
    path = "/v1/photos/{id}",
    operation_id = "photo",
    tag = "photos",
    params(("id" = String, Path, description = "`PhotoRef::id` of an answer")),
    responses(
        (status = 200, description = "The picture", content_type = "image/*"),
        (status = 401, response = super::Refusal),
        (status = 403, response = super::Refusal),
        (status = 404, response = super::Refusal),
        (status = 415, response = super::Refusal),
        (status = 502, response = super::Refusal),
    ),
    security(("session" = [])),
)]
pub(super) async fn get(
    State(hub): State<Arc<Hub>>,
    context: Context,
    path: Result<Path<String>, PathRejection>,
) -> Released {
    let archive = Arc::clone(&hub);
    let id = identifier(path);
    let asked = id.as_deref().map(|id| Asked { subject: audited(id), ..Asked::default() });
    let asked = asked.map_err(Problem::clone);
    pipeline::run(hub, context, Action::Photo, asked, async move |grant: Grant| {
        let id = id?;
        let opened = archive.photo_pass.open(&grant.operator().federation_id, &id);
        let (photo, source) = opened.ok_or_else(|| Problem::new(ErrorCode::NotFound))?;
        grant.require(source)?;
        let photos = archive.photos.as_ref().ok_or_else(|| Problem::new(ErrorCode::SourceUnavailable))?;
        Ok(Unfiltered::new(Photo { source, picture: photos.fetch(photo).await? }))
    })
    .await
}

/// As the audit trail names it: the source's identifier without the seal, and no more than an identifier's length of
/// whatever was sent.
fn audited(id: &str) -> String {
    id.rsplit_once('.').map_or(id, |(named, _)| named).chars().take(128).collect()
}

struct Photo {
    source: Source,
    picture: Picture,
}

impl Disclosure for Photo {
    fn filter(&mut self, grant: &Grant) -> Result<(), Problem> {
        grant.require(self.source)
    }

    fn golden(&self) -> Vec<GoldenId> {
        Vec::new()
    }

    fn social(&self) -> BTreeSet<String> {
        BTreeSet::new()
    }

    fn payload(filtered: Filtered<Self>, _asking: Asking) -> Result<Payload, Problem> {
        let Picture { media_type, bytes } = filtered.into_inner().picture;
        Ok(Payload::Picture { media_type, bytes })
    }
}
