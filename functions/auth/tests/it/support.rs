//! The function under test.

use auth::{AuthState, router};
use serde_json::{Value, json};
use shared::passwords::{PasswordAlgorithm, Passwords};
use shared::{Secret, Services, Settings};
use test_support::{App, Person, Route, TestDatabase};

/// The password of everybody made by [`register`].
pub const PASSWORD: &str = "correct horse";
/// A hash that bcrypt of npm made, and its password.
pub const OLD_HASH: &str = "$2b$10$EDVFTbEV8OLS8hnknPs3QuIwt15PEe6hUrbm6tMdXpszWBfRh/YUC";
pub const OLD_PASSWORD: &str = "alice-pass-1";

/// The router over a database, hashing with Argon2id.
pub fn app(database: &TestDatabase) -> App {
    app_over(database.services(4))
}

pub fn app_over(services: Services) -> App {
    app_with(services, &Settings::default())
}

pub fn app_with(services: Services, settings: &Settings) -> App {
    let state = AuthState::from_settings(settings, services);
    App::new(router(state.expect("settings that can be used")))
}

/// Somebody who is logged in and whose password is [`PASSWORD`].
pub async fn register(database: &TestDatabase, username: &str) -> Person {
    let passwords = Passwords::new(PasswordAlgorithm::Argon2id);
    let hash = passwords.hash(Secret::new(PASSWORD)).await;
    let hash = hash.expect("hashing works");
    Person::register_with_hash(&database.services(1), username, &hash).await
}

/// Somebody who registered with the old server.
pub async fn register_at_the_old_server(database: &TestDatabase, username: &str) -> Person {
    Person::register_with_hash(&database.services(1), username, &Secret::new(OLD_HASH)).await
}

pub fn credentials(username: &str, password: &str) -> Value {
    json!({"username": username, "password": password})
}

pub async fn stored_hash(database: &TestDatabase, username: &str) -> String {
    let sql = format!("select password from users where username = '{username}'");
    database.text(&sql).await
}

/// How many session rows there are of that id.
pub async fn sessions_of_sid(database: &TestDatabase, sid: &str) -> i64 {
    let sql = format!("select count(*) from session where sid = '{sid}'");
    database.count(&sql).await
}

/// What a session is called in the API.
pub async fn handle(database: &TestDatabase, sid: &str) -> String {
    let sql = format!("select app.session_handle('{sid}')");
    database.text(&sql).await
}

/// The routes that ask for a session.
pub async fn signed_in_routes(database: &TestDatabase, person: &Person) -> Vec<Route> {
    let handle = handle(database, &person.sid).await;
    let change = json!({"currentPassword": PASSWORD, "newPassword": "battery staple"});
    vec![
        Route::new("GET", "/api/auth/me"),
        Route::new("POST", "/api/auth/password").with(change),
        Route::new("GET", "/api/auth/sessions"),
        Route::new("DELETE", "/api/auth/sessions"),
        Route::new("DELETE", format!("/api/auth/sessions/{handle}")),
        Route::new("DELETE", "/api/auth/account").with(json!({"password": PASSWORD})),
    ]
}

/// Every route of this function, as a person made by [`register`] may call it.
pub async fn every_route(database: &TestDatabase, person: &Person) -> Vec<Route> {
    let friend = credentials(&format!("{}-friend", person.username), PASSWORD);
    let mut routes = vec![
        Route::new("POST", "/api/auth/register").with(friend),
        Route::new("POST", "/api/auth/login").with(credentials(&person.username, PASSWORD)),
        Route::new("POST", "/api/auth/logout"),
    ];
    routes.extend(signed_in_routes(database, person).await);
    routes
}
