//! `POST /api/auth/password`: a new password for somebody who knows the current one. Ends all other sessions.

use crate::AuthState;
use axum::Json;
use axum::extract::State;
use serde_json::Value;
use shared::http::description::{ErrorAnswer, Said, SessionChanges};
use shared::http::validation::Rule;
use shared::http::{ApiError, Fields, Invalid, JsonBody, SignedIn};
use shared::passwords::Checked;
use shared::{Secret, users};
use utoipa::ToSchema;

const FAILED: &str = "Failed to change password";
const WRONG: &str = "The current password is not correct";

/// How long a new password must and may be, in UTF-16 code units.
#[derive(Clone, Copy, Debug)]
pub struct PasswordRule {
    /// At least.
    pub min: (usize, &'static str),
    /// At most: hashing a book would take a core for long.
    pub max: (usize, &'static str),
}

impl Default for PasswordRule {
    /// NIST SP 800-63B: at least 8, and room for a long passphrase.
    fn default() -> Self {
        Self {
            min: (8, "Password must be at least 8 characters"),
            max: (128, "Password must be at most 128 characters"),
        }
    }
}

impl PasswordRule {
    pub(crate) fn rules(self) -> [Rule; 2] {
        [
            Rule::Min(self.min.0, self.min.1),
            Rule::Max(self.max.0, self.max.1),
        ]
    }
}

/// A new password, and the one until now.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "only its description is used")]
pub struct PasswordChange {
    #[schema(min_length = 1, format = Password)]
    current_password: String,
    #[schema(min_length = 8, max_length = 128, format = Password)]
    new_password: String,
}

/// Change the password
///
/// Ends all sessions but the current one.
#[utoipa::path(
    post, path = "/api/auth/password", operation_id = "changePassword", tag = "session", security(("session" = [])),
    request_body = PasswordChange,
    responses(
        SessionChanges,
        (status = 200, body = Said, description = "The password is changed."),
        (status = 403, body = ErrorAnswer, description = "The current password is wrong, or the request comes from a page of another site."),
        (status = 409, body = ErrorAnswer, description = "The password was changed meanwhile."),
    ),
)]
pub async fn change(
    State(state): State<AuthState>,
    caller: SignedIn,
    JsonBody(body): JsonBody,
) -> Result<Json<Said>, ApiError> {
    let input = read(&body, state.password_rule);
    let (_, stored) = caller.run(users::find_own_password_hash(), FAILED).await?;
    let (current, new) =
        input.map_err(|invalid| ApiError::invalid("Validation error", &invalid))?;

    let checked_hash = check_own(&state, stored, current, FAILED).await?;
    let new_hash = state
        .passwords
        .hash(new)
        .await
        .map_err(|error| ApiError::internal(FAILED, error))?;
    let (_, done) = caller
        .run(
            users::update_own_password(&checked_hash, &new_hash, &caller.sid),
            FAILED,
        )
        .await?;
    if !done.0 {
        return Err(changed_meanwhile());
    }
    Ok(Json(Said {
        message: "Password changed successfully",
    }))
}

/// Checks the signed-in user's password again, before something that a stolen session alone must not do. Gives the hash it was
/// checked against.
pub(crate) async fn check_own(
    state: &AuthState,
    stored: users::OwnPasswordHash,
    password: Secret,
    failed: &'static str,
) -> Result<Secret, ApiError> {
    let checked = state
        .passwords
        .check(stored.0.clone(), password)
        .await
        .map_err(|error| ApiError::internal(failed, error))?;
    match (checked, stored.0) {
        (Checked::Right | Checked::RightAndUpgraded(_), Some(stored)) => Ok(stored),
        // Not 401: the session is good, and a dashboard that reads 401 sends people to log in.
        _ => Err(ApiError::forbidden(WRONG)),
    }
}

/// Somebody, or a log-in that upgraded the hash, was faster: what was checked is no longer what is stored.
pub(crate) fn changed_meanwhile() -> ApiError {
    ApiError::conflict("The password was changed meanwhile. Please try again.")
}

fn read(body: &Value, password_rule: PasswordRule) -> Result<(Secret, Secret), Invalid> {
    let mut fields = Fields::of(body);
    let current = Secret::new(fields.text(
        "currentPassword",
        &[Rule::Min(1, "Current password is required")],
    ));
    let new = Secret::new(fields.text("newPassword", &password_rule.rules()));
    fields.finish()?;
    Ok((current, new))
}
