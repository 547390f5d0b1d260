//! `POST /api/dashboard/knowledge/{id}/test`: which chunks a question finds, and why.

use crate::answer::{client_found, refuse};
use crate::search::Search;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use serde_json::{Value, json};
use shared::clients;
use shared::embeddings::Embedder;
use shared::http::{ApiError, JsonBody, PathId, SignedIn};
use shared::retrieval::{self, ExplainedPassage, KNOWN};
use uuid::Uuid;

const FAILED: &str = "Failed to search";

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct MatchAnswer {
    document_id: Uuid,
    title: String,
    url: Option<String>,
    page: Option<i32>,
    heading: Option<String>,
    content: String,
    excerpt: String,
    score: f64,
    /// Whether an answer would be made from it.
    answers: bool,
    why: Value,
}

pub async fn test(
    State(embedder): State<Option<Embedder>>,
    caller: SignedIn,
    PathId(client_id): PathId,
    JsonBody(body): JsonBody,
) -> Result<Json<Value>, ApiError> {
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
    let passages: Vec<MatchAnswer> = passages.into_iter().map(MatchAnswer::from).collect();
    Ok(Json(json!({"passages": passages, "answersFrom": KNOWN})))
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
