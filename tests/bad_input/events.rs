//! Events that something is wrong with, given to a real program under the Runtime API. What a caller can bring about through API Gateway or a
//! function URL must be answered like any bad input. What only a broken gateway could send may be reported to Lambda as an error. Neither may
//! end the program or tell a secret to the log.

use crate::log;
use crate::stage::CANARY;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::path::Path;
use test_support::{Environment, Finished, HttpAnswer, HttpEvent, Person, TestDatabase};

/// An event with a change to it.
type Change = (String, Value);

/// The program, and somebody to call as.
struct Whole {
    environment: Environment,
    read: fn(&Finished) -> HttpAnswer,
    alice: Person,
    base: Value,
    _database: TestDatabase,
}

impl Whole {
    async fn start(answers: &str) -> Self {
        let database = TestDatabase::create().await;
        let alice = Person::register(&database.services(1), "alice").await;
        let program = Path::new(env!("CARGO_BIN_EXE_whole"));
        let more = [("ANSWERS", answers), ("RUST_LOG", "trace")];
        let environment = Environment::with_database(program, database.url(), &more).await;
        let path = "/api/dashboard/clients?search=a";
        let event = match answers {
            "streamed" => HttpEvent::function_url("POST", path),
            _ => HttpEvent::api_gateway("POST", path),
        };
        let event = event
            .header("x-api-key", &alice.key)
            // The recorded one of a function URL came from another site's page.
            .header("sec-fetch-site", "same-origin")
            .cookies(&[&alice.cookie])
            .json(&json!({"name": CANARY}));
        Self {
            environment,
            read: if answers == "streamed" {
                HttpAnswer::streamed
            } else {
                HttpAnswer::whole
            },
            base: event.value().clone(),
            alice,
            _database: database,
        }
    }

    /// The good event with something else at these places.
    fn with(&self, what: &str, changes: &[(&str, Value)]) -> Change {
        let mut event = self.base.clone();
        for (pointer, value) in changes {
            let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
            let parent = event.pointer_mut(parent).expect("a place in the event");
            parent[name] = value.clone();
        }
        (what.to_owned(), event)
    }

    fn without(&self, pointer: &str) -> Change {
        let mut event = self.base.clone();
        let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
        let parent = event.pointer_mut(parent).and_then(Value::as_object_mut);
        parent.expect("an object").remove(name);
        (format!("no {pointer}"), event)
    }

    /// Expects an answer below 500, in the form of errors when it is one.
    async fn must_answer(&mut self, (what, event): &Change) {
        let finished = self.environment.invoke(event).await;
        assert!(
            !finished.is_error,
            "{what}: {}",
            String::from_utf8_lossy(&finished.body)
        );
        let answer = (self.read)(&finished);
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        assert!(answer.status < 500, "{what}: {} {text}", answer.status);
        if answer.status >= 400 && !text.is_empty() {
            let error = answer.json();
            for member in ["error", "message", "requestId"] {
                assert!(error[member].is_string(), "{what}: {text}");
            }
        }
    }

    /// Expects any answer, or a report; and that a good event is answered after it.
    async fn must_survive(&mut self, (what, event): &Change) {
        drop(self.environment.invoke(event).await);
        let good = self.environment.invoke(&self.base).await;
        let good = (self.read)(&good);
        assert_eq!(good.status, 201, "after {what}");
    }

    /// Expects that the log tells nothing that was sent.
    fn told_nothing(&self) {
        let cookie = self.alice.cookie.trim_start_matches("connect.sid=s%3A");
        let secrets = [
            ("what was sent", CANARY.to_owned()),
            ("what was sent, in base64", STANDARD.encode(CANARY)),
            ("a cookie", cookie.to_owned()),
            ("a session's id", self.alice.sid.clone()),
            ("a public key", self.alice.key.clone()),
        ];
        log::expect_no_secret(&self.environment.log(), &secrets);
    }

