//! `POST /api/auth/login`. Two round trips: the stored hash, then everything that follows from a right password.

use crate::{AuthState, SignedInAs};
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::IntoResponse;
use shared::clients::{self, NewClient};
use shared::http::description::{ErrorAnswer, OwnPages};
use shared::http::validation::Rule;
use shared::http::{self, ApiError, Fields, Invalid, JsonBody};
use shared::passwords::Checked;
use shared::sessions::{NewSession, User};
use shared::users::{self, LoggedIn, Login};
use shared::{Secret, Services};
use std::time::SystemTime;
use utoipa::ToSchema;

const FAILED: &str = "An error occurred during login";
/// The same words for an unknown user and for a wrong password.
const WRONG: &str = "Invalid username or password";
/// The stored hash may change between its check and the log-in: a new password, or the upgrade of an old hash by another log-in of
/// the same moment. Then it is checked once more.
const ATTEMPTS: usize = 2;

/// Who logs in.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
pub struct Credentials {
    #[schema(min_length = 1)]
    username: String,
    #[schema(min_length = 1, format = Password)]
    password: String,
}

/// Log in
///
/// Begins a session in place of the one that the cookie names.
#[utoipa::path(
    post, path = "/api/auth/login", operation_id = "logIn", tag = "session",
    request_body = Credentials,
    responses(
        OwnPages,
        (status = 200, body = SignedInAs, description = "The user and the oldest client; the session is in the cookie."),
        (status = 401, body = ErrorAnswer, description = "There is no such user, or the password is wrong."),
    ),
)]
pub async fn log_in(
    State(state): State<AuthState>,
    headers: HeaderMap,
    JsonBody(body): JsonBody,
) -> Result<impl IntoResponse, ApiError> {
    let (username, password) =
        read(&body).map_err(|invalid| ApiError::invalid("Validation error", &invalid))?;
    for _ in 0..ATTEMPTS {
        let (login, upgraded_hash) = check(&state, &username, password.clone()).await?;
        let session = NewSession::begin(
            login.user_id,
            SystemTime::now(),
            http::is_https(&headers),
            http::user_agent(&headers),
            state.services.session_keys.sid(&headers),
        );
        // The old server gave a client to everybody who logged in without one, and so do we.
        let missing_client = NewClient::named(format!("{username}'s Dashboard"));
        let logged_in = users::log_in(&login, upgraded_hash.as_ref(), &session);
        let (logged_in, (_, (_, client))) = state
            .services
            .database
            .run_alone((logged_in, clients::find_first_or_insert(&missing_client)))
            .await
            .map_err(|error| ApiError::storage(FAILED, error))?;
        if let Some(LoggedIn { username }) = logged_in {
            let cookie = state.services.session_keys.set_cookie(&session);
            let id = login.user_id;
            let answer = SignedInAs::new(User { id, username }, client);
            return Ok(([(SET_COOKIE, cookie)], Json(answer)));
        }
    }
    Err(ApiError::unauthorized(WRONG))
}

/// The user whose password it is, and a better hash of it when the stored one should be replaced.
async fn check(
    state: &AuthState,
    username: &str,
    password: Secret,
) -> Result<(Login, Option<Secret>), ApiError> {
    let login = find(&state.services, username).await?;
    let stored = login.as_ref().map(|login| login.password_hash.clone());
    let checked = state
        .passwords
        .check(stored, password)
        .await
        .map_err(|error| ApiError::internal(FAILED, error))?;
    match (login, checked) {
        (None, _) | (_, Checked::Wrong) => Err(ApiError::unauthorized(WRONG)),
        (Some(login), Checked::Right) => Ok((login, None)),
        (Some(login), Checked::RightAndUpgraded(hash)) => Ok((login, Some(hash))),
    }
}

async fn find(services: &Services, username: &str) -> Result<Option<Login>, ApiError> {
    if username.contains('\0') {
        // Postgres cannot even be asked for such a name, so nobody has it.
        return Ok(None);
    }
    let found = services
        .database
        .run_alone(users::find_login(username))
        .await;
    found.map_err(|error| ApiError::storage(FAILED, error))
}

/// No upper limits: a long name or password is just a wrong one.
fn read(body: &serde_json::Value) -> Result<(String, Secret), Invalid> {
    let mut fields = Fields::of(body);
    let username = fields.text("username", &[Rule::Min(1, "Username is required")]);
    let password = Secret::new(fields.text("password", &[Rule::Min(1, "Password is required")]));
    fields.finish()?;
    Ok((username, password))
}
