//! `…/usage`.

use crate::exchange::Exchange;
use crate::support::{house, house_with, of_alice};
use serde_json::{Value, json};
use test_support::House;

async fn usage(house: &House, query: &str) -> Value {
    let path = of_alice(house, &format!("usage{query}"));
    house.call("GET", &path).expect(200).await
}

async fn live_in(house: &House, time_zone: &str) {
    let body = json!({"timeZone": time_zone});
    let patch = house.call("PATCH", &of_alice(house, "settings"));
    patch.json(&body).expect(200).await;
}

/// A question in every hour from then on, by the clock of the client's time zone.
async fn ask_hourly(house: &House, from: &str, hours: u32) {
    let ask = format!(
        "insert into usage_hours (client_id, hour, messages)
         select '{}', '{from}'::timestamptz + n * interval '1 hour', 1 from generate_series(0, {hours} - 1) n",
        house.alice.client_id
    );
    house.database.sql(&ask).await;
}

fn messages_by_day(usage: &Value) -> Vec<(String, i64)> {
    let days = usage["days"].as_array().expect("days").iter();
    days.map(|day| {
        let name = day["day"].as_str().expect("a day").to_owned();
        (name, day["messages"].as_i64().expect("a number"))
    })
    .collect()
}

#[tokio::test]
async fn what_was_asked_and_answered_is_counted() {
    let house = house().await;
    let answered = Exchange::with(&house.alice, "Where is lunch?")
        .keep(&house)
        .await;
    answered.rate(&house, 1, None).await;
    let unknown = Exchange::with(&house.alice, "Who is Bob?").unknown();
    unknown.keep(&house).await.rate(&house, -1, Some("?")).await;
    Exchange::with(&house.alice, "Hello?")
        .failed()
        .keep(&house)
        .await;
    Exchange::with(&house.bob, "Bob's own").keep(&house).await;
    let usage = usage(&house, "?range=7d").await;
    let expected = json!({
        "conversations": 3, "messages": 3, "answers": 2, "unanswered": 1, "failures": 1, "promptTokens": 90, "completionTokens": 21,
        "estimatedCostUsd": null, "latencyP50Ms": 102, "latencyP95Ms": 102, "ratingsUp": 1, "ratingsDown": 1,
    });
    assert_eq!(usage["total"], expected);
    assert_eq!(usage["timeZone"], "UTC");
    let days = messages_by_day(&usage);
    assert_eq!(days.len(), 7);
    assert_eq!(days.iter().map(|day| day.1).sum::<i64>(), 3);
}

#[tokio::test]
async fn days_on_which_clocks_change_have_23_and_25_hours() {
    let house = house().await;
    live_in(&house, "Europe/Berlin").await;
    ask_hourly(&house, "2026-03-27T23:00Z", 72).await;
    ask_hourly(&house, "2026-10-23T22:00Z", 73).await;
    let spring = usage(&house, "?from=2026-03-28&to=2026-03-30").await;
    let day = |day: &str, messages| (day.to_owned(), messages);
    let expected = [
        day("2026-03-28", 24),
        day("2026-03-29", 23),
        day("2026-03-30", 24),
    ];
    assert_eq!(messages_by_day(&spring), expected);
    assert_eq!(spring["total"]["messages"], 71);
    let autumn = usage(&house, "?from=2026-10-24&to=2026-10-26").await;
    let expected = [
        day("2026-10-24", 24),
        day("2026-10-25", 25),
        day("2026-10-26", 24),
    ];
    assert_eq!(messages_by_day(&autumn), expected);
}

#[tokio::test]
async fn where_clocks_stand_half_an_hour_apart_days_begin_at_midnight_too() {
    let house = house().await;
    live_in(&house, "Asia/Kolkata").await;
    // As it is counted while it happens: hours of that clock begin at half past in UTC.
    Exchange::with(&house.alice, "Now").keep(&house).await;
    let minute = "select extract(minute from hour)::bigint from usage_hours";
    assert_eq!(house.database.count(minute).await, 30);
    house.database.sql("delete from usage_hours").await;

    ask_hourly(&house, "2026-05-01T18:30Z", 24).await;
    let usage = usage(&house, "?from=2026-05-01&to=2026-05-03").await;
    let messages: Vec<i64> = messages_by_day(&usage)
        .into_iter()
        .map(|day| day.1)
        .collect();
    assert_eq!(messages, [0, 24, 0]);
}

