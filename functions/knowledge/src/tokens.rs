//! Tokens for programs: `GET` and `POST …/tokens`, `DELETE …/tokens/{tokenId}`. A token's value is told once, when it is made.

use crate::answer::{client_found, client_not_found, refuse};
use axum::Json;
use axum::http::StatusCode;
use serde::Serialize;
use serde_json::{Value, json};
use shared::client_tokens::{self, ClientToken};
use shared::database::Changed;
use shared::http::validation::Rule;
use shared::http::{ApiError, Fields, JsonBody, PathId, PathIds, SignedIn};
use shared::{clients, timestamps};
use uuid::Uuid;

const NAME_RULES: [Rule; 3] = [
    Rule::Matches(|name| !name.trim().is_empty(), "A name is required"),
    Rule::Max(60, "A name may have 60 characters at most"),
    Rule::Storable,
];

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct TokenAnswer {
    id: Uuid,
    name: String,
    hint: String,
    created_at: String,
    last_used_at: Option<String>,
}

pub async fn list(caller: SignedIn, PathId(client_id): PathId) -> Result<Json<Value>, ApiError> {
    let statements = (clients::find(client_id), client_tokens::list(client_id));
    let (_, (client, tokens)) = caller.run(statements, "Failed to list tokens").await?;
    client_found(client)?;
    let tokens: Vec<TokenAnswer> = tokens.into_iter().map(TokenAnswer::from).collect();
    Ok(Json(json!({"tokens": tokens})))
}

pub async fn create(
    caller: SignedIn,
    PathId(client_id): PathId,
    JsonBody(body): JsonBody,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let mut fields = Fields::of(&body);
    let name = fields.text("name", &NAME_RULES);
    if let Err(invalid) = fields.finish() {
        return Err(refuse(&caller, client_id, &invalid).await);
    }
    let value = client_tokens::generate();
    let statement = client_tokens::insert(client_id, name.trim(), &value);
    let (_, token) = caller.run(statement, "Failed to make the token").await?;
    let token = TokenAnswer::from(token.ok_or_else(client_not_found)?);
    let answer = json!({"token": token, "value": value.expose()});
    Ok((StatusCode::CREATED, Json(answer)))
}

pub async fn delete(
    caller: SignedIn,
    PathIds(client_id, id): PathIds,
) -> Result<StatusCode, ApiError> {
    let statement = client_tokens::delete(client_id, id);
    match caller.run(statement, "Failed to delete the token").await? {
        (_, Changed(true)) => Ok(StatusCode::NO_CONTENT),
        (_, Changed(false)) => Err(ApiError::not_found("Token not found")),
    }
}

impl From<ClientToken> for TokenAnswer {
    fn from(token: ClientToken) -> Self {
        Self {
            id: token.id,
            name: token.name,
            hint: token.hint,
            created_at: timestamps::iso_utc(token.created_at),
            last_used_at: token.last_used_at.map(timestamps::iso_utc),
        }
    }
}
