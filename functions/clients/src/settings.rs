//! `GET` and `PATCH /api/dashboard/clients/{id}/settings`: where the client is at home and how long it keeps conversations. Its plan is
//! shown; an operator changes it.

use crate::update::refuse;
use axum::Json;
use serde::Serialize;
use serde_json::Value;
use shared::StorageError;
use shared::client_settings::{self, Changed, ClientSettings, ClientSettingsChange};
use shared::http::description::{ClientPath, Missing, SessionChanges, SessionReads};
use shared::http::validation::Rule;
use shared::http::{ApiError, Fields, Invalid, JsonBody, PathId, SignedIn};
use std::ops::RangeInclusive;
use utoipa::ToSchema;

const FAILED: &str = "Failed to update the settings";
const LANGUAGE_RULES: [Rule; 2] = [
    Rule::Max(
        50,
        "Must be a language that Postgres has a text search for, like english",
    ),
    Rule::Storable,
];
const TIME_ZONE_RULES: [Rule; 2] = [
    Rule::Max(
        100,
        "Must be a name of the IANA time zones, like Europe/Berlin",
    ),
    Rule::Storable,
];
const RETENTION_DAYS: RangeInclusive<i64> = 1..=3650;

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ClientSettings)]
pub struct SettingsAnswer {
    /// What search in documents takes texts for: a text search configuration of Postgres, as `english`, `german` or `simple`.
    language: String,
    /// What a day is: a name of the IANA time zones, as `Europe/Berlin`.
    time_zone: String,
    /// After how many days without a message conversations are deleted; null for never.
    #[schema(required)]
    retention_days: Option<i32>,
    /// Only an operator changes it, as the two numbers below.
    #[schema(value_type = Plan)]
    plan: String,
    /// Messages of all visitors in an hour, at most.
    requests_per_hour: i32,
    /// Documents, at most.
    documents_at_most: i32,
}

#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
#[expect(dead_code, reason = "only its description is used")]
pub enum Plan {
    Free,
    Paid,
}

/// What of the settings may be changed.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "only its description is used")]
pub struct SettingsChange {
    /// A text search configuration of Postgres.
    #[schema(nullable = false, max_length = 50)]
    language: Option<String>,
    /// A name of the IANA time zones.
    #[schema(nullable = false, max_length = 100)]
    time_zone: Option<String>,
    /// Null for ever.
    #[schema(minimum = 1, maximum = 3650)]
    retention_days: Option<i32>,
}

/// Read a client's settings
#[utoipa::path(
    get, path = "/api/dashboard/clients/{id}/settings", operation_id = "readClientSettings", tag = "clients", security(("session" = [])),
    params(ClientPath),
    responses(
        SessionReads,
        Missing,
        (status = 200, body = SettingsAnswer, description = "The settings."),
    ),
)]
pub async fn find(caller: SignedIn, PathId(id): PathId) -> Result<Json<SettingsAnswer>, ApiError> {
    let statement = client_settings::find(id);
    let (_, settings) = caller.run(statement, "Failed to read the settings").await?;
    let settings = settings.ok_or(ApiError::not_found("Client not found"))?;
    Ok(Json(settings.into()))
}

/// Change a client's settings
///
/// What is not given stays.
#[utoipa::path(
    patch, path = "/api/dashboard/clients/{id}/settings", operation_id = "updateClientSettings", tag = "clients", security(("session" = [])),
    params(ClientPath),
    request_body = SettingsChange,
    responses(
        SessionChanges,
        Missing,
        (status = 200, body = SettingsAnswer, description = "The settings as they are now."),
    ),
)]
pub async fn update(
    caller: SignedIn,
    PathId(id): PathId,
    JsonBody(body): JsonBody,
) -> Result<Json<SettingsAnswer>, ApiError> {
    let change = match read(&body) {
        Ok(change) => change,
        Err(invalid) => return Err(refuse(&caller, id, &invalid).await),
    };
    let (_, updated) = caller.try_run(client_settings::update(id, &change)).await?;
    let unknown = |name, message| {
        let invalid = Invalid::field(name, message);
        Err(ApiError::invalid("Validation error", &invalid))
    };
    match updated {
        Ok(Some(Changed::Settings(settings))) => Ok(Json(settings.into())),
        Ok(Some(Changed::NoSuchTimeZone)) => unknown(
            "timeZone",
            "Must be a name of the IANA time zones, like Europe/Berlin",
        ),
        Ok(None) => Err(ApiError::not_found("Client not found")),
        Err(StorageError::Conflict { constraint, .. })
            if constraint == client_settings::LANGUAGE_UNKNOWN =>
        {
            unknown(
                "language",
                "Must be a language that Postgres has a text search for, like english",
            )
        }
        Err(error) => Err(ApiError::storage(FAILED, error)),
    }
}

fn read(body: &Value) -> Result<ClientSettingsChange, Invalid> {
    let mut fields = Fields::of(body);
    let language = fields.optional_text("language", &LANGUAGE_RULES);
    let time_zone = fields.optional_text("timeZone", &TIME_ZONE_RULES);
    let retention_days = fields.nullable_integer("retentionDays", RETENTION_DAYS);
    fields.finish()?;
    Ok(ClientSettingsChange {
        language,
        time_zone,
        retention_days: retention_days.map(|days| i32::try_from(days?).ok()),
    })
}

impl From<ClientSettings> for SettingsAnswer {
    fn from(settings: ClientSettings) -> Self {
        Self {
            language: settings.language,
            time_zone: settings.time_zone,
            retention_days: settings.retention_days,
            plan: settings.plan,
            requests_per_hour: settings.requests_per_hour,
            documents_at_most: settings.documents_at_most,
        }
    }
}
