//! `DELETE /api/auth/account`: the user with clients, widgets and sessions, for somebody who knows the password.

use crate::{AuthState, own_check};
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::IntoResponse;
use shared::http::description::{ErrorAnswer, Said, SessionChanges};
use shared::http::validation::Rule;
use shared::http::{self, ApiError, Fields, JsonBody, SignedIn};
use shared::{Secret, session_cookie, sign_in, users};
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
        (status = 429, body = ErrorAnswer, description = "Too many wrong passwords: try again after the seconds in `Retry-After`."),
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
    if let Err(invalid) = fields.finish() {
        return Err(own_check::refuse(&caller, &invalid, FAILED).await);
    }

    let (_, own) = own_check::begin(&caller, FAILED).await?;
    let checked_hash =
        own_check::check_password(&state, own.password_hash, password, FAILED).await?;
    let statements = (
        users::delete_own_account(&checked_hash),
        sign_in::forget_own(),
    );
    let (_, (done, ())) = caller.run(statements, FAILED).await?;
    if !done.0 {
        return Err(own_check::changed_meanwhile());
    }
    let cookie = session_cookie::clear_cookie(http::is_https(&headers));
    Ok((
        [(SET_COOKIE, cookie)],
        Json(Said {
            message: "Account deleted successfully",
        }),
    ))
}
