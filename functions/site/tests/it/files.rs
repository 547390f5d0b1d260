//! The files themselves.

use crate::support::{app, encoded, made_up};
use site::BUILT_IN;

#[tokio::test]
async fn every_file_is_served_with_its_type_and_length() {
    let app = app();
    assert!(!BUILT_IN.is_empty());
    for file in BUILT_IN {
        let answer = app.get(&encoded(file.path)).send().await;
        assert_eq!(answer.status, 200, "{}", file.path);
        assert_eq!(answer.bytes, file.identity.bytes, "{}", file.path);
        let length = file.identity.bytes.len().to_string();
        for (name, value) in [
            ("content-type", file.content_type),
            ("content-length", &length),
            ("etag", file.identity.etag),
            ("vary", "Accept-Encoding"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{}", file.path);
        }
        assert_eq!(answer.header("content-encoding"), None);
    }
}

#[test]
fn the_table_is_in_the_order_of_its_paths() {
    assert!(BUILT_IN.is_sorted_by(|one, next| one.path < next.path));
}

#[tokio::test]
async fn the_root_is_the_page() {
    let app = app();
    let (root, page) = (app.get("/").send(), app.get("/index.html").send());
    let (root, page) = (root.await, page.await);
    assert_eq!((root.status, page.status), (200, 200));
    assert_eq!(
        root.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    assert_eq!(root.bytes, page.bytes);
}

#[tokio::test]
async fn head_tells_the_headers_without_the_file() {
    let app = made_up();
    for path in ["/", "/logo.png", "/assets/index-B1cD2e3F.js"] {
        for taken in ["identity", "br"] {
            let get = app.get(path).header("accept-encoding", taken).send().await;
            let head = app.call("HEAD", path).header("accept-encoding", taken);
            let head = head.send().await;
            assert_eq!((head.status, head.bytes.len()), (200, 0), "{path}");
            for name in ["content-type", "content-length", "etag", "cache-control"] {
                assert_eq!(head.header(name), get.header(name), "{path} {name}");
            }
        }
    }
}

#[tokio::test]
async fn a_path_is_decoded_once() {
    let app = made_up();
    for (path, status) in [
        ("/round%20table.txt", 200),
        ("/%6Cogo%2Epng", 200),
        ("/assets%2Findex-B1cD2e3F.js", 200),
        ("/round%2520table.txt", 404),
        ("/round+table.txt", 404),
        ("/logo.png/", 404),
        ("/LOGO.png", 404),
    ] {
        let answer = app.get(path).send().await;
        assert_eq!(answer.status, status, "{path}");
    }
}

#[tokio::test]
async fn files_are_only_read() {
    let app = made_up();
    for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"] {
        for path in ["/", "/index.html", "/logo.png"] {
            let answer = app.call(method, path).send().await;
            answer.assert_error(&format!("{method} {path}"), 405);
            assert_eq!(answer.header("allow"), Some("GET, HEAD"));
        }
    }
}

#[tokio::test]
async fn there_are_no_other_files() {
    let app = app();
    for path in [
        "/nope.js",
        "/assets/nope-B1cD2e3F.js",
        "/.env",
        "/../Cargo.toml",
        "/..%2f..%2fCargo.toml",
        "/%2e%2e/%2e%2e/etc/passwd.txt",
        "/etc/passwd",
        "/index.html%00",
        "/%00",
        "/%ff",
        "/%",
        "/%+1",
        "//",
        "//index.html",
    ] {
        app.get(path).expect_error(404).await;
    }
}
