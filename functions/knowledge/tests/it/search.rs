//! `GET` and `POST /api/knowledge/search`, which a token opens.

use crate::support::{Workshop, call, house_and_proxy, workshop};
use serde_json::{Value, json};
use test_support::{House, expect_unavailable};

const SEARCH: &str = "/api/knowledge/search";

/// A token of Alice's, as it is sent.
async fn token(house: &House) -> String {
    let made = call(house, "POST", "/tokens")
        .json(&json!({"name": "n8n"}))
        .expect(201)
        .await;
    format!("Bearer {}", made["value"].as_str().expect("a value"))
}

/// Two documents, one of them with a tag that has a prompt, and a main prompt.
async fn fill(workshop: &Workshop) {
    let tag = json!({"name": "Pets", "prompt": "Be kind to animals."});
    let tag = workshop.call("POST", "/tags").json(&tag).expect(201).await;
    let dogs = json!({"title": "Rules", "body": "# Dogs\n\nDogs are welcome in all rooms.", "url": "https://example.com/rules", "tagIds": [tag["id"]]});
    workshop
        .call("POST", "/documents")
        .json(&dogs)
        .expect(201)
        .await;
    workshop.write("Food", "Lunch is served at noon.").await;
    workshop.sweep().await;
    let client = workshop.house.alice.client_id;
    let main = format!(
        "insert into answer_settings (client_id, main_prompt) values ('{client}', 'Answer shortly.')"
    );
    workshop.house.database.sql(&main).await;
}

#[tokio::test]
async fn a_program_gets_passages_and_the_prompts_that_go_along() {
    let workshop = workshop().await;
    fill(&workshop).await;
    let token = token(&workshop.house).await;
    let app = &workshop.house.app;
    let by_query = app.get(&format!("{SEARCH}?question=Are+dogs+welcome%3F&limit=3"));
    let found = by_query.header("authorization", &token).expect(200).await;
    let passage = json!({
        "title": "Rules", "url": "https://example.com/rules", "page": null, "heading": "Dogs",
        "content": "Dogs are welcome in all rooms.", "excerpt": "Dogs are welcome in all rooms.",
        "score": found["passages"][0]["score"], "tags": ["Pets"],
    });
    let expected = json!({
        "passages": [passage], "mainPrompt": "Answer shortly.",
        "tagPrompts": [{"name": "Pets", "prompt": "Be kind to animals."}], "language": "english",
    });
    assert_eq!(found, expected);
    let body = json!({"question": "Are dogs welcome?", "limit": 3});
    let by_body = app.post(SEARCH, &body).header("authorization", &token);
    let answer = by_body.send().await;
    assert_eq!(
        (answer.json(), answer.header("cache-control")),
        (expected, Some("no-store"))
    );
    // The prompt of a tag that no passage has stays away.
    let lunch = app.post(SEARCH, &json!({"question": "When is lunch?"}));
    let found = lunch.header("authorization", &token).expect(200).await;
    assert_eq!(found["tagPrompts"], json!([]));
}

#[tokio::test]
async fn a_token_opens_its_own_client_and_no_other() {
    let workshop = workshop().await;
    fill(&workshop).await;
    let path = format!(
        "/api/dashboard/knowledge/{}/tokens",
        workshop.house.bob.client_id
    );
    let make = workshop.house.app.post(&path, &json!({"name": "n8n"}));
    let made = make.cookie(&workshop.house.bob.cookie).expect(201).await;
    let token = format!("bearer {}", made["value"].as_str().expect("a value"));
    let search = workshop
        .house
        .app
        .post(SEARCH, &json!({"question": "Are dogs welcome?"}));
    let found = search.header("authorization", &token).expect(200).await;
    assert_eq!(
        (&found["passages"], &found["mainPrompt"]),
        (&json!([]), &json!(""))
    );
}

