//! A Directus elsewhere, in which editors see every document as an item of `knowledge_base` and change it. An item has the id of its document.
//!
//! Nothing here waits for Directus but the sweep and Directus' own webhook: what changes on either side makes a pair due, and a due pair is
//! compared, field by field, with what both sides had last (`merge`). So it does not matter how often, when or in which order
//! we are told, and a change that we made ourselves is none when it comes back.

mod api;
mod copies;
mod item;
mod merge;
mod multipart;
mod reconcile;
pub(crate) mod resync;
pub(crate) mod webhook;
mod work;

use crate::ingest::Ingest;
use crate::program;
use api::Api;
use axum::Router;
use axum::extract::FromRef;
use axum::middleware;
use axum::routing::post;
use shared::http::{self, body};
use shared::objects::ObjectStore;
use shared::wake::Waker;
use shared::{Database, Secret, Services, Settings, SettingsError};
use tokio::time::Instant;
use uuid::Uuid;

pub use resync::ResyncError;

/// The way to a Directus. Cheap to clone.
///
/// - `DIRECTUS_URL` and `DIRECTUS_TOKEN`: where it is, and our user's static token there.
/// - `DIRECTUS_WEBHOOK_SECRET`: what its Flows send as `X-Webhook-Secret`; without it the webhook answers 503.
#[derive(Clone, Debug)]
pub struct Directus {
    api: Api,
    webhook_secret: Option<Secret>,
}

/// What a sweep has done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Pairs that agree now.
    pub settled: usize,
    /// Pairs that will be tried again.
    pub postponed: usize,
    /// Whether Directus was away, so that the rest was left for the next sweep.
    pub is_away: bool,
    /// Documents that wait to be read because of what was learnt.
    pub queued: usize,
}

/// What the routes here need.
#[derive(Clone, Debug)]
pub(crate) struct State {
    services: Services,
    store: Option<ObjectStore>,
    directus: Option<Directus>,
    waker: Option<Waker>,
}

impl FromRef<State> for Services {
    fn from_ref(state: &State) -> Self {
        state.services.clone()
    }
}

impl Directus {
    /// Reads the settings; connects to nothing. `None` when there is no Directus.
    ///
    /// # Errors
    /// When there is an address without a token, or it cannot be used.
    pub fn from_settings(settings: &Settings) -> Result<Option<Self>, SettingsError> {
        let Some(url) = settings.optional("DIRECTUS_URL") else {
            return Ok(None);
        };
        Ok(Some(Self {
            api: Api::new(url.expose(), settings.required("DIRECTUS_TOKEN")?)?,
            webhook_secret: settings.optional("DIRECTUS_WEBHOOK_SECRET"),
        }))
    }

    /// Compares what is due, until nothing is, Directus is away, or `deadline` has come. Call it by schedule; several at a time do no harm.
    pub async fn push_due(
        &self,
        database: &Database,
        store: Option<&ObjectStore>,
        deadline: Instant,
    ) -> Swept {
        work::Work {
            directus: self,
            database,
            store,
            deadline,
        }
        .sweep()
        .await
    }

    /// Makes every document of a client (or of all, when that is `None`) due, and every item there. Gives how many of both.
    ///
    /// # Errors
    /// When Directus or the database does not answer before `deadline`; what was made due until then stays so.
    pub async fn resync(
        &self,
        database: &Database,
        client_id: Option<Uuid>,
        deadline: Instant,
    ) -> Result<i64, ResyncError> {
        resync::resync(&self.api, database, client_id, deadline).await
    }
}

impl Ingest {
    /// See [`Directus::resync`], for all clients.
    pub(crate) async fn resync_directus(&self, deadline: Instant) -> Result<(), ResyncError> {
        let (database, directus) = self.directus().ok_or(ResyncError::NotConfigured)?;
        let queued = directus.resync(database, None, deadline).await?;
        tracing::info!(queued, "all documents are compared with Directus");
        Ok(())
    }
}

/// The routes that need a Directus. Without one they say so.
pub fn routes<S: Clone + Send + Sync + 'static>(
    services: Services,
    store: Option<ObjectStore>,
    directus: Option<Directus>,
    waker: Option<Waker>,
) -> Router<S> {
    let told = Router::new()
        .route("/api/knowledge/directus/webhook", post(webhook::hear))
        .route_layer(middleware::from_fn(body::parse))
        .route_layer(middleware::map_response(program::never_cached));
    let asked = Router::new().route(
        "/api/dashboard/knowledge/{id}/directus/resync",
        post(resync::ask),
    );
    told.merge(http::dashboard_routes(asked)).with_state(State {
        services,
        store,
        directus,
        waker,
    })
}
