//! `POST /api/dashboard/chat/{client id}/test`: a question to the client's saved answerer, as a visitor's would be answered. Nothing of it is
//! kept, and it counts for nothing but the organiser's own limit of tests.

use crate::ChatState;
use crate::answer::{AnswerFailed, Piece, Pieces};
use crate::answerer::Answerer;
use crate::assemble::{self, PASSAGES, Said};
use crate::description::{Answerer as DescribedAnswerer, TestQuestion};
use crate::diagnosis::Diagnosis;
use crate::limits;
use crate::question::MESSAGE_RULES;
use crate::refused::Refused;
use crate::source::only_pages;
use axum::Json;
use axum::extract::State;
use futures_util::StreamExt;
use serde::Serialize;
use serde_json::{Value, json};
use shared::answer_plans::{self, Answering};
use shared::conversations::FoundPassage;
use shared::embeddings::Asking;
use shared::http::description::{ClientPath, ErrorAnswer, Missing, SessionChanges, Source};
use shared::http::{ApiError, Fields, Invalid, JsonBody, PathId, SignedIn};
use shared::{clients, explain, retrieval};
use std::time::Instant;
use utoipa::ToSchema;
use uuid::Uuid;

const FAILED: &str = "Failed to test who answers";

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AnswerTest)]
pub struct TestAnswer {
    /// Whether the whole answer came.
    ok: bool,
    #[schema(value_type = DescribedAnswerer)]
    answerer: &'static str,
    /// The answer, or as much of it as came.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    response: Option<String>,
    /// What it cites.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, value_type = Option<Vec<Source>>)]
    sources: Option<Value>,
    /// Of a whole answer: whether it says that nothing is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    unknown: Option<bool>,
    /// Milliseconds until the answer began; null when it did not.
    #[schema(required)]
    first_chunk_ms: Option<u64>,
    /// Milliseconds until its end.
    latency_ms: u64,
    /// Why it did not come, or not whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    failure: Option<Diagnosis>,
}

/// Test who answers
///
/// Asks the client's answerer as it is saved, as a visitor's question would be answered. Nothing of it is kept, and it counts for nothing but
/// the caller's limit of tests. An answerer that fails is a 200 with `ok: false` and what to do about it.
#[utoipa::path(
    post, path = "/api/dashboard/chat/{id}/test", operation_id = "testAnswerer", tag = "answers", security(("session" = [])),
    params(ClientPath),
    request_body = TestQuestion,
    responses(
        SessionChanges, Missing,
        (status = 200, body = TestAnswer, description = "What came of it."),
        (status = 429, body = ErrorAnswer, description = "One test too many in this hour: try again after the seconds in `Retry-After`."),
    ),
)]
pub async fn test(
    State(state): State<ChatState>,
    caller: SignedIn,
    PathId(client_id): PathId,
    JsonBody(body): JsonBody,
) -> Result<Json<TestAnswer>, Refused> {
    let asked_at = Instant::now();
    let not_found = || ApiError::not_found("Client not found");
    let question = match read(&body) {
        Ok(question) => question,
        Err(invalid) => {
            // What is wrong is told only to the client's owner.
            let (_, client) = caller.run(clients::find(client_id), FAILED).await?;
            client.ok_or_else(not_found)?;
            return Err(ApiError::invalid("Validation error", &invalid).into());
        }
    };
    let deployment = state.answerers.of_deployment();
    let statements = (
        answer_plans::prepare_test(client_id, &question, deployment),
        answer_plans::passages_for_test(client_id, &question, PASSAGES),
    );
    let embedder = state.embedder.as_ref();
    let asking = embedder.map(|embedder| embedder.ask(&question));
    let (_, (prepared, found)) = caller.run(statements, FAILED).await?;
    let (prepared, id) = prepared.zip(client_id).ok_or_else(not_found)?;
    let Some(plan) = prepared.plan else {
        return Err(limits::tests_exceeded(prepared.resets_at));
    };
    let found = match asking {
        Some(asking) if plan.answerer != Answering::N8n.name() => {
            with_similar(&caller, client_id, asking, found).await
        }
        _ => found,
    };
    let said = Said {
        message: question,
        session_id: Uuid::new_v4().to_string(),
        metadata: None,
    };
    let question = assemble::question(id, said, &plan, &json!([]), found);
    let answerer = state.answerers.choose(id, &plan);
    let name = Answerer::name(&answerer, &plan.answerer);
    let mut heard = Heard::default();
    let listening = heard.listen(answerer.answer(question), asked_at);
    let until = asked_at + state.time_limit;
    let ended = tokio::time::timeout_at(until.into(), listening).await;
    let ended = ended.unwrap_or(Err(AnswerFailed::TooSlow));
    if let Err(error) = &ended {
        let reason = explain(error);
        tracing::info!(client_id = %id, answerer = name, reason, "a tested question found no answer, or not all of one");
    }
    let failure = ended
        .as_ref()
        .err()
        .map(|error| Diagnosis::of(error, name, plan.is_own()));
    Ok(Json(heard.answer(name, asked_at, failure)))
}

fn read(body: &Value) -> Result<String, Invalid> {
    let mut fields = Fields::of(body);
    let question = fields.text("question", &MESSAGE_RULES);
    fields.finish()?;
    Ok(question.replace('\0', "\u{fffd}"))
}

/// As for a visitor: whatever keeps what was found by meaning away, the rest answers.
async fn with_similar(
    caller: &SignedIn,
    client_id: Option<Uuid>,
    asking: Asking,
    found: Vec<FoundPassage>,
) -> Vec<FoundPassage> {
    let Some(meaning) = asking.meaning().await else {
        return found;
    };
    let similar = retrieval::explain_similar(client_id, &meaning, PASSAGES);
    match caller.try_run(similar).await {
        Ok((_, Ok(similar))) => retrieval::fuse(found, similar, PASSAGES.unsigned_abs() as usize),
        Ok((_, Err(error))) => {
            tracing::error!(error = %explain(&error), "nothing was searched by meaning");
            found
        }
        // The session has ended in this moment, or the database went away; the answer does not depend on it.
        Err(_) => found,
    }
}

/// What came of an answer.
#[derive(Default)]
struct Heard {
    response: String,
    sources: Option<Value>,
    is_unknown: bool,
    first_chunk_ms: Option<u64>,
}

impl Heard {
    async fn listen(&mut self, mut pieces: Pieces, asked_at: Instant) -> Result<(), AnswerFailed> {
        while let Some(piece) = pieces.next().await {
            match piece? {
                Piece::Text(text) => {
                    if !text.is_empty() {
                        self.first_chunk_ms.get_or_insert(milliseconds(asked_at));
                    }
                    self.response.push_str(&text);
                }
                Piece::Sources(sources) => self.sources = Some(only_pages(sources)),
                Piece::Usage(_) => {}
                Piece::Unknown => self.is_unknown = true,
            }
        }
        Ok(())
    }

    fn answer(
        self,
        answerer: &'static str,
        asked_at: Instant,
        failure: Option<Diagnosis>,
    ) -> TestAnswer {
        let ok = failure.is_none();
        TestAnswer {
            ok,
            answerer,
            response: Some(self.response).filter(|text| ok || !text.is_empty()),
            sources: self.sources.filter(Value::is_array),
            unknown: ok.then_some(self.is_unknown),
            first_chunk_ms: self.first_chunk_ms,
            latency_ms: milliseconds(asked_at),
            failure,
        }
    }
}

fn milliseconds(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX)
}
