//! Proving once more who is signed in, before something that a stolen session alone must not do. Attempts are counted, like those to log in.

use crate::AuthState;
use crate::throttle::too_many_attempts;
use axum::http::StatusCode;
use shared::Secret;
use shared::http::{ApiError, Invalid, SignedIn};
use shared::passwords::Checked;
use shared::second_factor::Outcome;
use shared::sessions::User;
use shared::sign_in::{self, OwnCheck, OwnSecrets};

/// Counts an attempt and gives what password and code are checked against.
pub(crate) async fn begin(
    caller: &SignedIn,
    failed: &'static str,
) -> Result<(User, OwnSecrets), ApiError> {
    let (user, check) = caller.run(sign_in::begin_own_check(), failed).await?;
    match check {
        OwnCheck::Wait(wait_s) => Err(too_many_attempts(wait_s)),
        OwnCheck::Against(secrets) => Ok((user, secrets)),
    }
}

/// 400 for somebody who is signed in, and 401 for anybody else. It counts as no attempt.
pub(crate) async fn refuse(caller: &SignedIn, invalid: &Invalid, failed: &'static str) -> ApiError {
    match caller.run((), failed).await {
        Ok(_) => ApiError::invalid("Validation error", invalid),
        Err(error) => error,
    }
}

/// Checks the signed-in user's password. Gives the hash it was checked against.
pub(crate) async fn check_password(
    state: &AuthState,
    stored: Option<Secret>,
    password: Secret,
    failed: &'static str,
) -> Result<Secret, ApiError> {
    let checked = state
        .passwords
        .check(stored.clone(), password)
        .await
        .map_err(|error| ApiError::internal(failed, error))?;
    match (checked, stored) {
        (Checked::Right | Checked::RightAndUpgraded(_), Some(stored)) => Ok(stored),
        // Not 401: the session is good, and a dashboard that reads 401 sends people to log in.
        _ => Err(ApiError::forbidden("The current password is not correct")),
    }
}

/// The signed-in user's code is wrong or was used.
pub(crate) fn wrong_code() -> ApiError {
    ApiError::new(StatusCode::FORBIDDEN, "Invalid code", crate::WRONG_CODE)
}

/// Somebody, or a log-in that upgraded the hash, was faster: what was checked is no longer what is stored.
pub(crate) fn changed_meanwhile() -> ApiError {
    ApiError::conflict("The password was changed meanwhile. Please try again.")
}

/// What a change of the second factor came to, when it was not done.
pub(crate) fn done(outcome: Outcome) -> Result<(), ApiError> {
    match outcome {
        Outcome::Done => Ok(()),
        Outcome::PasswordChanged => Err(changed_meanwhile()),
        Outcome::CodeRefused => Err(wrong_code()),
        Outcome::AlreadyEnabled => Err(already_enabled()),
        Outcome::Missing => Err(missing()),
    }
}

pub(crate) fn already_enabled() -> ApiError {
    ApiError::conflict("The second factor is turned on already")
}

pub(crate) fn missing() -> ApiError {
    ApiError::conflict("The second factor is not set up")
}
