//! CORS of the widget's routes. A preflight carries no key, so it is answered for any origin; the answer itself can be read only
//! by a page that the client allows. Widgets use no cookies, so credentials are never allowed.
//! <https://fetch.spec.whatwg.org/#http-cors-protocol>

use super::visitor::{VISITOR_IDENTITY, VISITOR_TOKEN};
use axum::extract::Request;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS, CACHE_CONTROL, ORIGIN, VARY,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// How the check of a page, deep in a handler, tells this layer that the page may read the answer.
#[derive(Clone, Debug, Default)]
pub struct GrantedOrigin(Arc<AtomicBool>);

impl GrantedOrigin {
    pub(super) fn grant(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Middleware for everything under `/api/widget`.
pub async fn of_widget_routes(mut request: Request, next: Next) -> Response {
    let origin = request
        .headers()
        .get(ORIGIN)
        .filter(|origin| !origin.is_empty())
        .cloned();
    if request.method() == Method::OPTIONS {
        let mut response = StatusCode::NO_CONTENT.into_response();
        allow(response.headers_mut(), origin);
        // Named to those that ask for it; what embeds of the old server ask for is answered as ever.
        let asked_for = request.headers().get(ACCESS_CONTROL_REQUEST_HEADERS);
        let asked_for = asked_for.and_then(|names| names.to_str().ok());
        let asked_for = asked_for.unwrap_or_default().to_ascii_lowercase();
        let asks_for = |name: HeaderName| asked_for.contains(name.as_str());
        let allowed = match (asks_for(VISITOR_TOKEN), asks_for(VISITOR_IDENTITY)) {
            (false, false) => None,
            (true, false) => Some("Content-Type, x-api-key, x-visitor-token"),
            (false, true) => Some("Content-Type, x-api-key, x-visitor-identity"),
            (true, true) => Some("Content-Type, x-api-key, x-visitor-token, x-visitor-identity"),
        };
        if let Some(names) = allowed {
            let names = HeaderValue::from_static(names);
            let headers = response.headers_mut();
            headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, names);
        }
        // The same for every page and key, so that a visitor asks once and not before each message. Browsers keep it two hours at most.
        response
            .headers_mut()
            .insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("7200"));
        return response;
    }
    let granted = GrantedOrigin::default();
    request.extensions_mut().insert(granted.clone());
    let mut response = next.run(request).await;
    // One address serves every client, told apart by its key: nothing in between may keep an answer.
    response
        .headers_mut()
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("private, no-cache"));
    let origin = origin.filter(|_| granted.0.load(Ordering::Relaxed));
    allow(response.headers_mut(), origin);
    response
}

fn allow(headers: &mut HeaderMap, origin: Option<HeaderValue>) {
    // Whether or not this answer names an origin, another origin's may differ: caches must know.
    headers.append(VARY, HeaderValue::from_static("Origin"));
    let Some(origin) = origin else { return };
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.insert(
        ACCESS_CONTROL_ALLOW_METHODS,
        HeaderValue::from_static("GET, POST, OPTIONS"),
    );
    headers.insert(
        ACCESS_CONTROL_ALLOW_HEADERS,
        HeaderValue::from_static("Content-Type, x-api-key"),
    );
}
