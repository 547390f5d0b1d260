//! Widgets: settings for their owner, configuration for visitors, the files of the embed snippet.

mod config;
mod description;
mod files;
mod health;
mod identity;
mod installation;
mod logo;
mod settings;
mod version;

pub use description::description;
pub use files::BUILT_IN;

use axum::extract::FromRef;
use axum::routing::{any, get, put};
use axum::{Router, middleware};
use config::ChatUrl;
use installation::Pages;
use shared::http::{ApiError, etag};
use shared::{Services, Settings, SettingsError, http};

/// What the handlers of this function need.
#[derive(Clone, Debug)]
pub struct WidgetsState {
    services: Services,
    /// Where widgets ask their questions, when that is not where they read their configuration.
    chat_url: ChatUrl,
    /// What looks at pages on which a widget should be.
    pages: Pages,
}

impl WidgetsState {
    /// Puts the services together with what the deployment says.
    ///
    /// # Errors
    /// When a setting cannot be used.
    pub fn from_settings(settings: &Settings, services: Services) -> Result<Self, SettingsError> {
        Ok(Self {
            services,
            chat_url: ChatUrl::from_settings(settings)?,
            pages: Pages::from_settings(settings)?,
        })
    }
}

impl FromRef<WidgetsState> for Services {
    fn from_ref(state: &WidgetsState) -> Self {
        state.services.clone()
    }
}

impl FromRef<WidgetsState> for ChatUrl {
    fn from_ref(state: &WidgetsState) -> Self {
        state.chat_url.clone()
    }
}

impl FromRef<WidgetsState> for Pages {
    fn from_ref(state: &WidgetsState) -> Self {
        state.pages.clone()
    }
}

/// The function's routes.
pub fn router(state: WidgetsState) -> Router {
    let services = state.services.clone();
    let dashboard = Router::new()
        .route(
            "/api/dashboard/widget/{id}",
            get(settings::find).put(settings::update),
        )
        .route(
            "/api/dashboard/widget/{id}/logo",
            put(logo::replace).delete(logo::delete),
        )
        .route(
            "/api/dashboard/widget/{id}/installation",
            get(installation::find).post(installation::check),
        )
        .route(
            "/api/dashboard/widget/{id}/identity",
            get(identity::find)
                .post(identity::replace)
                .delete(identity::delete),
        );
    let public = Router::new()
        .route("/api/widget/config", get(config::find))
        .route("/api/widget/health", get(health::health))
        .route("/api/widget", any(unknown))
        .route("/api/widget/{*rest}", any(unknown))
        .route_layer(middleware::from_fn(etag::answer_if_changed));
    // Not among those: a picture is anybody's to look at, and the same for every page.
    let logos = Router::new().route("/api/widget/logo/{sha256}", get(logo::read));
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
        .route(
            "/widget/v2/widget.js",
            get(files::script_v2).options(files::preflight),
        )
        .route(
            "/widget/app/{name}",
            get(files::application).options(files::preflight),
        )
        .route("/widget/version", get(version::version));

    let routes = http::dashboard_routes(dashboard)
        .merge(http::widget_routes(public))
        .merge(logos)
        .merge(files)
        .with_state(state);
    let words = &[
        "api",
        "dashboard",
        "widget",
        "config",
        "health",
        "logo",
        "installation",
        "identity",
        "v1",
        "v2",
        "app",
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
