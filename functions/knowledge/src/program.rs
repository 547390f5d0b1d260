//! A program that reads a client's knowledge, as a handler's argument: it shows a token of the client. The token's form is checked
//! before the handler runs; token and status are checked in the same round trip as the handler's statements.

use axum::extract::{FromRef, FromRequestParts};
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use shared::client_tokens::{self, PREFIX, TokenHolder};
use shared::database::Statements;
use shared::http::ApiError;
use shared::{Secret, Services};

const LONGEST_BYTES: usize = 200;

/// Somebody with a token in the right form. Whether it opens anything is known once [`Self::run`] has answered.
#[derive(Clone, Debug)]
pub struct Program {
    token: Secret,
    services: Services,
}

impl<S: Send + Sync> FromRequestParts<S> for Program
where
    Services: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let header = parts.headers.get(AUTHORIZATION);
        let (scheme, token) = header
            .and_then(|header| header.to_str().ok())
            .and_then(|text| text.split_once(' '))
            .ok_or_else(no_token)?;
        let token = token.trim();
        let is_token = scheme.eq_ignore_ascii_case("bearer")
            && token.starts_with(PREFIX)
            && token.len() <= LONGEST_BYTES;
        if !is_token {
            return Err(no_token());
        }
        Ok(Self {
            token: Secret::new(token),
            services: Services::from_ref(state),
        })
    }
}

impl Program {
    /// Opens the token's client and runs `statements` for it, in one round trip. `failure` is what the caller reads when one of them
    /// fails for a reason of ours.
    ///
    /// # Errors
    /// 401 for an unknown token, 403 for a client that is not active, 503 when the database is away, 500 else.
    pub async fn run<S: Statements>(
        &self,
        statements: S,
        failure: &'static str,
    ) -> Result<S::Output, ApiError> {
        let opening = client_tokens::open(self.token.expose());
        let (holder, output) = self
            .services
            .database
            .run(opening, statements)
            .await
            .map_err(|error| ApiError::storage(failure, error))?;
        match holder {
            None => Err(ApiError::unauthorized("This token is not valid")),
            Some(TokenHolder { status, .. }) if status != "active" => Err(ApiError::new(
                StatusCode::FORBIDDEN,
                "Client account not active",
                format!("Your account status is: {status}"),
            )),
            Some(_) => output.map_err(|error| ApiError::storage(failure, error)),
        }
    }
}

fn no_token() -> ApiError {
    ApiError::unauthorized("Send a token of the client as Authorization: Bearer ct_live_…")
}

/// Answers differ by token or secret, which no cache looks at.
pub async fn never_cached(mut response: Response) -> Response {
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
