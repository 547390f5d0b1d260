//! `…/conversations/export`.

use crate::exchange::Exchange;
use crate::support::{house, of_alice, router};
use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt;
use serde_json::Value;
use shared::Secret;
use std::collections::BTreeSet;
use test_support::{Answer, House};
use tower::ServiceExt;

async fn export(house: &House, query: &str) -> Answer {
    let path = of_alice(house, &format!("conversations/export{query}"));
    let answer = house.call("GET", &path).send().await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer
}

fn lines(answer: &Answer) -> Vec<Value> {
    let text = std::str::from_utf8(&answer.bytes).expect("UTF-8");
    let lines = text.lines();
    lines
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

/// Long answers full of what takes room when it is written.
async fn many_messages(house: &House, number: u32) {
    let many = format!(
        "with c as (insert into conversations (client_id, session_id, user_id, user_name)
                    values ('{}', gen_random_uuid(), repeat('\"', 200), repeat('ü', 200)) returning id, client_id)
         insert into messages (id, conversation_id, client_id, role, content, created_at)
         select gen_random_uuid(), c.id, c.client_id, 'assistant', n || repeat(E'\"\\n\\\\ü\\u0001', 200), now() - interval '1 day' + (n / 3) * interval '1 second'
           from c, generate_series(1, {number}) n",
        house.alice.client_id
    );
    house.database.sql(&many).await;
}

#[tokio::test]
async fn csv_has_a_row_for_each_message_and_no_formula() {
    let house = house().await;
    let exchange = Exchange::with(
        &house.alice,
        "=HYPERLINK(\"https://evil.example\",\"Click, please\")",
    );
    let kept = exchange
        .answered("@SUM(1+1)\nsecond line")
        .at("2026-03-01T10:00:00Z")
        .keep(&house)
        .await;
    kept.rate(&house, 1, Some("+1")).await;
    Exchange::with(&house.bob, "Bob's own").keep(&house).await;
    let answer = export(&house, "").await;
    let header = |name| answer.header(name).expect("the header");
    assert_eq!(
        header("content-type"),
        "text/csv; charset=utf-8; header=present"
    );
    assert_eq!(
        header("content-disposition"),
        "attachment; filename=\"conversations.csv\""
    );
    assert_eq!(answer.header("x-next-cursor"), None);
    let (conversation, question, reply) = (kept.conversation_id, kept.question_id, kept.answer_id);
    let expected = format!(
        "\u{feff}conversationId,messageId,createdAt,role,content,page,answerer,outcome,errorCode,firstChunkMs,latencyMs,promptTokens,\
         completionTokens,rating,ratingComment,sources,userId,userName\r\n\
         {conversation},{question},\"2026-03-01T10:00:00.000Z\",\"visitor\",\"'=HYPERLINK(\"\"https://evil.example\"\",\"\"Click, please\"\")\",\
         ,,,,,,,,,,,,\r\n\
         {conversation},{reply},\"2026-03-01T10:00:01.000Z\",\"assistant\",\"'@SUM(1+1)\nsecond line\",,\"built_in\",\"complete\",,20,100,30,7,\
         \"up\",\"'+1\",\"[{{\"\"page\"\":3,\"\"title\"\":\"\"Programme\"\"}}]\",,\r\n"
    );
    assert_eq!(answer.text, expected);
}

#[tokio::test]
async fn json_lines_hold_what_reading_a_conversation_gives() {
    let house = house().await;
    let kept = Exchange::with(&house.alice, "Where is\nlunch?")
        .keep(&house)
        .await;
    let answer = export(&house, "?format=jsonl").await;
    assert_eq!(answer.header("content-type"), Some("application/x-ndjson"));
    let path = of_alice(&house, &format!("conversations/{}", kept.conversation_id));
    let read = house.call("GET", &path).expect(200).await;
    let of_nobody = |mut message: Value| {
        message["visitor"] = Value::Null;
        message
    };
    let messages = read["messages"].as_array().expect("a list").clone();
    let expected: Vec<_> = messages.into_iter().map(of_nobody).collect();
    assert_eq!(lines(&answer), expected);
}

