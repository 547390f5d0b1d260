//! `POST /api/auth/logout`: ends the session of the cookie. Without one there is nothing to end, and that is as good.

use crate::AuthState;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::IntoResponse;
use shared::http::description::{OwnPages, Said};
use shared::http::{self, ApiError};
use shared::{session_cookie, sessions};

/// Log out
///
/// Ends the session of the cookie, if there is one.
#[utoipa::path(
    post, path = "/api/auth/logout", operation_id = "logOut", tag = "session",
    responses(OwnPages, (status = 200, body = Said, description = "The session is over, and the cookie is taken back.")),
)]
pub async fn log_out(
    State(state): State<AuthState>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, ApiError> {
    if let Some(sid) = state.services.session_keys.sid(&headers) {
        let ended = state
            .services
            .database
            .run_alone(sessions::log_out(&sid))
            .await;
        ended.map_err(|error| ApiError::storage("An error occurred during logout", error))?;
    }
    let cookie = session_cookie::clear_cookie(http::is_https(&headers));
    Ok((
        [(SET_COOKIE, cookie)],
        Json(Said {
            message: "Logged out successfully",
        }),
    ))
}