#[tokio::test]
async fn who_has_no_token_is_refused_whatever_else_there_is() {
    let workshop = workshop().await;
    let house = &workshop.house;
    let right = token(house).await;
    let value = &right["Bearer ".len()..];
    for authorization in [
        "",
        "Bearer",
        "Bearer ",
        value,
        &format!("Basic {value}"),
        &format!("Bearer x{value}"),
        &format!("Bearer {value}0"),
        &format!("Bearer {}", &value[..71]),
        &format!("Bearer ct_live_{}", "0".repeat(64)),
        &format!("Bearer ct_live_{}", "0".repeat(4096)),
        &format!("Bearer {}", house.alice.key),
    ] {
        let search = house.call("GET", &format!("{SEARCH}?question=x"));
        search
            .header("authorization", authorization)
            .expect_error(401)
            .await;
    }
    // A session opens nothing here, and no token anything there.
    house
        .call("GET", &format!("{SEARCH}?question=x"))
        .expect_error(401)
        .await;
    let documents = format!(
        "/api/dashboard/knowledge/{}/documents",
        house.alice.client_id
    );
    let list = house.app.get(&documents).header("authorization", &right);
    list.expect_error(401).await;
}

#[tokio::test]
async fn a_deleted_token_and_a_paused_client_open_nothing() {
    let workshop = workshop().await;
    let house = &workshop.house;
    let token = token(house).await;
    let search = || {
        let call = house.app.get(&format!("{SEARCH}?question=x"));
        call.header("authorization", &token)
    };
    search().expect(200).await;
    house
        .database
        .sql("update clients set status = 'paused'")
        .await;
    let refused = search().expect_error(403).await;
    assert_eq!(refused["error"], "Client account not active");
    house
        .database
        .sql("update clients set status = 'active'; delete from client_tokens")
        .await;
    search().expect_error(401).await;
}

#[tokio::test]
async fn its_last_use_is_written_but_not_every_time() {
    let workshop = workshop().await;
    let house = &workshop.house;
    let token = token(house).await;
    let search = || {
        let call = house.app.get(&format!("{SEARCH}?question=x"));
        call.header("authorization", &token).expect(200)
    };
    let used = "select coalesce(last_used_at::text, '') from client_tokens";
    search().await;
    let first = house.database.text(used).await;
    assert!(!first.is_empty());
    search().await;
    assert_eq!(house.database.text(used).await, first);
    house
        .database
        .sql("update client_tokens set last_used_at = last_used_at - interval '6 minutes'")
        .await;
    search().await;
    assert!(house.database.text(used).await > first);
}

#[tokio::test]
async fn invalid_input_is_refused_and_told_only_to_those_who_may_ask() {
    let workshop = workshop().await;
    let house = &workshop.house;
    let token = token(house).await;
    for query in [
        "",
        "?question=",
        "?question=x&limit=0",
        "?question=x&limit=y",
        "?question=%00",
    ] {
        let path = format!("{SEARCH}{query}");
        house
            .app
            .get(&path)
            .header("authorization", &token)
            .expect_error(400)
            .await;
        house.app.get(&path).expect_error(401).await;
        let unknown = format!("Bearer ct_live_{}", "0".repeat(64));
        house
            .app
            .get(&path)
            .header("authorization", &unknown)
            .expect_error(401)
            .await;
    }
    let too_long: Value = json!({"question": "x".repeat(2001)});
    house
        .app
        .post(SEARCH, &too_long)
        .header("authorization", &token)
        .expect_error(400)
        .await;
    let broken = house
        .app
        .call("POST", SEARCH)
        .header("content-type", "application/json");
    broken
        .header("authorization", &token)
        .body("{")
        .expect_error(400)
        .await;
}

#[tokio::test]
async fn while_the_database_is_away_it_says_so_in_time() {
    let (house, proxy) = house_and_proxy().await;
    let token = token(&house).await;
    proxy.go_away();
    let search = house.app.get(&format!("{SEARCH}?question=x"));
    expect_unavailable([search.header("authorization", &token)]).await;
}
