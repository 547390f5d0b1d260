//! `POST /api/knowledge/directus/webhook`: Directus says that items were made, changed or deleted. Which is all that is believed of it: what
//! they are now, we ask.

use super::State;
use super::work::Work;
use axum::Json;
use axum::extract::State as OfRouter;
use axum::http::{HeaderMap, StatusCode};
use serde::Serialize;
use serde_json::Value;
use shared::directus;
use shared::http::description::{Bodies, ErrorAnswer};
use shared::http::{ApiError, JsonBody};
use std::time::Duration;
use subtle::ConstantTimeEq;
use tokio::time::Instant;
use utoipa::ToSchema;
use uuid::Uuid;

/// How long items are worked on before the answer. What is not done by then is left to the sweep.
const LIMIT: Duration = Duration::from_secs(4);
/// As many as a body of 100 KB can hold.
const MOST_KEYS: usize = 3_000;

/// What a call says.
#[derive(Debug, PartialEq, Eq)]
struct Hint {
    ids: Vec<Uuid>,
    are_deleted: bool,
}

/// That something is under way.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = QueuedDocuments)]
pub struct Queued {
    pub(super) success: bool,
    /// How many documents are compared.
    pub(super) queued: i64,
}

/// What Directus tells of a change, as it names it. `key` or `keys` say which items; the rest is passed over.
#[derive(ToSchema)]
#[schema(as = DirectusEvent)]
#[expect(dead_code, reason = "only its description is used")]
pub struct Event {
    #[schema(pattern = r"(^|\.)(create|update|delete)$")]
    event: String,
    #[schema(nullable = false)]
    key: Option<Uuid>,
    #[schema(nullable = false, max_items = 3000)]
    keys: Option<Vec<Uuid>>,
}

/// Tell of changes in a Directus elsewhere
#[utoipa::path(
    post, path = "/api/knowledge/directus/webhook", operation_id = "hearDirectus", tag = "directus", security(("webhookSecret" = [])),
    request_body = Event,
    responses(
        Bodies,
        (status = 401, body = ErrorAnswer, description = "The secret is missing or wrong."),
        (status = 500, body = ErrorAnswer, description = "Nothing was noted: send it again."),
        (status = 503, body = ErrorAnswer, description = "No Directus is configured, or nothing was noted: send it again."),
        (status = 200, body = Queued, description = "The changes are noted."),
    ),
)]
pub(crate) async fn hear(
    OfRouter(state): OfRouter<State>,
    headers: HeaderMap,
    JsonBody(body): JsonBody,
) -> Result<Json<Queued>, ApiError> {
    let directus = state.directus.as_ref();
    let secret = directus.and_then(|directus| directus.webhook_secret.as_ref());
    let (Some(directus), Some(secret)) = (directus, secret) else {
        return Err(not_configured());
    };
    let given = headers.get("x-webhook-secret");
    if !given.is_some_and(|given| is_equal(given.as_bytes(), secret.expose().as_bytes())) {
        return Err(ApiError::unauthorized(
            "The webhook secret is missing or wrong",
        ));
    }
    let hint = read(&body)?;
    let database = &state.services.database;
    let heard = directus::hear_of(hint.ids.clone(), hint.are_deleted);
    let queued = database.run_alone(heard).await;
    let queued = queued.map_err(|error| {
        ApiError::storage(
            "The change could not be noted. Please send it again.",
            error,
        )
    })?;
    let work = Work {
        directus,
        database,
        store: state.store.as_ref(),
        deadline: Instant::now() + LIMIT,
    };
    let swept = work.work_on_all(&hint.ids).await;
    // What the sweep told Directus comes back as a call, which must not lead to another sweep.
    let is_left = swept.queued > 0 || swept.is_away || !work.has_time();
    if is_left && let Some(waker) = &state.waker {
        waker.wake().await;
    }
    tracing::info!(
        items = hint.ids.len(),
        settled = swept.settled,
        postponed = swept.postponed,
        "Directus told of changes"
    );
    Ok(Json(Queued {
        success: true,
        queued: queued.0,
    }))
}

/// 503 for what needs a Directus where there is none.
pub(super) fn not_configured() -> ApiError {
    ApiError::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "Service unavailable",
        "Directus is not configured",
    )
}

/// Takes the same time wherever they differ.
fn is_equal(given: &[u8], wanted: &[u8]) -> bool {
    given.ct_eq(wanted).into()
}

/// `{"event", "key"}` or `{"event", "keys"}`, whatever else there is.
fn read(body: &Value) -> Result<Hint, ApiError> {
    let invalid = |message| {
        Err(ApiError::new(
            StatusCode::BAD_REQUEST,
            "Invalid request",
            message,
        ))
    };
    let event = body["event"].as_str().unwrap_or_default();
    let Some(are_deleted) = (match event.rsplit('.').next() {
        Some("create" | "update") => Some(false),
        Some("delete") => Some(true),
        _ => None,
    }) else {
        return invalid("event must be one of items.create, items.update, items.delete");
    };
    let keys = match (&body["keys"], &body["key"]) {
        (Value::Array(keys), _) => &keys[..],
        (_, key @ Value::String(_)) => std::slice::from_ref(key),
        _ => return invalid("key or keys must say which items"),
    };
    if keys.len() > MOST_KEYS {
        return invalid("There are too many keys");
    }
    let mut ids = Vec::with_capacity(keys.len());
    for key in keys {
        match key.as_str().and_then(|key| key.parse().ok()) {
            Some(id) => ids.push(id),
            None => return invalid("Each key must be a UUID"),
        }
    }
    Ok(Hint { ids, are_deleted })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn all_forms_of_calls_are_understood() {
        let item = vec![Uuid::from_u128(0x11111111_1111_4111_8111_111111111111)];
        for (text, are_deleted) in [
            (
                include_str!("../../tests/fixtures/directus/webhook-created.json"),
                false,
            ),
            (
                include_str!("../../tests/fixtures/directus/webhook-updated.json"),
                false,
            ),
            (
                include_str!("../../tests/fixtures/directus/webhook-deleted.json"),
                true,
            ),
            (
                include_str!("../../tests/fixtures/directus/webhook-created-whole.json"),
                false,
            ),
            (
                include_str!("../../tests/fixtures/directus/webhook-deleted-whole.json"),
                true,
            ),
        ] {
            let body = serde_json::from_str(text).expect("a fixture");
            let ids = item.clone();
            assert_eq!(read(&body).ok(), Some(Hint { ids, are_deleted }), "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for body in [
            json!({}),
            json!([]),
            json!({"event": "knowledge_base.items.create"}),
            json!({"event": "knowledge_base.items.create", "key": 1}),
            json!({"event": "knowledge_base.items.create", "key": "undefined"}),
            json!({"event": "knowledge_base.items.update", "keys": [1]}),
            json!({"event": "knowledge_base.items.sort", "keys": []}),
            json!({"event": 1, "keys": []}),
            json!({"event": "items.delete", "keys": vec!["x"; MOST_KEYS + 1]}),
        ] {
            assert!(read(&body).is_err(), "{body}");
        }
    }

    #[test]
    fn only_the_very_secret_is_equal() {
        assert!(is_equal(b"secret", b"secret"));
        for given in ["", "secre", "secret ", "Secret", "secres"] {
            assert!(!is_equal(given.as_bytes(), b"secret"), "{given}");
        }
    }
}
