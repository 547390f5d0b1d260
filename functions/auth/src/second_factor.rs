//! `/api/auth/second-factor`: a code of an authenticator besides the password.

mod set_up;
mod turned_on;

pub use set_up::{__path_confirm, __path_set_up, confirm, set_up};
pub use turned_on::{
    __path_disable, __path_replace_recovery_codes, disable, replace_recovery_codes,
};

use axum::Json;
use serde::Serialize;
use serde_json::Value;
use shared::http::description::SessionReads;
use shared::http::validation::Rule;
use shared::http::{ApiError, Fields, Invalid, SignedIn};
use shared::second_factor::{self, RecoveryCodes};
use shared::{Secret, timestamps};
use utoipa::ToSchema;

const FAILED: &str = "Failed to change the second factor";

/// Whether a code is asked for at log-in.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SecondFactor {
    enabled: bool,
    /// Since when.
    #[schema(required, format = DateTime)]
    enabled_at: Option<String>,
    /// How many recovery codes were not used yet.
    #[schema(minimum = 0, maximum = 10)]
    recovery_codes_left: i64,
}

/// Recovery codes
///
/// Each is good once, in place of an authenticator's code. They are told this one time.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RecoveryCodesAnswer {
    #[schema(min_items = 10, max_items = 10)]
    recovery_codes: Vec<String>,
}

/// Read the own second factor
#[utoipa::path(
    get, path = "/api/auth/second-factor", operation_id = "readSecondFactor", tag = "session", security(("session" = [])),
    responses(SessionReads, (status = 200, body = SecondFactor, description = "Whether a code is asked for at log-in.")),
)]
pub async fn read(caller: SignedIn) -> Result<Json<SecondFactor>, ApiError> {
    let failed = "Failed to read the second factor";
    let (_, own) = caller.run(second_factor::find_own(), failed).await?;
    Ok(Json(SecondFactor {
        enabled: own.enabled_at.is_some(),
        enabled_at: own.enabled_at.map(timestamps::iso_utc),
        recovery_codes_left: own.recovery_codes_left,
    }))
}

fn answer(codes: &RecoveryCodes) -> Json<RecoveryCodesAnswer> {
    Json(RecoveryCodesAnswer {
        recovery_codes: codes.shown(),
    })
}

fn read_password(body: &Value) -> Result<Secret, Invalid> {
    let mut fields = Fields::of(body);
    let password = password(&mut fields);
    fields.finish()?;
    Ok(password)
}

fn read_code(body: &Value) -> Result<Secret, Invalid> {
    let mut fields = Fields::of(body);
    let code = code(&mut fields);
    fields.finish()?;
    Ok(code)
}

fn read_both(body: &Value) -> Result<(Secret, Secret), Invalid> {
    let mut fields = Fields::of(body);
    let both = (password(&mut fields), code(&mut fields));
    fields.finish()?;
    Ok(both)
}

fn password(fields: &mut Fields) -> Secret {
    Secret::new(fields.text("password", &[Rule::Min(1, "Password is required")]))
}

fn code(fields: &mut Fields) -> Secret {
    Secret::new(fields.text("code", &[Rule::Min(1, "Code is required")]))
}
