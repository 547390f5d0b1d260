//! `PATCH /api/dashboard/clients/{id}/domains`: which pages may use the client's key. The texts are kept as they were typed;
//! `shared::origins` says what they mean.

use crate::answer::{ClientAnswer, found};
use crate::update::refuse;
use axum::Json;
use shared::clients;
use shared::http::validation::Rule;
use shared::http::{ApiError, Fields, JsonBody, PathId, SignedIn};

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
