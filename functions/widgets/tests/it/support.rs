//! The function under test.

use serde_json::json;
use test_support::{Call, House, Person, Route};
use widgets::router;

pub const CONFIG: &str = "/api/widget/config";

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

/// The routes that ask for a session.
pub fn signed_in_routes(person: &Person) -> Vec<Route> {
    vec![
        Route::new("GET", settings_of(person)),
        Route::new("PUT", settings_of(person)).with(json!({"widgetName": "Help"})),
    ]
}
