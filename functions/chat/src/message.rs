//! `POST /api/widget/chat`: one message, one JSON answer.

use crate::n8n::Answer;
use crate::question::Asked;
use crate::{ChatState, failure};
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use serde_json::Value;
use shared::http::{ApiError, JsonBody, Visitor};

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ChatAnswer {
    response: String,
    session_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    sources: Option<Value>,
}

pub async fn answer(
    State(state): State<ChatState>,
    visitor: Visitor,
    JsonBody(body): JsonBody,
) -> Result<Json<ChatAnswer>, ApiError> {
    let Asked { question, answerer } = Asked::read(state, &visitor, &body).await?;
    let answer = answerer.answer(&question).await;
    let Answer { response, sources } = answer.map_err(failure::refusal)?;
    Ok(Json(ChatAnswer {
        response,
        session_id: question.session_id,
        sources,
    }))
}
