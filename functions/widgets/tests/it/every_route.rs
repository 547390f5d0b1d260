//! What holds for the routes of this function alike.

use crate::support::{CONFIG, house, installation_of, logo_of, settings_of, signed_in_routes};

#[tokio::test]
async fn strangers_are_refused() {
    let house = house().await;
    house
        .refuses_strangers(&signed_in_routes(&house.alice))
        .await;
}

#[tokio::test]
async fn pages_of_other_sites_change_nothing() {
    let house = house().await;
    house
        .refuses_other_sites(&signed_in_routes(&house.alice))
        .await;
}

#[tokio::test]
async fn a_broken_body_is_refused_and_changes_nothing() {
    let house = house().await;
    let routes = signed_in_routes(&house.alice);
    house
        .refuses_broken_bodies(&routes, |call| call.cookie(&house.alice.cookie))
        .await;
}

#[tokio::test]
async fn an_unknown_route_is_told_in_the_form_of_errors() {
    let house = house().await;
    for path in [
        "/api/widget",
        "/api/widget/nope",
        "/api/widget/%ff",
        "/api/widget/config/x",
        "/api/widget/logo",
        "/api/widget/logo/one/two",
        "/api/dashboard/widget",
        "/api/nope",
        "/nope",
    ] {
        for method in ["GET", "POST", "DELETE"] {
            house.call(method, path).expect_error(404).await;
        }
    }
}

#[tokio::test]
async fn a_wrong_method_is_told_with_those_that_are_right() {
    let house = house().await;
    let settings = settings_of(&house.alice);
    let (logo, installation) = (logo_of(&house.alice), installation_of(&house.alice));
    for (method, path, allowed) in [
        ("POST", CONFIG, "GET,HEAD"),
        ("DELETE", "/api/widget/health", "GET,HEAD"),
        ("PATCH", &settings, "GET,HEAD,PUT"),
        ("GET", &logo, "PUT,DELETE"),
        ("DELETE", &installation, "GET,HEAD,POST"),
        ("POST", "/api/widget/logo/one", "GET,HEAD"),
        ("POST", "/widget/v1/widget.js", "GET,HEAD,OPTIONS"),
        ("PUT", "/widget/version", "GET,HEAD"),
    ] {
        house.refuses_method(method, path, allowed).await;
    }
}

#[tokio::test]
async fn a_path_may_be_written_in_capitals_and_end_with_a_slash() {
    let house = house().await;
    let id = house.alice.client_id;
    for path in [
        "/API/Widget/Config/".to_owned(),
        "/Api/widget/HEALTH".to_owned(),
        "/Widget/V1/Widget.JS".to_owned(),
        "/widget/v1/widget.css/".to_owned(),
        "/WIDGET/VERSION/".to_owned(),
        format!("/API/Dashboard/Widget/{id}/"),
        format!("/api/dashboard/widget/{id}/INSTALLATION/"),
    ] {
        let answer = house.call("GET", &path).key(&house.alice.key).send().await;
        assert_eq!(answer.status, 200, "{path}");
    }
}
