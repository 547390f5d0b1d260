//! Which encoding of a file goes to whom.

use crate::support::{app, encoded, made_up};
use site::BUILT_IN;
use test_support::unpacked;

#[tokio::test]
async fn compressed_files_unpack_to_the_file() {
    let app = app();
    let mut compressed = 0;
    for file in BUILT_IN {
        for (taken, variant) in [("br", &file.brotli), ("gzip", &file.gzip)] {
            let call = app
                .get(&encoded(file.path))
                .header("accept-encoding", taken);
            let answer = call.send().await;
            assert_eq!(answer.status, 200, "{}", file.path);
            let Some(variant) = variant else {
                assert_eq!(answer.header("content-encoding"), None);
                assert_eq!(answer.bytes, file.identity.bytes);
                continue;
            };
            compressed += 1;
            let length = answer.bytes.len().to_string();
            assert_eq!(answer.header("content-encoding"), Some(taken));
            assert_eq!(answer.header("content-length"), Some(length.as_str()));
            assert_eq!(answer.header("content-type"), Some(file.content_type));
            assert_eq!(answer.header("etag"), Some(variant.etag));
            assert!(answer.bytes.len() < file.identity.bytes.len());
            assert_eq!(unpacked(taken, &answer.bytes), file.identity.bytes);
        }
    }
    assert!(compressed > 0, "nothing is compressed");
}

#[tokio::test]
async fn the_caller_gets_what_it_likes_best() {
    let app = made_up();
    for (taken, sent) in [
        ("gzip, deflate, br, zstd", Some("br")),
        ("gzip, deflate", Some("gzip")),
        ("x-gzip", Some("gzip")),
        ("GZIP", Some("gzip")),
        ("br;q=0.5, gzip;q=0.8", Some("gzip")),
        ("br;q=0.8 , gzip ; q=0.8", Some("br")),
        ("br;Q=0.001, gzip;q=0", Some("br")),
        ("br;q=0, gzip", Some("gzip")),
        ("br;q=0, *", Some("gzip")),
        ("*", Some("br")),
        ("*;q=0.1, identity;q=0.5", None),
        ("gzip;q=0.5, identity", None),
        ("gzip;q=0.5, identity;q=0.5", Some("gzip")),
        ("identity;q=0, gzip;q=0.1", Some("gzip")),
        ("identity;q=0, *", Some("br")),
        ("*;q=0, gzip", Some("gzip")),
        ("br;q=0", None),
        ("deflate, zstd", None),
        ("identity", None),
        ("", None),
        (",,", None),
        ("brotli", None),
        ("br;q=2, gzip;q=high", None),
        ("br;q=0.0001", None),
    ] {
        let answer = app.get("/").header("accept-encoding", taken).send().await;
        assert_eq!(answer.status, 200, "{taken}");
        assert_eq!(answer.header("content-encoding"), sent, "{taken}");
    }
    assert_eq!(app.get("/").send().await.header("content-encoding"), None);
}

#[tokio::test]
async fn the_header_may_come_in_several_lines() {
    let call = made_up().get("/").header("accept-encoding", "br;q=0.1");
    let answer = call.header("accept-encoding", "gzip").send().await;
    assert_eq!(answer.header("content-encoding"), Some("gzip"));
}

#[tokio::test]
async fn who_refuses_everything_we_have_is_told_so() {
    let app = made_up();
    for (path, taken) in [
        ("/", "identity;q=0"),
        ("/", "*;q=0"),
        ("/", "deflate, *;q=0"),
        ("/logo.png", "br, gzip, identity;q=0"),
    ] {
        let answer = app.get(path).header("accept-encoding", taken).send().await;
        answer.assert_error(taken, 406);
        assert_eq!(answer.header("vary"), Some("Accept-Encoding"));
    }
}
