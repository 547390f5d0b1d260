//! `POST /api/widget/chat`: one message, one JSON answer.

use crate::answering::Answering;
use crate::description::{Unanswered, VisitorHeaders, VisitorMessage};
use crate::question::Asked;
use crate::refused::Refused;
use crate::{ChatState, failure, limits};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;
use serde_json::Value;
use shared::http::description::{Bodies, ErrorAnswer, KeyHolders, Source};
use shared::http::visitor::VISITOR_TOKEN;
use shared::http::{JsonBody, Visitor};
use utoipa::ToSchema;
use uuid::Uuid;

/// The id of the answer, for feedback.
const MESSAGE_ID: HeaderName = HeaderName::from_static("x-message-id");

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChatAnswer {
    response: String,
    /// As the page wrote it.
    session_id: String,
    /// What the answer cites; null from a workflow that says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<Source>>)]
    sources: Option<Value>,
}

/// Ask a question
///
/// The answer's id, for feedback, is in the header `X-Message-Id`; a token that was asked for in `X-Visitor-Token`; what is left of the hour's
/// messages in `X-RateLimit-…`.
#[utoipa::path(
    post, path = "/api/widget/chat", operation_id = "ask", tag = "chat", security(("publicKey" = [])),
    params(VisitorHeaders),
    request_body = VisitorMessage,
    responses(
        KeyHolders, Bodies, Unanswered,
        (status = 200, body = ChatAnswer, description = "The answer, whole."),
        (status = 504, body = ErrorAnswer, description = "The answer took longer than 28 seconds."),
    ),
)]
pub async fn answer(
    State(state): State<ChatState>,
    visitor: Visitor,
    JsonBody(body): JsonBody,
) -> Result<(HeaderMap, Json<ChatAnswer>), Refused> {
    let asked = Asked::read(&state, &visitor, &body).await?;
    let mut headers = headers(&asked);
    let session_id = asked.question.session_id.clone();
    let answering = Answering::begin(asked, state.time_limit);
    let whole = answering.whole().await;
    let whole = whole.map_err(|error| failure::refusal(error, headers.clone()))?;
    if !whole.is_stored {
        // What is not there cannot be rated.
        headers.remove(MESSAGE_ID);
    }
    let answer = ChatAnswer {
        response: whole.response,
        session_id,
        sources: whole.sources,
    };
    Ok((headers, Json(answer)))
}

/// What a stream says in its first event stands beside the body here, which is as the old server's was.
fn headers(asked: &Asked) -> HeaderMap {
    let mut headers = limits::headers(&asked.limit);
    headers.insert(MESSAGE_ID, id(asked.answer_id));
    let token = asked.visitor_token.as_deref();
    if let Some(Ok(token)) = token.map(HeaderValue::from_str) {
        headers.insert(VISITOR_TOKEN, token);
    }
    headers
}

fn id(id: Uuid) -> HeaderValue {
    HeaderValue::from_str(&id.to_string()).expect("an id is ASCII")
}
