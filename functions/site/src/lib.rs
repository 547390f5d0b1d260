//! The dashboard's files, built into the function. It needs no database and no settings.

mod file;
mod negotiation;
mod path;
mod security;

pub use file::{BUILT_IN, File, Variant};

use axum::extract::State;
use axum::http::header::{ALLOW, VARY};
use axum::http::{HeaderMap, HeaderValue, Method, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use axum::{Router, middleware};
use shared::http::{self, ApiError};

/// The function's routes.
pub fn router() -> Router {
    router_over(BUILT_IN)
}

/// The routes for a table of files, which is in the order of their paths.
pub fn router_over(files: &'static [File]) -> Router {
    let routes = Router::new()
        .route("/", any(answer))
        .route("/{*path}", any(answer))
        .with_state(files);
    http::finish_without_sessions(routes).layer(middleware::from_fn(security::add_headers))
}

async fn answer(
    State(files): State<&'static [File]>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let is_read = matches!(method, Method::GET | Method::HEAD);
    let Some(path) = path::decoded(uri.path()) else {
        return not_found();
    };
    if let Some(file) = file::find(files, &path) {
        return if is_read {
            file.answer(&headers)
        } else {
            method_not_allowed().await
        };
    }
    if is_read && path::may_be_a_view(&path) {
        return view(files, &headers);
    }
    not_found()
}

/// The dashboard shows its views itself, in the browser: to somebody who opens or reloads one we give the page. A script or
/// picture that is missing is not helped by a page.
fn view(files: &'static [File], headers: &HeaderMap) -> Response {
    let page = file::find(files, "/").filter(|_| negotiation::takes_html(headers));
    let mut response = page.map_or_else(not_found, |page| page.answer(headers));
    response
        .headers_mut()
        .insert(VARY, HeaderValue::from_static("Accept, Accept-Encoding"));
    response
}

fn not_found() -> Response {
    ApiError::not_found("There is no such route").into_response()
}

async fn method_not_allowed() -> Response {
    let mut response = http::method_not_allowed().await.into_response();
    response
        .headers_mut()
        .insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
    response
}
