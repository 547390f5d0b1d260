//! Addresses that the dashboard shows itself, in the browser.

use crate::support::{BROWSER, app, made_up};

#[tokio::test]
async fn a_view_that_is_opened_or_reloaded_is_the_page() {
    let app = app();
    let page = app.get("/").send().await;
    for path in [
        "/login",
        "/clients/a11ce000-0000-4000-8000-000000000001/widget",
        "/clients/",
        "/apiary",
        "/widgets",
        "/clients?of=us&file=a.b",
        "/caf%C3%A9",
    ] {
        for method in ["GET", "HEAD"] {
            let answer = app
                .call(method, path)
                .header("accept", BROWSER)
                .send()
                .await;
            assert_eq!(answer.status, 200, "{method} {path}");
            assert_eq!(
                answer.header("content-type"),
                Some("text/html; charset=utf-8")
            );
            assert_eq!(answer.header("cache-control"), Some("no-cache"));
            assert_eq!(answer.header("etag"), page.header("etag"));
            if method == "GET" {
                assert_eq!(answer.bytes, page.bytes, "{path}");
            }
        }
    }
}

#[tokio::test]
async fn only_who_wants_a_page_gets_one() {
    let app = made_up();
    for (accept, status) in [
        (BROWSER, 200),
        ("TEXT/HTML", 200),
        ("application/json, text/html;level=1;q=0.1", 200),
        ("*/*", 404),
        ("text/*", 404),
        ("application/json", 404),
        ("text/html;q=0, */*", 404),
        ("image/avif,image/webp,*/*;q=0.8", 404),
        ("", 404),
    ] {
        let answer = app.get("/login").header("accept", accept).send().await;
        assert_eq!(answer.status, status, "{accept}");
        assert_eq!(answer.header("vary"), Some("Accept, Accept-Encoding"));
    }
    app.get("/login").expect_error(404).await;
}

#[tokio::test]
async fn a_view_is_compressed_and_asked_after_like_the_page() {
    let call = made_up().get("/login").header("accept", BROWSER);
    let answer = call.header("accept-encoding", "br").send().await;
    assert_eq!(answer.header("content-encoding"), Some("br"));
    let call = made_up().get("/login").header("accept", BROWSER);
    let answer = call.header("if-none-match", "\"e7a6\"").send().await;
    assert_eq!(answer.status, 304);
}

#[tokio::test]
async fn what_is_no_view_is_not_found_even_by_a_browser() {
    let app = app();
    for path in [
        "/api",
        "/api/",
        "/api/nope",
        "/API/nope",
        "/%61pi/nope",
        "/api%2Fnope",
        "/widget",
        "/widget/nope",
        "/Widget/v1/nope",
        "/nope.js",
        "/assets/nope.css",
        "/clients/a.b/",
        "/.git/config.old",
        "//evil.example/login",
        "//evil/login",
        "/a//b",
        "/a/../b",
        "/a/%2e%2e/b",
        "/a%5Cb",
        "/a%0Ab",
        "/%ff",
        "/%zz",
    ] {
        let answer = app.get(path).header("accept", BROWSER).send().await;
        answer.assert_error(path, 404);
        assert_eq!(answer.json()["message"], "There is no such route", "{path}");
    }
}

#[tokio::test]
async fn a_view_is_only_read() {
    for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"] {
        let call = app().call(method, "/login").header("accept", BROWSER);
        call.expect_error(404).await;
    }
}
