//! The function under test.

use clients::router;
use serde_json::{Value, json};
use test_support::{House, Person, Route};
use uuid::Uuid;

pub const PATH: &str = "/api/dashboard/clients";

pub async fn house() -> House {
    House::build(router).await
}

/// The stored row of a client, as the API tells it.
pub async fn stored(house: &House, id: Uuid) -> Value {
    let sql = format!(
        "select json_build_object(
                    'id', id, 'name', name, 'publicApiKey', public_api_key,
                    'allowedDomains', allowed_domains, 'status', status,
                    'createdAt', to_char(created_at, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'))::text
           from clients where id = '{id}'"
    );
    let text = house.database.text(&sql).await;
    serde_json::from_str(&text).expect("JSON")
}

/// The id in an answer.
pub fn id(client: &Value) -> Uuid {
    let id = client["id"].as_str().expect("an id");
    id.parse().expect("a UUID")
}

/// Every route of this function, as a person may call it.
pub fn every_route(person: &Person) -> Vec<Route> {
    let client = format!("{PATH}/{}", person.client_id);
    let domains = json!({"domains": ["example.com"]});
    vec![
        Route::new("GET", PATH),
        Route::new("POST", PATH).with(json!({"name": "RustConf"})),
        Route::new("GET", &client),
        Route::new("PATCH", &client).with(json!({"name": "renamed"})),
        Route::new("POST", format!("{client}/regenerate-key")),
        Route::new("PATCH", format!("{client}/domains")).with(domains),
        Route::new("DELETE", &client),
    ]
}
