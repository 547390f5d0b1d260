//! Files that are built into a function (`web-assets` writes the table), and the answers that carry them.

use super::negotiation::{self, Encoding};
use super::{ApiError, etag};
use axum::body::{Body, Bytes};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

/// A file. All texts are ASCII and fit into headers, except the path.
#[derive(Debug)]
pub struct File {
    /// Where it is, percent-decoded.
    pub path: &'static str,
    /// Its type, with the charset of texts.
    pub content_type: &'static str,
    /// Whether its name changes whenever its content does.
    pub is_immutable: bool,
    /// As it is.
    pub identity: Variant,
    /// Compressed by Brotli, when that is shorter.
    pub brotli: Option<Variant>,
    /// Compressed by gzip, when that is shorter.
    pub gzip: Option<Variant>,
}

/// One encoding of a file.
#[derive(Debug)]
pub struct Variant {
    /// The strong ETag, with its quotes.
    pub etag: &'static str,
    /// What is sent.
    pub bytes: &'static [u8],
}

/// The file at a decoded path, in a table that is in the order of the paths.
#[must_use]
pub fn find(files: &'static [File], path: &str) -> Option<&'static File> {
    let at = files.binary_search_by(|file| file.path.cmp(path)).ok()?;
    files.get(at)
}

impl File {
    /// The file in the encoding the caller likes best, or 304 when the caller holds just that. `kept` is the `Cache-Control` of a file whose
    /// name stays when its content changes.
    #[must_use]
    pub fn answer(&'static self, asked: &HeaderMap, kept: &'static str) -> Response {
        let mut response = match self.chosen(asked) {
            Some((_, variant)) if is_held(asked, variant) => {
                tagged(StatusCode::NOT_MODIFIED.into_response(), variant)
            }
            Some((encoding, variant)) => self.whole(encoding, variant),
            None => not_acceptable(),
        };
        let cache_control = if response.status().is_client_error() {
            "no-cache"
        } else if self.is_immutable {
            "public, max-age=31536000, immutable"
        } else {
            kept
        };
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache_control));
        headers.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
        response
    }

    fn chosen(&'static self, asked: &HeaderMap) -> Option<(Encoding, &'static Variant)> {
        let variants = [
            (Encoding::Identity, Some(&self.identity)),
            (Encoding::Gzip, self.gzip.as_ref()),
            (Encoding::Brotli, self.brotli.as_ref()),
        ];
        let there = variants
            .into_iter()
            .filter_map(|(encoding, variant)| Some((encoding, variant?)));
        negotiation::best(asked, there)
    }

    fn whole(&'static self, encoding: Encoding, variant: &'static Variant) -> Response {
        let body = Body::from(Bytes::from_static(variant.bytes));
        let mut response = tagged(body.into_response(), variant);
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        // Said here because the body of an answer to HEAD is gone before anybody counts it.
        headers.insert(CONTENT_LENGTH, variant.bytes.len().into());
        if let Some(name) = encoding.name() {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static(name));
        }
        response
    }
}

/// The exact tag is a match even for a browser that says no-cache, as it was for the old server.
fn is_held(asked: &HeaderMap, variant: &Variant) -> bool {
    let held = asked.get(IF_NONE_MATCH);
    held.is_some_and(|held| held == variant.etag) || etag::is_match(asked, variant.etag)
}

fn tagged(mut response: Response, variant: &'static Variant) -> Response {
    response
        .headers_mut()
        .insert(ETAG, HeaderValue::from_static(variant.etag));
    response
}

/// For who refuses the file as it is and takes no encoding that we have.
fn not_acceptable() -> Response {
    ApiError::new(
        StatusCode::NOT_ACCEPTABLE,
        "Not acceptable",
        "There is no encoding of this file that you accept",
    )
    .into_response()
}
