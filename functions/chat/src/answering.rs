//! An answer on its way: its pieces as they come, the time they may take, and that what was told is kept, however it ends.

use crate::answer::{AnswerFailed, Piece, Pieces, Usage};
use crate::answerer::Answerer;
use crate::failure::Told;
use crate::question::Asked;
use crate::source::only_pages;
use futures_util::StreamExt;
use serde_json::Value;
use shared::conversations::{self, NewAnswer, Outcome};
use shared::{Database, StorageError, explain};
use std::time::{Duration, Instant};
use tokio::runtime::Handle;
use tracing::Span;
use uuid::Uuid;

/// How long keeping an answer may take, where the database is away and the time limit leaves as much: a restart or a fail-over is shorter.
const KEEPING: Duration = Duration::from_secs(8);
/// Between two tries.
const PAUSE: Duration = Duration::from_millis(250);

/// An answer that is being made. Dropped before its end, it keeps what was told until then.
pub struct Answering {
    pieces: Pieces,
    kept: Kept,
}

/// What is to be kept.
struct Kept {
    database: Database,
    client_id: Uuid,
    asked_at: Instant,
    /// When it is given up.
    until: Instant,
    answer: NewAnswer,
    /// Nothing is left to do.
    is_kept: bool,
    /// And Postgres has it.
    is_stored: bool,
    /// What is logged while a body is read shall carry the id that Lambda gave the request.
    span: Span,
}

/// What was answered, whole.
pub struct Whole {
    /// The words.
    pub response: String,
    /// What they cite, as the answerer said it.
    pub sources: Option<Value>,
    /// Whether it was kept, so that it can be rated.
    pub is_stored: bool,
}

impl Answering {
    /// Asks. Nothing is sent to anybody before the first piece is awaited.
    pub fn begin(asked: Asked, time_limit: Duration) -> Self {
        let Asked {
            question,
            answerer,
            accepted,
            question_id,
            answer_id,
            asked_at,
            database,
            ..
        } = asked;
        let answer = NewAnswer {
            id: answer_id,
            conversation_id: accepted.conversation_id,
            reply_to: question_id,
            content: String::new(),
            sources: None,
            answerer: Answerer::name(&answerer, &accepted.plan.answerer).to_owned(),
            // Whoever stops reading drops this: then that is what became of it.
            outcome: Outcome::Partial,
            error_code: Some("visitor_left"),
            first_chunk_ms: None,
            latency_ms: 0,
            prompt_tokens: None,
            completion_tokens: None,
        };
        let kept = Kept {
            database,
            client_id: question.client_id,
            asked_at,
            until: asked_at + time_limit,
            answer,
            is_kept: false,
            is_stored: false,
            span: Span::current(),
        };
        Self {
            pieces: answerer.answer(question),
            kept,
        }
    }

    /// The next piece; `None` when the answer is complete, and then it is kept.
    ///
    /// # Errors
    /// Why there is no more of it; what came is kept, and nothing follows.
    pub async fn next(&mut self) -> Result<Option<Piece>, AnswerFailed> {
        let next = tokio::time::timeout_at(self.kept.until.into(), self.pieces.next());
        let piece = match next.await {
            Ok(Some(Ok(Piece::Sources(sources)))) => Piece::Sources(only_pages(sources)),
            Ok(Some(Ok(piece))) => piece,
            Ok(Some(Err(error))) => return Err(self.fail(error).await),
            Ok(None) => {
                self.complete().await;
                return Ok(None);
            }
            Err(_) => return Err(self.fail(AnswerFailed::TooSlow).await),
        };
        self.kept.take(&piece);
        Ok(Some(piece))
    }

    /// Whether the answer was kept; said when it has ended.
    pub fn is_stored(&self) -> bool {
        self.kept.is_stored
    }

    /// Waits for all of it.
    ///
    /// # Errors
    /// When it does not get so far.
    pub async fn whole(mut self) -> Result<Whole, AnswerFailed> {
        let (mut response, mut cited) = (String::new(), None);
        while let Some(piece) = self.next().await? {
            match piece {
                Piece::Text(text) => response.push_str(&text),
                Piece::Sources(sources) => cited = Some(sources),
                Piece::Usage(_) | Piece::Unknown => {}
            }
        }
        Ok(Whole {
            response,
            sources: cited,
            is_stored: self.is_stored(),
        })
    }

