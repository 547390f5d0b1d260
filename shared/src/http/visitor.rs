//! The visitor of a widget as a handler's argument: a page that shows a client's public key. The key's form is checked before the
//! handler runs; key, status and page are checked in the same round trip as the handler's statements.

use super::ApiError;
use super::cors::GrantedOrigin;
use crate::api_key;
use crate::clients::{self, KeyHolder};
use crate::database::Statements;
use crate::origins;
use crate::services::Services;
use crate::visitors::{VisitorId, address_hash};
use axum::extract::{FromRef, FromRequestParts};
use axum::http::header::{ORIGIN, REFERER};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

/// A page with a key in the right form. Whether the key opens anything is known once [`Self::run`] has answered.
#[derive(Clone, Debug)]
pub struct Visitor {
    key: String,
    /// `Origin`, else `Referer`.
    page: Option<String>,
    granted: Option<GrantedOrigin>,
    /// Who it is, for embeds that keep tokens.
    pub visitor_id: Option<VisitorId>,
    /// Where it is, as nobody can read it.
    pub address_hash: Option<String>,
    services: Services,
}

/// In it the visitor's browser sends the token that it was given, and anything else when it has none yet but would keep one.
pub const VISITOR_TOKEN: HeaderName = HeaderName::from_static("x-visitor-token");

impl<S: Send + Sync> FromRequestParts<S> for Visitor
where
    Services: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let key = key(&parts.headers);
        if key.is_empty() {
            return Err(ApiError::new(
                StatusCode::UNAUTHORIZED,
                "Missing API key",
                "Please provide an API key in the x-api-key header",
            ));
        }
        if !key.starts_with(api_key::PREFIX) {
            return Err(ApiError::new(
                StatusCode::UNAUTHORIZED,
                "Invalid API key format",
                "API key must start with pk_live_",
            ));
        }
        let page = [ORIGIN, REFERER]
            .iter()
            .filter_map(|name| parts.headers.get(name)?.to_str().ok())
            .find(|value| !value.is_empty());
        let services = Services::from_ref(state);
        let token = parts.headers.get(VISITOR_TOKEN);
        let known = |token: &HeaderValue| {
            let token = token.to_str().ok()?;
            VisitorId::of_token(token, &services.session_keys)
        };
        Ok(Self {
            key,
            page: page.map(str::to_owned),
            granted: parts.extensions.get().cloned(),
            visitor_id: token.map(|token| known(token).unwrap_or_default()),
            address_hash: address(&parts.headers)
                .map(|address| address_hash(address, &services.session_keys)),
            services,
        })
    }
}

/// The last one of the list was seen by who stands right before us; those before it are what somebody said. Behind two doors it is the
/// inner one's own address, which is good enough for a limit as loose as that of addresses.
fn address(headers: &HeaderMap) -> Option<&str> {
    let list = headers.get_all("x-forwarded-for").iter().next_back()?;
    let last = list.to_str().ok()?.rsplit(',').next()?.trim();
    (!last.is_empty()).then_some(last)
}

/// A header sent twice counts as one with a comma in it, as Node reads it: no key.
fn key(headers: &HeaderMap) -> String {
    let values = headers
        .get_all("x-api-key")
        .iter()
        .map(|value| String::from_utf8_lossy(value.as_bytes()));
    values.collect::<Vec<_>>().join(", ")
}

impl Visitor {
    /// The token of the visitor, for its browser to keep.
    #[must_use]
    pub fn token(&self) -> Option<String> {
        let visitor = self.visitor_id?;
        Some(visitor.token(&self.services.session_keys))
    }

    /// Opens the key's client and runs `statements` as a visitor of it, in one round trip; on a page that may not use the client they see
    /// and change nothing. `failure` is what the caller reads when one of them fails for a reason of ours.
    ///
    /// # Errors
    /// 401 for an unknown key, 403 for a client that is not active or does not allow the page, 503 when the database is
    /// away, 500 else.
    pub async fn run<S: Statements>(
        &self,
        statements: S,
        failure: &'static str,
    ) -> Result<(KeyHolder, S::Output), ApiError> {
        let (holder, output) = self
            .services
            .database
            .run(
                clients::open_by_key(&self.key, self.page.as_deref()),
                statements,
            )
            .await
            .map_err(|error| match error {
                crate::StorageError::Unavailable { .. } => ApiError::database_away(error),
                _ => authentication_failed(error),
            })?;
        let unknown = || {
            ApiError::new(
                StatusCode::UNAUTHORIZED,
                "Invalid API key",
                "The provided API key is not valid",
            )
        };
        let holder = holder.ok_or_else(unknown)?;
        let is_page_allowed = origins::is_allowed(&holder.allowed_domains, self.page.as_deref());
        if let (Ok(true), Some(granted)) = (&is_page_allowed, &self.granted) {
            granted.grant();
        }
        if holder.status != "active" {
            let message = format!("Your account status is: {}", holder.status);
            let error = ApiError::new(StatusCode::FORBIDDEN, "Client account not active", message);
            return Err(error.with("status", holder.status));
        }
        if !is_page_allowed.map_err(authentication_failed)? {
            let message = "Your domain is not authorized to use this API key";
            return Err(ApiError::new(
                StatusCode::FORBIDDEN,
                "Domain not allowed",
                message,
            ));
        }
        Ok((
            holder,
            output.map_err(|error| ApiError::storage(failure, error))?,
        ))
    }
}

fn authentication_failed(source: impl std::error::Error + Send + Sync + 'static) -> ApiError {
    let message = "An error occurred during authentication";
    ApiError::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "Authentication error",
        message,
    )
    .caused_by(source)
}
