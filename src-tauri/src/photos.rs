//! Photos for the page, as `photo://localhost/<PhotoId>?width=W`. Foreign bytes end here: the page gets a JPEG that
//! this program encoded, or an error status, and shows its placeholder.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use ciss_client::Client;
use ciss_client::portrait;
use ciss_contract::ids::PhotoId;
use ciss_contract::ipc::PhotoRefused;
use ciss_contract::problem::{ErrorCode, Problem};
use ciss_keeping::Keeping;
use moka::future::Cache;
use percent_encoding::percent_decode_str;
use tauri::http::{HeaderValue, Request, Response, StatusCode, Uri, header};
use tauri::{Runtime, UriSchemeContext, UriSchemeResponder};
use tokio::sync::{Semaphore, watch};

use crate::console::{Console, Message};
use crate::window;

/// Most bytes of encoded pictures that are kept in memory.
const KEPT_BYTES: u64 = 16 * 1024 * 1024;

/// How long a picture is kept, so that going back and forth between two pages fetches it once.
const KEPT_FOR: Duration = Duration::from_secs(300);

/// Pictures that are fetched and decoded at a time; bounds the memory that decoding takes.
const AT_A_TIME: usize = 3;

/// Width where none is asked, in pixels.
const WIDTH: u32 = 256;

/// What a picture is kept under: since whose session, which picture, how wide.
type Key = (u64, PhotoId, u32);

/// Fetches, decodes and keeps pictures. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Photos {
    client: watch::Receiver<Option<Client>>,
    /// What a PIN keeps, while that is open.
    keeping: watch::Receiver<Option<Keeping>>,
    console: Console,
    kept: Cache<Key, Arc<Vec<u8>>>,
    /// Counts those who signed out.
    era: Arc<AtomicU64>,
    places: Arc<Semaphore>,
}

