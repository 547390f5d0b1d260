//! `PATCH` and `DELETE /api/dashboard/clients/{id}`.

use crate::answer::{ClientAnswer, found};
use crate::create::NAME_RULES;
use axum::Json;
use serde_json::Value;
use shared::clients;
use shared::http::description::{ClientPath, ClientStatus, Missing, SessionChanges};
use shared::http::{ApiError, Fields, Invalid, JsonBody, PathId, SignedIn};
use utoipa::ToSchema;

const FAILED: &str = "Failed to update client";

struct Change {
    name: Option<String>,
    status: Option<String>,
}

/// What of a client may be changed.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
pub struct ClientChange {
    #[schema(nullable = false, min_length = 1, max_length = 100)]
    name: Option<String>,
    #[schema(nullable = false)]
    status: Option<ClientStatus>,
}

/// Change a client
///
/// What is not given stays.
#[utoipa::path(
    patch, path = "/api/dashboard/clients/{id}", operation_id = "updateClient", tag = "clients", security(("session" = [])),
    params(ClientPath),
    request_body = ClientChange,
    responses(
        SessionChanges,
        Missing,
        (status = 200, body = ClientAnswer, description = "The client as it is now."),
    ),
)]
pub async fn update(
    caller: SignedIn,
    PathId(id): PathId,
    JsonBody(body): JsonBody,
) -> Result<Json<ClientAnswer>, ApiError> {
    match read(&body) {
        Ok(change) => {
            let statement = clients::update(id, change.name.as_deref(), change.status.as_deref());
            found(caller.run(statement, FAILED).await?.1)
        }
        Err(invalid) => Err(refuse(&caller, id, &invalid).await),
    }
}

/// Delete a client with all that belongs to it
#[utoipa::path(
    delete, path = "/api/dashboard/clients/{id}", operation_id = "deleteClient", tag = "clients", security(("session" = [])),
    params(ClientPath),
    responses(
        SessionChanges,
        Missing,
        (status = 200, body = ClientAnswer, description = "The client as it was."),
    ),
)]
pub async fn delete(caller: SignedIn, PathId(id): PathId) -> Result<Json<ClientAnswer>, ApiError> {
    found(
        caller
            .run(clients::delete(id), "Failed to delete client")
            .await?
            .1,
    )
}

/// The answer to a body that is not valid: what is wrong with it is told only to the client's owner.
pub async fn refuse(caller: &SignedIn, id: Option<uuid::Uuid>, invalid: &Invalid) -> ApiError {
    match caller
        .run(clients::find(id), FAILED)
        .await
        .and_then(|(_, client)| found(client))
    {
        Ok(_) => ApiError::invalid("Validation error", invalid),
        Err(error) => error,
    }
}

fn read(body: &Value) -> Result<Change, Invalid> {
    let mut fields = Fields::of(body);
    let name = fields.optional_text("name", &NAME_RULES);
    let status = fields.optional_choice("status", &["active", "paused", "disabled"]);
    fields.finish()?;
    Ok(Change { name, status })
}
