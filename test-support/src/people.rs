//! People with accounts, made by the product's own statements.

use shared::clients::{self, NewClient};
use shared::session_cookie::SessionKeys;
use shared::sessions::NewSession;
use shared::{Secret, Services, users};
use std::time::SystemTime;
use uuid::Uuid;

/// What signs session cookies in tests.
pub const SESSION_SECRET: &str = "a-secret-of-the-tests";

/// An organiser with one client, its widget, and a live session.
#[derive(Clone, Debug)]
pub struct Person {
    /// The user's id.
    pub user_id: Uuid,
    /// The name.
    pub username: String,
    /// `connect.sid=…`, to be sent as `Cookie`.
    pub cookie: String,
    /// The id of the session.
    pub sid: String,
    /// The client's id.
    pub client_id: Uuid,
    /// The client's public key.
    pub key: String,
}

impl Person {
    /// Registers somebody who is logged in by a session but whose password nobody knows, which saves the time of hashing one.
    pub async fn register(services: &Services, username: &str) -> Self {
        Self::register_with_hash(services, username, &Secret::new("no hash fits this")).await
    }

    /// The same with a stored password hash.
    pub async fn register_with_hash(
        services: &Services,
        username: &str,
        password_hash: &Secret,
    ) -> Self {
        let user_id = Uuid::new_v4();
        let session = NewSession::begin(
            user_id,
            SystemTime::now(),
            false,
            Some("test browser"),
            None,
        );
        let client = NewClient::named(format!("{username}'s conference"));
        let registered = users::register(user_id, username, password_hash, &session);
        let result = services
            .database
            .run_alone((registered, clients::insert(&client)))
            .await;
        result.unwrap_or_else(|error| panic!("register {username}: {error:?}"));
        Self {
            user_id,
            username: username.to_owned(),
            cookie: cookie(services, &session),
            sid: session.sid.expose().to_owned(),
            client_id: client.id,
            key: client.public_api_key,
        }
    }

    /// The same person, logged in with another browser too.
    pub async fn log_in_elsewhere(&self, services: &Services) -> Self {
        let login = services
            .database
            .run_alone(users::find_login(&self.username));
        let login = login.await.expect("a log-in's first half");
        let now = SystemTime::now();
        let session = NewSession::begin(self.user_id, now, false, Some("other browser"), None);
        let logged_in = users::log_in(&login.expect("the user exists"), None, None, &session);
        let logged_in = services.database.run_alone(logged_in).await;
        logged_in.expect("a log-in's second half");
        Self {
            cookie: cookie(services, &session),
            sid: session.sid.expose().to_owned(),
            ..self.clone()
        }
    }
}

/// The keys of [`SESSION_SECRET`].
#[must_use]
pub fn session_keys() -> SessionKeys {
    let settings = [("SESSION_SECRET", SESSION_SECRET)].into_iter().collect();
    SessionKeys::from_settings(&settings).expect("the tests' secret can be used")
}

fn cookie(services: &Services, session: &NewSession) -> String {
    let header = services.session_keys.set_cookie(session);
    let pair = header.to_str().ok().and_then(|text| text.split(';').next());
    pair.expect("a cookie is ASCII and begins with its pair")
        .to_owned()
}
