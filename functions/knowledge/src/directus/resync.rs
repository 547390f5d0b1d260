//! Comparing everything, both ways: for the beginning, and for when calls were lost. Asked for by a client's owner
//! (`POST /api/dashboard/knowledge/{id}/directus/resync`) or, for all clients, by the operator.

use super::State;
use super::api::{Api, Failed};
use super::webhook::{Queued, not_configured};
use axum::Json;
use axum::extract::State as OfRouter;
use axum::http::StatusCode;
use shared::directus;
use shared::http::description::{ClientPath, ErrorAnswer, Missing, SessionChanges};
use shared::http::{ApiError, PathId, SignedIn};
use shared::{Database, StorageError};
use std::time::Duration;
use tokio::time::{Instant, timeout_at};
use uuid::Uuid;

/// How many ids are asked for at once.
const PAGE: usize = 500;
/// How long its owner waits for it. A knowledge base is listed in a fraction of that.
const LIMIT: Duration = Duration::from_secs(5);

/// Why a resync could not be begun, or not to its end.
#[derive(Debug, thiserror::Error)]
pub enum ResyncError {
    /// Directus does not say what it has.
    #[error(transparent)]
    Directus(#[from] Failed),
    /// The database does not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// There is no Directus to compare with.
    #[error("DIRECTUS_URL is not set")]
    NotConfigured,
    /// There are more items than could be listed in the time.
    #[error("Directus was not done in time")]
    Late,
}

pub(super) async fn resync(
    api: &Api,
    database: &Database,
    client_id: Option<Uuid>,
    deadline: Instant,
) -> Result<i64, ResyncError> {
    let here = database.run_alone(directus::resync(client_id)).await?;
    let mut unknown = 0;
    let listing = async {
        let mut after = None;
        loop {
            let ids = api.list_ids(client_id, after, PAGE).await?;
            let is_last = ids.len() < PAGE;
            after = ids.last().copied();
            let heard = database.run_alone(directus::hear_of_new(ids)).await?;
            unknown += heard.0;
            if is_last {
                return Ok(());
            }
        }
    };
    let listed: Result<(), ResyncError> = timeout_at(deadline, listing)
        .await
        .unwrap_or(Err(ResyncError::Late));
    listed.map(|()| here.0 + unknown)
}

/// Compare all documents with a Directus elsewhere, both ways
#[utoipa::path(
    post, path = "/api/dashboard/knowledge/{id}/directus/resync", operation_id = "resyncDirectus", tag = "directus", security(("session" = [])),
    params(ClientPath),
    responses(
        SessionChanges,
        Missing,
        (status = 202, body = Queued, description = "So many documents are compared."),
        (status = 502, body = ErrorAnswer, description = "Directus does not answer as it should."),
    ),
)]
pub(crate) async fn ask(
    OfRouter(state): OfRouter<State>,
    caller: SignedIn,
    PathId(client_id): PathId,
) -> Result<(StatusCode, Json<Queued>), ApiError> {
    let owns = directus::owns_client(client_id);
    let (_, owns) = caller
        .run(owns, "The resync could not be started. Please try again.")
        .await?;
    if !owns.0 {
        return Err(ApiError::not_found("Client not found"));
    }
    let directus = state.directus.as_ref().ok_or_else(not_configured)?;
    let deadline = Instant::now() + LIMIT;
    let database = &state.services.database;
    let queued = resync(&directus.api, database, client_id, deadline).await;
    let queued = queued.map_err(|error| match error {
        ResyncError::Storage(error) => {
            ApiError::storage("The resync could not be started. Please try again.", error)
        }
        other => ApiError::new(
            StatusCode::BAD_GATEWAY,
            "Bad gateway",
            "Directus does not answer as it should. Please try again later.",
        )
        .caused_by(other),
    })?;
    if queued > 0
        && let Some(waker) = &state.waker
    {
        waker.wake().await;
    }
    let success = true;
    Ok((StatusCode::ACCEPTED, Json(Queued { success, queued })))
}
