//! What a second factor that is turned on allows: new recovery codes, and turning it off. Both need password and code.

use super::{FAILED, RecoveryCodesAnswer, answer, read_both};
use crate::{AuthState, own_check};
use axum::Json;
use axum::extract::State;
use serde_json::Value;
use shared::Secret;
use shared::http::description::{ErrorAnswer, Said, SessionChanges};
use shared::http::{ApiError, JsonBody, SignedIn};
use shared::second_factor::{self, Code};
use shared::sessions::User;
use std::time::SystemTime;
use utoipa::ToSchema;

/// Who changes the second factor says the password once more, and a code.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
pub struct PasswordAndCode {
    #[schema(min_length = 1, format = Password)]
    password: String,
    /// Of the authenticator, or a recovery code.
    #[schema(min_length = 1)]
    code: String,
}

/// Make new recovery codes
///
/// They take the place of those that are left.
#[utoipa::path(
    post, path = "/api/auth/second-factor/recovery-codes", operation_id = "replaceRecoveryCodes", tag = "session",
    security(("session" = [])),
    request_body = PasswordAndCode,
    responses(
        SessionChanges,
        (status = 200, body = RecoveryCodesAnswer, description = "The new ones."),
        (status = 403, body = ErrorAnswer, description = "Password or code is wrong, or the request comes from a page of another site."),
        (status = 409, body = ErrorAnswer, description = "It is not turned on, or the password was changed meanwhile."),
        (status = 429, body = ErrorAnswer, description = "Too many wrong passwords or codes: try again after the seconds in `Retry-After`."),
    ),
)]
pub async fn replace_recovery_codes(
    State(state): State<AuthState>,
    caller: SignedIn,
    JsonBody(body): JsonBody,
) -> Result<Json<RecoveryCodesAnswer>, ApiError> {
    let (user, checked_hash, code) = check(&state, &caller, &body).await?;
    let codes = second_factor::generate_recovery_codes(user.id);
    let replaced = second_factor::replace_own_recovery_codes(&checked_hash, &code, &codes);
    let (_, outcome) = caller.run(replaced, FAILED).await?;
    own_check::done(outcome)?;
    Ok(answer(&codes))
}

/// Turn the second factor off
#[utoipa::path(
    delete, path = "/api/auth/second-factor", operation_id = "disableSecondFactor", tag = "session", security(("session" = [])),
    request_body = PasswordAndCode,
    responses(
        SessionChanges,
        (status = 200, body = Said, description = "From now on the password is enough."),
        (status = 403, body = ErrorAnswer, description = "Password or code is wrong, or the request comes from a page of another site."),
        (status = 409, body = ErrorAnswer, description = "It is not turned on, or the password was changed meanwhile."),
        (status = 429, body = ErrorAnswer, description = "Too many wrong passwords or codes: try again after the seconds in `Retry-After`."),
    ),
)]
pub async fn disable(
    State(state): State<AuthState>,
    caller: SignedIn,
    JsonBody(body): JsonBody,
) -> Result<Json<Said>, ApiError> {
    let (_, checked_hash, code) = check(&state, &caller, &body).await?;
    let disabled = second_factor::disable_own(&checked_hash, &code);
    let (_, outcome) = caller.run(disabled, FAILED).await?;
    own_check::done(outcome)?;
    Ok(Json(Said {
        message: "Second factor turned off",
    }))
}

/// The hash that the password was checked against, and a code that may be right.
async fn check(
    state: &AuthState,
    caller: &SignedIn,
    body: &Value,
) -> Result<(User, Secret, Code), ApiError> {
    let (password, code) = match read_both(body) {
        Ok(both) => both,
        Err(invalid) => return Err(own_check::refuse(caller, &invalid, FAILED).await),
    };
    let (user, own) = own_check::begin(caller, FAILED).await?;
    let checked_hash =
        own_check::check_password(state, own.password_hash, password, FAILED).await?;
    let enabled = own.second_factor.filter(|_| own.is_enabled);
    let factor = enabled.ok_or_else(own_check::missing)?;
    let sealer = &state.services.sealer;
    let code = factor
        .check(sealer, user.id, &code, SystemTime::now())
        .ok_or_else(own_check::wrong_code)?;
    Ok((user, checked_hash, code))
}
