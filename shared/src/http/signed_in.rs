//! The signed-in user as a handler's argument. The cookie is checked before the handler runs; the session itself is opened in the
//! same round trip as the handler's statements.

use super::ApiError;
use crate::database::{Statements, StorageError};
use crate::services::Services;
use crate::sessions::{self, Opened, Sid, User};
use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;

const NOT_SIGNED_IN: &str = "You must be logged in to access this resource";

/// Somebody who holds a cookie that we signed. Whether the session behind it lives is known once [`Self::run`] has answered.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The session id of the cookie.
    pub sid: Sid,
    services: Services,
}

impl<S: Send + Sync> FromRequestParts<S> for SignedIn
where
    Services: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let services = Services::from_ref(state);
        let sid = services
            .session_keys
            .sid(&parts.headers)
            .ok_or(ApiError::unauthorized(NOT_SIGNED_IN))?;
        Ok(Self { sid, services })
    }
}

impl SignedIn {
    /// Opens the session and runs `statements` as its user, in one round trip. `failure` is what the caller reads when one of
    /// them fails for a reason of ours.
    ///
    /// # Errors
    /// 401 when there is no such session or its user is gone, 503 when the database is away, 500 else.
    pub async fn run<S: Statements>(
        &self,
        statements: S,
        failure: &'static str,
    ) -> Result<(User, S::Output), ApiError> {
        let (user, output) = self.try_run(statements).await?;
        Ok((
            user,
            output.map_err(|error| ApiError::storage(failure, error))?,
        ))
    }

    /// Like [`Self::run`], for handlers to whom some refusals of the database mean something.
    ///
    /// # Errors
    /// See [`Self::run`]; the inner result is that of the statements.
    pub async fn try_run<S: Statements>(
        &self,
        statements: S,
    ) -> Result<(User, Result<S::Output, StorageError>), ApiError> {
        let (opened, output) = self
            .services
            .database
            .run(sessions::open(&self.sid), statements)
            .await
            .map_err(|error| ApiError::storage("An error occurred during authentication", error))?;
        match opened {
            Opened::SignedIn(user) => Ok((user, output)),
            Opened::UserGone => Err(ApiError::unauthorized("User session is invalid")),
            Opened::Nobody => Err(ApiError::unauthorized(NOT_SIGNED_IN)),
        }
    }
}
