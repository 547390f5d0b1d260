//! Comparing everything, both ways.

use crate::fake::Trouble;
use crate::support::{Pair, house_with};
use serde_json::json;
use std::time::Duration;
use tokio::time::Instant;
use uuid::Uuid;

fn path(client: Uuid) -> String {
    format!("/api/dashboard/knowledge/{client}/directus/resync")
}

#[tokio::test]
async fn it_mends_whatever_was_missed_on_either_side() {
    let pair = Pair::build().await;
    let edited = pair.write_and_push("Edited", "x").await;
    let lost = pair.write_and_push("Lost", "x").await;
    let never = pair.write("Never", "x").await;
    let new = Uuid::new_v4();
    pair.house
        .database
        .sql("update app.directus_items set due_at = null")
        .await;
    pair.fake.edit(edited, json!({"title": "Edited there"}));
    pair.fake.edit(
        new,
        json!({"client_id": pair.client(), "title": "New there", "body": "x"}),
    );
    pair.fake.content().items.remove(&lost);

    let answer = pair
        .house
        .call("POST", &path(pair.client()))
        .expect(202)
        .await;
    assert_eq!(answer, json!({"success": true, "queued": 4}));
    pair.sweep().await;
    assert_eq!(pair.document(edited).await["title"], "Edited there");
    assert_eq!(pair.document(new).await["title"], "New there");
    assert_eq!(
        pair.fake.item(lost)["title"],
        "Lost",
        "nobody said that it was deleted"
    );
    assert_eq!(pair.fake.item(never)["title"], "Never");
    assert_eq!(pair.sweep().await.settled, 0);
}

#[tokio::test]
async fn an_owner_asks_for_its_own_client_alone() {
    let pair = Pair::build().await;
    let bobs = Uuid::new_v4();
    pair.fake.edit(
        bobs,
        json!({"client_id": pair.house.bob.client_id, "title": "Bob's", "body": "x"}),
    );
    pair.house
        .call("POST", &path(pair.client()))
        .expect(202)
        .await;
    pair.sweep().await;
    assert_eq!(pair.house.database.rows_of("documents").await, 0);
    for client in [pair.house.bob.client_id, Uuid::new_v4()] {
        pair.house
            .call("POST", &path(client))
            .expect_error(404)
            .await;
    }
    pair.house
        .app
        .call("POST", &path(pair.client()))
        .expect_error(401)
        .await;
    let elsewhere = pair.house.call("POST", &path(pair.client()));
    elsewhere
        .header("sec-fetch-site", "cross-site")
        .expect_error(403)
        .await;
}

#[tokio::test]
async fn the_operator_asks_for_all_clients_however_many_items_there_are() {
    let pair = Pair::build().await;
    pair.house
        .database
        .sql("update clients set documents_at_most = 1000")
        .await;
    for client in [pair.client(), pair.house.bob.client_id] {
        for number in 0..300 {
            let title = format!("Number {number}");
            pair.fake.edit(
                Uuid::new_v4(),
                json!({"client_id": client, "title": title, "body": "x"}),
            );
        }
    }
    let deadline = Instant::now() + Duration::from_secs(20);
    let queued = pair
        .directus
        .resync(&pair.services.database, None, deadline);
    assert_eq!(queued.await.expect("a Directus"), 600);
    assert_eq!(pair.house.database.rows_of("app.directus_items").await, 600);
}

#[tokio::test]
async fn without_a_directus_and_with_one_that_is_away_it_says_so() {
    let pair = Pair::build().await;
    let house = house_with(None, &pair.store).await;
    let call = house.call("POST", &path(house.alice.client_id));
    call.expect_error(503).await;
    pair.fake.content().trouble = Some(Trouble::Status(500));
    pair.house
        .call("POST", &path(pair.client()))
        .expect_error(502)
        .await;
}
