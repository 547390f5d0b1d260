//! `GET /api/widget/health`: this function answers. It asks no neighbour, so that a monitor can tell which of them is away.

use axum::Json;
use serde_json::{Value, json};
use shared::timestamps;
use std::time::SystemTime;

pub async fn health() -> Json<Value> {
    Json(json!({"status": "ok", "timestamp": timestamps::iso(SystemTime::now())}))
}
