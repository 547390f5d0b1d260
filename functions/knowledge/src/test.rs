//! `POST /api/dashboard/knowledge/{id}/test`: which chunks a question finds, and why.

use crate::answer::{client_found, refuse};
use crate::search::{Search, SearchBody};
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use serde_json::Value;
use shared::clients;
use shared::embeddings::Embedder;
use shared::http::description::{ClientPath, Missing, SessionChanges};
use shared::http::{ApiError, JsonBody, PathId, SignedIn};
use shared::retrieval::{self, ExplainedPassage, KNOWN};
use utoipa::ToSchema;
use uuid::Uuid;

const FAILED: &str = "Failed to search";

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = TestResult)]
pub struct Tested {
    /// Best first.
    passages: Vec<MatchAnswer>,
    /// The score from which on a passage is worth an answer.
    answers_from: f64,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = TestedPassage)]
struct MatchAnswer {
    document_id: Uuid,
    /// The document's title.
    title: String,
    /// Where visitors find the original.
    #[schema(required)]
    url: Option<String>,
    /// The page it is on, from 1.
    #[schema(required)]
    page: Option<i32>,
    /// The heading it stands under.
    #[schema(required)]
    heading: Option<String>,
    content: String,
    /// The part that fits best.
    excerpt: String,
    /// From 0 to 1: the share of what was asked for that the passage has.
    score: f64,
    /// Whether an answer would be made from it.
    answers: bool,
    /// What was found, and what moved the passage up. It may change.
    #[schema(value_type = Why)]
    why: Value,
}

/// What was found of a question in a passage; by meaning alone there is only `meaning`.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
struct Why {
    /// The question's words.
    #[schema(nullable = false)]
    terms: Option<Vec<Term>>,
    /// What the passages are sorted by before the rest is looked at.
    #[schema(nullable = false)]
    order: Option<f64>,
    /// How near to each other the words stand.
    #[schema(nullable = false)]
    close: Option<f64>,
    /// How new the document is.
    #[schema(nullable = false)]
    recent: Option<f64>,
    /// Whether the question names a tag of the document.
    #[schema(nullable = false)]
    tagged: Option<bool>,
    /// What a model of embeddings says.
    #[schema(nullable = false)]
    meaning: Option<Meaning>,
}

/// A word of a question, and what stands for it in the documents.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
struct Term {
    word: String,
    /// Whether it is of the question before.
    is_context: bool,
    /// How much it tells: the rarer the more.
    weight: f64,
    exact: Vec<String>,
    near: Vec<String>,
    /// What a near one counts, from 0 to 1.
    near_factor: f64,
    /// What a mistyped word was taken for.
    #[schema(required)]
    corrected: Option<String>,
    /// At most so many chunks have one of them.
    reach: i64,
}

#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
struct Meaning {
    /// How near the passage is to the question: 1 for the same.
    similarity: f64,
}

/// Test what a question finds
#[utoipa::path(
    post, path = "/api/dashboard/knowledge/{id}/test", operation_id = "testKnowledge", tag = "documents", security(("session" = [])),
    params(ClientPath),
    request_body = SearchBody,
    responses(
        SessionChanges,
        Missing,
        (status = 200, body = Tested, description = "What an answer would be made from, and why."),
    ),
)]
pub async fn test(
    State(embedder): State<Option<Embedder>>,
    caller: SignedIn,
    PathId(client_id): PathId,
    JsonBody(body): JsonBody,
) -> Result<Json<Tested>, ApiError> {
    let search = match Search::read(&body) {
        Ok(search) => search,
        Err(invalid) => return Err(refuse(&caller, client_id, &invalid).await),
    };
    let asking = search.ask(embedder.as_ref());
    let context = search.context.as_deref();
    let passages = retrieval::explain(client_id, &search.question, context, search.at_most);
    let statements = (clients::find(client_id), passages);
    let (_, (client, mut passages)) = caller.run(statements, FAILED).await?;
    client_found(client)?;
    if let Some(asking) = asking
        && let Some(meaning) = asking.meaning().await
    {
        let similar = retrieval::explain_similar(client_id, &meaning, search.at_most);
        let similar = caller.run(similar, FAILED).await;
        passages = search.fuse(passages, similar.map(|(_, similar)| similar));
    }
    Ok(Json(Tested {
        passages: passages.into_iter().map(MatchAnswer::from).collect(),
        answers_from: KNOWN,
    }))
}

impl From<ExplainedPassage> for MatchAnswer {
    fn from(explained: ExplainedPassage) -> Self {
        let ExplainedPassage { passage, why } = explained;
        Self {
            document_id: passage.document_id,
            title: passage.title,
            url: passage.url,
            page: passage.page,
            heading: passage.heading,
            content: passage.content,
            excerpt: passage.excerpt,
            score: passage.score,
            answers: passage.score >= KNOWN,
            why,
        }
    }
}
