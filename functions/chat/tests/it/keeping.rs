//! What is kept of questions and answers, however they end.

use crate::support::{
    SESSION_ID, ask, ask_streamed, hello, house, house_and_router, impatient_house, too_slow,
};
use serde_json::{Value, json};
use std::time::Duration;
use test_support::{FakeWebhook, House, WebhookAnswer, WebhookByHand};

/// Every message: role, words, and for an answer who gave it, how it ended, why, and what it cites.
const MESSAGES: &str = "select coalesce(jsonb_agg(jsonb_build_array(role, content, answerer, outcome, error_code, sources) order by created_at, role desc), '[]')::text
      from messages";

async fn messages(house: &House) -> Value {
    let text = house.database.text(MESSAGES).await;
    serde_json::from_str(&text).expect("JSON")
}

fn question(text: &str) -> Value {
    json!(["visitor", text, null, null, null, null])
}

#[tokio::test]
async fn an_answer_is_kept_with_its_question() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    let sources = json!([{"title": "T", "url": "https://d.example/1", "excerpt": "E"}]);
    webhook.answer_with(WebhookAnswer::json(
        &json!({"response": "See", "sources": sources}),
    ));
    let expected = json!([
        question("Hello"),
        ["assistant", "See", "n8n", "complete", null, sources]
    ]);
    for streamed in [false, true] {
        house.database.sql("truncate conversations cascade").await;
        let call = if streamed {
            ask_streamed(&house, &hello())
        } else {
            ask(&house, &hello())
        };
        call.send().await;
        assert_eq!(messages(&house).await, expected, "streamed: {streamed}");
    }
    let kept = "select count(*) from messages a join messages q on q.id = a.reply_to
         where a.latency_ms >= a.first_chunk_ms and a.conversation_id = q.conversation_id and a.created_at > q.created_at";
    assert_eq!(house.database.count(kept).await, 1);
}

#[tokio::test]
async fn a_question_without_an_answer_is_kept_with_the_reason() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    webhook.answer_with(WebhookAnswer {
        status: 500,
        ..WebhookAnswer::default()
    });
    for call in [ask(&house, &hello()), ask_streamed(&house, &hello())] {
        house.database.sql("truncate conversations cascade").await;
        call.send().await;
        let failed = json!(["assistant", "", "n8n", "failed", "unavailable", null]);
        assert_eq!(messages(&house).await, json!([question("Hello"), failed]));
    }
    let house = impatient_house(&webhook, Duration::from_millis(200)).await;
    webhook.answer_with(too_slow()[0].clone());
    ask(&house, &hello()).expect_error(504).await;
    assert_eq!(messages(&house).await[1][4], "timeout");
}

#[tokio::test]
async fn what_postgres_cannot_hold_is_told_and_kept_in_another_form() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    let sources = json!([{"title": "T\0", "deep": {"a\0": ["b\0"]}}]);
    webhook.answer_with(WebhookAnswer::json(
        &json!({"response": "a\0b", "sources": sources}),
    ));
    let answer = ask(&house, &json!({"message": "c\0d", "sessionId": SESSION_ID}))
        .expect(200)
        .await;
    assert_eq!(answer["response"], "a\0b");
    assert_eq!(answer["sources"], sources);
    let kept = json!([{"title": "T\u{fffd}", "deep": {"a\u{fffd}": ["b\u{fffd}"]}}]);
    let expected = json!([
        question("c\u{fffd}d"),
        ["assistant", "a\u{fffd}b", "n8n", "complete", null, kept]
    ]);
    assert_eq!(messages(&house).await, expected);
}

#[tokio::test]
async fn a_question_that_is_refused_is_not_kept() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    let before = house.database.snapshot().await;
    ask(&house, &json!({"message": ""})).expect_error(400).await;
    let allowed = r#"update clients set allowed_domains = '["conf.example"]'"#;
    house.database.sql(allowed).await;
    let elsewhere = ask(&house, &hello()).header("origin", "https://evil.example");
    elsewhere.expect_error(403).await;
    house
        .database
        .sql("update clients set allowed_domains = '[]'")
        .await;
    assert_eq!(house.database.snapshot().await, before);
}

#[tokio::test]
async fn what_was_told_to_a_visitor_who_left_is_kept() {
    let webhook = FakeWebhook::start().await;
    webhook.answer_with(too_slow()[0].clone());
    let (house, router) = house_and_router(&webhook.url(), Duration::from_secs(60)).await;
    let mut frames = crate::waiting::open(&house, &router).await;
    crate::waiting::started(&mut frames).await;
    drop(frames);
    while house.database.count("select count(*) from messages").await < 2 {
        tokio::task::yield_now().await;
    }
    let left = json!(["assistant", "", "n8n", "partial", "visitor_left", null]);
    assert_eq!(messages(&house).await, json!([question("Hello"), left]));
    let failures = "select sum(failures) from usage_hours";
    assert_eq!(house.database.count(failures).await, 0);
}

#[tokio::test]
async fn a_conversation_that_was_deleted_meanwhile_is_not_brought_back() {
    let webhook = FakeWebhook::start().await;
    webhook.answer_with(WebhookAnswer {
        stall_in_body: Duration::from_millis(300),
        ..WebhookAnswer::default()
    });
    let house = house(&webhook).await;
    let delete = async {
        while house
            .database
            .count("select count(*) from conversations")
            .await
            == 0
        {
            tokio::task::yield_now().await;
        }
        house.database.sql("delete from conversations").await;
    };
    let (answer, ()) = tokio::join!(ask(&house, &hello()).send(), delete);
    assert_eq!(answer.status, 200);
    assert_eq!(
        house.database.count("select count(*) from messages").await,
        0
    );
}

