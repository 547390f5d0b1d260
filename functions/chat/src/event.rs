//! Server-sent events: what a visitor is told while an answer is made, and its form on the wire.
//! <https://html.spec.whatwg.org/multipage/server-sent-events.html>

use crate::answer::Usage;
use crate::failure::Told;
use futures_util::{Stream, StreamExt, stream};
use serde::Serialize;
use serde_json::{Value, json};
use std::convert::Infallible;
use std::time::Duration;
use uuid::Uuid;

/// What a visitor is told before there is an answer.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Start {
    /// The conversation's name in the browser, as it wrote it.
    pub session_id: String,
    /// What the answer will be called.
    pub message_id: Uuid,
    /// For the visitor's browser to keep, when it has asked for one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visitor_token: Option<String>,
}

/// One thing that a visitor is told.
#[derive(Debug)]
pub enum Event {
    /// The question is taken; the answer is being made.
    Start(Start),
    /// A piece of the answer's text, to be put behind those before it.
    Chunk { text: String },
    /// What the answer cites: a list that is not empty.
    Sources(Value),
    /// What the model says that it used.
    Usage(Usage),
    /// The answer is complete; it has an id when it was kept.
    Done {
        message_id: Option<Uuid>,
        is_unknown: bool,
    },
    /// There is no answer, or no more of it. Nothing follows.
    Error(Told),
}

impl Event {
    /// One line of data is enough: JSON writes line breaks in texts as `\n`.
    fn into_frame(self) -> String {
        let (name, data) = match self {
            Self::Start(start) => ("start", json!(start)),
            Self::Chunk { text } => ("chunk", json!({ "text": text })),
            Self::Sources(sources) => ("sources", sources),
            Self::Usage(usage) => ("usage", json!(usage)),
            Self::Done {
                message_id,
                is_unknown,
            } => (
                "done",
                json!({ "messageId": message_id, "unknown": is_unknown }),
            ),
            Self::Error(told) => ("error", json!(told)),
        };
        format!("event: {name}\ndata: {data}\n\n")
    }
}

/// What browsers pass over, so that nothing in between takes a silent answerer for a dead connection.
const COMMENT: &str = ": keep-alive\n\n";

/// The events as they are sent, each by itself, and a comment whenever none came for as long as `keep_alive`.
pub fn frames(
    events: impl Stream<Item = Event> + Send + 'static,
    keep_alive: Duration,
) -> impl Stream<Item = Result<String, Infallible>> + Send + 'static {
    stream::unfold(Box::pin(events), move |mut events| async move {
        let frame = match tokio::time::timeout(keep_alive, events.next()).await {
            Ok(event) => event?.into_frame(),
            Err(_) => COMMENT.to_owned(),
        };
        Some((Ok(frame), events))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::openai::sse::Decoder;
    use proptest::collection::vec;
    use proptest::prelude::*;
    use tokio::sync::oneshot;

    #[tokio::test]
    async fn silence_is_filled_and_what_comes_after_it_is_not_lost() {
        let (sender, receiver) = oneshot::channel();
        let events = stream::once(async { receiver.await.expect("an event") });
        let frames = frames(events, Duration::from_millis(1)).map(|frame| match frame {
            Ok(frame) => frame,
            Err(never) => match never {},
        });
        let mut frames = Box::pin(frames);
        for _ in 0..3 {
            assert_eq!(frames.next().await.as_deref(), Some(COMMENT));
        }
        let text = "at last".to_owned();
        let sent = sender.send(Event::Chunk { text });
        sent.expect("somebody listens");
        let done = "event: chunk\ndata: {\"text\":\"at last\"}\n\n";
        assert_eq!(frames.next().await.as_deref(), Some(done));
        assert_eq!(frames.next().await, None);
    }

    proptest! {
        #[test]
        fn any_text_is_read_as_it_was_told(texts in vec(any::<String>(), 0..5), cut in 1..40_usize) {
            let frame = |text: &String| Event::Chunk { text: text.clone() }.into_frame();
            let told: String = texts.iter().map(|text| frame(text) + COMMENT).collect();
            let mut decoder = Decoder::default();
            let read: Vec<_> = told.as_bytes().chunks(cut).flat_map(|part| decoder.push(part)).collect();
            let expected = texts.iter().map(|text| (String::from("chunk"), json!({ "text": text })));
            let read = read.into_iter().map(|event| (event.name, serde_json::from_str::<Value>(&event.data).expect("JSON")));
            prop_assert!(read.eq(expected));
        }
    }

    #[test]
    fn no_text_breaks_out_of_its_line() {
        let text = "a\nb\r\nc\rdata: x\n\nevent: y\u{2028}\u{85}\0".to_owned();
        let frame = Event::Chunk { text }.into_frame();
        let expected = "event: chunk\ndata: {\"text\":\"a\\nb\\r\\nc\\rdata: x\\n\\nevent: y\u{2028}\u{85}\\u0000\"}\n\n";
        assert_eq!(frame, expected);
    }
}
