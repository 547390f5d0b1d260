//! Documents, tags and prompts: what answers are made from. Organisers add and change them, programs search them with a token, and the
//! ingest turns them into chunks.

mod answer;
mod description;
pub mod directus;
mod documents;
pub mod ingest;
mod paths;
mod program;
mod query;
mod search;
mod tags;
mod test;
mod tokens;

use axum::extract::FromRef;
use axum::routing::{delete, get, patch, post};
use axum::{Router, middleware};
use directus::Directus;
use ingest::{Ingest, Reader};
use shared::embeddings::Embedder;
use shared::http::body;
use shared::objects::ObjectStore;
use shared::wake::Waker;
use shared::{Services, Settings, SettingsError, http};

pub use description::description;

/// What the handlers of this function need.
#[derive(Clone, Debug)]
pub struct KnowledgeState {
    services: Services,
    /// Where files are; nowhere when no store is configured.
    objects: Option<ObjectStore>,
    /// In which editors see everything; there need not be one.
    directus: Option<Directus>,
    /// What says what texts mean, where there is one.
    embedder: Option<Embedder>,
    /// What calls the ingest, where it is another function.
    waker: Option<Waker>,
}

impl KnowledgeState {
    /// Puts the services together with the configured object store.
    ///
    /// # Errors
    /// When a setting cannot be used.
    pub fn from_settings(settings: &Settings, services: Services) -> Result<Self, SettingsError> {
        Ok(Self {
            services,
            objects: ObjectStore::from_settings(settings)?,
            directus: Directus::from_settings(settings)?,
            embedder: Embedder::from_settings(settings)?,
            waker: Waker::from_settings(settings)?,
        })
    }

    /// The same with another object store.
    #[must_use]
    pub fn with_objects(self, objects: Option<ObjectStore>) -> Self {
        Self { objects, ..self }
    }

    /// The same with another Directus.
    #[must_use]
    pub fn with_directus(self, directus: Option<Directus>) -> Self {
        Self { directus, ..self }
    }

    /// The same with another model that says what texts mean.
    #[must_use]
    pub fn with_embedder(self, embedder: Option<Embedder>) -> Self {
        Self { embedder, ..self }
    }

    /// Calls the ingest when something waits for its sweep: a document that is to be read, or, where there is a Directus, one that was
    /// added, changed or deleted. To be awaited before the answer: what is still to be done after it Lambda freezes.
    pub(crate) async fn wake_ingest(&self, document_is_queued: bool) {
        if let Some(waker) = &self.waker
            && (document_is_queued || self.directus.is_some())
        {
            waker.wake().await;
        }
    }

    /// The ingest over the same services and store.
    #[must_use]
    pub fn ingest(&self, reader: Reader) -> Ingest {
        Ingest::new(&self.services, self.objects.clone(), reader)
            .with_directus(self.directus.clone())
            .with_embedder(self.embedder.clone())
    }
}

impl FromRef<KnowledgeState> for Services {
    fn from_ref(state: &KnowledgeState) -> Self {
        state.services.clone()
    }
}

impl FromRef<KnowledgeState> for Option<Embedder> {
    fn from_ref(state: &KnowledgeState) -> Self {
        state.embedder.clone()
    }
}

/// The function's routes.
pub fn router(state: KnowledgeState) -> Router {
    let services = state.services.clone();
    let of_directus = directus::routes(
        services.clone(),
        state.objects.clone(),
        state.directus.clone(),
        state.waker.clone(),
    );
    let of_programs = Router::new()
        .route(
            "/api/knowledge/search",
            get(search::by_query).post(search::by_body),
        )
        .route_layer(middleware::from_fn(body::parse))
        .route_layer(middleware::map_response(program::never_cached));
    let routes = http::dashboard_routes(dashboard())
        .merge(of_programs)
        .merge(of_directus);
    let words = &[
        "api",
        "dashboard",
        "knowledge",
        "documents",
        "replace",
        "reprocess",
        "chunks",
        "tags",
        "tokens",
        "test",
        "search",
        "directus",
        "webhook",
        "resync",
    ];
    http::finish(routes.with_state(state), services, words)
}

fn dashboard() -> Router<KnowledgeState> {
    Router::new()
        .route(
            "/api/dashboard/knowledge/{id}/documents",
            get(documents::list::list).post(documents::create::create),
        )
        .route(
            "/api/dashboard/knowledge/{id}/documents/{documentId}",
            get(documents::read::find)
                .patch(documents::update::update)
                .delete(documents::delete::delete),
        )
        .route(
            "/api/dashboard/knowledge/{id}/documents/{documentId}/replace",
            post(documents::replace::replace),
        )
        .route(
            "/api/dashboard/knowledge/{id}/documents/{documentId}/reprocess",
            post(documents::reprocess::reprocess),
        )
        .route(
            "/api/dashboard/knowledge/{id}/documents/{documentId}/chunks",
            get(documents::read::chunks),
        )
        .route(
            "/api/dashboard/knowledge/{id}/tags",
            get(tags::list).post(tags::create),
        )
        .route(
            "/api/dashboard/knowledge/{id}/tags/{tagId}",
            patch(tags::update).delete(tags::delete),
        )
        .route(
            "/api/dashboard/knowledge/{id}/tokens",
            get(tokens::list).post(tokens::create),
        )
        .route(
            "/api/dashboard/knowledge/{id}/tokens/{tokenId}",
            delete(tokens::delete),
        )
        .route("/api/dashboard/knowledge/{id}/test", post(test::test))
}
