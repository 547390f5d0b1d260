//! What holds for every route of this function.

use crate::support::{PATH, every_route, house_with_conversations as house};

#[tokio::test]
async fn strangers_are_refused() {
    let house = house().await;
    house.refuses_strangers(&every_route(&house.alice)).await;
}

#[tokio::test]
async fn pages_of_other_sites_change_nothing() {
    let house = house().await;
    house.refuses_other_sites(&every_route(&house.alice)).await;
}

#[tokio::test]
async fn our_own_pages_may_call() {
    let house = house().await;
    for call in house.calls(&every_route(&house.alice)) {
        let answer = call.header("sec-fetch-site", "same-origin").send().await;
        assert!(answer.status < 300, "{answer:?}");
        assert_eq!(answer.header("cache-control"), Some("private, no-cache"));
    }
}

#[tokio::test]
async fn a_broken_body_is_refused_and_changes_nothing() {
    let house = house().await;
    let routes = every_route(&house.alice);
    house
        .refuses_broken_bodies(&routes, |call| call.cookie(&house.alice.cookie))
        .await;
}

#[tokio::test]
async fn an_unknown_route_and_a_wrong_method_are_told_in_the_form_of_errors() {
    let house = house().await;
    let client = format!("{PATH}/{}", house.alice.client_id);
    for path in [
        "/api/dashboard/nope",
        &format!("{client}/nope"),
        &format!("{client}/domains/x"),
        &format!("{client}/analytics/nope"),
    ] {
        house.call("GET", path).expect_error(404).await;
    }
    for (method, path, allowed) in [
        ("PUT", PATH, "GET,HEAD,POST"),
        ("POST", &*client, "GET,HEAD,PATCH,DELETE"),
        ("GET", &*format!("{client}/regenerate-key"), "POST"),
        ("GET", &*format!("{client}/domains"), "PATCH"),
        (
            "POST",
            &*format!("{client}/conversations"),
            "GET,HEAD,DELETE",
        ),
        (
            "POST",
            &*format!("{client}/conversations/export"),
            "GET,HEAD",
        ),
        ("POST", &*format!("{client}/answers"), "GET,HEAD,PUT"),
        ("PUT", &*format!("{client}/settings"), "GET,HEAD,PATCH"),
    ] {
        house.refuses_method(method, path, allowed).await;
    }
}

#[tokio::test]
async fn options_lists_the_methods_to_somebody_with_a_cookie() {
    let house = house().await;
    let answer = house.call("OPTIONS", PATH).send().await;
    assert_eq!(
        (answer.status, answer.header("allow")),
        (200, Some("GET,HEAD,POST"))
    );
    house.app.call("OPTIONS", PATH).expect_error(401).await;
}

#[tokio::test]
async fn a_path_may_be_written_in_capitals_and_end_with_a_slash() {
    let house = house().await;
    let id = house.alice.client_id;
    for path in [
        "/API/Dashboard/Clients/".to_owned(),
        format!("/api/dashboard/CLIENTS/{id}/"),
    ] {
        house.call("GET", &path).expect(200).await;
    }
    let key = format!("/Api/Dashboard/Clients/{id}/Regenerate-Key/");
    house.call("POST", &key).expect(200).await;
}

#[tokio::test]
async fn each_waits_for_the_database_once() {
    let (house, proxy) = crate::support::house_and_proxy().await;
    for route in every_route(&house.alice) {
        proxy.take_round_trips();
        let answer = route
            .call(&house.app)
            .cookie(&house.alice.cookie)
            .send()
            .await;
        assert!(answer.status < 300, "{route}: {answer:?}");
        assert_eq!(proxy.take_round_trips(), 1, "{route}");
    }
}
