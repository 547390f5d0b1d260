//! A widget's page as a handler's argument: one that shows a client's public key. The key's form is checked before the handler runs; key,
//! status and page are checked in the same round trip as the handler's statements.

use super::ApiError;
use super::cors::GrantedOrigin;
use crate::api_key;
use crate::clients::{self, KeyHolder};
use crate::database::{Statement, Statements, StorageError};
use crate::origins;
use crate::services::Services;
use axum::extract::{FromRef, FromRequestParts};
use axum::http::header::{ORIGIN, REFERER};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};

/// A page with a key in the right form. Whether the key opens anything is known once [`Self::run`] has answered.
#[derive(Clone, Debug)]
pub struct WidgetPage {
    key: String,
    /// `Origin`, else `Referer`.
    page: Option<String>,
    granted: Option<GrantedOrigin>,
    pub(super) services: Services,
}

impl<S: Send + Sync> FromRequestParts<S> for WidgetPage
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
        Ok(Self {
            key,
            page: page.map(str::to_owned),
            granted: parts.extensions.get().cloned(),
            services: Services::from_ref(state),
        })
    }
}

/// A header sent twice counts as one with a comma in it, as Node reads it: no key.
fn key(headers: &HeaderMap) -> String {
    let values = headers
        .get_all("x-api-key")
        .iter()
        .map(|value| String::from_utf8_lossy(value.as_bytes()));
    values.collect::<Vec<_>>().join(", ")
}

impl WidgetPage {
    /// What the browser says of the page: see [`crate::origins`].
    #[must_use]
    pub fn page(&self) -> Option<&str> {
        self.page.as_deref()
    }

    pub(super) fn key(&self) -> &str {
        &self.key
    }

    /// Opens the key's client and runs `statements` for a page of it, whoever looks at it, in one round trip; on a page that may not use
    /// the client they see and change nothing. `failure` is what the caller reads when one of them fails for a reason of ours.
    ///
    /// # Errors
    /// 401 for an unknown key, 403 for a client that is not active or does not allow the page, 503 when the database is
    /// away, 500 else.
    pub async fn run<S: Statements>(
        &self,
        statements: S,
        failure: &'static str,
    ) -> Result<(KeyHolder, S::Output), ApiError> {
        let opening = clients::open_by_key(&self.key, self.page());
        let (holder, output) = self.open(opening, statements).await?;
        let holder = holder.ok_or_else(unknown_key)?;
        self.check(&holder)?;
        let output = output.map_err(|error| ApiError::storage(failure, error))?;
        Ok((holder, output))
    }

    /// Runs `statements` behind the one that opens the client. What they gave counts only when that has opened it.
    pub(super) async fn open<T: Send, S: Statements>(
        &self,
        opening: Statement<T>,
        statements: S,
    ) -> Result<(T, Result<S::Output, StorageError>), ApiError> {
        let run = self.services.database.run(opening, statements).await;
        run.map_err(|error| match error {
            StorageError::Unavailable { .. } => ApiError::database_away(error),
            _ => authentication_failed(error),
        })
    }

    /// Refuses what a client's status or its list of pages forbid, and lets an allowed page read the answer, whatever it is.
    pub(super) fn check(&self, holder: &KeyHolder) -> Result<(), ApiError> {
        let is_page_allowed = origins::is_allowed(&holder.allowed_domains, self.page());
        if let (Ok(true), Some(granted)) = (&is_page_allowed, &self.granted) {
            granted.grant();
        }
        if holder.status != "active" {
            let message = format!("Your account status is: {}", holder.status);
            let error = ApiError::new(StatusCode::FORBIDDEN, "Client account not active", message);
            return Err(error.with("status", holder.status.clone()));
        }
        if !is_page_allowed.map_err(authentication_failed)? {
            let message = "Your domain is not authorized to use this API key";
            return Err(ApiError::new(
                StatusCode::FORBIDDEN,
                "Domain not allowed",
                message,
            ));
        }
        Ok(())
    }
}

pub(super) fn unknown_key() -> ApiError {
    ApiError::new(
        StatusCode::UNAUTHORIZED,
        "Invalid API key",
        "The provided API key is not valid",
    )
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