    /// What callers can bring about.
    fn possible(&self) -> Vec<Change> {
        let text = |text: &str| Value::from(text);
        let mut events = Vec::new();
        for path in [
            "",
            "/",
            "//",
            "/api//dashboard",
            "/api/dashboard/clients/\u{0}",
            "/ü/💩",
            "/a b\"<>`{}|\\^",
            "/%",
            "/%zz",
            "/%00",
            "/%2e%2e/%2f",
            "/../../etc/passwd",
            "/\r\nset-cookie: a=b",
            "/api/dashboard/clients?x=y#z",
            "/api/dashboard/clients/%ff",
            "http://evil.example/",
            "/\u{202e}",
            "/@evil.example",
            "/:80",
            "/*",
        ] {
            events.push(self.with(&format!("path {path:?}"), &[("/rawPath", text(path))]));
        }
        let long = format!("/api/dashboard/clients/{}", "a".repeat(30_000));
        events.push(self.with("a long path", &[("/rawPath", text(&long))]));
        for query in [
            "&&==",
            "%",
            "%zz=%ff",
            "a=\u{0}",
            "ü=💩",
            "a b=\"<>#`",
            "a[]=1&a[b]=2",
            "?",
            "#",
            "%0d%0a",
        ] {
            events.push(self.with(
                &format!("query {query:?}"),
                &[("/rawQueryString", text(query))],
            ));
        }
        let long = "a=b&".repeat(8_000);
        events.push(self.with("a long query", &[("/rawQueryString", text(&long))]));
        for (name, value) in [
            ("content-type", "application/json; charset=\u{e9}"),
            ("content-type", "a,b"),
            ("cookie", "connect.sid=%"),
            ("origin", "💩"),
            ("host", ""),
            ("host", "a b"),
            ("host", "evil.example:99999"),
            ("x-forwarded-for", "💩, ,"),
            ("x-forwarded-proto", "javascript"),
            ("x-forwarded-port", "99999999"),
            ("accept-encoding", "br;q=NaN"),
            ("if-none-match", "\""),
            ("content-length", "-1"),
            ("content-encoding", "gzip"),
            ("transfer-encoding", "chunked"),
            ("range", "bytes=9-0"),
            ("authorization", "Bearer \t"),
        ] {
            events.push(self.with(
                &format!("{name}: {value:?}"),
                &[(&format!("/headers/{name}"), text(value))],
            ));
        }
        events.push(self.with(
            "a large header",
            &[("/headers/x-api-key", text(&"k".repeat(9_000)))],
        ));
        for cookies in [
            json!([]),
            json!([""]),
            json!(["connect.sid"]),
            json!(["connect.sid=s%3A%", "connect.sid=a"]),
            json!(["a=\u{e9}"]),
            json!(["x".repeat(9_000)]),
        ] {
            events.push(self.with(&format!("cookies {cookies:.60}"), &[("/cookies", cookies)]));
        }
        for method in ["HEAD", "OPTIONS", "TRACE", "PROPFIND", "X-Y"] {
            events.push(self.with(method, &[("/requestContext/http/method", text(method))]));
        }
        for address in ["", "nonsense", "::1", "999.1.1.1", "2001:db8::1%eth0"] {
            events.push(self.with(
                &format!("from {address:?}"),
                &[("/requestContext/http/sourceIp", text(address))],
            ));
        }
        let bytes = |bytes: &[u8]| {
            [
                ("/body", Value::from(STANDARD.encode(bytes))),
                ("/isBase64Encoded", json!(true)),
            ]
        };
        for (what, body) in [
            ("no UTF-8", &b"\xff\xfe"[..]),
            ("nothing", b""),
            ("a NUL", b"{\"name\":\"\0\"}"),
            ("gzip", b"\x1f\x8b\x08"),
        ] {
            events.push(self.with(&format!("bytes: {what}"), &bytes(body)));
        }
        for (what, body) in [
            ("nothing", ""),
            ("half a surrogate pair", "{\"name\":\"\\ud800\"}"),
            ("a list", "[]"),
            ("cut", "{\"name\":"),
        ] {
            events.push(self.with(&format!("text: {what}"), &[("/body", text(body))]));
        }
        events.push(self.with("deep", &[("/body", text(&"[".repeat(50_000)))]));
        events.push(self.without("/body"));
        events.push(self.without("/cookies"));
        events.push(self.without("/headers/content-type"));
        events.push(self.without("/headers/host"));
        events
    }

    /// What nobody sends but a gateway that is broken, or is none.
    fn impossible(&self) -> Vec<Change> {
        let mut events = vec![
            self.with(
                "base64 that is none",
                &[("/isBase64Encoded", json!(true)), ("/body", json!("!!!"))],
            ),
            self.with(
                "headers of other types",
                &[("/headers", json!({"a": 1, "b": null, "c": ["d"]}))],
            ),
            self.with(
                "a header's name",
                &[("/headers", json!({"a b": "c", "": "d", "ü": "e"}))],
            ),
            self.with(
                "a header with DEL",
                &[("/headers/x-api-key", json!("\u{7f}"))],
            ),
            self.with(
                "a header over lines",
                &[("/headers/x-api-key", json!("a\r\nset-cookie: b=c"))],
            ),
            self.with(
                "cookies of other types",
                &[("/cookies", json!([1, null, {}]))],
            ),
            self.with(
                "a method",
                &[("/requestContext/http/method", json!("GET /"))],
            ),
            self.with("no method", &[("/requestContext/http/method", json!(""))]),
            self.with(
                "a deadline",
                &[("/requestContext/timeEpoch", json!("yesterday"))],
            ),
            self.with("another version", &[("/version", json!("1.0"))]),
            self.with(
                "stage of another type",
                &[("/requestContext/stage", json!(1))],
            ),
        ];
        for pointer in [
            "/headers",
            "/rawPath",
            "/rawQueryString",
            "/requestContext",
            "/requestContext/http",
            "/isBase64Encoded",
            "/version",
            "/routeKey",
        ] {
            events.push(self.without(pointer));
            events.push(self.with(&format!("null at {pointer}"), &[(pointer, Value::Null)]));
        }
        for (what, event) in [
            ("nothing", json!({})),
            ("null", Value::Null),
            ("a list", json!([1, 2])),
            ("a text", json!(CANARY)),
            (
                "a file that came",
                json!({"Records": [{"eventSource": "aws:s3", "s3": {"object": {"key": CANARY}}}]}),
            ),
            (
                "a REST API's event",
                json!({"resource": "/", "path": "/", "httpMethod": "GET", "headers": {"x": CANARY}, "requestContext": {}}),
            ),
            (
                "a load balancer's event",
                json!({"httpMethod": "GET", "path": "/", "headers": {"x": CANARY}, "requestContext": {"elb": {"targetGroupArn": "a"}}, "body": "", "isBase64Encoded": false}),
            ),
        ] {
            events.push((what.to_owned(), event));
        }
        events
    }
}

async fn attack(answers: &str) {
    let mut whole = Whole::start(answers).await;
    let (possible, impossible) = (whole.possible(), whole.impossible());
    for event in &possible {
        whole.must_answer(event).await;
    }
    for event in &impossible {
        whole.must_survive(event).await;
    }
    println!("{answers}: {} events", possible.len() + impossible.len());
    whole.told_nothing();
}

#[tokio::test]
async fn broken_events_of_api_gateway() {
    attack("whole").await;
}

#[tokio::test]
async fn broken_events_of_function_urls() {
    attack("streamed").await;
}
