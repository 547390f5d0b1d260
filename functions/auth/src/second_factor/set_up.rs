//! Turning the second factor on: a secret for the authenticator, then a code that proves it has it.

use super::{FAILED, RecoveryCodesAnswer, answer, read_code, read_password};
use crate::{AuthState, own_check};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use shared::http::description::{ErrorAnswer, SessionChanges};
use shared::http::{ApiError, JsonBody, SignedIn};
use shared::second_factor::{self, AuthenticatorSecret};
use std::time::SystemTime;
use utoipa::ToSchema;

/// Who sets up a second factor says the password once more.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
pub struct SecondFactorSetUp {
    #[schema(min_length = 1, format = Password)]
    password: String,
}

/// What an authenticator is given. It is told this one time.
#[derive(Debug, Serialize, ToSchema)]
pub struct NewSecondFactor {
    /// For typing in: base32.
    #[schema(pattern = "^[A-Z2-7]{32}$")]
    secret: String,
    /// For a QR code.
    #[schema(pattern = "^otpauth://totp/")]
    uri: String,
}

/// A code of the authenticator.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
pub struct SecondFactorConfirmation {
    /// Six digits.
    #[schema(min_length = 1)]
    code: String,
}

/// Set up a second factor
///
/// It waits for a code of the authenticator; one that waits already is replaced.
#[utoipa::path(
    post, path = "/api/auth/second-factor", operation_id = "setUpSecondFactor", tag = "session", security(("session" = [])),
    request_body = SecondFactorSetUp,
    responses(
        SessionChanges,
        (status = 201, body = NewSecondFactor, description = "What the authenticator is given. Log-ins go on without it until it is confirmed."),
        (status = 403, body = ErrorAnswer, description = "The password is wrong, or the request comes from a page of another site."),
        (status = 409, body = ErrorAnswer, description = "It is turned on already, or the password was changed meanwhile."),
        (status = 429, body = ErrorAnswer, description = "Too many wrong passwords or codes: try again after the seconds in `Retry-After`."),
    ),
)]
pub async fn set_up(
    State(state): State<AuthState>,
    caller: SignedIn,
    JsonBody(body): JsonBody,
) -> Result<(StatusCode, Json<NewSecondFactor>), ApiError> {
    let password = match read_password(&body) {
        Ok(password) => password,
        Err(invalid) => return Err(own_check::refuse(&caller, &invalid, FAILED).await),
    };
    let (user, own) = own_check::begin(&caller, FAILED).await?;
    let checked_hash =
        own_check::check_password(&state, own.password_hash, password, FAILED).await?;
    let secret = AuthenticatorSecret::generate();
    let sealed = secret.seal(&state.services.sealer, user.id);
    let (_, outcome) = caller
        .run(second_factor::set_up_own(&checked_hash, &sealed), FAILED)
        .await?;
    own_check::done(outcome)?;
    let answer = NewSecondFactor {
        secret: secret.base32(),
        uri: secret.uri(&user.username),
    };
    Ok((StatusCode::CREATED, Json(answer)))
}

/// Confirm the second factor
///
/// A code of the authenticator turns it on and ends all other sessions.
#[utoipa::path(
    post, path = "/api/auth/second-factor/confirm", operation_id = "confirmSecondFactor", tag = "session", security(("session" = [])),
    request_body = SecondFactorConfirmation,
    responses(
        SessionChanges,
        (status = 200, body = RecoveryCodesAnswer, description = "From now on log-ins need a code: of the authenticator, or one of these."),
        (status = 403, body = ErrorAnswer, description = "The code is wrong, or the request comes from a page of another site."),
        (status = 409, body = ErrorAnswer, description = "It is turned on already, or not set up."),
        (status = 429, body = ErrorAnswer, description = "Too many wrong passwords or codes: try again after the seconds in `Retry-After`."),
    ),
)]
pub async fn confirm(
    State(state): State<AuthState>,
    caller: SignedIn,
    JsonBody(body): JsonBody,
) -> Result<Json<RecoveryCodesAnswer>, ApiError> {
    let code = match read_code(&body) {
        Ok(code) => code,
        Err(invalid) => return Err(own_check::refuse(&caller, &invalid, FAILED).await),
    };
    let (user, own) = own_check::begin(&caller, FAILED).await?;
    if own.is_enabled {
        return Err(own_check::already_enabled());
    }
    let factor = own.second_factor.ok_or_else(own_check::missing)?;
    let sealer = &state.services.sealer;
    let step = factor
        .check_authenticator(sealer, user.id, &code, SystemTime::now())
        .ok_or_else(own_check::wrong_code)?;
    let codes = second_factor::generate_recovery_codes(user.id);
    let enabled = second_factor::enable_own(&factor, step, &codes, &caller.sid);
    let (_, outcome) = caller.run(enabled, FAILED).await?;
    own_check::done(outcome)?;
    Ok(answer(&codes))
}
