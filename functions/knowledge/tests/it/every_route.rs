//! What holds for every route of this function that a session opens.

use crate::support::{every_route, furnish, house, knowledge_of};
use test_support::{House, Route};
use uuid::Uuid;

async fn furnished() -> (House, Vec<Route>, Uuid) {
    let house = house().await;
    let id = furnish(&house, &house.alice).await;
    let routes = every_route(&house.alice, id);
    (house, routes, id)
}

#[tokio::test]
async fn strangers_are_refused() {
    let (house, routes, _) = furnished().await;
    house.refuses_strangers(&routes).await;
}

#[tokio::test]
async fn pages_of_other_sites_change_nothing() {
    let (house, mut routes, _) = furnished().await;
    // The test of a question asks for nothing but an answer; still another site's page gets none.
    assert_eq!(routes.len(), 16);
    routes.retain(|route| !route.to_string().ends_with("/test"));
    house.refuses_other_sites(&routes).await;
}

#[tokio::test]
async fn our_own_pages_may_call() {
    let (house, routes, _) = furnished().await;
    for route in routes {
        let call = route.call(&house.app).cookie(&house.alice.cookie);
        let answer = call.header("sec-fetch-site", "same-origin").send().await;
        assert!(answer.status < 300, "{route}: {answer:?}");
        assert_eq!(answer.header("cache-control"), Some("private, no-cache"));
    }
}

#[tokio::test]
async fn a_broken_body_is_refused_and_changes_nothing() {
    let (house, routes, _) = furnished().await;
    house
        .refuses_broken_bodies(&routes, |call| call.cookie(&house.alice.cookie))
        .await;
}

#[tokio::test]
async fn nobody_finds_what_is_anothers() {
    let (house, _, own) = furnished().await;
    let bobs = furnish(&house, &house.bob).await;
    let before = house.database.snapshot().await;
    // Bob's things by their own address, and as if they were Alice's; things that nobody has.
    let mut routes = every_route(&house.bob, bobs);
    for id in [bobs, Uuid::new_v4()] {
        let with_id = |route: &Route| route.to_string().contains(&id.to_string());
        routes.extend(every_route(&house.alice, id).into_iter().filter(with_id));
    }
    routes.extend(every_route(&house.bob, own));
    assert!(routes.len() > 40);
    for route in routes {
        let answer = route
            .call(&house.app)
            .cookie(&house.alice.cookie)
            .send()
            .await;
        answer.assert_error(&route.to_string(), 404);
    }
    assert_eq!(house.database.snapshot().await, before);
}

#[tokio::test]
async fn what_is_no_id_is_not_found() {
    let (house, _, own) = furnished().await;
    let knowledge = knowledge_of(&house.alice);
    for id in [
        "nope".to_owned(),
        own.to_string().to_uppercase(),
        own.simple().to_string(),
        format!("{own}%00"),
        "%ff".to_owned(),
    ] {
        for path in ["documents", "tags", "tokens"] {
            let delete = house.call("DELETE", &format!("{knowledge}/{path}/{id}"));
            delete.expect_error(404).await;
        }
    }
}

#[tokio::test]
async fn an_unknown_route_and_a_wrong_method_are_told_in_the_form_of_errors() {
    let (house, _, id) = furnished().await;
    let knowledge = knowledge_of(&house.alice);
    for path in ["", "/nope", "/documents/a/b", "/tags/a/b"] {
        let unknown = house.call("GET", &format!("{knowledge}{path}"));
        unknown.expect_error(404).await;
    }
    for (method, path, allowed) in [
        ("PUT", "/documents".to_owned(), "GET,HEAD,POST"),
        ("POST", format!("/documents/{id}"), "GET,HEAD,PATCH,DELETE"),
        ("GET", format!("/documents/{id}/replace"), "POST"),
        ("GET", "/test".to_owned(), "POST"),
        ("GET", format!("/tokens/{id}"), "DELETE"),
    ] {
        let path = format!("{knowledge}{path}");
        house.refuses_method(method, &path, allowed).await;
    }
}
