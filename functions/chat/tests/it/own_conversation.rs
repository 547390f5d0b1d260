//! A visitor's own conversation: read again, rated, and nobody else's.

use crate::support::{SESSION_ID, ask, ask_streamed, hello, house};
use serde_json::{Value, json};
use test_support::{Call, FakeWebhook, House};

fn read(house: &House, token: &str) -> Call {
    let path = format!("/api/widget/chat/conversation?sessionId={SESSION_ID}");
    let call = house.app.get(&path).key(&house.alice.key);
    call.header("x-visitor-token", token)
}

fn rate(house: &House, token: &str, body: &Value) -> Call {
    let call = house.app.post("/api/widget/chat/feedback", body);
    call.key(&house.alice.key).header("x-visitor-token", token)
}

/// Asks as somebody new; gives the token and the answer's id.
async fn asked(house: &House) -> (String, String) {
    let call = ask(house, &hello()).header("x-visitor-token", "new");
    let answer = call.send().await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let header = |name| answer.header(name).expect(name).to_owned();
    (header("x-visitor-token"), header("x-message-id"))
}

#[tokio::test]
async fn a_visitor_reads_its_own_conversation_again() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    let (token, answer_id) = asked(&house).await;
    let next = ask_streamed(
        &house,
        &json!({"message": "And then?", "sessionId": SESSION_ID}),
    );
    let stream = next.header("x-visitor-token", &token).send().await;
    assert!(stream.text.contains(&token), "{}", stream.text);

    let read = read(&house, &token).expect(200).await;
    assert_eq!(read["sessionId"], SESSION_ID.to_lowercase());
    let messages = read["messages"].as_array().expect("a list");
    let said: Vec<_> = messages
        .iter()
        .map(|message| (&message["role"], &message["content"]))
        .collect();
    let expected = [
        ("visitor", "Hello"),
        ("assistant", "ok"),
        ("visitor", "And then?"),
        ("assistant", "ok"),
    ];
    assert_eq!(
        said,
        expected
            .map(|(role, content)| (json!(role), json!(content)))
            .iter()
            .map(|(a, b)| (a, b))
            .collect::<Vec<_>>()
    );
    assert_eq!(messages[1]["id"], answer_id);
    assert_eq!(messages[1]["outcome"], "complete");
}

#[tokio::test]
async fn nobody_reads_or_continues_the_conversation_of_another_visitor() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    let (token, answer_id) = asked(&house).await;
    // It knows the session id, which workflows and their logs see.
    let (stranger, _) = asked(&house).await;
    assert_ne!(token, stranger);
    let own = read(&house, &stranger).expect(200).await;
    assert_eq!(own["messages"].as_array().map(Vec::len), Some(2));
    let other_end = if token.ends_with('A') { "E" } else { "A" };
    let forged = format!("{}{other_end}", &token[..token.len() - 1]);
    for other in [forged.as_str(), "new", "vt_"] {
        let nothing = read(&house, other).expect(200).await;
        assert_eq!(nothing["messages"], json!([]), "{other}");
    }
    let path = format!("/api/widget/chat/conversation?sessionId={SESSION_ID}");
    house
        .app
        .get(&path)
        .key(&house.alice.key)
        .expect_error(401)
        .await;
    let elsewhere = house
        .app
        .get(&path)
        .key(&house.bob.key)
        .header("x-visitor-token", &token);
    assert_eq!(elsewhere.expect(200).await["messages"], json!([]));
    let third = ask(&house, &hello())
        .header("x-visitor-token", "new")
        .send()
        .await;
    assert_eq!(third.status, 200);
    for request in webhook.received() {
        assert!(
            request.json().get("history").is_none(),
            "somebody else's words went along"
        );
    }
    for (key, token) in [(&house.alice.key, &stranger), (&house.bob.key, &token)] {
        let body = json!({"sessionId": SESSION_ID, "messageId": answer_id, "rating": "down"});
        let call = house.app.post("/api/widget/chat/feedback", &body).key(key);
        call.header("x-visitor-token", token)
            .expect_error(404)
            .await;
    }
}

