//! What callers are told while the database is away or silent, and that this ends with the outage.

use crate::support::{PNG_BASE64, logo_of, router, signed_in_routes, visit};
use shared::Secret;
use test_support::{Call, House, Proxy, Route, expect_unavailable};

async fn house_and_proxy() -> (House, Proxy) {
    House::build_behind_proxy(&Secret::new("nobody logs in"), router).await
}

/// The routes that ask the database, with everything that any of them needs of its caller.
fn calls(house: &House) -> Vec<Call> {
    let mut calls = house.calls(&signed_in_routes(&house.alice));
    calls.push(visit(house));
    let some_logo = format!("/api/widget/logo/{}", "0".repeat(64));
    calls.push(house.app.get(&some_logo));
    calls
}

#[tokio::test]
async fn while_the_database_is_away_every_route_says_so_in_time() {
    let (house, proxy) = house_and_proxy().await;
    proxy.go_away();
    expect_unavailable(calls(&house)).await;
}

#[tokio::test]
async fn while_the_database_is_silent_every_route_says_so_in_time() {
    let (house, proxy) = house_and_proxy().await;
    proxy.stall();
    expect_unavailable(calls(&house)).await;
}

#[tokio::test]
async fn while_a_table_is_locked_every_route_says_so_in_time() {
    let (house, _proxy) = house_and_proxy().await;
    house
        .database
        .sql("begin; lock table clients, widget_logos in access exclusive mode")
        .await;
    expect_unavailable(calls(&house)).await;
    house.database.sql("rollback").await;
    visit(&house).expect(200).await;
}

#[tokio::test]
async fn the_first_request_after_an_outage_succeeds() {
    let (house, proxy) = house_and_proxy().await;
    let mut routes = signed_in_routes(&house.alice);
    routes.push(Route::new("GET", crate::support::CONFIG));
    for route in routes {
        let caller = |call: Call| call.cookie(&house.alice.cookie).key(&house.alice.key);
        route.recovers(&house.app, &proxy, caller).await;
    }
}

/// A note of where the widget was seen is not worth an answer.
#[tokio::test]
async fn a_visitor_does_not_wait_for_a_note_that_cannot_be_written() {
    let (house, _proxy) = house_and_proxy().await;
    house
        .database
        .sql("begin; lock table widget_sightings in access exclusive mode")
        .await;
    let page = "https://conference.example";
    visit(&house).header("origin", page).expect(200).await;
    house
        .database
        .sql("rollback; drop table widget_sightings")
        .await;
    visit(&house).header("origin", page).expect(200).await;
}

#[tokio::test]
async fn while_logos_are_locked_widgets_say_so_in_time() {
    let (house, _proxy) = house_and_proxy().await;
    house
        .database
        .sql("begin; lock table widget_logos in access exclusive mode")
        .await;
    let put = house.call("PUT", &logo_of(&house.alice));
    let put = put.json(&serde_json::json!({"image": PNG_BASE64}));
    expect_unavailable([put, visit(&house)]).await;
}

#[tokio::test]
async fn the_files_of_the_widget_need_no_database() {
    let (house, proxy) = house_and_proxy().await;
    proxy.go_away();
    for path in [
        "/widget/v1/widget.js",
        "/widget/v1/widget.css",
        "/widget/version",
    ] {
        assert_eq!(house.app.get(path).send().await.status, 200, "{path}");
    }
}
