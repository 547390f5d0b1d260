//! `…/analytics`.

use crate::exchange::Exchange;
use crate::support::{house, of_alice};
use serde_json::{Value, json};
use test_support::House;

async fn analytics(house: &House, query: &str) -> Value {
    let path = of_alice(house, &format!("analytics{query}"));
    house.call("GET", &path).expect(200).await
}

/// Questions in an hour, as they are counted.
async fn count(house: &House, hour: &str, messages: u32) {
    let add = format!(
        "insert into usage_hours (client_id, hour, messages) values ('{}', '{hour}', {messages})",
        house.alice.client_id
    );
    house.database.sql(&add).await;
}

fn told(questions: &Value) -> Vec<(String, i64, i64)> {
    let questions = questions.as_array().expect("a list").iter();
    questions
        .map(|group| {
            let number = |name: &str| group[name].as_i64().expect("a number");
            let question = group["question"].as_str().expect("a text").to_owned();
            (question, number("asked"), number("unanswered"))
        })
        .collect()
}

#[tokio::test]
async fn questions_in_other_words_are_one() {
    let house = house().await;
    for question in [
        "When does the keynote start?",
        "when does the keynote start",
        "When does the keynote start?",
        "Keynote starts when?",
        "At what time does the keynote start?",
    ] {
        Exchange::with(&house.alice, question).keep(&house).await;
    }
    let unknown = |question| Exchange::with(&house.alice, question).unknown();
    unknown("Is there a crèche?").keep(&house).await;
    unknown("is there a Crèche").keep(&house).await;
    let first = Exchange::with(&house.alice, "Is there a crèche?")
        .keep(&house)
        .await;
    Exchange::with(&house.alice, "Who are you?")
        .keep(&house)
        .await;
    Exchange::with(&house.bob, "Bob's own")
        .unknown()
        .keep(&house)
        .await;
    let long_ago = Exchange::with(&house.alice, "long ago").unknown();
    long_ago.at("2020-01-01T00:00:00Z").keep(&house).await;

    let analytics = analytics(&house, "?range=7d").await;
    let asked = |question: &str, asked, unanswered| (question.to_owned(), asked, unanswered);
    let expected = [
        asked("When does the keynote start?", 5, 0),
        asked("Is there a crèche?", 3, 2),
        asked("Who are you?", 1, 0),
    ];
    assert_eq!(told(&analytics["popularQuestions"]), expected);
    assert_eq!(
        told(&analytics["unansweredQuestions"]),
        [expected[1].clone()]
    );
    let group = &analytics["unansweredQuestions"][0];
    assert_eq!(group["unansweredShare"], 0.667);
    assert_eq!(group["conversationId"], json!(first.conversation_id));
}

#[tokio::test]
async fn hours_and_weekdays_are_those_of_the_clients_clock() {
    let house = house().await;
    let body = json!({"timeZone": "Asia/Kolkata"});
    let patch = house.call("PATCH", &of_alice(&house, "settings"));
    patch.json(&body).expect(200).await;
    // A Friday in UTC; there 23:00 of that day, and midnight and half a day later of the Saturday.
    count(&house, "2026-05-01T17:30Z", 2).await;
    count(&house, "2026-05-01T18:30Z", 3).await;
    count(&house, "2026-05-02T06:30Z", 4).await;
    let analytics = analytics(&house, "?from=2026-05-01&to=2026-05-02").await;
    let mut hours = [0; 24];
    (hours[23], hours[0], hours[12]) = (2, 3, 4);
    assert_eq!(analytics["hours"], json!(hours));
    assert_eq!(analytics["weekdays"], json!([0, 0, 0, 0, 2, 7, 0]));
    assert_eq!(analytics["timeZone"], "Asia/Kolkata");
}

#[tokio::test]
async fn an_hour_that_clocks_strike_twice_is_one_hour_of_the_day() {
    let house = house().await;
    let body = json!({"timeZone": "Europe/Berlin"});
    let patch = house.call("PATCH", &of_alice(&house, "settings"));
    patch.json(&body).expect(200).await;
    count(&house, "2026-10-25T00:00Z", 1).await;
    count(&house, "2026-10-25T01:00Z", 10).await;
    count(&house, "2026-10-25T02:00Z", 100).await;
    let analytics = analytics(&house, "?from=2026-10-25&to=2026-10-25").await;
    assert_eq!(
        (&analytics["hours"][2], &analytics["hours"][3]),
        (&json!(11), &json!(100))
    );
    assert_eq!(analytics["weekdays"][6], 111);
}

