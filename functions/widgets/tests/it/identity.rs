//! The secret with which an organiser's server vouches for its users.

use crate::support::{house, identity_of, settings_of};
use serde_json::{Value, json};
use test_support::House;

const ANY: &str = "/api/dashboard/widget/{id}/identity";
const NOTHING: [&str; 3] = ["hint", "createdAt", "previousUntil"];

async fn read(house: &House) -> Value {
    let call = house.call("GET", &identity_of(&house.alice));
    call.expect(200).await
}

async fn make(house: &House) -> Value {
    let call = house.call("POST", &identity_of(&house.alice));
    call.expect(201).await
}

#[tokio::test]
async fn a_secret_is_told_once_and_kept_as_keys_alone() {
    let house = house().await;
    let none = read(&house).await;
    assert_eq!(none["hasSecret"], false);
    for member in NOTHING {
        assert!(none[member].is_null(), "{none}");
    }
    let made = make(&house).await;
    let secret = made["secret"].as_str().expect("a secret");
    let random = secret.strip_prefix("is_live_").expect("the prefix");
    assert_eq!(random.len(), 64);
    let found = read(&house).await;
    assert_eq!(found["hint"], &secret[secret.len() - 4..]);
    assert_eq!(found["hasSecret"], true);
    assert!(found["createdAt"].is_string() && found["previousUntil"].is_null());
    let mut without_secret = made.clone();
    let members = without_secret.as_object_mut().expect("an object");
    members.remove("secret");
    assert_eq!(found, without_secret);
    let stored = house.database.snapshot().await;
    let stored = stored["identity_secrets"].concat();
    assert!(!stored.contains(random), "{stored}");
}

#[tokio::test]
async fn a_new_secret_leaves_the_one_before_for_three_days() {
    let house = house().await;
    let first = make(&house).await;
    let second = make(&house).await;
    assert_ne!(first["secret"], second["secret"]);
    assert!(second["previousUntil"].is_string(), "{second}");
    let kept = "select count(*) from identity_secrets
         where previous_until between now() + interval '71 hours 59 minutes' and now() + interval '72 hours'";
    assert_eq!(house.database.count(kept).await, 1);
    let over = "update identity_secrets set previous_until = now() - interval '1 second'";
    house.database.sql(over).await;
    assert!(read(&house).await["previousUntil"].is_null());
}

#[tokio::test]
async fn without_a_secret_no_login_is_required() {
    let house = house().await;
    let widget = settings_of(&house.alice);
    let require = || {
        house
            .call("PUT", &widget)
            .json(&json!({"requireLogin": true}))
    };
    let refused = require().expect_error(400).await;
    assert_eq!(refused["details"][0]["path"], json!(["requireLogin"]));
    make(&house).await;
    require().expect(200).await;
    let path = identity_of(&house.alice);
    for _ in 0..2 {
        house.call("DELETE", &path).expect(204).await;
        assert_eq!(read(&house).await["hasSecret"], false);
        let widget = house.call("GET", &widget).expect(200).await;
        assert_eq!(widget["requireLogin"], false);
    }
    require().expect_error(400).await;
    house
        .call("PUT", &widget)
        .json(&json!({"requireLogin": false}))
        .expect(200)
        .await;
}

#[tokio::test]
async fn nobody_makes_or_takes_the_secret_of_another() {
    let house = house().await;
    for method in ["GET", "POST", "DELETE"] {
        house.finds_only_own_clients(method, ANY, None).await;
    }
    make(&house).await;
    let bobs = identity_of(&house.bob);
    let bobs = house.app.get(&bobs).cookie(&house.bob.cookie).expect(200);
    assert_eq!(bobs.await["hasSecret"], false);
}
