//! The photo archive: pictures by identifier, over HTTP, as their sources have them.

use std::time::Duration;

use bytes::Bytes;
use ciss_contract::problem::{ErrorCode, Problem};
use reqwest::header::CONTENT_TYPE;
use reqwest::{StatusCode, Url};

use crate::bounded::{self, Refused};

/// Largest picture that is passed on, in bytes. A booking photo has 200 KB, one of 24 megapixels up to 14 MB.
pub const LARGEST_PHOTO: usize = 16 << 20;

/// How long the archive may take.
pub const PHOTO_DEADLINE: Duration = Duration::from_secs(5);

/// Where pictures are.
#[derive(Clone, Debug)]
pub struct PhotoArchive {
    base: Url,
    client: reqwest::Client,
}

/// A picture.
#[derive(Clone)]
pub struct Picture {
    /// `image/jpeg`, for example.
    pub media_type: String,
    /// Byte for byte.
    pub bytes: Bytes,
}

impl PhotoArchive {
    /// An archive that serves `photos/{id}` under this base URL.
    ///
    /// # Errors
    /// [`bounded::BadUrl`] when it is no HTTP URL.
    pub fn new(base: &str, client: reqwest::Client) -> Result<PhotoArchive, bounded::BadUrl> {
        Ok(PhotoArchive { base: bounded::base(base)?, client })
    }

    /// Fetches a picture.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`], [`ErrorCode::PhotoUnreadable`] for what is no picture or too large a one,
    /// [`ErrorCode::SourceUnavailable`].
    pub async fn fetch(&self, id: &str) -> Result<Picture, Problem> {
        let fetched = tokio::time::timeout(PHOTO_DEADLINE, self.ask(id)).await;
        fetched.map_err(|_| Problem::new(ErrorCode::SourceUnavailable).at("photo archive: deadline"))?
    }

    async fn ask(&self, id: &str) -> Result<Picture, Problem> {
        let mut url = self.base.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            // A segment of its own, whatever is in it: an identifier cannot climb out of `photos`.
            path.pop_if_empty().extend(["photos", id]);
        }
        let unavailable = |_| Problem::new(ErrorCode::SourceUnavailable).at("photo archive");
        let response = self.client.get(url).send().await.map_err(unavailable)?;
        match response.status() {
            StatusCode::OK => {}
            StatusCode::NOT_FOUND => return Err(Problem::new(ErrorCode::NotFound)),
            other => {
                let at = format!("photo archive: status {}", other.as_u16());
                return Err(Problem::new(ErrorCode::SourceUnavailable).at(at));
            }
        }
        let media_type =
            response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
        // A mugshot system's transaction has no type of its own.
        if !media_type.starts_with("image/") && media_type != "application/octet-stream" {
            return Err(Problem::new(ErrorCode::PhotoUnreadable).at("media type"));
        }
        let media_type = media_type.to_owned();
        match bounded::read(response, LARGEST_PHOTO).await {
            Ok(bytes) => Ok(Picture { media_type, bytes: bytes.into() }),
            Err(Refused::TooLarge) => Err(Problem::new(ErrorCode::PhotoUnreadable).at("size")),
            Err(Refused::Broken) => Err(Problem::new(ErrorCode::SourceUnavailable).at("photo archive")),
        }
    }
}
