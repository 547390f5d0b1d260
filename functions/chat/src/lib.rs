//! A visitor's message in, an answer out.

mod answer;
mod answer_test;
mod answerer;
mod answering;
mod assemble;
mod built_in;
mod conversation;
mod description;
mod diagnosis;
mod event;
mod failure;
mod feedback;
mod limits;
mod message;
mod n8n;
mod openai;
mod question;
mod refused;
mod source;
mod stream;

use answerer::Answerers;
use axum::extract::FromRef;
use axum::routing::{any, get, post};
use axum::{Router, middleware};
use shared::embeddings::Embedder;
use shared::http::{ApiError, body};
use shared::{Services, Settings, SettingsError, http};
use std::time::Duration;

pub use description::description;
pub use n8n::N8nWebhook;
pub use openai::Model;

/// How long a visitor waits for an answer. API Gateway gives up after 30 seconds and answers with words of its own, which the widget may
/// not even read.
const TIME_LIMIT: Duration = Duration::from_secs(28);

/// What the handlers of this function need.
#[derive(Clone, Debug)]
pub struct ChatState {
    services: Services,
    answerers: Answerers,
    /// What says what a question means, where there is one.
    embedder: Option<Embedder>,
    /// How long an answer may take.
    time_limit: Duration,
    /// How long a stream may be silent.
    keep_alive: Duration,
}

impl ChatState {
    /// Puts the services together with those who answer.
    ///
    /// # Errors
    /// When a setting cannot be used.
    pub fn from_settings(settings: &Settings, services: Services) -> Result<Self, SettingsError> {
        Ok(Self {
            answerers: Answerers::from_settings(settings, services.sealer.clone())?,
            embedder: Embedder::from_settings(settings)?,
            services,
            time_limit: TIME_LIMIT,
            keep_alive: stream::KEEP_ALIVE,
        })
    }

    /// The same with answers that may take another time.
    #[must_use]
    pub fn with_time_limit(self, time_limit: Duration) -> Self {
        Self { time_limit, ..self }
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
        .route("/api/widget/chat/conversation", get(conversation::read))
        .route("/api/widget/chat/feedback", post(feedback::rate))
        .route("/api/widget/chat/{*rest}", any(unknown))
        .route_layer(middleware::from_fn(body::parse));
    let dashboard = Router::new().route("/api/dashboard/chat/{id}/test", post(answer_test::test));
    let routes = http::widget_routes(routes)
        .merge(http::dashboard_routes(dashboard))
        .with_state(state);
    let words = &[
        "api",
        "dashboard",
        "widget",
        "chat",
        "stream",
        "conversation",
        "feedback",
        "test",
    ];
    http::finish(routes, services, words)
}

/// Under `/api/widget` even an unknown route answers preflights, so it cannot be left to the router's own 404.
async fn unknown() -> ApiError {
    ApiError::not_found("There is no such route")
}
