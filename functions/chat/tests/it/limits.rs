//! How many messages an hour may have, for whom.

use crate::support::{ask, ask_streamed, hello, house, house_with};
use serde_json::json;
use std::time::{Duration, Instant};
use test_support::{Answer, Call, FakeWebhook, House};
use uuid::Uuid;

async fn allow(house: &House, messages_an_hour: i32) {
    let update = format!("update clients set requests_per_hour = {messages_an_hour}");
    house.database.sql(&update).await;
}

/// A message of a new conversation.
fn somebody(house: &House) -> Call {
    ask(
        house,
        &json!({"message": "Hello", "sessionId": Uuid::new_v4()}),
    )
}

fn left(answer: &Answer) -> (u16, Option<&str>, Option<&str>) {
    let header = |name| answer.header(name);
    (
        answer.status,
        header("x-ratelimit-limit"),
        header("x-ratelimit-remaining"),
    )
}

#[tokio::test]
async fn a_client_has_so_many_messages_an_hour_and_then_is_told_when_to_come_again() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    allow(&house, 2).await;
    assert_eq!(
        left(&somebody(&house).send().await),
        (200, Some("2"), Some("1"))
    );
    let streamed = ask_streamed(&house, &hello()).send().await;
    assert_eq!(left(&streamed), (200, Some("2"), Some("0")));
    let before = house.database.snapshot().await;
    for call in [somebody(&house), ask_streamed(&house, &hello())] {
        let refused = call.send().await;
        refused.assert_error("one too many", 429);
        assert_eq!(left(&refused), (429, Some("2"), Some("0")));
        let number = |name| {
            refused
                .header(name)
                .and_then(|value| value.parse::<u64>().ok())
        };
        let seconds = number("retry-after").expect("seconds");
        assert!((1..=3600).contains(&seconds), "{seconds}");
        assert_eq!(refused.json()["retryAfter"], seconds);
        assert!(number("x-ratelimit-reset").expect("a time") > 1_700_000_000);
    }
    let mut after = house.database.snapshot().await;
    after.insert(
        "request_counts".to_owned(),
        before["request_counts"].clone(),
    );
    assert_eq!(after, before);
    assert_eq!(webhook.received().len(), 2);
    // Another client has its own.
    let bobs = house
        .app
        .post("/api/widget/chat", &hello())
        .key(&house.bob.key);
    bobs.expect(200).await;
}

#[tokio::test]
async fn the_next_hour_begins_anew() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    allow(&house, 1).await;
    somebody(&house).expect(200).await;
    somebody(&house).expect_error(429).await;
    house
        .database
        .sql("update request_counts set hour = hour - interval '1 hour'")
        .await;
    somebody(&house).expect(200).await;
}

#[tokio::test]
async fn one_visitor_does_not_use_up_what_a_client_has_for_others() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    allow(&house, 1000).await;
    ask(&house, &hello()).expect(200).await;
    house
        .database
        .sql("update request_counts set used = 60 where scope = 'visitor'")
        .await;
    for _ in 0..3 {
        let refused = ask(&house, &hello()).send().await;
        assert_eq!(left(&refused), (429, Some("60"), Some("0")));
    }
    let used = "select used::bigint from request_counts where scope = 'client'";
    assert_eq!(house.database.count(used).await, 1);
    assert_eq!(
        left(&somebody(&house).send().await),
        (200, Some("60"), Some("59"))
    );
}

#[tokio::test]
async fn a_token_counts_for_its_visitor_in_all_conversations() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    let first = ask(&house, &hello())
        .header("x-visitor-token", "new")
        .send()
        .await;
    let token = first.header("x-visitor-token").expect("a token").to_owned();
    let second = somebody(&house)
        .header("x-visitor-token", &token)
        .send()
        .await;
    assert_eq!(left(&second), (200, Some("60"), Some("58")));
}

