//! `POST /api/auth/register`: a user, its first client with a widget, and a session, all or nothing.

use crate::password::PasswordRule;
use crate::{AuthState, SignedInAs, throttle};
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
use shared::sessions::{NewSession, User};
use shared::sign_in::{self, Rings};
use shared::{Secret, StorageError, users};
use std::time::SystemTime;
use utoipa::ToSchema;
use uuid::Uuid;

const FAILED: &str = "An error occurred during registration";

struct Registration {
    username: String,
    password: Secret,
    client_name: Option<String>,
}

/// A new user.
#[derive(ToSchema)]
#[schema(as = Registration, rename_all = "camelCase")]
#[expect(dead_code, reason = "only its description is used")]
pub struct RegistrationBody {
    #[schema(min_length = 3, max_length = 50, pattern = "^[A-Za-z0-9_-]+$")]
    username: String,
    #[schema(min_length = 8, max_length = 128, format = Password)]
    password: String,
    /// The first client's name; without one it is called after the user.
    #[schema(nullable = false, min_length = 1, max_length = 100)]
    client_name: Option<String>,
}

/// Register
///
/// Makes a user with a first client and its widget, and begins a session.
#[utoipa::path(
    post, path = "/api/auth/register", operation_id = "register", tag = "session",
    request_body = RegistrationBody,
    responses(
        OwnPages,
        (status = 201, body = SignedInAs, description = "The new user and client; the session is in the cookie."),
        (status = 409, body = ErrorAnswer, description = "The name is taken, in any case of letters."),
        (status = 429, body = ErrorAnswer, description = "Too many registrations or failures from this address: try again after the seconds in `Retry-After`."),
    ),
)]
pub async fn register(
    State(state): State<AuthState>,
    headers: HeaderMap,
    JsonBody(body): JsonBody,
) -> Result<impl IntoResponse, ApiError> {
    let Registration {
        username,
        password,
        client_name,
    } = read(&body, state.password_rule)
        .map_err(|invalid| ApiError::invalid("Validation error", &invalid))?;
    let password_hash = state
        .passwords
        .hash(password)
        .await
        .map_err(|error| ApiError::internal(FAILED, error))?;

    let user = User {
        id: Uuid::new_v4(),
        username,
    };
    let now = SystemTime::now();
    let session = NewSession::begin(
        user.id,
        now,
        http::is_https(&headers),
        http::user_agent(&headers),
        state.services.session_keys.sid(&headers),
    );
    let client =
        NewClient::named(client_name.unwrap_or_else(|| format!("{}'s Dashboard", user.username)));
    let registered = users::register(user.id, &user.username, &password_hash, &session);
    let failures = state.counter_names.failures(&headers);
    let registrations = state.counter_names.registrations(&headers);
    let statements = (
        sign_in::check(&failures),
        (
            sign_in::check(&registrations),
            (registered, clients::insert(&client)),
        ),
    );
    let statements = AndThen(statements, sign_in::count_registration(&registrations));
    let done = state.services.database.run_alone(statements).await;
    let client = match done {
        Ok((((), ((), (_, (client, ())))), ())) => client,
        Err(error) => return Err(refused(&state, &failures, error).await),
    };

    let keys = &state.services.session_keys;
    let device = Device::new(user.id);
    let cookies = AppendHeaders([
        (SET_COOKIE, keys.set_cookie(&session)),
        (SET_COOKIE, device.cookie(keys, now, session.is_secure)),
    ]);
    Ok((
        StatusCode::CREATED,
        cookies,
        Json(SignedInAs::new(user, Some(client))),
    ))
}

/// Who asks for many names learns which ones are taken: that counts as failing to log in by them.
async fn refused(state: &AuthState, failures: &Rings, error: StorageError) -> ApiError {
    match error {
        StorageError::Conflict { constraint, .. } if constraint == users::USERNAME_TAKEN => {
            let counted = sign_in::count_failure(failures);
            match state.services.database.run_alone(counted).await {
                Ok(()) => ApiError::conflict("Username already exists"),
                Err(error) => throttle::refused(FAILED, error),
            }
        }
        other => throttle::refused(FAILED, other),
    }
}

fn read(body: &serde_json::Value, password_rule: PasswordRule) -> Result<Registration, Invalid> {
    let mut fields = Fields::of(body);
    let username = fields.text(
        "username",
        &[
            Rule::Min(3, "Username must be at least 3 characters"),
            Rule::Max(50, "Username must be less than 50 characters"),
            Rule::Matches(
                is_username,
                "Username can only contain letters, numbers, underscores, and hyphens",
            ),
        ],
    );
    let password = password_rule.read(&mut fields, "password", &username);
    let client_name = fields.optional_text(
        "clientName",
        &[
            Rule::Min(1, "Client name is required"),
            Rule::Max(100, "Client name must be less than 100 characters"),
            Rule::Storable,
        ],
    );
    fields.finish()?;
    Ok(Registration {
        username,
        password,
        client_name,
    })
}

fn is_username(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}
