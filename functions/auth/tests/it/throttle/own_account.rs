//! A stolen session shall not guess the password either.

use super::{FREE, fail, log_in, pass, wait_s};
use crate::support::{PASSWORD, house};
use serde_json::json;

#[tokio::test]
async fn wrong_passwords_count_whatever_they_are_for() {
    let house = house().await;
    let change = |current| json!({"currentPassword": current, "newPassword": "battery staple"});
    let password = |current| json!({"password": current});
    let both = |current| json!({"password": current, "code": "123456"});
    let routes = [
        (
            "POST",
            "/api/auth/password",
            change("wrong"),
            change(PASSWORD),
        ),
        (
            "DELETE",
            "/api/auth/account",
            password("wrong"),
            password(PASSWORD),
        ),
        (
            "POST",
            "/api/auth/second-factor",
            password("wrong"),
            password(PASSWORD),
        ),
        (
            "DELETE",
            "/api/auth/second-factor",
            both("wrong"),
            both(PASSWORD),
        ),
        (
            "POST",
            "/api/auth/second-factor/recovery-codes",
            both("wrong"),
            both(PASSWORD),
        ),
    ];
    let call = |(method, path, ..): &(&str, &str, _, _)| house.call(method, path);
    for route in &routes {
        call(route).json(&route.2).expect_error(403).await;
    }
    let before = house.database.snapshot().await;
    for route in &routes {
        wait_s(&call(route).json(&route.2).send().await);
        wait_s(&call(route).json(&route.3).send().await);
    }
    assert_eq!(house.database.snapshot().await, before);
    // Those who log in are not in the way, nor is Bob.
    log_in(&house.app, "alice", PASSWORD).expect(200).await;
    let bob = house.app.call("DELETE", "/api/auth/account");
    let bob = bob.cookie(&house.bob.cookie).json(&password(PASSWORD));
    bob.expect(200).await;
    pass(&house.database, "15 seconds").await;
    call(&routes[0]).json(&routes[0].3).expect(200).await;
    assert_eq!(house.database.rows_of("sign_in_counters").await, 0);
}

#[tokio::test]
async fn a_flood_on_the_log_in_is_not_in_the_way_of_who_is_signed_in() {
    let house = house().await;
    fail(&house.app, "alice", FREE).await;
    let delete = house.call("DELETE", "/api/auth/account");
    let delete = delete.json(&json!({"password": PASSWORD}));
    delete.expect(200).await;
}

#[tokio::test]
async fn what_is_no_attempt_is_not_counted() {
    let house = house().await;
    for body in [
        json!({}),
        json!({"currentPassword": PASSWORD, "newPassword": "short"}),
    ] {
        let call = house.call("POST", "/api/auth/password").json(&body);
        call.expect_error(400).await;
    }
    let delete = house.call("DELETE", "/api/auth/account");
    delete.json(&json!({})).expect_error(400).await;
    let strangers = house.app.call("DELETE", "/api/auth/account");
    let strangers = strangers.json(&json!({"password": "wrong"}));
    strangers.expect_error(401).await;
    assert_eq!(house.database.rows_of("sign_in_counters").await, 0);
}
