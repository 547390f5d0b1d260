//! What every function wraps its routes in, so that all answer alike.

use super::{ApiError, body, cors, csrf, etag, path};
use crate::services::Services;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use std::any::Any;
use std::time::Instant;
use tower_http::catch_panic::CatchPanicLayer;
use uuid::Uuid;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Routes that a session cookie opens: same-origin only, JSON in and out, never cached by anybody in between.
pub fn dashboard_routes<S: Clone + Send + Sync + 'static>(routes: Router<S>) -> Router<S> {
    dashboard_streams(routes.route_layer(middleware::from_fn(etag::answer_if_changed)))
}

/// The same for routes whose answers are sent while they are made, so that nobody knows beforehand what they will be.
pub fn dashboard_streams<S: Clone + Send + Sync + 'static>(routes: Router<S>) -> Router<S> {
    routes
        .route_layer(middleware::from_fn(body::parse))
        .route_layer(middleware::from_fn(csrf::same_origin_only))
        .route_layer(middleware::map_response(async |mut response: Response| {
            response
                .headers_mut()
                .insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
            response
        }))
}

/// Routes that pages of any site call with a public key: readable by those that the client allows.
pub fn widget_routes<S: Clone + Send + Sync + 'static>(routes: Router<S>) -> Router<S> {
    // Preflights end in this fallback; one that was set after the layer would not be wrapped by it.
    routes
        .method_not_allowed_fallback(method_not_allowed)
        .route_layer(middleware::from_fn(cors::of_widget_routes))
}

/// Finishes a function's routes: 404 and 405 in the usual form, a panic is a 500, errors get the request's id, each request a log
/// line, and paths are read as Express read them; `words` are the fixed segments of the routes.
pub fn finish(routes: Router, services: Services, words: &'static [&'static str]) -> Router {
    // These wrap the router as a whole: only there has it said which methods a route has.
    let routes = path::as_express_read_them(with_fallbacks(routes), words)
        .layer(middleware::from_fn_with_state(services, answer_options));
    guard(routes)
}

/// Finishes routes that no session opens and the old server did not have: as `finish` does, but paths are read as they are, and
/// `OPTIONS` is a method like others.
pub fn finish_without_sessions(routes: Router) -> Router {
    guard(with_fallbacks(routes))
}

fn with_fallbacks(routes: Router) -> Router {
    routes
        .fallback(async || ApiError::not_found("There is no such route"))
        .method_not_allowed_fallback(method_not_allowed)
}

fn guard(routes: Router) -> Router {
    routes
        .layer(CatchPanicLayer::custom(|_: Box<dyn Any + Send>| panicked()))
        .layer(middleware::from_fn(write_errors_and_log))
}

/// 405. The answer still needs its `Allow`, which the router adds where it knows the route's methods.
pub async fn method_not_allowed() -> ApiError {
    ApiError::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "Method not allowed",
        "This route does not answer that method",
    )
}

/// `OPTIONS` of a known route lists its methods, as Express does; of a dashboard route only to somebody with a session cookie.
async fn answer_options(
    State(services): State<Services>,
    request: Request,
    next: Next,
) -> Response {
    let is_options = request.method() == Method::OPTIONS;
    let needs_cookie = request
        .uri()
        .path()
        .to_ascii_lowercase()
        .starts_with("/api/dashboard/");
    let has_cookie = is_options && services.session_keys.sid(request.headers()).is_some();
    let response = next.run(request).await;
    if !is_options || response.status() != StatusCode::METHOD_NOT_ALLOWED {
        return response;
    }
    if needs_cookie && !has_cookie {
        return ApiError::unauthorized("You must be logged in to access this resource")
            .into_response();
    }
    let Some(allowed) = response.headers().get(ALLOW).cloned() else {
        return response;
    };
    let body = allowed.to_str().unwrap_or_default().to_owned();
    (
        [
            (ALLOW, allowed),
            (
                CONTENT_TYPE,
                HeaderValue::from_static("text/html; charset=utf-8"),
            ),
        ],
        body,
    )
        .into_response()
}

async fn write_errors_and_log(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let request_id = request_id(&request);
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let response = next.run(request).await;

    let mut response = match response.extensions().get::<ApiError>() {
        Some(error) => keep_headers(&response, error.render(&request_id)),
        None => response,
    };
    tracing::info!(
        request_id,
        %method,
        path,
        status = response.status().as_u16(),
        duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        "request"
    );
    let is_json = response
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|value| value == "application/json");
    if is_json {
        // As Express writes it; some clients of the old server compare the text.
        response.headers_mut().insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/json; charset=utf-8"),
        );
    }
    let headers = response.headers_mut();
    // Errors and exports quote what somebody typed: no browser shall take them for a page (ASVS 5.0, 3.4.4).
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Ok(value) = HeaderValue::from_str(&request_id) {
        headers.insert(REQUEST_ID, value);
    }
    response
}

/// What layers between the error and here added (CORS, `Allow`, cookies) stays.
fn keep_headers(unwritten: &Response, mut written: Response) -> Response {
    for (name, value) in unwritten.headers() {
        if !matches!(*name, CONTENT_LENGTH | CONTENT_TYPE) {
            written.headers_mut().append(name, value.clone());
        }
    }
    written
}

/// Lambda's own id, by which its log lines are found; elsewhere a new one.
fn request_id(request: &Request) -> String {
    let context = request.extensions().get::<lambda_http::Context>();
    context.map_or_else(
        || Uuid::new_v4().to_string(),
        |context| context.request_id.clone(),
    )
}

/// The panic hook has written where it happened; its text may quote a value and goes no further.
fn panicked() -> Response {
    ApiError::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "Internal server error",
        "An unexpected error occurred",
    )
    .into_response()
}
