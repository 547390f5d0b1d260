//! The dashboard's files, built into the function. It needs no database.

mod path;
mod security;

use axum::extract::State;
use axum::http::header::{ALLOW, VARY};
use axum::http::{HeaderMap, HeaderValue, Method, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use axum::{Router, middleware};
use shared::http::files::{self, File, Variant};
use shared::http::{self, ApiError, negotiation};

/// The files that the build gave, in the order of their paths.
pub static BUILT_IN: &[File] = include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// The page, which is all that a browser asks for by name.
const PAGE: &str = "/index.html";
/// Browsers ask each time whether what they hold is still good.
const ASK: &str = "no-cache";

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
    let name = if path == "/" { PAGE } else { &path };
    if let Some(file) = files::find(files, name) {
        return if is_read {
            file.answer(&headers, ASK)
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
    let page = files::find(files, PAGE).filter(|_| negotiation::takes_html(headers));
    let mut response = page.map_or_else(not_found, |page| page.answer(headers, ASK));
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