#[tokio::test]
async fn percentiles_are_those_of_all_answers_and_not_means_of_hours() {
    let house = house().await;
    let of = |at: &str, ms: i32, answers: i32| {
        format!(
            "insert into usage_hours (client_id, hour, answers, latencies)
             select '{}', '{at}', {answers}, array_agg(case when n = app.latency_bucket({ms}) then {answers} else 0 end order by n)
               from generate_series(1, 40) n;",
            house.alice.client_id
        )
    };
    house.database.sql(&of("2026-05-01T10:00Z", 100, 94)).await;
    house
        .database
        .sql(&of("2026-05-01T11:00Z", 10_000, 6))
        .await;
    house.database.sql(&of("2026-05-02T11:00Z", 1_000, 1)).await;
    let usage = usage(&house, "?from=2026-05-01&to=2026-05-03").await;
    let near = |value: &Value, ms: f64| {
        let value = value.as_f64().expect("a number");
        assert!((value / ms - 1.0).abs() <= 0.125, "{value} is not {ms}");
    };
    near(&usage["days"][0]["latencyP50Ms"], 100.0);
    near(&usage["days"][0]["latencyP95Ms"], 10_000.0);
    near(&usage["days"][1]["latencyP50Ms"], 1_000.0);
    assert_eq!(usage["days"][2]["latencyP50Ms"], Value::Null);
    near(&usage["total"]["latencyP50Ms"], 100.0);
    near(&usage["total"]["latencyP95Ms"], 10_000.0);
}

#[tokio::test]
async fn tokens_cost_what_the_deployment_says() {
    let prices = [
        ("OPENAI_PROMPT_PRICE", "2.5"),
        ("OPENAI_COMPLETION_PRICE", "10"),
    ];
    let house = house_with(&prices).await;
    let add = format!(
        "insert into usage_hours (client_id, hour, prompt_tokens, completion_tokens) values ('{}', '2026-05-01T10:00Z', 3000000, 100000)",
        house.alice.client_id
    );
    house.database.sql(&add).await;
    let usage = usage(&house, "?from=2026-05-01&to=2026-05-02").await;
    assert_eq!(usage["days"][0]["estimatedCostUsd"], 8.5);
    assert_eq!(usage["days"][1]["estimatedCostUsd"], 0.0);
    assert_eq!(usage["total"]["estimatedCostUsd"], 8.5);
}

#[tokio::test]
async fn a_range_ends_today() {
    let house = house().await;
    live_in(&house, "Pacific/Kiritimati").await;
    let today = "select ((now() at time zone 'Pacific/Kiritimati')::date)::text";
    for (query, days) in [("", 30), ("?range=30d", 30), ("?range=7d", 7)] {
        let usage = usage(&house, query).await;
        assert_eq!(usage["to"], house.database.text(today).await, "{query}");
        assert_eq!(
            usage["days"].as_array().map(Vec::len),
            Some(days),
            "{query}"
        );
    }
    let quarter = usage(&house, "?range=3m").await["days"]
        .as_array()
        .map(Vec::len);
    assert!(
        (89..=92).contains(&quarter.unwrap_or_default()),
        "{quarter:?}"
    );
    let year = usage(&house, "?from=2025-01-01&to=2026-02-04").await;
    assert_eq!(year["days"].as_array().map(Vec::len), Some(400));
}

#[tokio::test]
async fn ranges_that_cannot_be_meant_are_refused() {
    let house = house().await;
    for what in ["usage", "analytics", "analytics/export"] {
        for query in [
            "range=1y",
            "from=2026-01-01",
            "to=2026-01-01",
            "from=2026-01-02&to=2026-01-01",
            "from=2025-01-01&to=2026-02-05",
            "from=0001-01-01&to=9999-12-31",
            "range=7d&from=2026-01-01&to=2026-01-02",
            "from=x&to=y",
        ] {
            let path = of_alice(&house, &format!("{what}?{query}"));
            house.call("GET", &path).expect_error(400).await;
        }
    }
}

#[tokio::test]
async fn only_own_clients_are_found() {
    let house = house().await;
    for what in [
        "usage",
        "usage?range=x",
        "analytics",
        "analytics?range=x",
        "analytics/export",
    ] {
        let path = format!("/api/dashboard/clients/{{id}}/{what}");
        house.finds_only_own_clients("GET", &path, None).await;
    }
}
