//! The function under test.

use axum::Router;
use serde_json::json;
use shared::Services;
use test_support::{Call, House, Person, Route};
use widgets::WidgetsState;

pub const CONFIG: &str = "/api/widget/config";

/// The smallest of what is taken for a picture.
pub const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
/// The same in base64.
pub const PNG_BASE64: &str = "iVBORw0KGgo=";

/// Gives every client a secret for its visitors' identity.
pub const IDENTITY_SECRETS: &str =
    "insert into identity_secrets (client_id, hint, inner_key, outer_key)
     select id, 'abcd', decode(repeat('00', 64), 'hex'), decode(repeat('00', 64), 'hex') from clients";

/// The function, as a deployment has it whose organisers are trusted.
pub fn router(services: Services) -> Router {
    router_with(&[("PRIVATE_NEIGHBOURS", "allow")], services)
}

/// The function with settings.
pub fn router_with(settings: &[(&str, &str)], services: Services) -> Router {
    let settings = settings.iter().copied().collect();
    let state = WidgetsState::from_settings(&settings, services);
    widgets::router(state.expect("settings that can be used"))
}

pub async fn house() -> House {
    House::build(router).await
}

/// A visitor's call for the configuration of Alice's widget.
pub fn visit(house: &House) -> Call {
    house.app.get(CONFIG).key(&house.alice.key)
}

/// The path of the settings of somebody's widget.
pub fn settings_of(person: &Person) -> String {
    format!("/api/dashboard/widget/{}", person.client_id)
}

/// The path of somebody's logo.
pub fn logo_of(person: &Person) -> String {
    format!("{}/logo", settings_of(person))
}

/// The path of the secret by which somebody's visitors are known.
pub fn identity_of(person: &Person) -> String {
    format!("{}/identity", settings_of(person))
}

/// The path of where somebody's widget is.
pub fn installation_of(person: &Person) -> String {
    format!("{}/installation", settings_of(person))
}

/// The routes that ask for a session.
pub fn signed_in_routes(person: &Person) -> Vec<Route> {
    vec![
        Route::new("GET", settings_of(person)),
        Route::new("PUT", settings_of(person)).with(json!({"widgetName": "Help"})),
        Route::new("PUT", logo_of(person)).with(json!({"image": PNG_BASE64})),
        Route::new("DELETE", logo_of(person)),
        Route::new("GET", identity_of(person)),
        Route::new("POST", identity_of(person)),
        Route::new("DELETE", identity_of(person)),
        Route::new("GET", installation_of(person)),
        // Nobody is there.
        Route::new("POST", installation_of(person)).with(json!({"url": "http://127.0.0.1:1/"})),
    ]
}
