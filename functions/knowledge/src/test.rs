//! `POST /api/dashboard/knowledge/{id}/test`: which chunks a question finds, and why.

use crate::answer::{client_found, refuse};
use crate::search::Search;
use axum::Json;
use serde::Serialize;
use serde_json::{Value, json};
use shared::clients;
use shared::http::{ApiError, JsonBody, PathId, SignedIn};
use shared::retrieval::{self, ExplainedPassage, KNOWN};
use uuid::Uuid;

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
    caller: SignedIn,
    PathId(client_id): PathId,
    JsonBody(body): JsonBody,
) -> Result<Json<Value>, ApiError> {
    let search = match Search::read(&body) {
        Ok(search) => search,
        Err(invalid) => return Err(refuse(&caller, client_id, &invalid).await),
    };
    let context = search.context.as_deref();
    let passages = retrieval::explain(client_id, &search.question, context, search.at_most);
    let statements = (clients::find(client_id), passages);
    let (_, (client, passages)) = caller.run(statements, "Failed to search").await?;
    client_found(client)?;
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
