//! The function over the files that are built in, and over a few made up ones that have what those may lack.

use shared::http::files::{File, Variant};
use test_support::App;

/// In the order of their paths. What the compressed forms hold does not matter here.
static MADE_UP: [File; 5] = [
    packed(
        "/assets/index-B1cD2e3F.js",
        "text/javascript; charset=utf-8",
        true,
    ),
    plain("/assets/inter-a1B2c3D4.woff2", "font/woff2", true),
    packed("/index.html", "text/html; charset=utf-8", false),
    plain("/logo.png", "image/png", false),
    plain("/round table.txt", "text/plain; charset=utf-8", false),
];

const fn plain(path: &'static str, content_type: &'static str, is_immutable: bool) -> File {
    File {
        path,
        content_type,
        is_immutable,
        identity: Variant {
            etag: "\"e7a6\"",
            bytes: b"as it is",
        },
        brotli: None,
        gzip: None,
    }
}

const fn packed(path: &'static str, content_type: &'static str, is_immutable: bool) -> File {
    File {
        brotli: Some(Variant {
            etag: "\"e7a6-br\"",
            bytes: b"br",
        }),
        gzip: Some(Variant {
            etag: "\"e7a6-gz\"",
            bytes: b"gzip",
        }),
        ..plain(path, content_type, is_immutable)
    }
}

/// The function as it is deployed.
pub fn app() -> App {
    App::new(site::router())
}

/// The function over the made up files.
pub fn made_up() -> App {
    App::new(site::router_over(&MADE_UP))
}

/// What somebody's browser asks with when an address is opened.
pub const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

/// A file's path as it is written in a request.
pub fn encoded(path: &str) -> String {
    let letter = |byte: u8| match byte {
        b'/' | b'.' | b'-' | b'_' => char::from(byte).to_string(),
        _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    path.bytes().map(letter).collect()
}