/// The protocol, for the console's own window only.
pub(crate) fn serve<R: Runtime>(
    photos: Photos,
) -> impl Fn(UriSchemeContext<'_, R>, Request<Vec<u8>>, UriSchemeResponder) + Send + Sync + 'static {
    move |context, request, responder| {
        let photos = photos.clone();
        let own = context.webview_label() == window::LABEL;
        tauri::async_runtime::spawn(async move {
            let answer = match asked(request.uri()).filter(|_| own) {
                Some((photo, width)) => photos.get_or_say_why(photo, width).await,
                None => Err(ErrorCode::NotFound.into()),
            };
            responder.respond(response(answer));
        });
    }
}

impl Photos {
    pub(crate) fn new(
        client: watch::Receiver<Option<Client>>,
        keeping: watch::Receiver<Option<Keeping>>,
        console: Console,
    ) -> Photos {
        let kept = Cache::builder()
            .max_capacity(KEPT_BYTES)
            .weigher(|_, jpeg: &Arc<Vec<u8>>| u32::try_from(jpeg.len()).unwrap_or(u32::MAX))
            .time_to_live(KEPT_FOR)
            .build();
        Photos {
            client,
            keeping,
            console,
            kept,
            era: Arc::default(),
            places: Arc::new(Semaphore::new(AT_A_TIME)),
        }
    }

    /// No picture is shown again that was fetched before: not even one that is still on its way.
    pub(crate) fn forget(&self) {
        self.era.fetch_add(1, Ordering::Relaxed);
        self.kept.invalidate_all();
    }

    /// The picture; why there is none goes to the page, which learns from a failed picture only that it failed.
    async fn get_or_say_why(&self, photo: PhotoId, width: u32) -> Result<Arc<Vec<u8>>, Problem> {
        let answer = self.get(photo.clone(), width).await;
        if let Err(problem) = &answer {
            let reason = problem.at.clone().unwrap_or_else(|| problem.title.clone());
            self.console.tell(Message::PhotoRefused(PhotoRefused { photo, reason }));
        }
        answer
    }

    /// The picture, fetched and decoded once however often it is asked for meanwhile.
    async fn get(&self, photo: PhotoId, width: u32) -> Result<Arc<Vec<u8>>, Problem> {
        let fetch = self.fetch(photo.clone(), width);
        let key = (self.era.load(Ordering::Relaxed), photo, width);
        self.kept.try_get_with(key, fetch).await.map_err(|problem| Problem::clone(&problem))
    }

    async fn fetch(&self, photo: PhotoId, width: u32) -> Result<Arc<Vec<u8>>, Problem> {
        let client = self.client.borrow().clone().ok_or(ErrorCode::HubUnreachable)?;
        let _place = self.places.acquire().await.map_err(|_| ErrorCode::Busy)?;
        let keeping = self.keeping.borrow().clone();
        let foreign = match (client.photo(&photo).await, &keeping) {
            (Ok(foreign), _) => foreign,
            // What was seen before is seen again while nobody can be asked, and not where somebody says that it is gone.
            (Err(problem), Some(keeping)) if nobody_answers(problem.code) => {
                return keeping.find_portrait(&photo, width).await.map(Arc::new).ok_or(problem);
            }
            (Err(problem), _) => return Err(problem),
        };
        let portrait = portrait::portrait(foreign, width).await.map_err(|reason| {
            tracing::info!(%photo, %reason, "a photo is not shown");
            Problem::new(ErrorCode::PhotoUnreadable).at(reason.to_string())
        })?;
        if let Some(keeping) = &keeping {
            keeping.portrait(&photo, width, portrait.jpeg.clone());
        }
        Ok(Arc::new(portrait.jpeg))
    }
}

fn nobody_answers(code: ErrorCode) -> bool {
    matches!(code, ErrorCode::HubUnreachable | ErrorCode::HubTimedOut | ErrorCode::SourceUnavailable)
}

/// Which photo in which width an address names.
fn asked(uri: &Uri) -> Option<(PhotoId, u32)> {
    let id = percent_decode_str(uri.path().strip_prefix('/')?).decode_utf8().ok()?;
    let asked = uri.query().and_then(|query| query.strip_prefix("width="));
    let width = asked.map_or(Some(WIDTH), |width| width.parse().ok())?;
    let width = width.clamp(*portrait::WIDTHS.start(), *portrait::WIDTHS.end());
    (!id.is_empty()).then(|| (PhotoId::from(&*id), width))
}

fn response(answer: Result<Arc<Vec<u8>>, Problem>) -> Response<Vec<u8>> {
    let (status, media_type, body) = match answer {
        Ok(jpeg) => (StatusCode::OK, "image/jpeg", jpeg.to_vec()),
        Err(problem) => {
            let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            (status, "application/problem+json", serde_json::to_vec(&problem).unwrap_or_default())
        }
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(uri: &str, expect: Option<(&str, u32)>) {
        let asked = asked(&uri.parse().unwrap());
        assert_eq!(asked, expect.map(|(id, width)| (PhotoId::from(id), width)), "{uri}");
    }

    #[test]
    fn an_address_names_photo_and_width() {
        check("photo://localhost/DMV-1?width=120", Some(("DMV-1", 120)));
        check("photo://localhost/DMV%3A1?width=120", Some(("DMV:1", 120)));
        check("http://photo.localhost/DMV-1", Some(("DMV-1", WIDTH)));
        check("photo://localhost/DMV-1?width=999999", Some(("DMV-1", 1024)));
        check("photo://localhost/DMV-1?width=-1", None);
        check("photo://localhost/DMV-1?width=a", None);
        check("photo://localhost/?width=120", None);
        check("photo://localhost/%ff", None);
    }

    #[test]
    fn a_failure_has_a_status_and_a_code() {
        let refused = response(Err(Problem::new(ErrorCode::PhotoUnreadable).at("picture damaged")));
        assert_eq!(refused.status(), 415);
        let problem: Problem = serde_json::from_slice(refused.body()).unwrap();
        assert_eq!(problem.at.as_deref(), Some("picture damaged"));
        assert_eq!(refused.headers()[header::CACHE_CONTROL], "no-store");
    }
}
