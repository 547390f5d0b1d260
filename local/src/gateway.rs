//! Every function behind one door, as API Gateway and the function URLs put them on AWS: by the beginning of the path.

use axum::Router;
use axum::extract::Request;
use axum::response::Response;
use shared::{Services, Settings, SettingsError};
use tower::ServiceExt;

/// The functions' routers.
#[derive(Clone, Debug)]
pub struct Functions {
    /// `/api/auth`
    pub auth: Router,
    /// `/api/dashboard/clients`
    pub clients: Router,
    /// `/api/dashboard/knowledge`, `/api/knowledge`
    pub knowledge: Router,
    /// `/api/dashboard/chat`, `/api/widget/chat`
    pub chat: Router,
    /// `/api/dashboard/widget`, `/api/widget`, `/widget`
    pub widgets: Router,
    /// Everything else: the dashboard's files, and the 404 for what nobody has.
    pub site: Router,
}

impl Functions {
    /// Builds every function's router from settings.
    ///
    /// # Errors
    /// When a setting is missing or cannot be used.
    pub fn from_settings(settings: &Settings, services: &Services) -> Result<Self, SettingsError> {
        Ok(Self {
            auth: auth::router(auth::AuthState::from_settings(settings, services.clone())?),
            clients: clients::router(clients::ClientsState::from_settings(
                settings,
                services.clone(),
            )?),
            knowledge: knowledge::router(knowledge::KnowledgeState::from_settings(
                settings,
                services.clone(),
            )?),
            chat: chat::router(chat::ChatState::from_settings(settings, services.clone())?),
            widgets: widgets::router(widgets::WidgetsState::from_settings(
                settings,
                services.clone(),
            )?),
            site: site::router(),
        })
    }

    /// One router that passes each request on to its function.
    pub fn gateway(self) -> Router {
        Router::new().fallback(async move |request: Request| -> Response {
            let router = self.function_for(request.uri().path());
            router
                .oneshot(request)
                .await
                .unwrap_or_else(|never| match never {})
        })
    }

    fn function_for(&self, path: &str) -> Router {
        let path = path.to_ascii_lowercase();
        let begins_with = |prefix: &str| {
            path.strip_prefix(prefix)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let function = if begins_with("/api/auth") {
            &self.auth
        } else if begins_with("/api/dashboard/clients") {
            &self.clients
        } else if ["/api/dashboard/knowledge", "/api/knowledge"]
            .into_iter()
            .any(begins_with)
        {
            &self.knowledge
        } else if ["/api/dashboard/chat", "/api/widget/chat"]
            .into_iter()
            .any(begins_with)
        {
            &self.chat
        } else if ["/api/dashboard/widget", "/api/widget", "/widget"]
            .into_iter()
            .any(begins_with)
        {
            &self.widgets
        } else {
            &self.site
        };
        function.clone()
    }
}
