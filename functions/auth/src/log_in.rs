//! `POST /api/auth/login`. Two round trips: the attempt is counted and the stored hash read, then everything that follows from a right
//! password and code.

use crate::throttle::too_many_attempts;
use crate::{AuthState, SignedInAs, WRONG_CODE};
use axum::Json;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse};
use shared::clients::{self, NewClient};
use shared::database::AndThen;
use shared::device_cookie::Device;
use shared::http::description::{ErrorAnswer, OwnPages};
use shared::http::validation::Rule;
use shared::http::{self, ApiError, Fields, Invalid, JsonBody};
use shared::passwords::Checked;
use shared::second_factor::Code;
use shared::sessions::{NewSession, User};
use shared::sign_in::{self, Attempt, Begun};
use shared::users::{self, LoggedIn, Login};
use shared::{Secret, Services};
use std::time::SystemTime;
use utoipa::ToSchema;

const FAILED: &str = "An error occurred during login";
/// The same words for an unknown user and for a wrong password.
const WRONG: &str = "Invalid username or password";

struct Input {
    username: String,
    password: Secret,
    code: Option<Secret>,
}

/// Who logs in.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
pub struct Credentials {
    #[schema(min_length = 1)]
    username: String,
    #[schema(min_length = 1, format = Password)]
    password: String,
    /// Where a second factor is turned on: of the authenticator, or a recovery code.
    #[schema(nullable = false, min_length = 1)]
    code: Option<String>,
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
        (status = 401, body = ErrorAnswer, description = "There is no such user, or the password is wrong. After a right password `Second factor required` when there is no code, and `Invalid code` when it is wrong or was used."),
        (status = 429, body = ErrorAnswer, description = "Too many attempts on this name or from this address, whatever the password: try again after the seconds in `Retry-After`."),
    ),
)]
pub async fn log_in(
    State(state): State<AuthState>,
    headers: HeaderMap,
    JsonBody(body): JsonBody,
) -> Result<impl IntoResponse, ApiError> {
    let input = read(&body).map_err(|invalid| ApiError::invalid("Validation error", &invalid))?;
    let now = SystemTime::now();
    let keys = &state.services.session_keys;
    let device = Device::of(&headers, keys, now);
    let attempt = state
        .counter_names
        .attempt(&input.username, device, &headers);
    // The stored hash may change between its check and the log-in: a new password, or the upgrade of an old hash by another log-in of
    // the same moment. Then it is checked once more, which is no further attempt.
    for is_again in [false, true] {
        let found = if is_again {
            find(&state.services, &input.username).await?
        } else {
            begin(&state.services, &input.username, &attempt).await?
        };
        let (login, upgraded_hash) = check(&state, found, input.password.clone()).await?;
        let code = check_code(&state, &login, input.code.as_ref(), now)?;
        let session = NewSession::begin(
            login.user_id,
            now,
            http::is_https(&headers),
            http::user_agent(&headers),
            keys.sid(&headers),
        );
        let logged_in = users::log_in(&login, upgraded_hash.as_ref(), code.as_ref(), &session);
        // The old server gave a client to everybody who logged in without one, and so do we.
        let missing_client = NewClient::named(format!("{}'s Dashboard", input.username));
        let statements = (logged_in, clients::find_first_or_insert(&missing_client));
        let finished = state
            .services
            .database
            .run_alone(AndThen(statements, sign_in::forget(&attempt)));
        let ((logged_in, (_, (_, client))), ()) = finished
            .await
            .map_err(|error| ApiError::storage(FAILED, error))?;
        match logged_in {
            LoggedIn::Changed => {}
            LoggedIn::CodeRefused => return Err(invalid_code()),
            LoggedIn::As(username) => {
                let id = login.user_id;
                let known = device.filter(|device| device.user_id == id);
                let device = known.unwrap_or_else(|| Device::new(id));
                let cookies = AppendHeaders([
                    (SET_COOKIE, keys.set_cookie(&session)),
                    (SET_COOKIE, device.cookie(keys, now, session.is_secure)),
                ]);
                let answer = SignedInAs::new(User { id, username }, client);
                return Ok((cookies, Json(answer)));
            }
        }
    }
    Err(ApiError::unauthorized(WRONG))
}

/// Counts the attempt and finds the user of that name.
async fn begin(
    services: &Services,
    username: &str,
    attempt: &Attempt,
) -> Result<Option<Login>, ApiError> {
    let begun = sign_in::begin_log_in(storable(username), attempt);
    let begun = services.database.run_alone(begun).await;
    match begun.map_err(|error| ApiError::storage(FAILED, error))? {
        Begun::Wait(wait_s) => Err(too_many_attempts(wait_s)),
        Begun::Found(login) => Ok(login),
    }
}

/// The user of that name once more.
async fn find(services: &Services, username: &str) -> Result<Option<Login>, ApiError> {
    let Some(username) = storable(username) else {
        return Ok(None);
    };
    let found = services
        .database
        .run_alone(users::find_login(username))
        .await;
    found.map_err(|error| ApiError::storage(FAILED, error))
}

/// Postgres cannot even be asked for a name with a NUL, so nobody has it.
fn storable(username: &str) -> Option<&str> {
    (!username.contains('\0')).then_some(username)
}

/// The user whose password it is, and a better hash of it when the stored one should be replaced.
async fn check(
    state: &AuthState,
    login: Option<Login>,
    password: Secret,
) -> Result<(Login, Option<Secret>), ApiError> {
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

/// The code of somebody whose password was right; none where none is asked for.
fn check_code(
    state: &AuthState,
    login: &Login,
    typed: Option<&Secret>,
    now: SystemTime,
) -> Result<Option<Code>, ApiError> {
    let Some(factor) = &login.second_factor else {
        return Ok(None);
    };
    let typed = typed.ok_or_else(|| {
        ApiError::new(
            StatusCode::UNAUTHORIZED,
            "Second factor required",
            "Please enter the code of your authenticator, or a recovery code",
        )
    })?;
    let sealer = &state.services.sealer;
    let code = factor.check(sealer, login.user_id, typed, now);
    code.map(Some).ok_or_else(invalid_code)
}

fn invalid_code() -> ApiError {
    ApiError::new(StatusCode::UNAUTHORIZED, "Invalid code", WRONG_CODE)
}

/// No upper limits: a long name or password is just a wrong one.
fn read(body: &serde_json::Value) -> Result<Input, Invalid> {
    let mut fields = Fields::of(body);
    let username = fields.text("username", &[Rule::Min(1, "Username is required")]);
    let password = Secret::new(fields.text("password", &[Rule::Min(1, "Password is required")]));
    let code = fields.optional_text("code", &[Rule::Min(1, "Code is required")]);
    fields.finish()?;
    Ok(Input {
        username,
        password,
        code: code.map(Secret::new),
    })
}
