//! `…/conversations` and `…/conversations/{conversationId}`: listed and searched; who finds what.

use crate::exchange::Exchange;
use crate::support::{PATH, house, of_alice};
use serde_json::{Value, json};
use test_support::House;
use uuid::Uuid;

async fn titles(house: &House, query: &str) -> Vec<String> {
    let path = of_alice(house, &format!("conversations{query}"));
    let list = house.call("GET", &path).expect(200).await;
    let list = list["conversations"].as_array().expect("a list");
    let title = |row: &Value| row["title"].as_str().expect("a title").to_owned();
    list.iter().map(title).collect()
}

#[tokio::test]
async fn they_are_listed_by_their_first_question_the_last_used_first() {
    let house = house().await;
    let session = Uuid::new_v4();
    let first = Exchange::with(&house.alice, "Where is lunch?").in_session(session);
    let first = first
        .on_page("https://conf.example/venue")
        .at("2026-03-01T10:00:00Z");
    let first = first.keep(&house).await;
    let other = Exchange::with(&house.alice, "Is there parking?").unknown();
    other.at("2026-03-02T10:00:00Z").keep(&house).await;
    Exchange::with(&house.bob, "Bob's own").keep(&house).await;
    let second = Exchange::with(&house.alice, "And coffee?").in_session(session);
    let second = second.at("2026-03-03T10:00:00Z").keep(&house).await;
    first.rate(&house, 1, None).await;
    second.rate(&house, -1, Some("No")).await;

    let path = of_alice(&house, "conversations");
    let answer = house.call("GET", &path).expect(200).await;
    let started_at = answer["conversations"][0]["startedAt"].clone();
    let expected = json!({
        "id": first.conversation_id, "title": "Where is lunch?", "page": "https://conf.example/venue",
        "messageCount": 4, "unanswered": 0, "ratingsUp": 1, "ratingsDown": 1,
        "startedAt": started_at, "lastMessageAt": "2026-03-03T10:00:00.000Z", "visitor": null,
    });
    assert_eq!(answer["conversations"][0], expected);
    assert_eq!(answer["conversations"][1]["unanswered"], 1);
    assert_eq!(answer["nextCursor"], Value::Null);
    assert_eq!(
        titles(&house, "").await,
        ["Where is lunch?", "Is there parking?"]
    );
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_double() {
    let house = house().await;
    for number in 0..7 {
        // Some of the same moment: then the id decides.
        let exchange = Exchange::with(&house.alice, &format!("Question {number}"));
        let at = if number < 4 {
            "2026-03-01T10:00:00Z"
        } else {
            "2026-03-02T10:00:00.123456Z"
        };
        exchange.at(at).keep(&house).await;
    }
    let (mut seen, mut query) = (Vec::new(), "?limit=2".to_owned());
    for page in 1.. {
        let path = of_alice(&house, &format!("conversations{query}"));
        let answer = house.call("GET", &path).expect(200).await;
        let rows = answer["conversations"].as_array().expect("a list");
        seen.extend(rows.iter().map(|row| row["title"].clone().to_string()));
        match answer["nextCursor"].as_str() {
            Some(cursor) => query = format!("?limit=2&cursor={cursor}"),
            None => {
                assert_eq!(page, 4);
                break;
            }
        }
    }
    seen.sort_unstable();
    let expected: Vec<String> = (0..7)
        .map(|number| format!("\"Question {number}\""))
        .collect();
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn filters_narrow_the_list() {
    let house = house().await;
    let liked = Exchange::with(&house.alice, "liked").on_page("https://conf.example/Venue?x=1");
    let liked = liked.at("2026-03-01T22:30:00Z").keep(&house).await;
    liked.rate(&house, 1, None).await;
    let disliked = Exchange::with(&house.alice, "disliked").at("2026-03-02T10:00:00Z");
    disliked.keep(&house).await.rate(&house, -1, None).await;
    let unknown = Exchange::with(&house.alice, "unknown").unknown();
    unknown.at("2026-03-03T10:00:00Z").keep(&house).await;
    let failed = Exchange::with(&house.alice, "failed").failed();
    failed.at("2026-03-04T10:00:00Z").keep(&house).await;
    for (query, expected) in [
        ("?rating=up", vec!["liked"]),
        ("?rating=down", vec!["disliked"]),
        ("?unanswered=true", vec!["unknown"]),
        ("?unanswered=false&to=2026-03-02", vec!["disliked", "liked"]),
        ("?page=conf.example%2Fvenue", vec!["liked"]),
        ("?from=2026-03-03", vec!["failed", "unknown"]),
        ("?from=2026-03-02&to=2026-03-02", vec!["disliked"]),
        ("?from=2026-03-05", vec![]),
    ] {
        assert_eq!(titles(&house, query).await, expected, "{query}");
    }
    // 22:30 is the next day already in India.
    let zone = json!({"timeZone": "Asia/Kolkata"});
    let patch = house.call("PATCH", &of_alice(&house, "settings"));
    patch.json(&zone).expect(200).await;
    let day = titles(&house, "?from=2026-03-02&to=2026-03-02").await;
    assert_eq!(day, ["disliked", "liked"]);
}

#[tokio::test]
async fn a_search_finds_words_of_questions_and_answers() {
    let house = house().await;
    let lunch = Exchange::with(&house.alice, "Wo gibt es Größen für T-Shirts?");
    lunch
        .answered("Write to team@conf.example.")
        .at("2026-03-02T10:00:00Z")
        .keep(&house)
        .await;
    let other = Exchange::with(&house.alice, "Lunch in the Foyer?").answered("At noon");
    other.at("2026-03-01T10:00:00Z").keep(&house).await;
    let bobs = Exchange::with(&house.bob, "Lunch, says Bob")
        .keep(&house)
        .await;
    let (shirts, lunch) = ("Wo gibt es Größen für T-Shirts?", "Lunch in the Foyer?");
    for (search, expected) in [
        ("lunch", vec![lunch]),
        ("LUN", vec![lunch]),
        ("foyer%20lun", vec![lunch]),
        ("lunch%20noon", vec![]),
        ("unch", vec![]),
        ("größe", vec![shirts]),
        ("t-shi", vec![shirts]),
        ("team@conf.ex", vec![shirts]),
        ("says", vec![]),
        ("%3F!%27%22", vec![]),
        ("a%20|%20!lunch%20%26%20(", vec![]),
        ("%27%20%3A*%20%5C", vec![]),
        (&bobs.conversation_id.to_string(), vec![]),
        (&house.bob.client_id.to_string(), vec![]),
    ] {
        let found = titles(
            &house,
            &format!(
                "?search={}",
                search.replace('ö', "%C3%B6").replace('ß', "%C3%9F")
            ),
        )
        .await;
        assert_eq!(found, expected, "{search}");
    }
}

#[tokio::test]
async fn only_conversations_of_this_client_are_found() {
    let house = house().await;
    let bobs = Exchange::with(&house.bob, "Bob's own").keep(&house).await;
    let second = house
        .call("POST", PATH)
        .json(&json!({"name": "Second"}))
        .expect(201)
        .await;
    let own = Exchange::with(&house.alice, "Alice's own")
        .keep(&house)
        .await;
    let before = house.database.snapshot().await;
    for (client, conversation) in [
        (
            house.alice.client_id.to_string(),
            bobs.conversation_id.to_string(),
        ),
        (
            house.bob.client_id.to_string(),
            bobs.conversation_id.to_string(),
        ),
        (
            second["id"].as_str().expect("an id").to_owned(),
            own.conversation_id.to_string(),
        ),
        (house.alice.client_id.to_string(), "nope".to_owned()),
        (
            house.alice.client_id.to_string(),
            own.conversation_id.to_string().to_uppercase(),
        ),
    ] {
        let path = format!("{PATH}/{client}/conversations/{conversation}");
        for method in ["GET", "DELETE"] {
            house.call(method, &path).expect_error(404).await;
        }
    }
    assert_eq!(house.database.snapshot().await, before);
    for (method, what) in [
        ("GET", "conversations"),
        ("GET", "conversations?limit=0"),
        ("GET", "conversations/export"),
        ("DELETE", "conversations?all=true"),
        ("DELETE", "conversations"),
    ] {
        let path = format!("{PATH}/{{id}}/{what}");
        house.finds_only_own_clients(method, &path, None).await;
    }
}

#[tokio::test]
async fn what_cannot_be_meant_is_refused() {
    let house = house().await;
    let own = Exchange::with(&house.alice, "Alice's own")
        .keep(&house)
        .await;
    let before = house.database.snapshot().await;
    for (method, what) in [
        ("GET", "conversations?from=yesterday"),
        ("GET", "conversations?from=2026-02-30"),
        ("GET", "conversations?from=2026-03-02&to=2026-03-01"),
        ("GET", "conversations?rating=good"),
        ("GET", "conversations?unanswered=1"),
        ("GET", "conversations?limit=0"),
        ("GET", "conversations?limit=101"),
        ("GET", "conversations?limit=many"),
        ("GET", "conversations?cursor=nope"),
        ("GET", "conversations?search=%00"),
        ("GET", &format!("conversations?search={}", "x".repeat(201))),
        (
            "GET",
            &format!("conversations/{}?cursor=nope", own.conversation_id),
        ),
        ("GET", "conversations/export?format=xlsx"),
        ("GET", "conversations/export?cursor=1-2"),
        ("DELETE", "conversations"),
        ("DELETE", "conversations?all=false"),
        ("DELETE", "conversations?before=2026-13-01"),
        ("DELETE", "conversations?before=2026-03-01&all=true"),
    ] {
        let answer = house.call(method, &of_alice(&house, what)).send().await;
        answer.assert_error(what, 400);
        assert!(answer.json()["details"][0]["path"].is_array(), "{what}");
    }
    assert_eq!(house.database.snapshot().await, before);
}
