//! Which pages may read what the widget's routes answer.

use crate::support::{CONFIG, house, visit};
use test_support::{Answer, House};

const ALLOW_ORIGIN: &str = "access-control-allow-origin";
const PAGE: &str = "https://example.com";

/// A house whose clients allow [`PAGE`] only.
async fn house_for_one_page() -> House {
    let house = house().await;
    house
        .database
        .sql(r#"update clients set allowed_domains = '["example.com"]'"#)
        .await;
    house
}

/// Expects what holds for each answer: caches are told what it depends on, and cookies are never allowed.
fn assert_careful(answer: &Answer) {
    let vary: Vec<_> = answer.headers.get_all("vary").iter().collect();
    assert!(vary.iter().any(|value| *value == "Origin"), "{answer:?}");
    assert_eq!(answer.header("access-control-allow-credentials"), None);
}

#[tokio::test]
async fn an_allowed_page_may_read_the_answer() {
    let house = house_for_one_page().await;
    let answer = visit(&house).header("origin", PAGE).send().await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header(ALLOW_ORIGIN), Some(PAGE));
    assert_eq!(
        answer.header("access-control-allow-headers"),
        Some("Content-Type, x-api-key")
    );
    assert_careful(&answer);
}

#[tokio::test]
async fn with_an_empty_list_every_page_may() {
    let house = house().await;
    for page in [PAGE, "http://localhost:3000", "null"] {
        let answer = visit(&house).header("origin", page).send().await;
        assert_eq!(
            (answer.status, answer.header(ALLOW_ORIGIN)),
            (200, Some(page))
        );
        assert_careful(&answer);
    }
}

#[tokio::test]
async fn another_page_may_not_and_neither_may_any_without_a_good_key() {
    let house = house_for_one_page().await;
    let evil = visit(&house).header("origin", "https://evil.example");
    let unknown = house
        .app
        .get(CONFIG)
        .key("pk_live_unknown")
        .header("origin", PAGE);
    let no_key = house.app.get(CONFIG).header("origin", PAGE);
    let wrong_method = house.app.call("POST", CONFIG).header("origin", PAGE);
    let no_route = house.app.get("/api/widget/nope").header("origin", PAGE);
    for (call, status) in [
        (evil, 403),
        (unknown, 401),
        (no_key, 401),
        (wrong_method, 405),
        (no_route, 404),
    ] {
        let answer = call.send().await;
        answer.assert_error("a page that may not read", status);
        assert_eq!(answer.header(ALLOW_ORIGIN), None);
        assert_careful(&answer);
    }
}

#[tokio::test]
async fn an_allowed_page_may_read_that_the_client_is_paused() {
    let house = house_for_one_page().await;
    house
        .database
        .sql("update clients set status = 'paused'")
        .await;
    let answer = visit(&house).header("origin", PAGE).send().await;
    assert_eq!(
        (answer.status, answer.header(ALLOW_ORIGIN)),
        (403, Some(PAGE))
    );
}

#[tokio::test]
async fn without_an_origin_no_page_is_named() {
    let house = house_for_one_page().await;
    for answer in [
        visit(&house).send().await,
        visit(&house).header("origin", "").send().await,
    ] {
        assert_eq!((answer.status, answer.header(ALLOW_ORIGIN)), (200, None));
        assert_careful(&answer);
    }
}

#[tokio::test]
async fn a_preflight_needs_no_key_on_any_path() {
    let house = house_for_one_page().await;
    for path in [
        CONFIG,
        "/api/widget/health",
        "/api/widget/nope/nope",
        "/api/widget",
        "/API/Widget/Config/",
    ] {
        let preflight = house.app.call("OPTIONS", path);
        let answer = preflight
            .header("origin", "https://any.example")
            .send()
            .await;
        assert_eq!((answer.status, answer.text.as_str()), (204, ""), "{path}");
        assert_eq!(answer.header(ALLOW_ORIGIN), Some("https://any.example"));
        assert_eq!(
            answer.header("access-control-allow-methods"),
            Some("GET, POST, OPTIONS")
        );
        assert_eq!(answer.header("access-control-max-age"), Some("7200"));
        assert_careful(&answer);
    }
}

#[tokio::test]
async fn no_page_of_another_origin_reads_the_dashboards_routes() {
    let house = house().await;
    let path = crate::support::settings_of(&house.alice);
    for method in ["GET", "OPTIONS", "PUT"] {
        let answer = house
            .call(method, &path)
            .header("origin", PAGE)
            .send()
            .await;
        assert_eq!(answer.header(ALLOW_ORIGIN), None, "{method}");
    }
}
