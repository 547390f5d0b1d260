//! `POST /api/auth/register`: a user, its first client with a widget, and a session, all or nothing.

use crate::password::PasswordRule;
use crate::{AuthState, SignedInAs};
use axum::Json;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use shared::clients::{self, NewClient};
use shared::http::description::{ErrorAnswer, OwnPages};
use shared::http::validation::Rule;
use shared::http::{self, ApiError, Fields, Invalid, JsonBody};
use shared::sessions::{NewSession, User};
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
    let session = NewSession::begin(
        user.id,
        SystemTime::now(),
        http::is_https(&headers),
        http::user_agent(&headers),
        state.services.session_keys.sid(&headers),
    );
    let client =
        NewClient::named(client_name.unwrap_or_else(|| format!("{}'s Dashboard", user.username)));
    let registered = users::register(user.id, &user.username, &password_hash, &session);
    let (_, (client, ())) = state
        .services
        .database
        .run_alone((registered, clients::insert(&client)))
        .await
        .map_err(refused)?;

    let cookie = state.services.session_keys.set_cookie(&session);
    Ok((
        StatusCode::CREATED,
        [(SET_COOKIE, cookie)],
        Json(SignedInAs::new(user, Some(client))),
    ))
}

fn refused(error: StorageError) -> ApiError {
    match error {
        StorageError::Conflict { constraint, .. } if constraint == users::USERNAME_TAKEN => {
            ApiError::conflict("Username already exists")
        }
        other => ApiError::storage(FAILED, other),
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
    let password = Secret::new(fields.text("password", &password_rule.rules()));
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
