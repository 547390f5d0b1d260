//! The manners all HTTP answers share: one error form, who is asking, what a body may be, which pages may ask.

pub(crate) mod address;
pub mod body;
pub mod cors;
pub mod csrf;
pub mod description;
pub mod error;
pub mod etag;
pub mod files;
pub mod negotiation;
pub mod path;
pub mod query;
pub mod signed_in;
pub mod validation;
pub mod visitor;
pub mod widget_page;

mod serve;

pub use body::JsonBody;
pub use error::ApiError;
pub use path::{PathId, PathIds};
pub use query::QueryText;
pub use serve::{
    dashboard_routes, dashboard_streams, finish, finish_without_sessions, method_not_allowed,
    widget_routes,
};
pub use signed_in::SignedIn;
pub use validation::{Fields, Invalid};
pub use visitor::Visitor;
pub use widget_page::WidgetPage;

use axum::http::HeaderMap;

/// Whether the visitor came by HTTPS. Lambda, API Gateway and CloudFront end TLS before us and say so in `X-Forwarded-Proto`.
#[must_use]
pub fn is_https(headers: &HeaderMap) -> bool {
    let first = headers
        .get("x-forwarded-proto")
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(',').next());
    first.is_some_and(|protocol| protocol.trim().eq_ignore_ascii_case("https"))
}

/// The browser's name for itself.
#[must_use]
pub fn user_agent(headers: &HeaderMap) -> Option<&str> {
    headers.get(axum::http::header::USER_AGENT)?.to_str().ok()
}
