//! `POST /api/dashboard/clients`: one more client, with a widget and a key of its own.

use crate::answer::ClientAnswer;
use axum::Json;
use axum::http::StatusCode;
use shared::clients::{self, NewClient};
use shared::http::description::SessionChanges;
use shared::http::validation::Rule;
use shared::http::{ApiError, Fields, JsonBody, SignedIn};
use utoipa::ToSchema;

const FAILED: &str = "Failed to create client";

/// What a client's name must be, here and in a change.
pub const NAME_RULES: [Rule; 3] = [
    Rule::Min(1, "Client name is required"),
    Rule::Max(100, "Client name must be less than 100 characters"),
    Rule::Storable,
];

/// A new client.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
pub struct NewClientBody {
    #[schema(min_length = 1, max_length = 100)]
    name: String,
}

/// Add a client
#[utoipa::path(
    post, path = "/api/dashboard/clients", operation_id = "createClient", tag = "clients", security(("session" = [])),
    request_body = NewClientBody,
    responses(
        SessionChanges,
        (status = 201, body = ClientAnswer, description = "The client, with a key and a widget of its own."),
    ),
)]
pub async fn create(
    caller: SignedIn,
    JsonBody(body): JsonBody,
) -> Result<(StatusCode, Json<ClientAnswer>), ApiError> {
    let mut fields = Fields::of(&body);
    let client = NewClient::named(fields.text("name", &NAME_RULES));
    if let Err(invalid) = fields.finish() {
        caller.run((), FAILED).await?;
        return Err(ApiError::invalid("Validation error", &invalid));
    }
    let (_, (client, ())) = caller.run(clients::insert(&client), FAILED).await?;
    Ok((StatusCode::CREATED, Json(client.into())))
}
