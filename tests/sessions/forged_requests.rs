//! Requests that a page of another site has the user's browser send, with the user's cookie (CSRF), to every unsafe route that
//! `docs/openapi.json` has: a new one is tried without anybody remembering. OWASP ASVS 5.0, 3.5.1 to 3.5.3; OWASP Cross-Site Request
//! Forgery Prevention Cheat Sheet.

use crate::here::Here;
use crate::routes::{Unsafe, unsafe_routes};
use test_support::{Answer, Call, Person, SESSION_SECRET, TestDatabase};

const REFUSED: &str = "Requests from other sites are not allowed";

/// What the browser says of the page that sends the request. The host is `app.example`.
const FOREIGN: [(&str, &[(&str, &str)]); 20] = [
    ("another site", &[("sec-fetch-site", "cross-site")]),
    (
        "a neighbour of the same site",
        &[("sec-fetch-site", "same-site")],
    ),
    (
        "an unknown word for the site",
        &[("sec-fetch-site", "same_origin")],
    ),
    ("no word for the site", &[("sec-fetch-site", "")]),
    (
        "words that cannot be read",
        &[("sec-fetch-site", "sàme-origin")],
    ),
    (
        "another site whose origin looks like ours",
        &[
            ("sec-fetch-site", "cross-site"),
            ("origin", "https://app.example"),
        ],
    ),
    ("a foreign origin", &[("origin", "https://evil.example")]),
    ("an origin that is hidden", &[("origin", "null")]),
    ("no origin", &[("origin", "")]),
    (
        "an origin that ends like ours",
        &[("origin", "https://evilapp.example")],
    ),
    (
        "a sub-domain of ours",
        &[("origin", "https://evil.app.example")],
    ),
    (
        "an origin that begins like ours",
        &[("origin", "https://app.example.evil.example")],
    ),
    (
        "ours as the user of another",
        &[("origin", "https://app.example@evil.example")],
    ),
    ("another port", &[("origin", "https://app.example:8443")]),
    ("our host with a dot", &[("origin", "https://app.example.")]),
    (
        "an origin of another kind",
        &[("origin", "chrome-extension://app.example")],
    ),
    (
        "an origin that cannot be read",
        &[("origin", "https://äpp.example")],
    ),
    (
        "two origins in one",
        &[("origin", "https://app.example https://evil.example")],
    ),
    (
        "a page that was not encrypted, where ours are",
        &[
            ("origin", "http://app.example"),
            ("x-forwarded-proto", "https"),
        ],
    ),
    (
        "a foreign origin and a referrer of ours",
        &[
            ("origin", "https://evil.example"),
            ("referer", "https://app.example/"),
        ],
    ),
];

