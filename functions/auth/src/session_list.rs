//! `/api/auth/sessions`: where the user is logged in, and ending that.

use axum::Json;
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use serde::Serialize;
use shared::http::description::{Missing, Said, SessionChanges, SessionReads};
use shared::http::{ApiError, SignedIn};
use shared::{sessions, timestamps};
use utoipa::ToSchema;

#[derive(Debug, Serialize, ToSchema)]
pub struct SessionList {
    sessions: Vec<SessionAnswer>,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Session)]
struct SessionAnswer {
    /// By which it can be ended; it opens nothing.
    id: String,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    expires_at: String,
    /// The browser's name for itself.
    #[schema(required)]
    user_agent: Option<String>,
    /// Whether this is the session that asks.
    current: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct EndedSessions {
    /// How many were ended.
    ended: i64,
}

/// List the own sessions
#[utoipa::path(
    get, path = "/api/auth/sessions", operation_id = "listSessions", tag = "session", security(("session" = [])),
    responses(SessionReads, (status = 200, body = SessionList, description = "Where the user is logged in.")),
)]
pub async fn list(caller: SignedIn) -> Result<Json<SessionList>, ApiError> {
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
    Ok(Json(SessionList {
        sessions: answers.collect(),
    }))
}

/// End one of the own sessions
#[utoipa::path(
    delete, path = "/api/auth/sessions/{id}", operation_id = "endSession", tag = "session", security(("session" = [])),
    params(("id" = String, Path, description = "The session's id in the list")),
    responses(SessionChanges, Missing, (status = 200, body = Said, description = "The session is over.")),
)]
pub async fn end(
    caller: SignedIn,
    handle: Result<Path<String>, PathRejection>,
) -> Result<Json<Said>, ApiError> {
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
        _ => Ok(Json(Said {
            message: "Session ended",
        })),
    }
}

/// End all other sessions of the own
#[utoipa::path(
    delete, path = "/api/auth/sessions", operation_id = "endOtherSessions", tag = "session", security(("session" = [])),
    responses(SessionChanges, (status = 200, body = EndedSessions, description = "Only the session that asks goes on.")),
)]
pub async fn end_others(caller: SignedIn) -> Result<Json<EndedSessions>, ApiError> {
    let (_, ended) = caller
        .run(sessions::end_others(&caller.sid), "Failed to end sessions")
        .await?;
    Ok(Json(EndedSessions { ended: ended.0 }))
}
