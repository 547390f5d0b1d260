//! `PATCH /api/dashboard/clients/{id}/domains`: which pages may use the client's key. The texts are kept as they were typed;
//! `shared::origins` says what they mean.

use crate::answer::{ClientAnswer, found};
use crate::update::refuse;
use axum::Json;
use shared::clients;
use shared::http::description::{ClientPath, Missing, SessionChanges};
use shared::http::validation::Rule;
use shared::http::{ApiError, Fields, JsonBody, PathId, SignedIn};
use utoipa::ToSchema;

/// The pages that may use a client's key.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
pub struct AllowedDomains {
    /// Hosts (`example.com`, `localhost:3000`), origins (`https://example.com`) or all sub-domains (`*.example.com`); none for every page.
    domains: Vec<String>,
}

/// Replace the list of pages that may use a client's key
#[utoipa::path(
    patch, path = "/api/dashboard/clients/{id}/domains", operation_id = "replaceAllowedDomains", tag = "clients", security(("session" = [])),
    params(ClientPath),
    request_body = AllowedDomains,
    responses(
        SessionChanges,
        Missing,
        (status = 200, body = ClientAnswer, description = "The client."),
    ),
)]
pub async fn replace(
    caller: SignedIn,
    PathId(id): PathId,
    JsonBody(body): JsonBody,
) -> Result<Json<ClientAnswer>, ApiError> {
    let mut fields = Fields::of(&body);
    let domains = fields.texts("domains", &[Rule::Storable]);
    if let Err(invalid) = fields.finish() {
        return Err(refuse(&caller, id, &invalid).await);
    }
    let statement = clients::update_allowed_domains(id, &domains);
    found(
        caller
            .run(statement, "Failed to update allowed domains")
            .await?
            .1,
    )
}
