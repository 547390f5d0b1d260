//! The function under test.

use auth::{AuthState, router};
use shared::{Services, Settings};
use test_support::{App, TestDatabase};

/// The router over a database, hashing with Argon2id.
pub fn app(database: &TestDatabase) -> App {
    app_over(database.services(1))
}

pub fn app_over(services: Services) -> App {
    app_with(services, &Settings::default())
}

pub fn app_with(services: Services, settings: &Settings) -> App {
    App::new(router(AuthState::from_settings(settings, services).expect("settings that can be used")))
}
