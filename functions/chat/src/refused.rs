//! A request that is refused, with what its limit says in headers.

use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use shared::http::ApiError;

/// An error with headers.
#[derive(Debug)]
pub struct Refused {
    pub error: ApiError,
    pub headers: HeaderMap,
}

impl From<ApiError> for Refused {
    fn from(error: ApiError) -> Self {
        Self {
            error,
            headers: HeaderMap::new(),
        }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (self.headers, self.error).into_response()
    }
}
