//! Who may tell us of changes, and what they may say.

use crate::support::{Pair, SECRET, WEBHOOK, house_with};
use knowledge::directus::Directus;
use serde_json::{Value, json};
use shared::objects::{Folder, ObjectStore};
use shared::{Secret, Settings};
use uuid::Uuid;

fn body() -> Value {
    json!({"event": "knowledge_base.items.create", "key": Uuid::new_v4()})
}

#[tokio::test]
async fn only_who_knows_the_secret_is_heard() {
    let pair = Pair::build().await;
    let call = || pair.house.app.post(WEBHOOK, &body());
    call().expect_error(401).await;
    for wrong in ["", "x", &SECRET[1..], &SECRET.to_uppercase()] {
        let call = call().header("x-webhook-secret", wrong);
        call.expect_error(401).await;
    }
    assert!(pair.fake.content().calls.is_empty());
    assert_eq!(pair.house.database.rows_of("app.directus_items").await, 0);
    let call = call().header("x-webhook-secret", SECRET);
    assert_eq!(
        call.expect(200).await,
        json!({"success": true, "queued": 1})
    );
}

#[tokio::test]
async fn without_a_directus_or_a_secret_it_says_so() {
    let store = ObjectStore::Folder(Folder::new(std::env::temp_dir(), Secret::new("a key")));
    let settings: Settings = [
        ("DIRECTUS_URL", "https://directus.example"),
        ("DIRECTUS_TOKEN", "x"),
    ]
    .into_iter()
    .collect();
    let without_secret = Directus::from_settings(&settings).expect("settings");
    for directus in [None, without_secret] {
        let house = house_with(directus, &store).await;
        let call = house.app.post(WEBHOOK, &body());
        call.header("x-webhook-secret", "").expect_error(503).await;
    }
}

#[test]
fn settings_that_cannot_be_used_are_named() {
    let read = |settings: &[(&'static str, &'static str)]| {
        Directus::from_settings(&settings.iter().copied().collect())
    };
    assert!(read(&[]).expect("no Directus").is_none());
    for (settings, name) in [
        (
            &[("DIRECTUS_URL", "https://d.example")][..],
            "DIRECTUS_TOKEN",
        ),
        (
            &[("DIRECTUS_URL", "d.example"), ("DIRECTUS_TOKEN", "x")],
            "DIRECTUS_URL",
        ),
        (
            &[("DIRECTUS_URL", "ftp://d.example"), ("DIRECTUS_TOKEN", "x")],
            "DIRECTUS_URL",
        ),
    ] {
        let error = read(settings).expect_err("it cannot be used").to_string();
        assert!(error.starts_with(name), "{error}");
    }
}

#[tokio::test]
async fn what_makes_no_sense_is_refused() {
    let pair = Pair::build().await;
    for body in [
        json!({}),
        json!({"event": "knowledge_base.items.create", "key": "undefined"}),
        json!({"event": "users.login", "key": Uuid::new_v4()}),
    ] {
        let call = pair.house.app.post(WEBHOOK, &body);
        call.header("x-webhook-secret", SECRET)
            .expect_error(400)
            .await;
    }
    let call = pair.house.app.call("POST", WEBHOOK).body("{");
    let call = call.header("content-type", "application/json");
    call.header("x-webhook-secret", SECRET)
        .expect_error(400)
        .await;
}

#[tokio::test]
async fn real_calls_of_all_forms_lead_to_the_item() {
    let pair = Pair::build().await;
    let id: Uuid = "11111111-1111-4111-8111-111111111111"
        .parse()
        .expect("an id");
    let fields = json!({"client_id": pair.client(), "title": "Venue", "body": "x"});
    for (text, is_there) in [
        (
            include_str!("../fixtures/directus/webhook-created-whole.json"),
            true,
        ),
        (
            include_str!("../fixtures/directus/webhook-deleted-whole.json"),
            false,
        ),
        (
            include_str!("../fixtures/directus/webhook-created.json"),
            true,
        ),
        (
            include_str!("../fixtures/directus/webhook-updated.json"),
            true,
        ),
        (
            include_str!("../fixtures/directus/webhook-deleted.json"),
            false,
        ),
    ] {
        if is_there {
            pair.fake.edit(id, fields.clone());
        } else {
            pair.fake.content().items.clear();
        }
        let call = pair.house.app.call("POST", WEBHOOK).body(text);
        let call = call.header("content-type", "application/json");
        call.header("x-webhook-secret", SECRET).expect(200).await;
        assert_eq!(pair.document(id).await.is_object(), is_there, "{text}");
    }
}
