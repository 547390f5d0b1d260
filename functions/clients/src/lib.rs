//! An organiser's clients: list, create, read, change, delete; a new public key; the domains that may use it.

mod answer;
mod create;
mod domains;
mod key;
mod read;
mod update;

use axum::Router;
use axum::routing::{get, patch, post};
use shared::{Services, http};

/// The function's routes.
pub fn router(services: Services) -> Router {
    let routes = Router::new()
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
        );
    let words = &["api", "dashboard", "clients", "regenerate-key", "domains"];
    http::finish(
        http::dashboard_routes(routes).with_state(services.clone()),
        services,
        words,
    )
}
