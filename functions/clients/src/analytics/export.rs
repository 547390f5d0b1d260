//! `GET /api/dashboard/clients/{id}/analytics/export`: one table of the analytics as CSV.

use super::read::{AnalyticsAnswer, read};
use crate::ClientsState;
use crate::csv::{self, Cell};
use crate::described_query::{DaysQuery, TableQuery};
use crate::query;
use crate::update::refuse;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use shared::http::description::{ClientPath, InvalidFields, Missing, SessionReads};
use shared::http::{ApiError, Fields, PathId, QueryText, SignedIn};

const TABLES: [&str; 4] = ["days", "popularQuestions", "unansweredQuestions", "ratings"];

/// Export one table of the analytics
#[utoipa::path(
    get, path = "/api/dashboard/clients/{id}/analytics/export", operation_id = "exportAnalytics", tag = "figures", security(("session" = [])),
    params(ClientPath, DaysQuery, TableQuery),
    responses(
        SessionReads,
        InvalidFields,
        Missing,
        (status = 200, body = String, content_type = "text/csv", description = "The table as CSV (RFC 4180), UTF-8 with a byte order mark."),
    ),
)]
pub async fn export(
    State(state): State<ClientsState>,
    caller: SignedIn,
    PathId(id): PathId,
    QueryText(query): QueryText,
) -> Result<Response, ApiError> {
    let mut fields = Fields::of(&query);
    let table = fields.optional_choice("table", &TABLES);
    let days = query::days(&mut fields);
    if let Err(invalid) = fields.finish() {
        return Err(refuse(&caller, id, &invalid).await);
    }
    let analytics = read(&state, &caller, id, days).await?;
    let name = table.as_deref().unwrap_or("days");
    let text = match name {
        "popularQuestions" => questions(&analytics.popular_questions),
        "unansweredQuestions" => questions(&analytics.unanswered_questions),
        "ratings" => ratings(&analytics.ratings),
        _ => days_of(&analytics),
    };
    let (from, to) = (&analytics.from, &analytics.to);
    let file = format!("attachment; filename=\"{name}-{from}-{to}.csv\"");
    let content_type = "text/csv; charset=utf-8; header=present".to_owned();
    Ok((
        [(CONTENT_TYPE, content_type), (CONTENT_DISPOSITION, file)],
        text,
    )
        .into_response())
}

fn days_of(analytics: &AnalyticsAnswer) -> String {
    let mut table = csv::header(&[
        "day",
        "conversations",
        "messages",
        "answers",
        "unanswered",
        "failures",
        "promptTokens",
        "completionTokens",
        "estimatedCostUsd",
        "latencyP50Ms",
        "latencyP95Ms",
        "ratingsUp",
        "ratingsDown",
    ]);
    for day in &analytics.days {
        let cells = [
            (&day.day).into(),
            day.conversations.into(),
            day.messages.into(),
            day.answers.into(),
            day.unanswered.into(),
            day.failures.into(),
            day.prompt_tokens.into(),
            day.completion_tokens.into(),
            day.estimated_cost_usd.into(),
            day.latency_p50_ms.into(),
            day.latency_p95_ms.into(),
            day.ratings_up.into(),
            day.ratings_down.into(),
        ];
        csv::push_row(&mut table, cells);
    }
    table
}

fn questions(questions: &[super::read::Question]) -> String {
    let mut table = csv::header(&[
        "question",
        "asked",
        "unanswered",
        "lastAskedAt",
        "conversationId",
    ]);
    for question in questions {
        let cells = [
            (&question.question).into(),
            question.asked.into(),
            question.unanswered.into(),
            (&question.last_asked_at).into(),
            question.conversation_id.into(),
        ];
        csv::push_row(&mut table, cells);
    }
    table
}

fn ratings(ratings: &[super::read::Rating]) -> String {
    let mut table = csv::header(&[
        "ratedAt",
        "rating",
        "comment",
        "question",
        "answer",
        "conversationId",
        "messageId",
    ]);
    for rating in ratings {
        let cells = [
            (&rating.rated_at).into(),
            Cell::Text(rating.rating),
            (&rating.comment).into(),
            (&rating.question).into(),
            (&rating.answer).into(),
            rating.conversation_id.into(),
            rating.message_id.into(),
        ];
        csv::push_row(&mut table, cells);
    }
    table
}
