//! Directus away, refusing, slow, losing answers: uploads go on, and nothing is lost or done twice.

use crate::fake::Trouble;
use crate::support::{Pair, directus};
use serde_json::Value;
use std::time::Duration;
use tokio::time::Instant;

#[tokio::test]
async fn directus_away_blocks_no_document_and_is_tried_again_later() {
    let pair = Pair::build().await;
    let one = pair.write("One", "x").await;
    let two = pair.write("Two", "x").await;
    let nowhere = directus("http://127.0.0.1:1");
    let deadline = Instant::now() + Duration::from_secs(20);
    let swept = nowhere
        .push_due(&pair.services.database, Some(&pair.store), deadline)
        .await;
    assert!(swept.is_away);
    assert_eq!((swept.settled, swept.postponed), (0, 1), "the rest waits");
    let row = pair.pair(one).await;
    assert_eq!(row["attempts"], 1);
    assert_eq!(row["claim"], Value::Null);
    let later = format!(
        "select count(*) from app.directus_items where document_id = '{one}' and due_at > now() + interval '10 s'"
    );
    assert_eq!(pair.house.database.count(&later).await, 1);

    pair.wait_over().await;
    assert_eq!(pair.sweep().await.settled, 2);
    assert_eq!(pair.fake.item(one)["title"], "One");
    assert_eq!(pair.fake.item(two)["title"], "Two");
    assert_eq!(pair.pair(one).await["last_error"], Value::Null);
}

#[tokio::test]
async fn what_fails_says_why_without_a_secret() {
    for (status, is_away) in [
        (401, true),
        (403, true),
        (429, true),
        (503, true),
        (500, false),
        (400, false),
    ] {
        let pair = Pair::build().await;
        let id = pair.write("Venue", "x").await;
        pair.fake.content().trouble = Some(Trouble::Status(status));
        let swept = pair.sweep().await;
        assert_eq!((swept.postponed, swept.is_away), (1, is_away), "{status}");
        let error = pair.pair(id).await["last_error"].to_string();
        assert!(error.contains(&status.to_string()), "{error}");
        assert!(
            !error.contains("127.0.0.1") && !error.contains("token"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn one_item_that_fails_does_not_hold_up_the_others() {
    let pair = Pair::build().await;
    let bad = pair.write("Bad", "x").await;
    let good = pair.write("Good", "x").await;
    pair.fake.content().trouble = Some(Trouble::StatusFor(bad, 500));
    let swept = pair.sweep().await;
    assert_eq!((swept.settled, swept.postponed), (1, 1));
    assert_eq!(pair.fake.item(good)["title"], "Good");
    assert_eq!(pair.fake.item(bad), Value::Null);
}

#[tokio::test]
async fn a_change_meanwhile_ends_the_wait() {
    let pair = Pair::build().await;
    let id = pair.write("Venue", "x").await;
    pair.fake.content().trouble = Some(Trouble::Status(503));
    pair.sweep().await;
    pair.fake.content().trouble = None;
    assert_eq!(pair.sweep().await.settled, 0, "it waits");
    let change = format!("update documents set title = 'Hall' where id = '{id}'");
    pair.house.database.sql(&change).await;
    assert_eq!(pair.sweep().await.settled, 1);
    assert_eq!(pair.fake.item(id)["title"], "Hall");
}

#[tokio::test]
async fn a_slow_one_does_not_take_more_time_than_there_is() {
    let pair = Pair::build().await;
    let id = pair.write("Venue", "x").await;
    pair.fake.content().trouble = Some(Trouble::Slow(Duration::from_secs(60)));
    let started = Instant::now();
    let swept = pair.sweep_for(Duration::from_secs(1)).await;
    assert!(started.elapsed() < Duration::from_secs(5));
    assert_eq!((swept.settled, swept.postponed), (0, 1));
    assert_eq!(pair.pair(id).await["claim"], Value::Null);
}

#[tokio::test]
async fn lost_answers_make_no_second_item_and_no_second_file() {
    let pair = Pair::build().await;
    let id = pair.upload("Programme", "programme.pdf", b"%PDF-1").await;
    pair.fake.content().trouble = Some(Trouble::LostAnswers);
    assert_eq!(
        pair.sweep().await.postponed,
        1,
        "the upload's answer is lost"
    );
    pair.fake.content().trouble = None;
    pair.wait_over().await;
    pair.sweep().await;
    assert_eq!(pair.fake.content().items.len(), 1);
    assert_eq!(pair.fake.content().files.len(), 1);

    // From here on the item's answer is lost, and with it our knowledge of what was changed.
    let change = format!("update documents set title = 'Hall' where id = '{id}'");
    pair.house.database.sql(&change).await;
    pair.fake.content().trouble = Some(Trouble::LostAnswers);
    assert_eq!(pair.sweep().await.postponed, 1);
    assert_eq!(pair.fake.item(id)["title"], "Hall");
    pair.fake.content().trouble = None;
    pair.wait_over().await;
    let before = pair.fake.writes();
    assert_eq!(pair.sweep().await.settled, 1);
    assert_eq!(pair.fake.writes(), before, "nothing is left to write");
    assert_eq!(pair.document(id).await["title"], "Hall");
    assert_eq!(pair.stored(id).await.as_deref(), Some(&b"%PDF-1"[..]));
}

#[tokio::test]
async fn an_item_whose_making_was_not_noticed_is_taken_for_ours() {
    let pair = Pair::build().await;
    let id = pair.write("Venue", "x").await;
    pair.fake.content().trouble = Some(Trouble::LostAnswers);
    assert_eq!(pair.sweep().await.postponed, 1);
    assert_eq!(pair.fake.item(id)["title"], "Venue");
    pair.fake.content().trouble = None;
    let change = format!("update documents set title = 'Hall' where id = '{id}'");
    pair.house.database.sql(&change).await;
    assert_eq!(pair.sweep().await.settled, 1);
    assert_eq!(pair.fake.item(id)["title"], "Hall");
    assert_eq!(pair.document(id).await["title"], "Hall");
}

/// Two sweeps at once, as when a schedule fires while the last run is still at work.
#[tokio::test]
async fn two_sweeps_at_once_do_everything_once() {
    let pair = Pair::build().await;
    for title in ["One", "Two", "Three", "Four"] {
        pair.write(title, "x").await;
    }
    let other = pair.house.database.services(1);
    let deadline = Instant::now() + Duration::from_secs(20);
    let (one, two) = tokio::join!(
        pair.sweep(),
        pair.directus
            .push_due(&other.database, Some(&pair.store), deadline)
    );
    assert_eq!(one.settled + two.settled, 4);
    assert_eq!(pair.fake.writes(), 4);
}
