//! What callers are told while the database is away or silent, and that this ends with the outage.

use crate::support::{a_while, every_route, furnish, house_and_proxy, reader, state, workshop};
use knowledge::ingest::Failed;
use std::time::{Duration, Instant};
use test_support::{Call, expect_unavailable, services_at};

#[tokio::test]
async fn while_the_database_is_away_every_route_says_so_in_time() {
    let (house, proxy) = house_and_proxy().await;
    let id = furnish(&house, &house.alice).await;
    proxy.go_away();
    expect_unavailable(house.calls(&every_route(&house.alice, id))).await;
}

#[tokio::test]
async fn while_the_database_is_silent_every_route_says_so_in_time() {
    let (house, proxy) = house_and_proxy().await;
    let id = furnish(&house, &house.alice).await;
    proxy.stall();
    expect_unavailable(house.calls(&every_route(&house.alice, id))).await;
}

#[tokio::test]
async fn while_a_table_is_locked_every_route_says_so_in_time() {
    let (house, _proxy) = house_and_proxy().await;
    let id = furnish(&house, &house.alice).await;
    let lock = "begin; lock table clients in access exclusive mode";
    house.database.sql(lock).await;
    expect_unavailable(house.calls(&every_route(&house.alice, id))).await;
    house.database.sql("rollback").await;
}

#[tokio::test]
async fn the_first_request_after_an_outage_succeeds() {
    let (house, proxy) = house_and_proxy().await;
    let id = furnish(&house, &house.alice).await;
    for route in every_route(&house.alice, id) {
        let caller = |call: Call| call.cookie(&house.alice.cookie);
        route.recovers(&house.app, &proxy, caller).await;
    }
}

#[tokio::test]
async fn the_ingest_reports_an_outage_and_goes_on_after_it() {
    let (house, proxy) = house_and_proxy().await;
    let client = house.alice.client_id;
    let write = format!(
        "insert into documents (client_id, title, body) values ('{client}', 'Venue', 'At the sea')"
    );
    house.database.sql(&write).await;
    let services = services_at(&proxy.url(house.database.url()), 1);
    let ingest = state(services, None).ingest(reader());
    proxy.go_away();
    let began = Instant::now();
    let failed = ingest.sweep(a_while()).await;
    assert!(matches!(failed, Err(Failed::Storage(_))), "{failed:?}");
    assert!(began.elapsed() < Duration::from_secs(4));
    proxy.come_back();
    let report = ingest.sweep(a_while()).await.expect("a report");
    assert_eq!((report.ready, report.finished), (1, true));
}

#[tokio::test]
async fn the_ingest_waits_longer_than_a_request_may() {
    let workshop = workshop().await;
    let document = workshop.write("Rules", "Dogs are welcome.").await;
    let database = &workshop.house.database;
    database
        .sql("begin; lock table chunks in access exclusive mode")
        .await;
    let path = format!("/documents/{document}/chunks");
    let (report, ()) = tokio::join!(workshop.sweep(), async {
        // One after the other, so that the ingest has waited longer than either.
        for _ in 0..2 {
            let refused = workshop.call("GET", &path).send().await;
            assert!(refused.status >= 500, "{}", refused.text);
        }
        database.sql("rollback").await;
    });
    assert_eq!(report.ready, 1);
}