#[tokio::test]
async fn one_address_leaves_something_for_the_others() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    allow(&house, 10).await;
    let from = |address: &str| somebody(&house).header("x-forwarded-for", address);
    for _ in 0..8 {
        from("203.0.113.9").expect(200).await;
    }
    // What is said before the last address is said by the sender.
    from("198.51.100.7, 203.0.113.9").expect_error(429).await;
    from("203.0.113.10").expect(200).await;
    somebody(&house).expect(200).await;
    somebody(&house).expect_error(429).await;
    let plain = "select count(*) from request_counts where subject like '%203.0%'";
    let hashed = "select count(*) from request_counts where scope = 'address'";
    assert_eq!(house.database.count(hashed).await, 2);
    assert_eq!(house.database.count(plain).await, 0);
}

#[tokio::test]
async fn a_limit_that_goes_down_and_up_again_gives_nothing_back() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    allow(&house, 5).await;
    for _ in 0..4 {
        somebody(&house).expect(200).await;
    }
    allow(&house, 1).await;
    somebody(&house).expect_error(429).await;
    allow(&house, 5).await;
    let last = somebody(&house).send().await;
    assert_eq!(left(&last), (200, Some("5"), Some("0")));
    somebody(&house).expect_error(429).await;
}

/// Holds every search up until the transaction ends.
const STOP_SEARCHES: &str =
    "begin; lock table chunks, chunk_words, chunk_languages in access exclusive mode";

/// Each visitor of a client would else wait for the searches of all before it.
#[tokio::test]
async fn nobody_waits_for_the_search_for_somebody_elses_answer() {
    let house = house_with(&[]).await;
    house.database.sql(STOP_SEARCHES).await;
    let body = json!({"message": "Where is lunch?", "sessionId": Uuid::new_v4()});
    let others = async {
        let stopped = "select w.pid from pg_locks w where not w.granted and pg_backend_pid() = any(pg_blocking_pids(w.pid))";
        let limit = Instant::now() + Duration::from_secs(2);
        while house
            .database
            .count(&format!("select count(*) from ({stopped}) w"))
            .await
            == 0
        {
            assert!(Instant::now() < limit, "nothing is searched");
        }
        let written = format!(
            "select count(*) from pg_locks where pid in ({stopped}) and mode = 'RowExclusiveLock'
                and relation in ('request_counts'::regclass, 'conversations'::regclass, 'usage_hours'::regclass)"
        );
        let written = house.database.count(&written).await;
        house.database.sql("commit").await;
        written
    };
    let (answer, written) = tokio::join!(ask(&house, &body).send(), others);
    assert_eq!((answer.status, written), (200, 0));
}

#[tokio::test]
async fn nothing_is_searched_for_what_is_refused() {
    let house = house_with(&[]).await;
    allow(&house, 1).await;
    let body = json!({"message": "Where is lunch?", "sessionId": Uuid::new_v4()});
    ask(&house, &body).expect(200).await;
    house.database.sql(STOP_SEARCHES).await;
    ask(&house, &body).expect_error(429).await;
    house.database.sql("rollback").await;
}

#[tokio::test]
async fn plans_differ_and_own_values_win() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    // A visitor has sixty at most, so that what is told of the client is seen only once it has fewer left.
    for (plan, own, used, told) in [
        ("free", "null", 99, ("100", "0")),
        ("paid", "null", 999, ("1000", "0")),
        ("free", "7", 5, ("7", "1")),
    ] {
        house
            .database
            .sql(&format!(
                "update clients set plan = '{plan}', requests_per_hour = {own}"
            ))
            .await;
        house.database.sql("delete from request_counts").await;
        somebody(&house).expect(200).await;
        house
            .database
            .sql(&format!(
                "update request_counts set used = {used} where scope = 'client'"
            ))
            .await;
        let answer = somebody(&house).send().await;
        assert_eq!(
            left(&answer),
            (200, Some(told.0), Some(told.1)),
            "{plan} {own}"
        );
    }
}
