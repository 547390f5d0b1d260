//! `GET /api/dashboard/clients/{id}/usage`: the figures of each day in the client's time zone.

use crate::ClientsState;
use crate::prices::Prices;
use crate::query;
use crate::update::refuse;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use shared::http::{ApiError, Fields, PathId, QueryText, SignedIn};
use shared::usage::{self, Figures, Usage};

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UsageAnswer {
    pub time_zone: String,
    pub from: String,
    pub to: String,
    pub days: Vec<FiguresAnswer>,
    pub total: FiguresAnswer,
}

/// Of a day, or of the whole range.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FiguresAnswer {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<String>,
    pub conversations: i64,
    pub messages: i64,
    pub answers: i64,
    pub unanswered: i64,
    pub failures: i64,
    pub prompt_tokens: i64,
    pub completion_tokens: i64,
    pub estimated_cost_usd: Option<f64>,
    pub latency_p50_ms: Option<i32>,
    pub latency_p95_ms: Option<i32>,
    pub ratings_up: i64,
    pub ratings_down: i64,
}

pub async fn find(
    State(state): State<ClientsState>,
    caller: SignedIn,
    PathId(id): PathId,
    QueryText(query): QueryText,
) -> Result<Json<UsageAnswer>, ApiError> {
    let mut fields = Fields::of(&query);
    let days = query::days(&mut fields);
    if let Err(invalid) = fields.finish() {
        return Err(refuse(&caller, id, &invalid).await);
    }
    let (_, rows) = caller
        .run(usage::list(id, days), "Failed to read the usage")
        .await?;
    let usage = Usage::of(rows).ok_or(ApiError::not_found("Client not found"))?;
    Ok(Json(UsageAnswer::of(usage, state.prices)))
}

impl UsageAnswer {
    pub fn of(usage: Usage, prices: Prices) -> Self {
        let figures = |figures| FiguresAnswer::of(figures, prices);
        Self {
            time_zone: usage.time_zone,
            from: usage.from.to_string(),
            to: usage.to.to_string(),
            days: usage.days.into_iter().map(figures).collect(),
            total: figures(usage.total),
        }
    }
}

impl FiguresAnswer {
    fn of(figures: Figures, prices: Prices) -> Self {
        let Figures {
            prompt_tokens,
            completion_tokens,
            ..
        } = figures;
        Self {
            day: figures.day.map(|day| day.to_string()),
            conversations: figures.conversations,
            messages: figures.messages,
            answers: figures.answers,
            unanswered: figures.unanswered,
            failures: figures.failures,
            prompt_tokens,
            completion_tokens,
            estimated_cost_usd: prices.cost_of(prompt_tokens, completion_tokens),
            latency_p50_ms: figures.latency_p50_ms,
            latency_p95_ms: figures.latency_p95_ms,
            ratings_up: figures.ratings_up,
            ratings_down: figures.ratings_down,
        }
    }
}
