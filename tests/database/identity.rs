//! An organiser's identity secret from end to end: made, used by the organiser's server, replaced, taken away.

use crate::support::functions_over;
use serde_json::{Value, json};
use test_support::{House, identity};

const SESSION_ID: &str = "123e4567-e89b-12d3-a456-426614174000";

async fn house() -> House {
    House::build(|services| functions_over(&services, &[]).gateway()).await
}

/// Makes a secret as an organiser does.
async fn new_secret(house: &House) -> String {
    let path = format!("/api/dashboard/widget/{}/identity", house.alice.client_id);
    let made = house.call("POST", &path).expect(201).await;
    made["secret"].as_str().expect("a secret").to_owned()
}

/// What a visitor's question is answered with.
async fn status(house: &House, identity: Option<String>) -> (u16, Value) {
    let body = json!({"message": "When do doors open?", "sessionId": SESSION_ID});
    let call = house
        .app
        .post("/api/widget/chat", &body)
        .key(&house.alice.key);
    let call = match &identity {
        Some(identity) => call.header("x-visitor-identity", identity),
        None => call,
    };
    let answer = call.send().await;
    (answer.status, answer.json()["error"].clone())
}

#[tokio::test]
async fn a_login_can_be_required_by_who_can_vouch_for_users() {
    let house = house().await;
    let widget = format!("/api/dashboard/widget/{}", house.alice.client_id);
    let require = || {
        house
            .call("PUT", &widget)
            .json(&json!({"requireLogin": true}))
    };
    require().expect_error(400).await;
    let first = new_secret(&house).await;
    assert_eq!(require().expect(200).await["requireLogin"], true);

    let ada = |secret: &str| Some(identity(secret, "ada", "Ada Lovelace"));
    assert_eq!(status(&house, None).await, (401, json!("Login required")));
    assert_eq!(status(&house, ada(&first)).await.0, 200);
    let second = new_secret(&house).await;
    assert_eq!(status(&house, ada(&first)).await.0, 200);
    assert_eq!(status(&house, ada(&second)).await.0, 200);
    // Of three only two are good.
    let third = new_secret(&house).await;
    let wrong = (401, json!("Identity not verified"));
    assert_eq!(status(&house, ada(&first)).await, wrong);
    assert_eq!(status(&house, ada(&second)).await.0, 200);
    assert_eq!(status(&house, ada(&third)).await.0, 200);

    // The widget's look is read before anybody logs in.
    let config = house.app.get("/api/widget/config").key(&house.alice.key);
    assert_eq!(config.expect(200).await["widget"]["requireLogin"], true);

    let path = format!("{widget}/identity");
    house.call("DELETE", &path).expect(204).await;
    assert_eq!(
        house.call("GET", &widget).expect(200).await["requireLogin"],
        false
    );
    assert_eq!(status(&house, None).await.0, 200);
    assert_eq!(status(&house, ada(&third)).await, wrong);
}

#[tokio::test]
async fn an_organiser_sees_who_asked() {
    let house = house().await;
    let secret = new_secret(&house).await;
    let conversations = format!(
        "/api/dashboard/clients/{}/conversations",
        house.alice.client_id
    );
    status(&house, None).await;
    for (id, name) in [("ada@example.com", Some("Ada Lovelace")), ("=1+1", None)] {
        assert_eq!(
            status(&house, Some(identity(&secret, id, name))).await.0,
            200
        );
    }
    let ada = json!({"userId": "ada@example.com", "name": "Ada Lovelace"});
    let other = json!({"userId": "=1+1", "name": null});
    let visitors = |list: &Value| {
        let list = list["conversations"].as_array().expect("a list").iter();
        list.map(|one| one["visitor"].clone()).collect::<Vec<_>>()
    };
    let all = house.call("GET", &conversations).expect(200).await;
    assert_eq!(visitors(&all), [other.clone(), ada.clone(), json!(null)]);
    for (search, found) in [
        ("ada@example", vec![ada.clone()]),
        ("LOVELACE", vec![ada.clone()]),
        ("doors", vec![other.clone(), ada.clone(), json!(null)]),
        ("nobody", vec![]),
    ] {
        let path = format!("{conversations}?search={search}");
        let list = house.call("GET", &path).expect(200).await;
        assert_eq!(visitors(&list), found, "{search}");
    }
    let id = all["conversations"][1]["id"].as_str().expect("an id");
    let read = house
        .call("GET", &format!("{conversations}/{id}"))
        .expect(200)
        .await;
    assert_eq!(read["visitor"], ada);

    let lines = house.call("GET", &format!("{conversations}/export?format=jsonl"));
    let lines = lines.send().await.text;
    let lines: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let said_by = |visitor: &Value| {
        lines
            .iter()
            .filter(|line| line["visitor"] == *visitor)
            .count()
    };
    assert_eq!((lines.len(), said_by(&ada), said_by(&other)), (6, 2, 2));
    let table = house
        .call("GET", &format!("{conversations}/export"))
        .send()
        .await
        .text;
    let rows: Vec<_> = table.split("\r\n").collect();
    assert!(rows[0].ends_with(",sources,userId,userName"), "{}", rows[0]);
    let of = |end: &str| rows.iter().filter(|row| row.ends_with(end)).count();
    assert_eq!(of(",\"ada@example.com\",\"Ada Lovelace\""), 2);
    // No formula of a spreadsheet.
    assert_eq!(of(",\"'=1+1\","), 2);
}
