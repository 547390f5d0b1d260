//! `DELETE /api/auth/account`: the user with clients, widgets and sessions, for somebody who knows the password.

use crate::{AuthState, password};
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::IntoResponse;
use serde_json::json;
use shared::http::validation::Rule;
use shared::http::{self, ApiError, Fields, JsonBody, SignedIn};
use shared::{Secret, session_cookie, users};

const FAILED: &str = "Failed to delete account";

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
        Json(json!({"message": "Account deleted successfully"})),
    ))
}
