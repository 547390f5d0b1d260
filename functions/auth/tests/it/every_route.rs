//! What holds for every route of this function.

use crate::support::{PASSWORD, credentials, every_route, house, signed_in_routes};

#[tokio::test]
async fn strangers_are_refused() {
    let house = house().await;
    let routes = signed_in_routes(&house.database, &house.alice).await;
    house.refuses_strangers(&routes).await;
}

#[tokio::test]
async fn pages_of_other_sites_change_nothing() {
    let house = house().await;
    let routes = every_route(&house.database, &house.alice).await;
    house.refuses_other_sites(&routes).await;
}

#[tokio::test]
async fn our_own_pages_may_call() {
    let house = house().await;
    let log_in = credentials("alice", PASSWORD);
    for (header, value) in [
        ("sec-fetch-site", "same-origin"),
        ("sec-fetch-site", "none"),
        ("origin", "https://app.example"),
        ("x-requested-with", "a program"),
    ] {
        let call = house.app.post("/api/auth/login", &log_in);
        call.cookie(&house.alice.cookie)
            .header(header, value)
            .expect(200)
            .await;
    }
}

#[tokio::test]
async fn a_broken_body_is_refused_and_changes_nothing() {
    let house = house().await;
    let routes = every_route(&house.database, &house.alice).await;
    house
        .refuses_broken_bodies(&routes, |call| call.cookie(&house.alice.cookie))
        .await;
}

#[tokio::test]
async fn an_unknown_route_and_a_wrong_method_are_told_in_the_form_of_errors() {
    let house = house().await;
    for path in [
        "/api/auth",
        "/api/auth/nope",
        "/api/auth/sessions/a/b",
        "/api/auth/%ff",
    ] {
        house
            .app
            .get(path)
            .cookie(&house.alice.cookie)
            .expect_error(404)
            .await;
    }
    for (method, path, allowed) in [
        ("GET", "/api/auth/login", "POST"),
        ("PUT", "/api/auth/me", "GET,HEAD"),
        ("POST", "/api/auth/sessions", "GET,HEAD,DELETE"),
    ] {
        house.refuses_method(method, path, allowed).await;
    }
}

#[tokio::test]
async fn a_path_may_be_written_in_capitals_and_end_with_a_slash() {
    let house = house().await;
    for path in ["/API/Auth/Me", "/api/auth/me/", "/api/auth/ME/?x=Y"] {
        house
            .app
            .get(path)
            .cookie(&house.alice.cookie)
            .expect(200)
            .await;
    }
}
