//! Tokens for programs: `GET` and `POST …/tokens`, `DELETE …/tokens/{tokenId}`. A token's value is told once, when it is made.

use crate::answer::{client_found, client_not_found, refuse};
use crate::paths::TokenPath;
use axum::Json;
use axum::http::StatusCode;
use serde::Serialize;
use shared::client_tokens::{self, ClientToken};
use shared::database::Changed;
use shared::http::description::{ClientPath, Missing, SessionChanges, SessionReads};
use shared::http::validation::Rule;
use shared::http::{ApiError, Fields, JsonBody, PathId, PathIds, SignedIn};
use shared::{clients, timestamps};
use utoipa::ToSchema;
use uuid::Uuid;

const NAME_RULES: [Rule; 3] = [
    Rule::Matches(|name| !name.trim().is_empty(), "A name is required"),
    Rule::Max(60, "A name may have 60 characters at most"),
    Rule::Storable,
];

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Token)]
struct TokenAnswer {
    id: Uuid,
    name: String,
    /// The value's last characters, by which people tell tokens apart.
    hint: String,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(required, format = DateTime)]
    last_used_at: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct TokenList {
    tokens: Vec<TokenAnswer>,
}

/// It holds a secret, so it is not written into logs.
#[derive(Serialize, ToSchema)]
#[schema(as = CreatedToken)]
pub struct Made {
    token: TokenAnswer,
    /// What a program sends as `Authorization: Bearer …`. Told this once.
    #[schema(pattern = "^ct_live_")]
    value: String,
}

/// A new token.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
pub struct NewToken {
    #[schema(min_length = 1, max_length = 60)]
    name: String,
}

/// List a client's tokens
#[utoipa::path(
    get, path = "/api/dashboard/knowledge/{id}/tokens", operation_id = "listTokens", tag = "tokens", security(("session" = [])),
    params(ClientPath),
    responses(
        SessionReads,
        Missing,
        (status = 200, body = TokenList, description = "Without their values."),
    ),
)]
pub async fn list(
    caller: SignedIn,
    PathId(client_id): PathId,
) -> Result<Json<TokenList>, ApiError> {
    let statements = (clients::find(client_id), client_tokens::list(client_id));
    let (_, (client, tokens)) = caller.run(statements, "Failed to list tokens").await?;
    client_found(client)?;
    let tokens = tokens.into_iter().map(TokenAnswer::from).collect();
    Ok(Json(TokenList { tokens }))
}

/// Make a token for a program
#[utoipa::path(
    post, path = "/api/dashboard/knowledge/{id}/tokens", operation_id = "createToken", tag = "tokens", security(("session" = [])),
    params(ClientPath),
    request_body = NewToken,
    responses(
        SessionChanges,
        Missing,
        (status = 201, body = Made, description = "The token and, this once, its value."),
    ),
)]
pub async fn create(
    caller: SignedIn,
    PathId(client_id): PathId,
    JsonBody(body): JsonBody,
) -> Result<(StatusCode, Json<Made>), ApiError> {
    let mut fields = Fields::of(&body);
    let name = fields.text("name", &NAME_RULES);
    if let Err(invalid) = fields.finish() {
        return Err(refuse(&caller, client_id, &invalid).await);
    }
    let value = client_tokens::generate();
    let statement = client_tokens::insert(client_id, name.trim(), &value);
    let (_, token) = caller.run(statement, "Failed to make the token").await?;
    let token = TokenAnswer::from(token.ok_or_else(client_not_found)?);
    let value = value.expose().to_owned();
    Ok((StatusCode::CREATED, Json(Made { token, value })))
}

/// Delete a token
#[utoipa::path(
    delete, path = "/api/dashboard/knowledge/{id}/tokens/{tokenId}", operation_id = "deleteToken", tag = "tokens", security(("session" = [])),
    params(TokenPath),
    responses(
        SessionChanges,
        Missing,
        (status = 204, description = "It opens nothing any more."),
    ),
)]
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
