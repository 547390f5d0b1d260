//! The answer to whoever tries too often. It is the same for every name and every password, right or wrong.

use axum::http::StatusCode;
use shared::StorageError;
use shared::http::ApiError;
use shared::sign_in::{RING_WAIT_S, TOO_MANY};

/// 429. Nothing was looked at.
pub(crate) fn too_many_attempts(wait_s: i32) -> ApiError {
    ApiError::new(
        StatusCode::TOO_MANY_REQUESTS,
        "Too many attempts",
        "There were too many attempts. Please wait a while before the next one.",
    )
    .retry_after(u32::try_from(wait_s).unwrap_or(1))
}

/// What a failed batch means in which an address was counted.
pub(crate) fn refused(failed: &'static str, error: StorageError) -> ApiError {
    match error {
        StorageError::Conflict { constraint, .. } if constraint == TOO_MANY => {
            too_many_attempts(RING_WAIT_S)
        }
        other => ApiError::storage(failed, other),
    }
}
