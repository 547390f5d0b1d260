//! Widgets: settings for their owner, configuration for visitors, the files of the embed snippet.

mod config;
mod files;
mod health;
mod settings;
mod version;

use axum::routing::{any, get};
use axum::{Router, middleware};
use shared::http::{ApiError, etag};
use shared::{Services, http};

/// The function's routes.
pub fn router(services: Services) -> Router {
    let dashboard = Router::new().route(
        "/api/dashboard/widget/{id}",
        get(settings::find).put(settings::update),
    );
    let public = Router::new()
        .route("/api/widget/config", get(config::find))
        .route("/api/widget/health", get(health::health))
        .route("/api/widget", any(unknown))
        .route("/api/widget/{*rest}", any(unknown))
        .route_layer(middleware::from_fn(etag::answer_if_changed));
    let files = Router::new()
        .route(
            "/widget/v1/widget.js",
            get(files::script).options(files::preflight),
        )
        .route(
            "/widget/v1/widget.css",
            get(files::stylesheet).options(files::preflight),
        )
        .route("/widget/v1/{*rest}", any(files::unknown))
        .route("/widget/version", get(version::version));

    let routes = http::dashboard_routes(dashboard)
        .merge(http::widget_routes(public))
        .merge(files)
        .with_state(services.clone());
    let words = &[
        "api",
        "dashboard",
        "widget",
        "config",
        "health",
        "v1",
        "widget.js",
        "widget.css",
        "version",
    ];
    http::finish(routes, services, words)
}

/// Under `/api/widget` even an unknown route answers preflights, so it cannot be left to the router's own 404.
async fn unknown() -> ApiError {
    ApiError::not_found("There is no such route")
}
