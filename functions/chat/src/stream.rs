//! `POST /api/widget/chat/stream`: one message, an answer that is sent as it is made.

use crate::ChatState;
use crate::event::{Event, frames};
use crate::failure::Told;
use crate::n8n::{Answer, AnswerFailed};
use crate::question::Asked;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use futures_util::{Stream, StreamExt, stream};
use serde_json::Value;
use shared::explain;
use shared::http::{ApiError, JsonBody, Visitor};
use std::future::ready;
use std::time::Duration;
use tracing::Span;
use uuid::Uuid;

/// Well below the minute after which proxies give a silent connection up.
pub const KEEP_ALIVE: Duration = Duration::from_secs(10);

pub async fn answer(
    State(state): State<ChatState>,
    visitor: Visitor,
    JsonBody(body): JsonBody,
) -> Result<Response, ApiError> {
    let keep_alive = state.keep_alive;
    let asked = Asked::read(state, &visitor, &body).await?;
    let headers = [
        (
            CONTENT_TYPE,
            HeaderValue::from_static("text/event-stream; charset=utf-8"),
        ),
        // Not packed either: what packs it waits for more of it.
        (
            CACHE_CONTROL,
            HeaderValue::from_static("no-cache, no-transform"),
        ),
        // nginx would collect the events into larger pieces.
        (
            HeaderName::from_static("x-accel-buffering"),
            HeaderValue::from_static("no"),
        ),
    ];
    let body = Body::from_stream(frames(events(asked), keep_alive));
    Ok((headers, body).into_response())
}

/// Everything that is told, made while it is read: whoever stops reading drops this, and with it the question to the answerer.
fn events(Asked { question, answerer }: Asked) -> impl Stream<Item = Event> + Send {
    let start = Event::Start {
        session_id: question.session_id.clone(),
    };
    // What is logged while the body is read shall carry the id that Lambda gave the request.
    let span = Span::current();
    let answer = async move {
        match answerer.answer(&question).await {
            Ok(answer) => told(answer),
            Err(error) => vec![span.in_scope(|| failed(question.client_id, &error))],
        }
    };
    stream::once(ready(start)).chain(stream::once(answer).flat_map(stream::iter))
}

/// An answer that comes in one piece.
fn told(Answer { response, sources }: Answer) -> Vec<Event> {
    let mut events = vec![Event::Chunk { text: response }];
    let is_any = |sources: &Value| sources.as_array().is_some_and(|list| !list.is_empty());
    events.extend(sources.filter(is_any).map(Event::Sources));
    events.push(Event::Done);
    events
}

/// The request's log line is written by now and says 200, so this is the only one that tells.
fn failed(client_id: Uuid, error: &AnswerFailed) -> Event {
    let told = Told::from(error);
    let reason = explain(error);
    tracing::error!(%client_id, answer = told.message, reason, "a stream ended without an answer");
    Event::Error(told)
}
