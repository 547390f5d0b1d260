//! What callers are told while the database is away or silent, and that this ends with the outage.

use crate::support::{PATH, every_route, house_and_proxy};
use test_support::expect_unavailable;

#[tokio::test]
async fn while_the_database_is_away_every_route_says_so_in_time() {
    let (house, proxy) = house_and_proxy().await;
    proxy.go_away();
    expect_unavailable(house.calls(&every_route(&house.alice))).await;
}

#[tokio::test]
async fn while_the_database_is_silent_every_route_says_so_in_time() {
    let (house, proxy) = house_and_proxy().await;
    proxy.stall();
    expect_unavailable(house.calls(&every_route(&house.alice))).await;
}

#[tokio::test]
async fn while_a_table_is_locked_every_route_says_so_in_time() {
    let (house, _proxy) = house_and_proxy().await;
    let lock = "begin; lock table clients in access exclusive mode";
    house.database.sql(lock).await;
    expect_unavailable(house.calls(&every_route(&house.alice))).await;
    house.database.sql("rollback").await;
    house.call("GET", PATH).expect(200).await;
}

#[tokio::test]
async fn the_first_request_after_an_outage_succeeds() {
    let (house, proxy) = house_and_proxy().await;
    for route in every_route(&house.alice) {
        let caller = |call: test_support::Call| call.cookie(&house.alice.cookie);
        route.recovers(&house.app, &proxy, caller).await;
    }
}
