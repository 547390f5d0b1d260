//! An organiser's clients: list, create, read, change, delete; a new public key; the domains that may use it. And what belongs to one
//! client: its conversations, its figures, who answers, its settings.

mod analytics;
mod answer;
mod answers;
mod conversations;
mod create;
mod csv;
mod described_query;
mod description;
mod domains;
mod key;
mod prices;
mod query;
mod read;
mod settings;
mod update;
mod usage;

use axum::Router;
use axum::extract::FromRef;
use axum::routing::{get, patch, post};
use shared::neighbours::Policy;
use shared::{Services, Settings, SettingsError, http};

pub use description::description;
pub use prices::Prices;

/// What the handlers of this function need.
#[derive(Clone, Debug)]
pub struct ClientsState {
    services: Services,
    /// What tokens cost, where the deployment says so.
    prices: Prices,
    /// Which addresses organisers may have called.
    neighbours: Policy,
}

impl ClientsState {
    /// Puts the services together with what the deployment allows and pays.
    ///
    /// # Errors
    /// When a setting cannot be used.
    pub fn from_settings(settings: &Settings, services: Services) -> Result<Self, SettingsError> {
        Ok(Self {
            services,
            prices: Prices::from_settings(settings)?,
            neighbours: Policy::from_settings(settings)?,
        })
    }
}

impl FromRef<ClientsState> for Services {
    fn from_ref(state: &ClientsState) -> Self {
        state.services.clone()
    }
}

/// The function's routes.
pub fn router(state: ClientsState) -> Router {
    let services = state.services.clone();
    let routes = http::dashboard_routes(clients().merge(belongings()))
        // Beside the others, for it is sent while it is made.
        .merge(http::dashboard_streams(Router::new().route(
            "/api/dashboard/clients/{id}/conversations/export",
            get(conversations::export),
        )))
        .with_state(state);
    http::finish(routes, services, WORDS)
}

const WORDS: &[&str] = &[
    "api",
    "dashboard",
    "clients",
    "regenerate-key",
    "domains",
    "conversations",
    "export",
    "answers",
    "settings",
    "usage",
    "analytics",
];

fn clients() -> Router<ClientsState> {
    Router::new()
        .route(
            "/api/dashboard/clients",
            get(read::list).post(create::create),
        )
        .route(
            "/api/dashboard/clients/{id}",
            get(read::find).patch(update::update).delete(update::delete),
        )
        .route(
            "/api/dashboard/clients/{id}/regenerate-key",
            post(key::regenerate),
        )
        .route(
            "/api/dashboard/clients/{id}/domains",
            patch(domains::replace),
        )
}

fn belongings() -> Router<ClientsState> {
    Router::new()
        .route(
            "/api/dashboard/clients/{id}/conversations",
            get(conversations::list).delete(conversations::delete_some),
        )
        .route(
            "/api/dashboard/clients/{id}/conversations/{conversationId}",
            get(conversations::find).delete(conversations::delete),
        )
        .route(
            "/api/dashboard/clients/{id}/answers",
            get(answers::find).put(answers::update),
        )
        .route(
            "/api/dashboard/clients/{id}/settings",
            get(settings::find).patch(settings::update),
        )
        .route("/api/dashboard/clients/{id}/usage", get(usage::find))
        .route(
            "/api/dashboard/clients/{id}/analytics",
            get(analytics::find),
        )
        .route(
            "/api/dashboard/clients/{id}/analytics/export",
            get(analytics::export),
        )
}
