//! Passwords are hashed in 19 MiB each, which must not pile up.

use crate::support::PASSWORD;
use serde_json::json;
use test_support::{Environment, HttpAnswer, HttpEvent, TestDatabase, bootstrap};

const HASHES: usize = 24;

#[tokio::test]
async fn what_one_hash_was_made_in_the_next_one_uses() {
    let database = TestDatabase::create().await;
    let program = bootstrap("auth", env!("CARGO_BIN_EXE_auth"));
    let mut environment = Environment::with_database(&program, database.url(), &[]).await;
    let mut resident_kb = Vec::new();
    for number in 0..HASHES {
        let body = json!({"username": format!("organiser-{number}"), "password": PASSWORD});
        let event = HttpEvent::api_gateway("POST", "/api/auth/register")
            .json(&body)
            .header("x-forwarded-for", &format!("198.51.100.{number}"));
        HttpAnswer::whole(&environment.invoke(event.value()).await).expect(201);
        environment.idle().await;
        resident_kb.push(environment.memory_kb("VmRSS"));
    }
    let grown_kb = resident_kb[HASHES - 1].saturating_sub(resident_kb[0]);
    assert!(grown_kb < 2 * 19_456, "{resident_kb:?}");
}
