//! The function under test.

use auth::{AuthState, router};
use axum::Router;
use serde_json::{Value, json};
use shared::passwords::{PasswordAlgorithm, Passwords};
use shared::{Secret, Services, Settings};
use std::pin::pin;
use test_support::{App, House, Person, Proxy, Route, TestDatabase};

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
    App::new(router_over(services))
}

pub fn app_with(services: Services, settings: &Settings) -> App {
    App::new(router_with(services, settings))
}

fn router_over(services: Services) -> Router {
    router_with(services, &Settings::default())
}

fn router_with(services: Services, settings: &Settings) -> Router {
    let state = AuthState::from_settings(settings, services);
    router(state.expect("settings that can be used"))
}

/// The function with Alice and Bob, whose password is [`PASSWORD`].
pub async fn house() -> House {
    House::build_with(&password_hash().await, router_over).await
}

pub async fn house_and_proxy() -> (House, Proxy) {
    House::build_behind_proxy(&password_hash().await, router_over).await
}

async fn password_hash() -> Secret {
    let passwords = Passwords::new(PasswordAlgorithm::Argon2id);
    let hash = passwords.hash(Secret::new(PASSWORD)).await;
    hash.expect("hashing works")
}

/// Somebody who is logged in and whose password is [`PASSWORD`].
pub async fn register(database: &TestDatabase, username: &str) -> Person {
    let hash = password_hash().await;
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

/// Does `work` behind `lock` until so many of its statements wait, then lets them all go on at once.
pub async fn at_once<T>(
    database: &TestDatabase,
    lock: &str,
    waiting: i64,
    work: impl Future<Output = T>,
) -> T {
    database.sql(&format!("begin; {lock}")).await;
    let who_waits = "select count(*) from pg_stat_activity
                      where datname = current_database() and wait_event_type = 'Lock'";
    let all_wait = async {
        while database.count(who_waits).await < waiting {
            // Else a transaction goes on seeing what it saw first.
            database.sql("select pg_stat_clear_snapshot()").await;
        }
    };
    let mut work = pin!(work);
    tokio::select! {
        () = all_wait => {}
        _ = &mut work => panic!("it did not wait for: {lock}"),
    }
    tokio::join!(database.sql("commit"), work).1
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
        Route::new("GET", "/api/auth/second-factor"),
        Route::new("POST", "/api/auth/second-factor").with(json!({"password": PASSWORD})),
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