/// Deletes Alice's client while `request` waits for it; the client's row is locked before the request is made.
async fn delete_client_below(house: &House, request: impl Future<Output = u16>) -> u16 {
    // Whoever waits for the other in a circle is found at once, and it is the deletion that fails.
    let delete = async {
        let waits = "select count(*) from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))";
        while house.database.count(waits).await == 0 {
            tokio::task::yield_now().await;
        }
        let delete = "set deadlock_timeout = '1ms'; delete from clients; commit";
        house.database.sql(delete).await;
    };
    tokio::join!(request, delete).0
}

#[tokio::test]
async fn a_client_is_deleted_while_its_visitor_asks_again() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    ask(&house, &hello()).expect(200).await;
    let lock = "begin; select from clients for update";
    house.database.sql(lock).await;
    let asked = async { ask(&house, &hello()).send().await.status };
    assert_eq!(delete_client_below(&house, asked).await, 404);
    assert_eq!(house.database.rows_of("messages").await, 0);
}

#[tokio::test]
async fn a_client_is_deleted_while_an_answer_is_kept() {
    let webhook = WebhookByHand::start().await;
    let limit = Duration::from_secs(60);
    let (house, _) = house_and_router(&webhook.url("/webhook/chat"), limit).await;
    let asked = async { ask(&house, &hello()).send().await.status };
    let answered = async {
        let mut question = webhook.asked().await;
        let lock = "begin; select from clients for update";
        house.database.sql(lock).await;
        question
            .say(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"response\":\"ok\"}")
            .await;
        question.hang_up().await;
        // What remains of the question waits for the client now.
        delete_client_below(&house, async { 200 }).await
    };
    assert_eq!(tokio::join!(asked, answered), (200, 200));
    assert_eq!(house.database.rows_of("messages").await, 0);
}

/// Postgres makes no index of more than a megabyte of one text.
#[tokio::test]
async fn an_answer_with_more_words_than_can_be_searched_is_kept_whole() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    let words: Vec<String> = (0..100_000).map(|number| format!("w{number:07}")).collect();
    let answer = WebhookAnswer::json(&json!({"response": words.join(" ")}));
    webhook.answer_with(answer);
    ask(&house, &hello()).expect(200).await;
    let kept = "select length(content)::bigint from messages where outcome = 'complete'";
    assert_eq!(house.database.count(kept).await, 899_999);
}

#[tokio::test]
async fn what_was_said_before_goes_along_with_a_question() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    for message in ["One", "Two", "Three"] {
        ask(
            &house,
            &json!({"message": message, "sessionId": SESSION_ID}),
        )
        .expect(200)
        .await;
    }
    let received = webhook.received();
    assert!(received[0].json().get("history").is_none());
    let expected = json!([
        {"role": "visitor", "content": "One"}, {"role": "assistant", "content": "ok"},
        {"role": "visitor", "content": "Two"}, {"role": "assistant", "content": "ok"},
    ]);
    assert_eq!(received[2].json()["history"], expected);
}

#[tokio::test]
async fn every_hour_is_counted() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    ask(&house, &hello()).expect(200).await;
    webhook.answer_with(WebhookAnswer::json(
        &json!({"response": "r", "sources": [{"title": "T"}]}),
    ));
    ask(&house, &hello()).expect(200).await;
    webhook.answer_with(WebhookAnswer {
        status: 500,
        ..WebhookAnswer::default()
    });
    ask(&house, &hello()).expect_error(503).await;
    let counted = "select jsonb_build_array(sum(conversations), sum(messages), sum(answers), sum(unanswered), sum(failures),
                          (select sum(n) from usage_hours, unnest(latencies) n))::text
                     from usage_hours";
    assert_eq!(house.database.text(counted).await, "[1, 3, 2, 1, 1, 2]");
}

#[tokio::test]
async fn an_answer_that_cannot_be_kept_is_told_whole_and_has_no_id() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    house
        .database
        .sql("create function app.lose() returns trigger language plpgsql as $$ begin if new.role = 'assistant' then raise 'lost'; end if; return new; end $$;
              create trigger lose before insert on messages for each row execute function app.lose()")
        .await;
    let told = ask_streamed(&house, &hello()).send().await;
    assert!(
        told.text.contains("event: chunk\ndata: {\"text\":\"ok\"}"),
        "{}",
        told.text
    );
    let done = "event: done\ndata: {\"messageId\":null,\"unknown\":false}\n\n";
    assert!(told.text.ends_with(done), "{}", told.text);
}

#[tokio::test]
async fn the_page_of_a_question_is_kept_when_it_is_one() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    for (url, kept) in [
        ("https://conf.example/a?b#c", "https://conf.example/a?b#c"),
        ("javascript:alert(1)", "none"),
        ("file:///etc/passwd", "none"),
    ] {
        house.database.sql("truncate conversations cascade").await;
        let mut body = hello();
        body["metadata"] = json!({"pageUrl": url});
        ask(&house, &body).expect(200).await;
        let page = "select coalesce(page, 'none') from messages where role = 'visitor'";
        assert_eq!(house.database.text(page).await, kept, "{url}");
    }
}
