//! A visitor's message in, an answer out.

mod event;
mod failure;
mod message;
mod n8n;
mod question;
mod stream;

use axum::extract::FromRef;
use axum::routing::{any, post};
use axum::{Router, middleware};
use shared::http::{ApiError, body};
use shared::{Services, Settings, SettingsError, http};
use std::time::Duration;

pub use n8n::N8nWebhook;

/// What the handlers of this function need.
#[derive(Clone, Debug)]
pub struct ChatState {
    services: Services,
    /// Who answers; nobody when nothing is configured.
    answerer: Option<N8nWebhook>,
    /// How long a stream may be silent.
    keep_alive: Duration,
}

impl ChatState {
    /// Puts the services together with the configured answerer.
    ///
    /// # Errors
    /// When a setting cannot be used.
    pub fn from_settings(settings: &Settings, services: Services) -> Result<Self, SettingsError> {
        Ok(Self {
            services,
            answerer: N8nWebhook::from_settings(settings)?,
            keep_alive: stream::KEEP_ALIVE,
        })
    }

    /// The same with another answerer.
    #[must_use]
    pub fn with_answerer(self, answerer: Option<N8nWebhook>) -> Self {
        Self { answerer, ..self }
    }

    /// The same with streams that may be silent for another time.
    #[must_use]
    pub fn with_keep_alive(self, keep_alive: Duration) -> Self {
        Self { keep_alive, ..self }
    }
}

impl FromRef<ChatState> for Services {
    fn from_ref(state: &ChatState) -> Self {
        state.services.clone()
    }
}

/// The function's routes.
pub fn router(state: ChatState) -> Router {
    let services = state.services.clone();
    let routes = Router::new()
        .route("/api/widget/chat", post(message::answer))
        .route("/api/widget/chat/stream", post(stream::answer))
        .route("/api/widget/chat/{*rest}", any(unknown))
        .route_layer(middleware::from_fn(body::parse));
    let routes = http::widget_routes(routes).with_state(state);
    http::finish(routes, services, &["api", "widget", "chat", "stream"])
}

/// Under `/api/widget` even an unknown route answers preflights, so it cannot be left to the router's own 404.
async fn unknown() -> ApiError {
    ApiError::not_found("There is no such route")
}