#[tokio::test]
async fn of_a_session_that_is_named_twice_the_last_counts_as_everywhere() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    let (token, _) = asked(&house).await;
    for (query, status) in [
        (format!("?sessionId=x&sessionId={SESSION_ID}"), 200),
        (format!("?sessionId={SESSION_ID}&sessionId=x"), 400),
        ("?sessionId=%ff".to_owned(), 400),
        (String::new(), 400),
    ] {
        let path = format!("/api/widget/chat/conversation{query}");
        let call = house.app.get(&path).key(&house.alice.key);
        let answer = call.header("x-visitor-token", &token).send().await;
        assert_eq!(answer.status, status, "{query}");
        assert!(answer.text.starts_with('{'), "{}", answer.text);
    }
}

#[tokio::test]
async fn an_answer_is_rated_again_and_again() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    let (token, answer_id) = asked(&house).await;
    let counted = "select sum(ratings_up) || ' ' || sum(ratings_down) from usage_hours";
    for (rating, counts) in [
        ("up", "1 0"),
        ("up", "1 0"),
        ("down", "0 1"),
        ("none", "0 0"),
        ("down", "0 1"),
    ] {
        let body = json!({"sessionId": SESSION_ID, "messageId": answer_id, "rating": rating, "comment": "Why"});
        rate(&house, &token, &body).expect(204).await;
        assert_eq!(house.database.text(counted).await, counts, "{rating}");
    }
    let messages = read(&house, &token).expect(200).await;
    assert_eq!(messages["messages"][1]["rating"], "down");
    let comment = "select rating_comment from messages where rating is not null";
    assert_eq!(house.database.text(comment).await, "Why");
}

#[tokio::test]
async fn a_question_is_not_rated_and_no_nonsense_is_taken() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    let (token, answer_id) = asked(&house).await;
    let messages = read(&house, &token).expect(200).await;
    let question = json!({"sessionId": SESSION_ID, "messageId": messages["messages"][0]["id"], "rating": "up"});
    rate(&house, &token, &question).expect_error(404).await;
    let good = json!({"sessionId": SESSION_ID, "messageId": answer_id, "rating": "up"});
    for (member, value) in [
        ("sessionId", json!("x")),
        ("messageId", json!(null)),
        ("rating", json!(1)),
        ("rating", json!("great")),
        ("comment", json!("x".repeat(1001))),
        ("comment", json!("\0")),
    ] {
        let mut body = good.clone();
        body[member] = value;
        rate(&house, &token, &body).expect_error(400).await;
    }
    let unknown = house
        .app
        .post("/api/widget/chat/feedback", &json!({}))
        .key("pk_live_unknown");
    unknown.expect_error(401).await;
    for session in ["", "?sessionId=x", "?sessionId=%ff"] {
        let path = format!("/api/widget/chat/conversation{session}");
        let call = house
            .app
            .get(&path)
            .key(&house.alice.key)
            .header("x-visitor-token", &token);
        call.expect_error(400).await;
    }
}

#[tokio::test]
async fn an_embed_that_knows_no_tokens_is_given_none_and_keeps_its_conversation() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    for _ in 0..2 {
        let answer = ask(&house, &hello()).send().await;
        assert_eq!(answer.header("x-visitor-token"), None);
    }
    assert_eq!(
        house
            .database
            .count("select count(*) from conversations")
            .await,
        1
    );
    let preflight = house
        .app
        .call("OPTIONS", "/api/widget/chat")
        .header("origin", "https://a.example");
    let asks = preflight.header(
        "access-control-request-headers",
        "content-type,x-api-key,X-Visitor-Token",
    );
    let allowed = asks.send().await;
    assert_eq!(
        allowed.header("access-control-allow-headers"),
        Some("Content-Type, x-api-key, x-visitor-token")
    );
}