/// What a form of any page can send without asking first. The text is JSON by a form's means.
const FORMS: [(&str, &str); 4] = [
    ("text/plain", r#"{"username":"x=","password":"y"}"#),
    ("text/plain;charset=UTF-8", r#"{"name":"="}"#),
    (
        "application/x-www-form-urlencoded",
        "name=mallory&username=mallory&password=pass-word-1",
    ),
    (
        "multipart/form-data; boundary=x",
        "--x\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nmallory\r\n--x--\r\n",
    ),
];

/// The ways in which programs say which method they mean.
const OVERRIDES: [&str; 4] = [
    "x-http-method-override",
    "x-http-method",
    "x-method-override",
    "_method",
];

struct Victim {
    here: Here,
    database: TestDatabase,
    person: Person,
    handle: String,
}

impl Victim {
    async fn new() -> Self {
        let database = TestDatabase::create().await;
        let services = database.services(1);
        let person = Person::register(&services, "victim").await;
        // One more session, so that there is something to end.
        let other = person.log_in_elsewhere(&services).await;
        let handle = format!("select app.session_handle('{}')", other.sid);
        Self {
            here: Here::start(database.url(), SESSION_SECRET, "bcrypt"),
            handle: database.text(&handle).await,
            person,
            database,
        }
    }

    /// A request of the victim's browser.
    fn call(&self, route: &Unsafe) -> Call {
        let path = route.path(&self.person, &self.handle);
        self.here
            .app
            .call(&route.method, &path)
            .cookie(&self.person.cookie)
    }
}

fn assert_foreign(answer: &Answer, what: &str) {
    answer.assert_error(what, 403);
    assert_eq!(answer.json()["message"], REFUSED, "{what}");
}

#[tokio::test]
async fn no_page_of_another_site_gets_past_the_door() {
    let victim = Victim::new().await;
    let before = victim.database.snapshot().await;
    for route in unsafe_routes() {
        for (page, headers) in FOREIGN {
            let bodies = [("application/json", "{}")].into_iter().chain(FORMS);
            for (content_type, body) in bodies {
                let mut call = victim.call(&route).header("content-type", content_type);
                for (name, value) in headers {
                    call = call.header(name, value);
                }
                let answer = call.body(body).send().await;
                assert_foreign(&answer, &format!("{route} from {page} as {content_type}"));
            }
        }
        assert_eq!(victim.database.snapshot().await, before, "{route}");
    }
}

#[tokio::test]
async fn a_request_without_a_body_gets_no_further() {
    let victim = Victim::new().await;
    let before = victim.database.snapshot().await;
    for route in unsafe_routes() {
        for (page, headers) in FOREIGN {
            let mut call = victim.call(&route);
            for (name, value) in headers {
                call = call.header(name, value);
            }
            assert_foreign(&call.send().await, &format!("{route} from {page}"));
        }
    }
    assert_eq!(victim.database.snapshot().await, before);
}

#[tokio::test]
async fn a_form_is_not_read_even_from_a_browser_that_says_nothing() {
    let victim = Victim::new().await;
    let before = victim.database.snapshot().await;
    for route in unsafe_routes() {
        for (content_type, body) in FORMS {
            let call = victim.call(&route).header("content-type", content_type);
            let answer = call.body(body).send().await;
            answer.assert_error(&format!("{route} as {content_type}"), 415);
        }
        let untyped = victim.call(&route).body("{}").send().await;
        untyped.assert_error(&format!("{route} without a type"), 415);
    }
    assert_eq!(victim.database.snapshot().await, before);
}

#[tokio::test]
async fn a_header_or_a_parameter_makes_no_reading_request_an_unsafe_one() {
    let victim = Victim::new().await;
    let before = victim.database.snapshot().await;
    for route in unsafe_routes() {
        let path = route.path(&victim.person, &victim.handle);
        for safe in ["GET", "HEAD"] {
            for name in OVERRIDES {
                let call = victim
                    .here
                    .app
                    .call(safe, &path)
                    .cookie(&victim.person.cookie);
                call.header(name, &route.method).send().await;
            }
            let with_method = format!("{path}?_method={}", route.method);
            let call = victim.here.app.call(safe, &with_method);
            call.cookie(&victim.person.cookie).send().await;
        }
    }
    assert_eq!(victim.database.snapshot().await, before);
}

#[tokio::test]
async fn a_header_makes_no_foreign_request_a_reading_one() {
    let victim = Victim::new().await;
    let before = victim.database.snapshot().await;
    for route in unsafe_routes() {
        for name in OVERRIDES {
            let call = victim.call(&route).header(name, "GET");
            let answer = call.header("sec-fetch-site", "cross-site").send().await;
            assert_foreign(&answer, &format!("{route} with {name}"));
        }
    }
    assert_eq!(victim.database.snapshot().await, before);
}

/// Without this the tests above would also pass at a door that is shut for everybody.
#[tokio::test]
async fn our_own_pages_and_programs_get_past_the_door() {
    let victim = Victim::new().await;
    for route in unsafe_routes() {
        let own: [&[(&str, &str)]; 5] = [
            &[("sec-fetch-site", "same-origin")],
            &[("origin", "https://app.example")],
            &[
                ("origin", "https://app.example"),
                ("x-forwarded-proto", "https"),
            ],
            &[("origin", "http://app.example")],
            // Browsers of today always say where a request of another site comes from; who says nothing is a program.
            &[],
        ];
        for headers in own {
            // What gets through may end the session, so each comes from somebody else.
            let services = victim.database.services(1);
            let name = format!("own-{}", uuid::Uuid::new_v4().simple());
            let person = Person::register(&services, &name).await;
            let path = route.path(&person, "no-session");
            let mut call = victim
                .here
                .app
                .call(&route.method, &path)
                .cookie(&person.cookie);
            for (name, value) in headers {
                call = call.header(name, value);
            }
            let answer = call.send().await;
            let is_refused = answer.text.contains(REFUSED);
            assert!(!is_refused, "{route} with {headers:?}");
            assert_ne!(
                answer.status, 401,
                "{route} with {headers:?}: {}",
                answer.text
            );
        }
    }
}

#[test]
fn every_unsafe_route_is_tried() {
    let routes: Vec<String> = unsafe_routes().iter().map(ToString::to_string).collect();
    for known in [
        "POST /api/auth/login",
        "POST /api/auth/logout",
        "DELETE /api/auth/account",
        "DELETE /api/dashboard/clients/{id}",
        "PUT /api/dashboard/widget/{id}/logo",
        "POST /api/dashboard/knowledge/{id}/documents/{documentId}/reprocess",
    ] {
        assert!(routes.iter().any(|route| route == known), "{known}");
    }
    assert!(routes.len() >= 35, "{}", routes.len());
}
