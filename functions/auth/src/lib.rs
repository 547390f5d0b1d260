//! Register, log in, log out, who am I; own sessions, password and account.

mod account;
mod description;
mod log_in;
mod log_out;
mod me;
mod own_check;
mod password;
mod register;
mod second_factor;
mod session_list;
mod throttle;
mod weak_password;

use axum::Router;
use axum::extract::FromRef;
use axum::routing::{delete, get, post};
use serde::Serialize;
use serde_json::Value;
use shared::clients::Client;
use shared::passwords::Passwords;
use shared::sessions::User;
use shared::sign_in::CounterNames;
use shared::{Services, Settings, SettingsError, http};
use utoipa::ToSchema;
use uuid::Uuid;

/// What the handlers of this function need.
#[derive(Clone, Debug)]
pub struct AuthState {
    services: Services,
    passwords: Passwords,
    password_rule: PasswordRule,
    counter_names: CounterNames,
}

/// Of a code at log-in and later, whatever is wrong with it.
pub(crate) const WRONG_CODE: &str = "The code is wrong or was used already";

impl AuthState {
    /// Puts the services together with the password settings.
    ///
    /// # Errors
    /// When a setting cannot be used.
    pub fn from_settings(settings: &Settings, services: Services) -> Result<Self, SettingsError> {
        let passwords = Passwords::from_settings(settings)?;
        Ok(Self {
            counter_names: CounterNames::new(&services.session_keys),
            services,
            passwords,
            password_rule: PasswordRule::default(),
        })
    }

    /// The same with another rule for new passwords. For replaying recordings of the old server, which took shorter ones.
    #[must_use]
    pub fn with_password_rule(self, password_rule: PasswordRule) -> Self {
        Self {
            password_rule,
            ..self
        }
    }
}

impl FromRef<AuthState> for Services {
    fn from_ref(state: &AuthState) -> Self {
        state.services.clone()
    }
}

pub use description::description;
pub use password::PasswordRule;

/// The function's routes.
pub fn router(state: AuthState) -> Router {
    let services = state.services.clone();
    let routes = Router::new()
        .route("/api/auth/register", post(register::register))
        .route("/api/auth/login", post(log_in::log_in))
        .route("/api/auth/logout", post(log_out::log_out))
        .route("/api/auth/me", get(me::me))
        .route("/api/auth/password", post(password::change))
        .route(
            "/api/auth/sessions",
            get(session_list::list).delete(session_list::end_others),
        )
        .route("/api/auth/sessions/{id}", delete(session_list::end))
        .route("/api/auth/account", delete(account::delete))
        .route(
            "/api/auth/second-factor",
            get(second_factor::read)
                .post(second_factor::set_up)
                .delete(second_factor::disable),
        )
        .route(
            "/api/auth/second-factor/confirm",
            post(second_factor::confirm),
        )
        .route(
            "/api/auth/second-factor/recovery-codes",
            post(second_factor::replace_recovery_codes),
        );
    let words = &[
        "api",
        "auth",
        "register",
        "login",
        "logout",
        "me",
        "password",
        "sessions",
        "account",
        "second-factor",
        "confirm",
        "recovery-codes",
    ];
    http::finish(
        http::dashboard_routes(routes).with_state(state),
        services,
        words,
    )
}

/// What register, log-in and me answer: the user and the client the dashboard shows first.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SignedInAs {
    user: UserAnswer,
    /// The user's oldest client.
    #[schema(required)]
    client: Option<ClientAnswer>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = User)]
pub(crate) struct UserAnswer {
    id: Uuid,
    username: String,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = FirstClient)]
pub(crate) struct ClientAnswer {
    id: Uuid,
    name: String,
    /// The key in the embed snippet.
    #[schema(pattern = "^pk_live_")]
    public_api_key: String,
    /// A list of texts: the pages that may use the key; all when there are none. What an old database holds instead is told as it is.
    allowed_domains: Value,
    /// `active`, `paused` or `disabled`; any other text, which an old database may hold, counts as not active.
    status: String,
}

impl SignedInAs {
    fn new(user: User, client: Option<Client>) -> Self {
        let client = client.map(|client| ClientAnswer {
            id: client.id,
            name: client.name,
            public_api_key: client.public_api_key,
            allowed_domains: client.allowed_domains,
            status: client.status,
        });
        Self {
            user: UserAnswer {
                id: user.id,
                username: user.username,
            },
            client,
        }
    }
}
