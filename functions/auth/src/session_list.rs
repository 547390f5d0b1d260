//! `/api/auth/sessions`: where the user is logged in, and ending that.

use axum::Json;
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use serde::Serialize;
use serde_json::{Value, json};
use shared::http::{ApiError, SignedIn};
use shared::{sessions, timestamps};

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct SessionAnswer {
    id: String,
    created_at: String,
    expires_at: String,
    user_agent: Option<String>,
    current: bool,
}

pub async fn list(caller: SignedIn) -> Result<Json<Value>, ApiError> {
    let (_, sessions) = caller
        .run(sessions::list_own(&caller.sid), "Failed to list sessions")
        .await?;
    let answers = sessions.into_iter().map(|session| SessionAnswer {
        id: session.handle,
        created_at: timestamps::iso_utc(session.created_at),
        expires_at: timestamps::iso_utc(session.expires_at),
        user_agent: session.user_agent,
        current: session.is_current,
    });
    Ok(Json(json!({"sessions": answers.collect::<Vec<_>>()})))
}

pub async fn end(
    caller: SignedIn,
    handle: Result<Path<String>, PathRejection>,
) -> Result<Json<Value>, ApiError> {
    // What cannot be decoded or stored names no session.
    let handle = handle
        .ok()
        .map(|Path(text)| text)
        .filter(|text| !text.contains('\0'))
        .unwrap_or_default();
    let (_, ended) = caller
        .run(
            sessions::end_own(&handle, &caller.sid),
            "Failed to end session",
        )
        .await?;
    match ended.0 {
        0 => Err(ApiError::not_found("Session not found")),
        _ => Ok(Json(json!({"message": "Session ended"}))),
    }
}

pub async fn end_others(caller: SignedIn) -> Result<Json<Value>, ApiError> {
    let (_, ended) = caller
        .run(sessions::end_others(&caller.sid), "Failed to end sessions")
        .await?;
    Ok(Json(json!({"ended": ended.0})))
}
