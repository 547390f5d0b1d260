//! `GET /api/widget/health`: this function answers. It asks no neighbour, so that a monitor can tell which of them is away.

use axum::Json;
use serde::Serialize;
use shared::timestamps;
use std::time::SystemTime;
use utoipa::ToSchema;

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Health)]
pub struct HealthAnswer {
    /// `ok`, or there is no answer.
    status: &'static str,
    #[schema(format = DateTime)]
    timestamp: String,
}

/// Ask whether the API answers
#[utoipa::path(
    get, path = "/api/widget/health", operation_id = "readHealth", tag = "visitor",
    responses((status = 200, body = HealthAnswer, description = "It does. No neighbour was asked.")),
)]
pub async fn health() -> Json<HealthAnswer> {
    Json(HealthAnswer {
        status: "ok",
        timestamp: timestamps::iso(SystemTime::now()),
    })
}
