//! Our functions, configured as the old server was for a profile.

use crate::corpus::{Fixtures, Profile};
use auth::{AuthState, PasswordRule};
use axum::Router;
use chat::ChatState;
use clients::ClientsState;
use knowledge::KnowledgeState;
use local::gateway::Functions;
use shared::{Services, Settings};
use std::net::TcpListener;
use std::time::Duration;
use test_support::{FakeWebhook, TestDatabase};
use widgets::WidgetsState;

/// The old server waited 30 s. What counts is the answer when time is up, not how long a test takes.
const TIME_LIMIT: Duration = Duration::from_secs(3);

/// The old server took shorter passwords than ours does, and some recordings register with one.
const OLD_PASSWORD_RULE: PasswordRule = PasswordRule {
    min: (6, "Password must be at least 6 characters"),
    max: (100, "Password must be less than 100 characters"),
    refuses_weak: false,
};

/// All functions behind one door.
pub fn start(
    profile: Profile,
    fixtures: &Fixtures,
    database: &TestDatabase,
    webhook: &FakeWebhook,
) -> Router {
    let settings = settings(profile, fixtures, database, webhook);
    let services = Services::from_settings(&settings, 2).expect("settings that can be used");
    let auth = AuthState::from_settings(&settings, services.clone()).expect("password settings");
    let chat = ChatState::from_settings(&settings, services.clone()).expect("webhook settings");
    let chat = chat.with_time_limit(TIME_LIMIT);
    let functions = Functions {
        auth: auth::router(auth.with_password_rule(OLD_PASSWORD_RULE)),
        clients: clients::router(
            ClientsState::from_settings(&settings, services.clone()).expect("usable settings"),
        ),
        knowledge: knowledge::router(
            KnowledgeState::from_settings(&settings, services.clone()).expect("usable settings"),
        ),
        chat: chat::router(chat),
        widgets: widgets::router(
            WidgetsState::from_settings(&settings, services).expect("usable settings"),
        ),
        site: site::router(),
    };
    functions.gateway()
}

fn settings(
    profile: Profile,
    fixtures: &Fixtures,
    database: &TestDatabase,
    webhook: &FakeWebhook,
) -> Settings {
    let webhook_url = match profile {
        Profile::Main | Profile::Prod | Profile::NoPublic => webhook.url(),
        Profile::NoN8n => String::new(),
        Profile::DeadN8n => format!("http://127.0.0.1:{}/webhook/chat", closed_port()),
        Profile::BadN8n => "not a url".to_owned(),
    };
    let secret = match profile {
        Profile::Prod => "",
        _ => "hook-secret-1",
    };
    let settings = [
        ("DATABASE_URL", database.url()),
        ("SESSION_SECRET", &fixtures.session_secret),
        // As the recorded hashes look.
        ("PASSWORD_HASH", "bcrypt"),
        ("N8N_WEBHOOK_URL", &webhook_url),
        ("N8N_WEBHOOK_SECRET", secret),
    ];
    settings.into_iter().collect()
}

/// A port at which nobody listens any more.
fn closed_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("its number").port()
}