    async fn complete(&mut self) {
        let is_unknown = self.kept.answer.outcome == Outcome::Unknown;
        self.kept.answer.outcome = if is_unknown {
            Outcome::Unknown
        } else {
            Outcome::Complete
        };
        self.kept.answer.error_code = None;
        self.kept.keep().await;
    }

    /// The request's log line may be written by now and say 200, so this is the one that tells.
    async fn fail(&mut self, error: AnswerFailed) -> AnswerFailed {
        // What it holds of the upstream's connection is closed before anything else is waited for.
        self.pieces = futures_util::stream::empty().boxed();
        let told = Told::from(&error);
        let kept = &mut self.kept;
        let (client_id, reason) = (kept.client_id, explain(&error));
        kept.span.in_scope(|| {
            tracing::error!(%client_id, answerer = kept.answer.answerer, answer = told.message, reason, "a question found no answer, or not all of one");
        });
        kept.answer.outcome = if kept.answer.content.is_empty() {
            Outcome::Failed
        } else {
            Outcome::Partial
        };
        kept.answer.error_code = Some(told.code.name());
        kept.keep().await;
        error
    }
}

impl Kept {
    fn take(&mut self, piece: &Piece) {
        let answer = &mut self.answer;
        match piece {
            Piece::Text(text) => {
                if !text.is_empty() && answer.first_chunk_ms.is_none() {
                    answer.first_chunk_ms = Some(milliseconds(self.asked_at.elapsed()));
                }
                answer.content.push_str(&storable(text));
            }
            Piece::Sources(sources) if sources.is_array() => {
                answer.sources = Some(storable_json(sources));
            }
            Piece::Sources(_) => {}
            Piece::Usage(Usage {
                prompt_tokens,
                completion_tokens,
            }) => {
                answer.prompt_tokens = i32::try_from(*prompt_tokens).ok();
                answer.completion_tokens = i32::try_from(*completion_tokens).ok();
            }
            Piece::Unknown => answer.outcome = Outcome::Unknown,
        }
    }

    /// The visitor has read the answer by now: a database that is away takes nothing from it.
    async fn keep(&mut self) {
        self.answer.latency_ms = milliseconds(self.asked_at.elapsed());
        let stored = store(&self.database, &self.answer, self.until).await;
        self.is_kept = true;
        self.is_stored = stored.is_ok();
        if let Err(error) = stored {
            let (client_id, error) = (self.client_id, explain(&error));
            self.span
                .in_scope(|| tracing::error!(%client_id, error, "an answer was not kept"));
        }
    }
}

impl Drop for Kept {
    /// The visitor has left, perhaps while the answer was being kept: keeping it twice keeps it once.
    fn drop(&mut self) {
        let (false, Ok(runtime)) = (self.is_kept, Handle::try_current()) else {
            return;
        };
        let (database, mut answer) = (self.database.clone(), self.answer.clone());
        answer.latency_ms = milliseconds(self.asked_at.elapsed());
        let (client_id, until, span) = (self.client_id, self.until, self.span.clone());
        runtime.spawn(async move {
            if let Err(error) = store(&database, &answer, until).await {
                let error = explain(&error);
                span.in_scope(|| tracing::error!(%client_id, error, "an answer was not kept"));
            }
        });
    }
}

/// Once more and again while the database is away, for some seconds but not after `until`: it is the only copy.
async fn store(
    database: &Database,
    answer: &NewAnswer,
    until: Instant,
) -> Result<(), StorageError> {
    let until = until.min(Instant::now() + KEEPING);
    loop {
        let opening = conversations::open(answer.conversation_id);
        let stored = database.run(opening, conversations::finish(answer)).await;
        match stored.and_then(|((), kept)| kept) {
            Err(StorageError::Unavailable { .. }) if Instant::now() + PAUSE < until => {
                tokio::time::sleep(PAUSE).await;
            }
            stored => return stored,
        }
    }
}

/// Postgres holds every character but this one.
pub fn storable(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains('\0') {
        text.replace('\0', "\u{fffd}").into()
    } else {
        text.into()
    }
}

/// The same for all texts and names within.
fn storable_json(value: &Value) -> Value {
    match value {
        Value::String(text) => storable(text).into(),
        Value::Array(items) => items.iter().map(storable_json).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (storable(name).into_owned(), storable_json(value)))
            .collect(),
        other => other.clone(),
    }
}

fn milliseconds(duration: Duration) -> i32 {
    i32::try_from(duration.as_millis()).unwrap_or(i32::MAX)
}
