//! `GET /api/dashboard/clients/{id}/usage`: the figures of each day in the client's time zone.

use crate::ClientsState;
use crate::described_query::DaysQuery;
use crate::prices::Prices;
use crate::query;
use crate::update::refuse;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use shared::http::description::{ClientPath, InvalidFields, Missing, SessionReads};
use shared::http::{ApiError, Fields, PathId, QueryText, SignedIn};
use shared::usage::{self, Figures, Usage};
use utoipa::ToSchema;

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Usage)]
pub struct UsageAnswer {
    /// What a day is: a name of the IANA time zones.
    pub time_zone: String,
    /// The first day.
    #[schema(format = Date)]
    pub from: String,
    /// The last day.
    #[schema(format = Date)]
    pub to: String,
    /// Each day, in order.
    pub days: Vec<FiguresAnswer>,
    /// Of the whole range. It has no `day`.
    pub total: FiguresAnswer,
}

/// Of a day, or of the whole range.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Figures)]
pub struct FiguresAnswer {
    /// The day; not there for a whole range.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, format = Date)]
    pub day: Option<String>,
    /// Conversations that began.
    pub conversations: i64,
    /// Questions of visitors.
    pub messages: i64,
    /// Answers that were made to their end.
    pub answers: i64,
    /// Of them those that cite nothing, or say that they do not know.
    pub unanswered: i64,
    /// Answers that broke off or did not begin.
    pub failures: i64,
    /// Tokens of questions with all that went along.
    pub prompt_tokens: i64,
    /// Tokens of answers.
    pub completion_tokens: i64,
    /// US dollars; null where the deployment does not say what tokens cost.
    #[schema(required)]
    pub estimated_cost_usd: Option<f64>,
    /// Half of the answers were made within so many milliseconds, give or take an eighth; null without answers.
    #[schema(required)]
    pub latency_p50_ms: Option<i32>,
    /// The same for 95 of 100 answers.
    #[schema(required)]
    pub latency_p95_ms: Option<i32>,
    /// Answers that visitors liked.
    pub ratings_up: i64,
    /// Answers that visitors did not like.
    pub ratings_down: i64,
}

/// Read a client's figures by day
#[utoipa::path(
    get, path = "/api/dashboard/clients/{id}/usage", operation_id = "readUsage", tag = "figures", security(("session" = [])),
    params(ClientPath, DaysQuery),
    responses(
        SessionReads,
        InvalidFields,
        Missing,
        (status = 200, body = UsageAnswer, description = "The figures of each day."),
    ),
)]
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