#[tokio::test]
async fn a_range_is_compared_with_the_one_before() {
    let house = house().await;
    for (hour, messages) in [
        ("2026-04-23T23:00Z", 1),
        ("2026-04-24T00:00Z", 10),
        ("2026-04-30T23:00Z", 100),
        ("2026-05-01T00:00Z", 1000),
        ("2026-05-08T00:00Z", 10_000),
    ] {
        count(&house, hour, messages).await;
    }
    let analytics = analytics(&house, "?from=2026-05-01&to=2026-05-07").await;
    assert_eq!(analytics["total"]["messages"], 1000);
    let previous = &analytics["previous"];
    assert_eq!(previous["total"]["messages"], 110);
    assert_eq!(
        (&previous["from"], &previous["to"]),
        (&json!("2026-04-24"), &json!("2026-04-30"))
    );
    assert_eq!(analytics["days"].as_array().map(Vec::len), Some(7));
}

#[tokio::test]
async fn ratings_come_with_what_was_rated_and_comments_first() {
    let house = house().await;
    let said = Exchange::with(&house.alice, "Where is lunch?")
        .answered("In the foyer")
        .keep(&house)
        .await;
    said.rate(&house, -1, Some("It was not")).await;
    let silent = Exchange::with(&house.alice, "Where is tea?")
        .keep(&house)
        .await;
    silent.rate(&house, 1, None).await;
    let bobs = Exchange::with(&house.bob, "Bob's own").keep(&house).await;
    bobs.rate(&house, 1, Some("Bob's comment")).await;
    let analytics = analytics(&house, "?range=7d").await;
    let ratings = analytics["ratings"].as_array().expect("a list");
    assert_eq!(ratings.len(), 2);
    let expected = json!({
        "conversationId": said.conversation_id, "messageId": said.answer_id, "question": "Where is lunch?", "answer": "In the foyer",
        "rating": "down", "comment": "It was not", "ratedAt": ratings[0]["ratedAt"],
    });
    assert_eq!(ratings[0], expected);
    assert_eq!(
        (&ratings[1]["rating"], &ratings[1]["comment"]),
        (&json!("up"), &Value::Null)
    );
    let total = &analytics["total"];
    assert_eq!(
        (&total["ratingsUp"], &total["ratingsDown"]),
        (&json!(1), &json!(1))
    );
}

#[tokio::test]
async fn its_tables_are_exported_as_csv() {
    let house = house().await;
    count(&house, "2026-05-01T10:00Z", 7).await;
    let asked = Exchange::with(&house.alice, "=cmd|' /C calc'!A0").unknown();
    let asked = asked.at("2026-05-02T10:00:00Z").keep(&house).await;
    asked.rate(&house, -1, Some("bad")).await;
    house
        .database
        .sql("update messages set rated_at = '2026-05-02T11:00:00Z' where rating is not null")
        .await;
    let (conversation, answer) = (asked.conversation_id, asked.answer_id);
    let question = format!(
        "question,asked,unanswered,lastAskedAt,conversationId\r\n\"'=cmd|' /C calc'!A0\",1,1,\"2026-05-02T10:00:00.000Z\",{conversation}\r\n"
    );
    for (table, name, expected) in [
        ("", "days", "day,conversations,messages,answers,unanswered,failures,promptTokens,completionTokens,estimatedCostUsd,latencyP50Ms,latencyP95Ms,ratingsUp,ratingsDown\r\n\
              \"2026-05-01\",0,7,0,0,0,0,0,,,,0,0\r\n\"2026-05-02\",0,0,0,0,0,0,0,,,,0,1\r\n".to_owned()),
        ("&table=popularQuestions", "popularQuestions", question.clone()),
        ("&table=unansweredQuestions", "unansweredQuestions", question),
        ("&table=ratings", "ratings", format!(
            "ratedAt,rating,comment,question,answer,conversationId,messageId\r\n\"2026-05-02T11:00:00.000Z\",\"down\",\"bad\",\"'=cmd|' /C calc'!A0\",\
             \"It is in the programme.\",{conversation},{answer}\r\n")),
    ] {
        let path = of_alice(&house, &format!("analytics/export?from=2026-05-01&to=2026-05-02{table}"));
        let file = house.call("GET", &path).send().await;
        assert_eq!((file.status, file.text.as_str()), (200, format!("\u{feff}{expected}").as_str()));
        let disposition = format!("attachment; filename=\"{name}-2026-05-01-2026-05-02.csv\"");
        assert_eq!(file.header("content-disposition"), Some(disposition.as_str()));
    }
    let unknown = of_alice(&house, "analytics/export?table=passwords");
    house.call("GET", &unknown).expect_error(400).await;
}
