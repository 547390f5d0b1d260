//! `POST /api/auth/password`: a new password for somebody who knows the current one. Ends all other sessions.

use crate::weak_password::weakness;
use crate::{AuthState, own_check};
use axum::Json;
use axum::extract::State;
use serde_json::Value;
use shared::http::description::{ErrorAnswer, Said, SessionChanges};
use shared::http::validation::Rule;
use shared::http::{ApiError, Fields, Invalid, JsonBody, SignedIn};
use shared::{Secret, sign_in, users};
use utoipa::ToSchema;

const FAILED: &str = "Failed to change password";

/// How long a new password must and may be, in UTF-16 code units.
#[derive(Clone, Copy, Debug)]
pub struct PasswordRule {
    /// At least.
    pub min: (usize, &'static str),
    /// At most: hashing a book would take a core for long.
    pub max: (usize, &'static str),
    /// Whether one that is guessed first is refused.
    pub refuses_weak: bool,
}

impl Default for PasswordRule {
    /// NIST SP 800-63B: at least 8, and room for a long passphrase.
    fn default() -> Self {
        Self {
            min: (8, "Password must be at least 8 characters"),
            max: (128, "Password must be at most 128 characters"),
            refuses_weak: true,
        }
    }
}

impl PasswordRule {
    /// Reads a new password of the user of that name.
    pub(crate) fn read(self, fields: &mut Fields, name: &'static str, username: &str) -> Secret {
        let rules = [
            Rule::Min(self.min.0, self.min.1),
            Rule::Max(self.max.0, self.max.1),
        ];
        let password = fields.text(name, &rules);
        let length = password.encode_utf16().count();
        // Of a wrong length, it is told only that.
        if self.refuses_weak
            && (self.min.0..=self.max.0).contains(&length)
            && let Some(weakness) = weakness(&password, username)
        {
            fields.require(name, false, weakness);
        }
        Secret::new(password)
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
        (status = 429, body = ErrorAnswer, description = "Too many wrong passwords: try again after the seconds in `Retry-After`."),
    ),
)]
pub async fn change(
    State(state): State<AuthState>,
    caller: SignedIn,
    JsonBody(body): JsonBody,
) -> Result<Json<Said>, ApiError> {
    // What can be seen to be wrong without the user's name is no attempt.
    if let Err(invalid) = read(&body, state.password_rule, "") {
        return Err(own_check::refuse(&caller, &invalid, FAILED).await);
    }
    let (user, own) = own_check::begin(&caller, FAILED).await?;
    let (current, new) = read(&body, state.password_rule, &user.username)
        .map_err(|invalid| ApiError::invalid("Validation error", &invalid))?;

    let checked_hash =
        own_check::check_password(&state, own.password_hash, current, FAILED).await?;
    let new_hash = state
        .passwords
        .hash(new)
        .await
        .map_err(|error| ApiError::internal(FAILED, error))?;
    let statements = (
        users::update_own_password(&checked_hash, &new_hash, &caller.sid),
        sign_in::forget_own(),
    );
    let (_, (done, ())) = caller.run(statements, FAILED).await?;
    if !done.0 {
        return Err(own_check::changed_meanwhile());
    }
    Ok(Json(Said {
        message: "Password changed successfully",
    }))
}

fn read(
    body: &Value,
    password_rule: PasswordRule,
    username: &str,
) -> Result<(Secret, Secret), Invalid> {
    let mut fields = Fields::of(body);
    let current = Secret::new(fields.text(
        "currentPassword",
        &[Rule::Min(1, "Current password is required")],
    ));
    let new = password_rule.read(&mut fields, "newPassword", username);
    fields.finish()?;
    Ok((current, new))
}
