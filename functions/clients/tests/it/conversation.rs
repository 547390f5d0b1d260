//! `GET …/conversations/{conversationId}`.

use crate::exchange::Exchange;
use crate::support::{house, of_alice};
use serde_json::{Value, json};
use uuid::Uuid;

#[tokio::test]
async fn a_conversation_is_read_with_all_that_is_known_of_its_messages() {
    let house = house().await;
    let exchange = Exchange::with(&house.alice, "Where is lunch?").on_page("https://conf.example/");
    let kept = exchange.at("2026-03-01T10:00:00Z").keep(&house).await;
    kept.rate(&house, -1, Some("Wrong room")).await;
    let path = of_alice(&house, &format!("conversations/{}", kept.conversation_id));
    let answer = house.call("GET", &path).expect(200).await;
    assert_eq!(answer["messageCount"], 2);
    let question = json!({
        "id": kept.question_id, "conversationId": kept.conversation_id, "role": "visitor", "content": "Where is lunch?",
        "createdAt": "2026-03-01T10:00:00.000Z", "page": "https://conf.example/", "replyTo": null, "sources": null, "answerer": null,
        "outcome": null, "errorCode": null, "firstChunkMs": null, "latencyMs": null, "promptTokens": null, "completionTokens": null,
        "rating": null, "ratingComment": null, "ratedAt": null,
    });
    assert_eq!(answer["messages"][0], question);
    let rated_at = answer["messages"][1]["ratedAt"].clone();
    assert!(rated_at.is_string());
    let reply = json!({
        "id": kept.answer_id, "conversationId": kept.conversation_id, "role": "assistant", "content": "It is in the programme.",
        "createdAt": "2026-03-01T10:00:01.000Z", "page": null, "replyTo": kept.question_id,
        "sources": [{"title": "Programme", "page": 3}], "answerer": "built_in", "outcome": "complete", "errorCode": null,
        "firstChunkMs": 20, "latencyMs": 100, "promptTokens": 30, "completionTokens": 7,
        "rating": "down", "ratingComment": "Wrong room", "ratedAt": rated_at,
    });
    assert_eq!(answer["messages"][1], reply);
    assert_eq!(answer["nextCursor"], Value::Null);
}

#[tokio::test]
async fn a_long_conversation_is_read_in_pages() {
    let house = house().await;
    let session = Uuid::new_v4();
    let mut conversation = Uuid::nil();
    for number in 0..3 {
        let exchange = Exchange::with(&house.alice, &format!("Question {number}"));
        conversation = exchange
            .in_session(session)
            .keep(&house)
            .await
            .conversation_id;
    }
    let path = of_alice(&house, &format!("conversations/{conversation}"));
    let first = house
        .call("GET", &format!("{path}?limit=4"))
        .expect(200)
        .await;
    let cursor = first["nextCursor"].as_str().expect("two more");
    let rest = house
        .call("GET", &format!("{path}?limit=4&cursor={cursor}"))
        .expect(200)
        .await;
    let roles = |answer: &Value| answer["messages"].as_array().map(Vec::len);
    assert_eq!((roles(&first), roles(&rest)), (Some(4), Some(2)));
    assert_eq!(rest["messages"][0]["content"], "Question 2");
    assert_eq!(rest["nextCursor"], Value::Null);
}

#[tokio::test]
async fn a_page_of_large_answers_is_one_that_the_gateway_takes() {
    let house = house().await;
    let session = Uuid::new_v4();
    for mark in ["\\", "\"", "\n", "\u{1}", "ü"] {
        let answer = mark.repeat(600_000);
        let exchange = Exchange::with(&house.alice, "x").answered(&answer);
        exchange.in_session(session).keep(&house).await;
    }
    let find = "select id::text from conversations";
    let conversation = house.database.text(find).await;
    let path = of_alice(&house, &format!("conversations/{conversation}"));
    let (mut messages, mut query) = (0, String::new());
    loop {
        let page = house
            .call("GET", &format!("{path}?limit=100{query}"))
            .send()
            .await;
        // As Lambda hands it to API Gateway: a text in JSON.
        let sent = serde_json::to_string(&page.text).expect("JSON").len();
        assert!(sent < 6_000_000, "{sent}");
        messages += page.json()["messages"].as_array().map_or(0, Vec::len);
        match page.json()["nextCursor"].as_str() {
            Some(cursor) => query = format!("&cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!(messages, 10);
}
