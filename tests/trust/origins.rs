//! Origins of pages that may not use a client, or may not speak in a user's name, however like ours they look.
//! Bob allows `example.com`, `*.wild.example` and `https://exact.example`.

use crate::request::Request;
use crate::world::World;

/// Of no page that Bob allows.
pub const FOREIGN: [&str; 34] = [
    "https://evil.example",
    "https://evil-example.com",
    "https://evilexample.com",
    "https://example.com.evil.org",
    "https://example.community",
    "https://example.co",
    "https://sub.example.com",
    "https://www.example.com",
    "https://example.com:444",
    "http://example.com:8080",
    "https://example.com:80",
    "http://example.com:443",
    "https://example.com.",
    "https://example.com..",
    "ftp://example.com",
    "chrome-extension://example.com",
    "capacitor://example.com",
    "https://example.com@evil.org",
    "https://evil.org#example.com",
    "https://evil.org?.wild.example",
    "https://evil.org/.wild.example",
    "https://evil.org\\.wild.example",
    "https://wild.example",
    "https://.wild.example",
    "https://evilwild.example",
    "https://a.wild.example:8443",
    "https://a.wild.example.evil.org",
    "https://a.wild.example.",
    "http://exact.example",
    "https://exact.example:8443",
    "https://a.exact.example",
    // exämple.com, and example.com with a Cyrillic a.
    "https://xn--exmple-cua.com",
    "https://xn--exmple-4nf.com",
    "null",
];

/// Not of the site on which the dashboard is, `app.example`.
pub const FOREIGN_TO_US: [&str; 14] = [
    "https://evil.example",
    "https://evil-app.example",
    "https://app.example.evil.org",
    "https://sub.app.example",
    "https://app.example:444",
    "http://app.example:8080",
    "http://app.example:443",
    "https://app.example:80",
    "https://app.example.",
    "https://app.example@evil.org",
    "https://evil.org#app.example",
    "https://xn--pp-xka.example",
    "null",
    "",
];

/// Of pages that Bob does allow, however they are written.
const ALLOWED: [&str; 7] = [
    "https://example.com",
    "https://EXAMPLE.com",
    "https://example.com:443",
    "http://example.com",
    "https://a.wild.example",
    "https://a.b.Wild.Example",
    "https://exact.example",
];

fn config(world: &World, origin: &str) -> Request {
    let request = Request {
        method: "GET".to_owned(),
        path: "/api/widget/config".to_owned(),
        query: Vec::new(),
        headers: Vec::new(),
        body: None,
    };
    request
        .header("x-api-key", &world.bob.person.key)
        .header("origin", origin)
}

/// Else the pages that are refused might be refused for another reason.
#[tokio::test]
async fn pages_that_are_allowed_may_read_and_no_others() {
    let world = World::build().await;
    for origin in ALLOWED {
        let answer = config(&world, origin).call(&world.app).send().await;
        assert_eq!(answer.status, 200, "{origin}: {}", answer.text);
        assert_eq!(answer.header("access-control-allow-origin"), Some(origin));
        assert_eq!(
            answer.header("access-control-allow-credentials"),
            None,
            "{origin}"
        );
        assert_eq!(answer.header("vary"), Some("Origin"), "{origin}");
    }
    for origin in FOREIGN {
        let answer = config(&world, origin).call(&world.app).send().await;
        answer.assert_error(origin, 403);
        assert_eq!(
            answer.header("access-control-allow-origin"),
            None,
            "{origin}"
        );
        assert_eq!(answer.header("vary"), Some("Origin"), "{origin}");
    }
}
