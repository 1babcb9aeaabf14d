//! Responses: JSON, pictures, lines and problems, compressed where the asker takes it.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io::Write as _;

use axum::body::{Body, Bytes};
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, VARY, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use ciss_cards::mask::mask_json;
use ciss_contract::problem::{ErrorCode, Problem};
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use serde::Serialize;

/// What leaves the hub, before it is compressed.
pub enum Payload {
    /// One JSON document.
    Json(Vec<u8>),
    /// A picture, as its source has it.
    Picture {
        /// `image/jpeg`, for example.
        media_type: String,
        /// Byte for byte.
        bytes: Bytes,
    },
    /// Lines of JSON, each sent as soon as it is there. A line ends with its newline.
    Lines(BoxStream<'static, Vec<u8>>),
}

impl Payload {
    /// A JSON document.
    ///
    /// # Errors
    /// [`ErrorCode::Internal`] when it cannot be written, which a derived `Serialize` never does.
    pub fn json<T: Serialize>(document: &T) -> Result<Payload, Problem> {
        Ok(Payload::Json(json(document)?))
    }

    /// The same with these social security numbers masked, and whatever is written or called like one. Everything that
    /// leaves passes here.
    pub(crate) fn without(self, social: BTreeSet<String>) -> Payload {
        match self {
            Payload::Json(document) => Payload::Json(mask_json(document, &social)),
            Payload::Lines(lines) => Payload::Lines(lines.map(move |line| mask_json(line, &social)).boxed()),
            Payload::Picture { media_type, bytes } => Payload::Picture { media_type, bytes },
        }
    }
}

/// A JSON document as bytes.
pub(crate) fn json<T: Serialize>(document: &T) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::with_capacity(4096);
    serde_json::to_writer(&mut bytes, document).map_err(|_| Problem::new(ErrorCode::Internal))?;
    Ok(bytes)
}

/// How a response is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Not at all.
    Identity,
    /// gzip (RFC 1952).
    Gzip,
    /// Zstandard (RFC 8878).
    Zstd,
}

impl Encoding {
    /// The best that the asker takes. A quality of zero refuses; other qualities are equal here.
    pub fn accepted(headers: &HeaderMap) -> Encoding {
        let offers = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
        let mut best = Encoding::Identity;
        for offer in offers.flat_map(|line| line.split(',')) {
            let (name, quality) = offer.split_once(';').unwrap_or((offer, ""));
            let refused =
                quality.trim().strip_prefix("q=").and_then(|q| q.trim().parse::<f32>().ok()) == Some(0.0);
            match name.trim() {
                "zstd" if !refused => return Encoding::Zstd,
                "gzip" if !refused => best = Encoding::Gzip,
                _ => {}
            }
        }
        best
    }

    const fn name(self) -> Option<&'static str> {
        match self {
            Encoding::Identity => None,
            Encoding::Gzip => Some("gzip"),
            Encoding::Zstd => Some("zstd"),
        }
    }
}

/// Compression level: the fastest that still takes the repetition out of an answer.
const LEVEL: i32 = 1;

/// Below this a compressed answer is hardly smaller.
const WORTH_COMPRESSING: usize = 512;

/// Makes the response.
pub(crate) fn respond(payload: Payload, encoding: Encoding) -> Response {
    match payload {
        Payload::Json(bytes) => {
            let (bytes, encoding) = whole(bytes, encoding);
            response(StatusCode::OK, "application/json", encoding, Body::from(bytes))
        }
        Payload::Picture { media_type, bytes } => {
            response(StatusCode::OK, &media_type, Encoding::Identity, Body::from(bytes))
        }
        Payload::Lines(lines) => {
            let body = match Compressor::new(encoding) {
                Some(compressor) => Body::from_stream(compressor.stream(lines)),
                None => return problem(&Problem::new(ErrorCode::Internal)),
            };
            response(StatusCode::OK, "application/x-ndjson", encoding, body)
        }
    }
}

/// A problem document (RFC 9457).
pub(crate) fn problem(problem: &Problem) -> Response {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let bytes = json(problem).unwrap_or_default();
    response(status, "application/problem+json", Encoding::Identity, Body::from(bytes))
}

fn response(status: StatusCode, media_type: &str, encoding: Encoding, body: Body) -> Response {
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    let media_type = HeaderValue::from_str(media_type);
    headers.insert(CONTENT_TYPE, media_type.unwrap_or(HeaderValue::from_static("application/octet-stream")));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(VARY, HeaderValue::from(ACCEPT_ENCODING));
    if let Some(name) = encoding.name() {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(name));
    }
    response
}

/// Compresses a whole document. Contexts are kept per thread: making one costs more than using it.
fn whole(bytes: Vec<u8>, encoding: Encoding) -> (Vec<u8>, Encoding) {
    thread_local! {
        static ZSTD: RefCell<Option<zstd::bulk::Compressor<'static>>> = const { RefCell::new(None) };
    }
    if bytes.len() < WORTH_COMPRESSING {
        return (bytes, Encoding::Identity);
    }
    let compressed = match encoding {
        Encoding::Identity => None,
        Encoding::Gzip => {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            encoder.write_all(&bytes).and_then(|()| encoder.finish()).ok()
        }
        Encoding::Zstd => ZSTD.with_borrow_mut(|kept| {
            if kept.is_none() {
                *kept = zstd::bulk::Compressor::new(LEVEL).ok();
            }
            kept.as_mut()?.compress(&bytes).ok()
        }),
    };
    match compressed {
        Some(compressed) => (compressed, encoding),
        None => (bytes, Encoding::Identity),
    }
}

/// Compresses line by line, so that each can be read as soon as it arrives.
enum Compressor {
    Identity,
    Gzip(flate2::write::GzEncoder<Vec<u8>>),
    Zstd(zstd::stream::write::Encoder<'static, Vec<u8>>),
}

impl Compressor {
    fn new(encoding: Encoding) -> Option<Compressor> {
        Some(match encoding {
            Encoding::Identity => Compressor::Identity,
            Encoding::Gzip => {
                Compressor::Gzip(flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast()))
            }
            Encoding::Zstd => Compressor::Zstd(zstd::stream::write::Encoder::new(Vec::new(), LEVEL).ok()?),
        })
    }

    fn stream(
        self,
        lines: BoxStream<'static, Vec<u8>>,
    ) -> impl futures_util::Stream<Item = std::io::Result<Bytes>> + Send {
        futures_util::stream::unfold(Some((self, lines)), |state| async move {
            let (mut compressor, mut lines) = state?;
            match lines.next().await {
                Some(line) => {
                    let bytes = compressor.line(line);
                    Some((bytes, Some((compressor, lines))))
                }
                None => Some((compressor.end(), None)),
            }
        })
    }

    fn line(&mut self, line: Vec<u8>) -> std::io::Result<Bytes> {
        Ok(Bytes::from(match self {
            Compressor::Identity => line,
            Compressor::Gzip(encoder) => {
                encoder.write_all(&line)?;
                encoder.flush()?;
                std::mem::take(encoder.get_mut())
            }
            Compressor::Zstd(encoder) => {
                encoder.write_all(&line)?;
                encoder.flush()?;
                std::mem::take(encoder.get_mut())
            }
        }))
    }

    fn end(self) -> std::io::Result<Bytes> {
        Ok(Bytes::from(match self {
            Compressor::Identity => Vec::new(),
            Compressor::Gzip(encoder) => encoder.finish()?,
            Compressor::Zstd(encoder) => encoder.finish()?,
        }))
    }
}
