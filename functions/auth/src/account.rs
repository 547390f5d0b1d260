//! `DELETE /api/auth/account`: the user with clients, widgets and sessions, for somebody who knows the password.

use crate::{AuthState, password};
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::IntoResponse;
use shared::http::description::{ErrorAnswer, Said, SessionChanges};
use shared::http::validation::Rule;
use shared::http::{self, ApiError, Fields, JsonBody, SignedIn};
use shared::{Secret, session_cookie, users};
use utoipa::ToSchema;

const FAILED: &str = "Failed to delete account";

/// Who deletes the account says the password once more.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
pub struct AccountDeletion {
    #[schema(min_length = 1, format = Password)]
    password: String,
}

/// Delete the account
///
/// The user is gone with clients, widgets and sessions.
#[utoipa::path(
    delete, path = "/api/auth/account", operation_id = "deleteAccount", tag = "session", security(("session" = [])),
    request_body = AccountDeletion,
    responses(
        SessionChanges,
        (status = 200, body = Said, description = "All is gone, and the cookie is taken back."),
        (status = 403, body = ErrorAnswer, description = "The password is wrong, or the request comes from a page of another site."),
        (status = 409, body = ErrorAnswer, description = "The password was changed meanwhile."),
    ),
)]
pub async fn delete(
    State(state): State<AuthState>,
    caller: SignedIn,
    headers: HeaderMap,
    JsonBody(body): JsonBody,
) -> Result<impl IntoResponse, ApiError> {
    let mut fields = Fields::of(&body);
    let password = Secret::new(fields.text("password", &[Rule::Min(1, "Password is required")]));
    let (_, stored) = caller.run(users::find_own_password_hash(), FAILED).await?;
    fields
        .finish()
        .map_err(|invalid| ApiError::invalid("Validation error", &invalid))?;

    let checked_hash = password::check_own(&state, stored, password, FAILED).await?;
    let (_, done) = caller
        .run(users::delete_own_account(&checked_hash), FAILED)
        .await?;
    if !done.0 {
        return Err(password::changed_meanwhile());
    }
    let cookie = session_cookie::clear_cookie(http::is_https(&headers));
    Ok((
        [(SET_COOKIE, cookie)],
        Json(Said {
            message: "Account deleted successfully",
        }),
    ))
}
