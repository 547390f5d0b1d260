//! Paths as Express read them: letters of either case, with or without a slash at the end.

use axum::Router;
use axum::extract::{FromRequestParts, Path, Request};
use axum::http::Uri;
use axum::http::request::Parts;
use axum::http::uri::PathAndQuery;
use std::convert::Infallible;
use tower::Layer;
use tower::util::MapRequestLayer;
use uuid::Uuid;

/// The id in a path, or `None` when the text there is none. Handlers pass it on to a statement that then finds nothing, so a
/// malformed id answers like an unknown one. Only the written form counts: an id in capitals is another id, as it was.
#[derive(Clone, Copy, Debug)]
pub struct PathId(pub Option<Uuid>);

impl<S: Send + Sync> FromRequestParts<S> for PathId {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let text = Path::<String>::from_request_parts(parts, state).await.ok();
        Ok(Self(text.and_then(|Path(text)| written_id(&text))))
    }
}

/// The two ids of a path, each as [`PathId`] reads it.
#[derive(Clone, Copy, Debug)]
pub struct PathIds(pub Option<Uuid>, pub Option<Uuid>);

impl<S: Send + Sync> FromRequestParts<S> for PathIds {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let texts = Path::<(String, String)>::from_request_parts(parts, state).await;
        Ok(texts.map_or(Self(None, None), |Path((first, second))| {
            Self(written_id(&first), written_id(&second))
        }))
    }
}

fn written_id(text: &str) -> Option<Uuid> {
    Uuid::try_parse(text)
        .ok()
        .filter(|id| id.to_string() == text)
}

/// Rewrites requests before `routes` are matched. Only segments that are words of ours are lower-cased; ids stay as they are.
pub(super) fn as_express_read_them(routes: Router, words: &'static [&'static str]) -> Router {
    let rewrite = move |mut request: Request| {
        if let Some(uri) = rewritten(request.uri(), words) {
            *request.uri_mut() = uri;
        }
        request
    };
    Router::new().fallback_service(MapRequestLayer::new(rewrite).layer(routes))
}

fn rewritten(uri: &Uri, words: &[&str]) -> Option<Uri> {
    let path = uri.path();
    let trimmed = if path.len() > 1 {
        path.strip_suffix('/').unwrap_or(path)
    } else {
        path
    };
    let segments = trimmed.split('/').map(|segment| {
        let lower = segment.to_ascii_lowercase();
        if words.contains(&lower.as_str()) {
            lower
        } else {
            segment.to_owned()
        }
    });
    let new_path = segments.collect::<Vec<_>>().join("/");
    if new_path == path {
        return None;
    }
    let query = uri
        .query()
        .map(|query| format!("?{query}"))
        .unwrap_or_default();
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(format!("{new_path}{query}")).ok()?);
    Uri::from_parts(parts).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(uri: &str) -> String {
        let uri: Uri = uri.parse().expect("a URI");
        rewritten(&uri, &["api", "dashboard", "clients"])
            .unwrap_or(uri)
            .to_string()
    }

    #[test]
    fn words_lose_their_capitals_and_ids_keep_them() {
        assert_eq!(
            path("/API/Dashboard/Clients/A11CE/?X=Y"),
            "/api/dashboard/clients/A11CE?X=Y"
        );
        assert_eq!(path("/api/dashboard/clients"), "/api/dashboard/clients");
        assert_eq!(path("/"), "/");
    }
}
