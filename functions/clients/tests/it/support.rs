//! The function under test.

use axum::Router;
use clients::ClientsState;
use serde_json::{Value, json};
use shared::{Secret, Services, Settings};
use test_support::{House, Person, Proxy, Route};
use uuid::Uuid;

pub const PATH: &str = "/api/dashboard/clients";

/// The routes as a deployment without settings of its own has them.
pub fn router(services: Services) -> Router {
    router_with(&[], services)
}

fn router_with(settings: &[(&str, &str)], services: Services) -> Router {
    let settings: Settings = settings.iter().copied().collect();
    let state = ClientsState::from_settings(&settings, services);
    clients::router(state.expect("settings that can be used"))
}

pub async fn house() -> House {
    House::build(router).await
}

/// One of a deployment with settings.
pub async fn house_with(settings: &[(&str, &str)]) -> House {
    House::build(|services| router_with(settings, services)).await
}

/// One in which every client has a conversation, under the client's own id.
pub async fn house_with_conversations() -> House {
    let house = house().await;
    begin_conversations(&house).await;
    house
}

/// The same behind a proxy.
pub async fn house_and_proxy() -> (House, Proxy) {
    let nobody = Secret::new("nobody logs in");
    let (house, proxy) = House::build_behind_proxy(&nobody, router).await;
    begin_conversations(&house).await;
    (house, proxy)
}

async fn begin_conversations(house: &House) {
    let begin =
        "insert into conversations (id, client_id, session_id) select id, id, id from clients";
    house.database.sql(begin).await;
}

/// The path of something that belongs to Alice's client.
pub fn of_alice(house: &House, what: &str) -> String {
    format!("{PATH}/{}/{what}", house.alice.client_id)
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
        Route::new("GET", format!("{client}/conversations")),
        Route::new(
            "GET",
            format!("{client}/conversations/{}", person.client_id),
        ),
        Route::new("GET", format!("{client}/conversations/export")),
        Route::new("GET", format!("{client}/answers")),
        Route::new("PUT", format!("{client}/answers")).with(json!({"mainPrompt": "Be brief."})),
        Route::new("GET", format!("{client}/settings")),
        Route::new("PATCH", format!("{client}/settings")).with(json!({"language": "german"})),
        Route::new("GET", format!("{client}/usage")),
        Route::new("GET", format!("{client}/analytics")),
        Route::new("GET", format!("{client}/analytics/export")),
        Route::new(
            "DELETE",
            format!("{client}/conversations/{}", person.client_id),
        ),
        Route::new("DELETE", format!("{client}/conversations?all=true")),
        Route::new("DELETE", &client),
    ]
}
