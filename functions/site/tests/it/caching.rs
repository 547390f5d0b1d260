//! What browsers and caches may keep, and how they ask whether it is still good.

use crate::support::{app, encoded, made_up};
use site::BUILT_IN;
use std::collections::HashMap;

#[tokio::test]
async fn a_file_that_the_caller_holds_is_not_sent_again() {
    let app = app();
    for file in BUILT_IN {
        let tag = file.identity.etag;
        for (held, status) in [
            (tag, 304),
            (&format!("W/{tag}"), 304),
            (&format!("\"another\", {tag}"), 304),
            (&format!("\"another\",W/{tag} , \"third\""), 304),
            ("*", 304),
            ("\"another\"", 200),
            ("", 200),
            (tag.trim_matches('"'), 200),
        ] {
            let call = app.get(&encoded(file.path)).header("if-none-match", held);
            let answer = call.send().await;
            assert_eq!(answer.status, status, "{} {held}", file.path);
            assert_eq!(answer.bytes.is_empty(), status == 304, "{held}");
            assert_eq!(answer.header("etag"), Some(tag));
            assert_eq!(answer.header("vary"), Some("Accept-Encoding"));
            assert!(answer.header("cache-control").is_some());
            assert_eq!(answer.header("content-type").is_none(), status == 304);
        }
    }
}

#[tokio::test]
async fn what_is_held_in_another_encoding_is_sent() {
    let app = made_up();
    for (taken, held, status) in [
        ("br", "\"e7a6-br\"", 304),
        ("br", "\"e7a6-gz\"", 200),
        ("br", "\"e7a6\"", 200),
        ("gzip", "\"e7a6-br\"", 200),
        ("gzip", "\"e7a6-br\", \"e7a6-gz\"", 304),
        ("identity", "\"e7a6-gz\"", 200),
    ] {
        let call = app.get("/").header("accept-encoding", taken);
        let answer = call.header("if-none-match", held).send().await;
        assert_eq!(answer.status, status, "{taken} {held}");
        if status == 304 {
            assert_eq!(answer.header("content-encoding"), None);
        }
    }
}

#[tokio::test]
async fn only_names_with_a_hash_are_kept_without_asking() {
    let app = made_up();
    let forever = "public, max-age=31536000, immutable";
    for (path, kept) in [
        ("/", "no-cache"),
        ("/index.html", "no-cache"),
        ("/logo.png", "no-cache"),
        ("/assets/index-B1cD2e3F.js", forever),
        ("/assets/inter-a1B2c3D4.woff2", forever),
        ("/assets/gone-B1cD2e3F.js", "no-cache"),
        ("/api/nope", "no-cache"),
    ] {
        let answer = app.get(path).send().await;
        assert_eq!(answer.header("cache-control"), Some(kept), "{path}");
    }
    let refused = app.get("/assets/inter-a1B2c3D4.woff2");
    let refused = refused.header("accept-encoding", "identity;q=0");
    let refused = refused.send().await;
    assert_eq!(refused.header("cache-control"), Some("no-cache"));
}

#[test]
fn every_encoding_of_every_content_has_its_own_tag() {
    let mut contents = HashMap::new();
    for file in BUILT_IN {
        for variant in [
            Some(&file.identity),
            file.brotli.as_ref(),
            file.gzip.as_ref(),
        ] {
            let Some(variant) = variant else { continue };
            assert!(variant.etag.starts_with('"') && variant.etag.ends_with('"'));
            let known = contents.insert(variant.etag, variant.bytes);
            assert!(known.is_none_or(|known| known == variant.bytes));
        }
    }
}
