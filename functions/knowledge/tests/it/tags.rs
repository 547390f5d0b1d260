//! `GET` and `POST …/tags`, `PATCH` and `DELETE …/tags/{tagId}`.

use crate::support::{KNOWLEDGE, call, furnish, house, id};
use serde_json::{Value, json};

#[tokio::test]
async fn a_tag_is_made_listed_changed_and_deleted() {
    let house = house().await;
    let new = json!({"name": "  Travel ", "prompt": "Mention the shuttle."});
    let made = call(&house, "POST", "/tags").json(&new).expect(201).await;
    assert_eq!(
        (&made["name"], &made["prompt"], &made["documents"]),
        (&json!("Travel"), &new["prompt"], &json!(0))
    );
    let listed = call(&house, "GET", "/tags").expect(200).await;
    assert_eq!(listed, json!({"tags": [made]}));
    let path = format!("/tags/{}", id(&made));
    let changed = call(&house, "PATCH", &path)
        .json(&json!({"name": "travel"}))
        .expect(200)
        .await;
    assert_eq!(
        (&changed["name"], &changed["prompt"]),
        (&json!("travel"), &new["prompt"])
    );
    assert_eq!(call(&house, "DELETE", &path).send().await.status, 204);
    assert_eq!(
        call(&house, "GET", "/tags").expect(200).await,
        json!({"tags": []})
    );
}

#[tokio::test]
async fn tags_come_by_name_and_say_how_many_documents_have_them() {
    let house = house().await;
    furnish(&house, &house.alice).await;
    for name in ["venue", "Food"] {
        let new = json!({"name": name});
        call(&house, "POST", "/tags").json(&new).expect(201).await;
    }
    let listed = call(&house, "GET", "/tags").expect(200).await;
    let tags = listed["tags"].as_array().expect("a list");
    let seen: Vec<(&Value, &Value)> = tags
        .iter()
        .map(|tag| (&tag["name"], &tag["documents"]))
        .collect();
    let expected =
        [("Food", 0), ("Travel", 1), ("venue", 0)].map(|(name, count)| (json!(name), json!(count)));
    assert_eq!(
        seen,
        expected
            .iter()
            .map(|(name, count)| (name, count))
            .collect::<Vec<_>>()
    );
}

#[tokio::test]
async fn two_tags_of_a_client_have_two_names() {
    let house = house().await;
    furnish(&house, &house.alice).await;
    furnish(&house, &house.bob).await;
    let other = call(&house, "POST", "/tags")
        .json(&json!({"name": "Food"}))
        .expect(201)
        .await;
    let before = house.database.snapshot().await;
    call(&house, "POST", "/tags")
        .json(&json!({"name": "TRAVEL"}))
        .expect_error(409)
        .await;
    let path = format!("/tags/{}", id(&other));
    call(&house, "PATCH", &path)
        .json(&json!({"name": "travel"}))
        .expect_error(409)
        .await;
    assert_eq!(house.database.snapshot().await, before);
}

#[tokio::test]
async fn invalid_input_is_refused_and_changes_nothing() {
    let house = house().await;
    let tag = furnish(&house, &house.alice).await;
    let bodies = || {
        [
            json!([]),
            json!({"name": ""}),
            json!({"name": " "}),
            json!({"name": null}),
            json!({"name": "x".repeat(61)}),
            json!({"name": "a\0b"}),
            json!({"name": "Food", "prompt": "x".repeat(4001)}),
            json!({"name": "Food", "prompt": 5}),
        ]
    };
    let tags = format!("{KNOWLEDGE}/tags");
    house.refuses_bodies(400, "POST", &tags, [json!({})]).await;
    house.refuses_bodies(400, "POST", &tags, bodies()).await;
    house
        .refuses_bodies(400, "PATCH", &format!("{tags}/{tag}"), bodies())
        .await;
}
