//! `/widget/*`: the files of the embed snippet.

use crate::support::house;
use test_support::{Answer, House, unpacked};
use widgets::BUILT_IN;

const SCRIPT: &str = "application/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";
const MINUTES: &str =
    "public, max-age=300, s-maxage=300, stale-while-revalidate=300, stale-if-error=86400";
const FOREVER: &str = "public, max-age=31536000, immutable";

/// Every file that is built in, with its type and how long it is kept.
fn files() -> Vec<(String, &'static str, &'static str)> {
    let of = |path: &str| {
        let content_type = if path.ends_with(".css") {
            STYLE
        } else {
            SCRIPT
        };
        let kept = if path.starts_with("/app/") {
            FOREVER
        } else {
            MINUTES
        };
        (format!("/widget{path}"), content_type, kept)
    };
    BUILT_IN.iter().map(|file| of(file.path)).collect()
}

/// A file of the application.
fn application() -> &'static str {
    let mut paths = BUILT_IN.iter().map(|file| file.path);
    paths
        .find(|path| path.starts_with("/app/"))
        .expect("the loader alone is no chat")
}

async fn get(house: &House, path: &str, headers: &[(&'static str, &str)]) -> Answer {
    let mut call = house.app.get(path);
    for (name, value) in headers {
        call = call.header(name, value);
    }
    call.send().await
}

#[test]
fn what_snippets_name_is_there_and_the_application_beside_it() {
    let paths: Vec<_> = BUILT_IN.iter().map(|file| file.path).collect();
    for path in ["/v1/widget.js", "/v1/widget.css", "/v2/widget.js"] {
        assert!(paths.contains(&path), "{paths:?}");
    }
    let is_expected = |path: &&str| path.starts_with("/app/") && path.ends_with(".js");
    assert_eq!(
        paths.iter().filter(|path| is_expected(path)).count(),
        paths.len() - 3
    );
    assert!(BUILT_IN.is_sorted_by(|one, next| one.path < next.path));
}

#[tokio::test]
async fn any_page_may_load_the_files() {
    let house = house().await;
    for (path, content_type, kept) in files() {
        let answer = get(&house, &path, &[("origin", "https://any.example")]).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(!answer.text.is_empty(), "{path}");
        for (name, value) in [
            ("content-type", content_type),
            ("access-control-allow-origin", "*"),
            ("cache-control", kept),
            ("cross-origin-resource-policy", "cross-origin"),
            ("vary", "Accept-Encoding"),
            ("x-content-type-options", "nosniff"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{path}");
        }
        assert_eq!(answer.header("access-control-allow-credentials"), None);
        let is_loader = path.ends_with("/widget.js");
        assert_eq!(
            answer.header("x-frame-options"),
            is_loader.then_some("SAMEORIGIN")
        );
    }
}

#[tokio::test]
async fn a_file_is_compressed_as_the_browser_takes_it() {
    let house = house().await;
    for file in BUILT_IN {
        let path = format!("/widget{}", file.path);
        for encoding in ["br", "gzip"] {
            let answer = get(&house, &path, &[("accept-encoding", encoding)]).await;
            assert_eq!(answer.header("content-encoding"), Some(encoding), "{path}");
            assert!(answer.bytes.len() < file.identity.bytes.len(), "{path}");
            assert_eq!(unpacked(encoding, &answer.bytes), file.identity.bytes);
            assert_ne!(answer.header("etag"), Some(file.identity.etag));
        }
        let refused = get(&house, &path, &[("accept-encoding", "*;q=0")]).await;
        refused.assert_error(&path, 406);
        assert_eq!(refused.header("cache-control"), Some("no-cache"));
    }
}

#[tokio::test]
async fn a_file_that_did_not_change_is_not_sent_again() {
    let house = house().await;
    for (path, content_type, kept) in files() {
        let first = house.app.get(&path).send().await;
        let tag = first.header("etag").expect("an ETag");
        for (held, status) in [
            (tag, 304),
            (&format!("W/{tag}"), 304),
            ("\"another\"", 200),
            ("*", 304),
        ] {
            let answer = get(&house, &path, &[("if-none-match", held)]).await;
            assert_eq!(answer.status, status, "{path} {held}");
            assert_eq!(answer.text.is_empty(), status == 304);
            assert_eq!(answer.header("etag"), Some(tag));
            assert_eq!(answer.header("content-type"), Some(content_type));
            assert_eq!(answer.header("cache-control"), Some(kept));
        }
        for (held, status) in [(tag, 304), (&format!("W/{tag}"), 200)] {
            let headers = [("if-none-match", held), ("cache-control", "no-cache")];
            let answer = get(&house, &path, &headers).await;
            assert_eq!(answer.status, status, "{path} {held}");
        }
    }
}

#[tokio::test]
async fn head_tells_the_headers_without_the_file() {
    let house = house().await;
    for (path, content_type, _) in files() {
        let whole = house.app.get(&path).send().await;
        let answer = house.app.call("HEAD", &path).send().await;
        assert_eq!((answer.status, answer.text.as_str()), (200, ""));
        assert_eq!(answer.header("content-type"), Some(content_type));
        assert_eq!(
            answer.header("content-length"),
            whole.header("content-length")
        );
    }
}

#[tokio::test]
async fn a_preflight_is_answered_for_any_file() {
    let house = house().await;
    for path in [
        "/widget/v1/widget.js",
        "/widget/v1/widget.css",
        "/widget/v1/any/thing.js",
        "/widget/v2/widget.js",
        "/widget/app/any-ABCDEFGH.js",
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
async fn the_last_versions_name_leads_to_what_has_its_place() {
    let house = house().await;
    // One whose name no other file shares.
    let stems = || {
        BUILT_IN
            .iter()
            .filter_map(|file| Some(file.path.rsplit_once('-')?.0))
    };
    let unique = |stem: &&str| stems().filter(|other| other == stem).count() == 1;
    let stem = stems().find(unique).expect("a name that is there once");
    let file = BUILT_IN.iter().find(|file| file.path.starts_with(stem));
    let file = file.expect("the file of that name");
    let answer = get(&house, &format!("/widget{stem}-ZZZZZZZZ.js"), &[]).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.bytes, file.identity.bytes);
    assert_eq!(answer.header("cache-control"), Some("no-cache"));
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
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
        "/widget/v2",
        "/widget/v2/widget.css",
        "/widget/v3/widget.js",
        "/widget/app",
        "/widget/app/",
        "/widget/app/nope-ABCDEFGH.js",
        "/widget/app/nope.js",
        "/widget/app/%2e%2e%2fv1%2fwidget.js",
        "/widget/app/%ff",
        "/widget",
        "/",
    ] {
        house.app.get(path).expect_error(404).await;
    }
    let upper = format!("/widget{}", application()).replace(".js", ".JS");
    house.app.get(&upper).expect_error(404).await;
}
