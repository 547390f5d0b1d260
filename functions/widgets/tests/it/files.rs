//! `/widget/v1/*`: the files of the embed snippet.

use crate::support::house;

const FILES: [(&str, &str); 2] = [
    (
        "/widget/v1/widget.js",
        "application/javascript; charset=utf-8",
    ),
    ("/widget/v1/widget.css", "text/css; charset=utf-8"),
];

#[tokio::test]
async fn any_page_may_load_the_files() {
    let house = house().await;
    for (path, content_type) in FILES {
        let call = house.app.get(path).header("origin", "https://any.example");
        let answer = call.send().await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(!answer.text.is_empty(), "{path}");
        for (name, value) in [
            ("content-type", content_type),
            ("access-control-allow-origin", "*"),
            ("cache-control", "public, max-age=3600, s-maxage=86400"),
            ("x-content-type-options", "nosniff"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{path}");
        }
        assert_eq!(answer.header("access-control-allow-credentials"), None);
    }
}

#[tokio::test]
async fn a_file_that_did_not_change_is_not_sent_again() {
    let house = house().await;
    for (path, _) in FILES {
        let first = house.app.get(path).send().await;
        let tag = first.header("etag").expect("an ETag");
        for (held, status) in [
            (tag, 304),
            (&format!("W/{tag}"), 304),
            ("\"another\"", 200),
            ("*", 304),
        ] {
            let answer = house
                .app
                .get(path)
                .header("if-none-match", held)
                .send()
                .await;
            assert_eq!(answer.status, status, "{path} {held}");
            assert_eq!(answer.text.is_empty(), status == 304);
            assert_eq!(answer.header("etag"), Some(tag));
        }
    }
}

#[tokio::test]
async fn head_tells_the_headers_without_the_file() {
    let house = house().await;
    for (path, content_type) in FILES {
        let answer = house.app.call("HEAD", path).send().await;
        assert_eq!((answer.status, answer.text.as_str()), (200, ""));
        assert_eq!(answer.header("content-type"), Some(content_type));
    }
}

#[tokio::test]
async fn a_preflight_is_answered_for_any_file() {
    let house = house().await;
    for path in [
        "/widget/v1/widget.js",
        "/widget/v1/widget.css",
        "/widget/v1/any/thing.js",
    ] {
        let answer = house.app.call("OPTIONS", path).send().await;
        assert_eq!((answer.status, answer.text.as_str()), (204, ""), "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
        assert_eq!(
            answer.header("access-control-allow-methods"),
            Some("GET, OPTIONS")
        );
    }
}

#[tokio::test]
async fn there_are_no_other_files() {
    let house = house().await;
    for path in [
        "/widget/v1",
        "/widget/v1/",
        "/widget/v1/nope.js",
        "/widget/v1/widget.js.map",
        "/widget/v1/../../Cargo.toml",
        "/widget/v1/..%2f..%2fCargo.toml",
        "/widget/v1/%00",
        "/widget/v1/%ff",
        "/widget/v2/widget.js",
        "/widget",
        "/",
    ] {
        house.app.get(path).expect_error(404).await;
    }
}