#[tokio::test]
async fn days_of_the_clients_time_zone_narrow_it() {
    let house = house().await;
    let zone = serde_json::json!({"timeZone": "Europe/Berlin"});
    let patch = house.call("PATCH", &of_alice(&house, "settings"));
    patch.json(&zone).expect(200).await;
    // The day on which clocks go forward there has 23 hours: 23:00 UTC of the day before to 22:00.
    for at in [
        "2026-03-28T22:59:50Z",
        "2026-03-28T23:00:00Z",
        "2026-03-29T21:59:50Z",
        "2026-03-29T22:00:00Z",
    ] {
        Exchange::with(&house.alice, at).at(at).keep(&house).await;
    }
    let answer = export(&house, "?format=jsonl&from=2026-03-29&to=2026-03-29").await;
    let questions: Vec<Value> = lines(&answer)
        .iter()
        .map(|line| line["content"].clone())
        .collect();
    let reply = "It is in the programme.";
    assert_eq!(
        questions,
        ["2026-03-28T23:00:00Z", reply, "2026-03-29T21:59:50Z", reply]
    );
    assert_eq!(
        lines(&export(&house, "?format=jsonl&to=2026-03-27").await).len(),
        0
    );
}

#[tokio::test]
async fn no_answer_is_larger_than_the_gateway_takes_and_the_parts_make_one_file() {
    let house = house().await;
    many_messages(&house, 2_500).await;
    for format in ["csv", "jsonl"] {
        let (mut ids, mut query, mut parts) = (BTreeSet::new(), String::new(), 0);
        loop {
            let part = export(&house, &format!("?format={format}{query}")).await;
            // As Lambda hands it to API Gateway: a text in JSON, anything else in base64.
            let text = std::str::from_utf8(&part.bytes).expect("UTF-8");
            let sent = match format {
                "csv" => serde_json::to_string(text).expect("JSON").len(),
                _ => part.bytes.len() * 4 / 3,
            };
            assert!(sent < 5_500_000, "{sent}");
            parts += 1;
            if format == "csv" {
                assert_eq!(text.starts_with('\u{feff}'), parts == 1);
            } else {
                for line in lines(&part) {
                    assert!(ids.insert(line["id"].to_string()), "{line}");
                }
            }
            match part.header("x-next-cursor") {
                Some(cursor) => query = format!("&cursor={cursor}"),
                None => break,
            }
        }
        assert!(parts > 1, "{format}");
        assert!(format == "csv" || ids.len() == 2_500, "{}", ids.len());
    }
}

#[tokio::test]
async fn one_message_larger_than_an_answer_may_be_is_sent_all_the_same() {
    let house = house().await;
    for number in 0..2 {
        let answer = format!("{number}{}", "\"".repeat(1_100_000));
        Exchange::with(&house.alice, "x")
            .answered(&answer)
            .keep(&house)
            .await;
    }
    let (mut lengths, mut query) = (Vec::new(), String::new());
    loop {
        let part = export(&house, &format!("?format=jsonl{query}")).await;
        lengths.extend(
            lines(&part)
                .iter()
                .map(|line| line["content"].as_str().map(str::len)),
        );
        match part.header("x-next-cursor") {
            Some(cursor) => query = format!("&cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!(
        lengths,
        [Some(1), Some(1_100_001), Some(1), Some(1_100_001)]
    );
}

#[tokio::test]
async fn an_answer_that_cannot_be_completed_breaks_off() {
    let nobody = Secret::new("nobody logs in");
    let mut built = None;
    let build = |services| built.insert(router(services)).clone();
    let (house, proxy) = House::build_behind_proxy(&nobody, build).await;
    many_messages(&house, 1_000).await;
    let request = Request::get(of_alice(&house, "conversations/export"));
    let request = request
        .header("cookie", &house.alice.cookie)
        .body(Body::empty());
    let router = built.expect("the house has built it");
    let answer = router.oneshot(request.expect("a request")).await;
    let answer = answer.unwrap_or_else(|never| match never {});
    proxy.go_away();
    assert_eq!(answer.status(), 200);
    let rest = answer.into_body().collect().await;
    assert!(rest.is_err(), "the file looks complete");
}
