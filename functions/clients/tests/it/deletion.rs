//! `DELETE …/conversations` and `DELETE …/conversations/{conversationId}`.

use crate::exchange::Exchange;
use crate::support::{house, of_alice};
use serde_json::{Value, json};
use test_support::House;

/// The questions that conversations began with, the last used first.
async fn titles(house: &House) -> Vec<String> {
    let list = house.call("GET", &of_alice(house, "conversations"));
    let list = list.expect(200).await;
    let list = list["conversations"].as_array().expect("a list");
    let title = |row: &Value| row["title"].as_str().expect("a title").to_owned();
    list.iter().map(title).collect()
}

#[tokio::test]
async fn a_deleted_conversation_is_gone_and_the_figures_stay() {
    let house = house().await;
    let gone = Exchange::with(&house.alice, "Where is lunch?")
        .keep(&house)
        .await;
    let stays = Exchange::with(&house.alice, "Is there parking?")
        .keep(&house)
        .await;
    let path = of_alice(&house, &format!("conversations/{}", gone.conversation_id));
    let answer = house.call("DELETE", &path).expect(200).await;
    assert_eq!(answer, json!({"deleted": 1, "finished": true}));
    house.call("DELETE", &path).expect_error(404).await;
    let left = "select count(distinct conversation_id) from messages";
    assert_eq!(house.database.count(left).await, 1);
    assert_eq!(house.database.rows_of("conversations").await, 1);
    assert_eq!(titles(&house).await, ["Is there parking?"]);
    let usage = house
        .call("GET", &of_alice(&house, "usage"))
        .expect(200)
        .await;
    assert_eq!(usage["total"]["messages"], 2);
    assert_ne!(gone.conversation_id, stays.conversation_id);
}

#[tokio::test]
async fn those_before_a_day_of_the_clients_time_zone_are_deleted() {
    let house = house().await;
    let zone = json!({"timeZone": "Asia/Kolkata"});
    let patch = house.call("PATCH", &of_alice(&house, "settings"));
    patch.json(&zone).expect(200).await;
    // Midnight of the second is 18:30 of the first there.
    for at in [
        "2026-02-01T00:00:00Z",
        "2026-03-01T18:29:59Z",
        "2026-03-01T18:30:00Z",
    ] {
        Exchange::with(&house.alice, at).at(at).keep(&house).await;
    }
    Exchange::with(&house.bob, "old")
        .at("2026-01-01T00:00:00Z")
        .keep(&house)
        .await;
    let path = of_alice(&house, "conversations?before=2026-03-02");
    let answer = house.call("DELETE", &path).expect(200).await;
    assert_eq!(answer, json!({"deleted": 2, "finished": true}));
    assert_eq!(titles(&house).await, ["2026-03-01T18:30:00Z"]);
    assert_eq!(house.database.rows_of("conversations").await, 2);
}

#[tokio::test]
async fn all_are_deleted_in_batches_and_nobody_elses() {
    let house = house().await;
    Exchange::with(&house.bob, "Bob's own").keep(&house).await;
    let many = format!(
        "with c as (insert into conversations (client_id, session_id)
                    select '{}', gen_random_uuid() from generate_series(1, 1234) returning id, client_id)
         insert into messages (id, conversation_id, client_id, role, content)
         select gen_random_uuid(), c.id, c.client_id, 'visitor', 'hi' from c",
        house.alice.client_id
    );
    house.database.sql(&many).await;
    let path = of_alice(&house, "conversations?all=true");
    let answer = house.call("DELETE", &path).expect(200).await;
    assert_eq!(answer, json!({"deleted": 1234, "finished": true}));
    assert_eq!(house.database.rows_of("conversations").await, 1);
    assert_eq!(house.database.rows_of("messages").await, 2);
}
