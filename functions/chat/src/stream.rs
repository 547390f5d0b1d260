//! `POST /api/widget/chat/stream`: one message, an answer that is sent as it is made.

use crate::ChatState;
use crate::answer::Piece;
use crate::answering::Answering;
use crate::description::{Unanswered, VisitorHeaders, VisitorMessage};
use crate::event::{Event, Start, frames};
use crate::failure::Told;
use crate::limits;
use crate::question::Asked;
use crate::refused::Refused;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use futures_util::{Stream, StreamExt, stream};
use serde_json::Value;
use shared::http::description::{Bodies, KeyHolders};
use shared::http::{JsonBody, Visitor};
use std::future::ready;
use std::time::Duration;
use uuid::Uuid;

/// Well below the minute after which proxies give a silent connection up.
pub const KEEP_ALIVE: Duration = Duration::from_secs(10);

/// Ask a question and read the answer as it is made
///
/// Server-sent events: `start`, then `chunk` as often as needed, `sources` and `usage` where there are any, at last `done` or `error`; comments
/// while the answerer is silent. The data of each is JSON: see API.md. Whatever is refused is refused in JSON, before a stream begins.
#[utoipa::path(
    post, path = "/api/widget/chat/stream", operation_id = "askStreamed", tag = "chat", security(("publicKey" = [])),
    params(VisitorHeaders),
    request_body = VisitorMessage,
    responses(
        KeyHolders, Bodies, Unanswered,
        (status = 200, body = String, content_type = "text/event-stream", description = "The answer as it is made."),
    ),
)]
pub async fn answer(
    State(state): State<ChatState>,
    visitor: Visitor,
    JsonBody(body): JsonBody,
) -> Result<(HeaderMap, Body), Refused> {
    let asked = Asked::read(&state, &visitor, &body).await?;
    let headers = headers(&asked);
    let events = events(asked, state.time_limit);
    let body = Body::from_stream(frames(events, state.keep_alive));
    Ok((headers, body))
}

fn headers(asked: &Asked) -> HeaderMap {
    let mut headers = limits::headers(&asked.limit);
    for (name, value) in [
        (CONTENT_TYPE, "text/event-stream; charset=utf-8"),
        // Not packed either: what packs it waits for more of it.
        (CACHE_CONTROL, "private, no-cache, no-transform"),
        // nginx would collect the events into larger pieces.
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers
}

/// Everything that is told, made while it is read: whoever stops reading drops this, and with it the question to the answerer.
fn events(asked: Asked, time_limit: Duration) -> impl Stream<Item = Event> + Send {
    let start = Event::Start(Start {
        session_id: asked.question.session_id.clone(),
        message_id: asked.answer_id,
        visitor_token: asked.visitor_token.clone(),
    });
    let answer = Telling {
        message_id: asked.answer_id,
        answering: Some(Answering::begin(asked, time_limit)),
        sources: None,
        is_unknown: false,
    };
    let answer = stream::unfold(answer, async |mut telling| {
        let events = telling.next().await?;
        Some((events, telling))
    });
    stream::once(ready(start)).chain(answer.flat_map(stream::iter))
}

/// An answer that is told as it comes.
struct Telling {
    message_id: Uuid,
    /// `None` when all was told.
    answering: Option<Answering>,
    /// Told behind the text, whenever they came.
    sources: Option<Value>,
    is_unknown: bool,
}

impl Telling {
    async fn next(&mut self) -> Option<Vec<Event>> {
        let next = self.answering.as_mut()?.next().await;
        let events = match next {
            Ok(Some(Piece::Text(text))) => vec![Event::Chunk { text }],
            Ok(Some(Piece::Usage(usage))) => vec![Event::Usage(usage)],
            Ok(Some(Piece::Sources(sources))) => {
                self.sources = Some(sources);
                Vec::new()
            }
            Ok(Some(Piece::Unknown)) => {
                self.is_unknown = true;
                Vec::new()
            }
            Ok(None) => {
                let is_stored = self.answering.as_ref().is_some_and(Answering::is_stored);
                self.end(Event::Done {
                    message_id: is_stored.then_some(self.message_id),
                    is_unknown: self.is_unknown,
                })
            }
            // It was logged where it was kept.
            Err(error) => self.end(Event::Error(Told::from(&error))),
        };
        Some(events)
    }

    fn end(&mut self, last: Event) -> Vec<Event> {
        self.answering = None;
        let is_any = |sources: &Value| sources.as_array().is_some_and(|list| !list.is_empty());
        let sources = self.sources.take().filter(is_any).map(Event::Sources);
        sources.into_iter().chain([last]).collect()
    }
}
