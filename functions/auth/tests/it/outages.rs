//! What callers are told while the database is away or silent, and that this ends with the outage.

use crate::support::{every_route, house_and_proxy, register};
use test_support::{Call, expect_unavailable};

#[tokio::test]
async fn while_the_database_is_away_every_route_says_so_in_time() {
    let (house, proxy) = house_and_proxy().await;
    let routes = every_route(&house.database, &house.alice).await;
    proxy.go_away();
    expect_unavailable(house.calls(&routes)).await;
}

#[tokio::test]
async fn while_the_database_is_silent_every_route_says_so_in_time() {
    let (house, proxy) = house_and_proxy().await;
    let routes = every_route(&house.database, &house.alice).await;
    proxy.stall();
    expect_unavailable(house.calls(&routes)).await;
}

#[tokio::test]
async fn while_tables_are_locked_every_route_says_so_in_time() {
    let (house, _proxy) = house_and_proxy().await;
    let routes = every_route(&house.database, &house.alice).await;
    let lock = "begin; lock table users, session in access exclusive mode";
    house.database.sql(lock).await;
    expect_unavailable(house.calls(&routes)).await;
    house.database.sql("rollback").await;
    house.call("GET", "/api/auth/me").expect(200).await;
}

/// Each route as somebody else, because some of them end what the next would need.
#[tokio::test]
async fn the_first_request_after_an_outage_succeeds() {
    let (house, proxy) = house_and_proxy().await;
    for index in 0.. {
        let person = register(&house.database, &format!("user{index}")).await;
        let routes = every_route(&house.database, &person).await;
        let Some(route) = routes.get(index) else {
            break;
        };
        let caller = |call: Call| call.cookie(&person.cookie);
        route.recovers(&house.app, &proxy, caller).await;
    }
}

#[tokio::test]
async fn the_first_request_after_a_silence_succeeds() {
    let (house, proxy) = house_and_proxy().await;
    let me = || house.call("GET", "/api/auth/me");
    proxy.stall();
    me().expect_error(503).await;
    proxy.come_back();
    me().expect(200).await;
}

#[tokio::test]
async fn without_a_cookie_nobody_is_told_about_the_database() {
    let (house, proxy) = house_and_proxy().await;
    proxy.go_away();
    house.app.get("/api/auth/me").expect_error(401).await;
    let log_out = house.app.call("POST", "/api/auth/logout");
    log_out.expect(200).await;
}
