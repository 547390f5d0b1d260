//! How often a request waits for the database, counted by a proxy on a warm connection.

use crate::support::{Walk, functions_over};
use local::gateway::Functions;
use serde_json::{Value, json};
use shared::passwords::{PasswordAlgorithm, Passwords};
use shared::{Secret, Services};
use std::time::Duration;
use test_support::{App, Person, Proxy, TestDatabase, TestServer, services_at};

const SESSION_ID: &str = "123e4567-e89b-12d3-a456-426614174000";

/// The system with a counter between it and its database, and somebody signed in.
struct Counted {
    app: App,
    proxy: Proxy,
    alice: Person,
    _database: TestDatabase,
}

impl Counted {
    async fn start() -> Self {
        let database = TestDatabase::create().await;
        let proxy = Proxy::start(TestServer::shared().server.port(), Duration::ZERO);
        let services: Services = services_at(&proxy.url(database.url()), 1);
        let hash = Passwords::new(PasswordAlgorithm::Argon2id)
            .hash(Secret::new("alice-pass-1"))
            .await;
        let alice =
            Person::register_with_hash(&services, "alice", &hash.expect("hashing works")).await;
        let functions: Functions = functions_over(&services, &[]);
        Self {
            app: App::new(functions.gateway()),
            proxy,
            alice,
            _database: database,
        }
    }

    /// The round trips of one request, which must be answered with `status`.
    async fn of(&self, method: &str, path: &str, body: Option<Value>, status: u16) -> u64 {
        let call = self
            .app
            .call(method, path)
            .cookie(&self.alice.cookie)
            .key(&self.alice.key);
        let call = match &body {
            Some(body) => call.json(body),
            None => call,
        };
        self.proxy.take_round_trips();
        let answer = call.send().await;
        assert_eq!(answer.status, status, "{method} {path}: {}", answer.text);
        self.proxy.take_round_trips()
    }
}

#[tokio::test]
async fn an_authenticated_request_waits_once() {
    let counted = Counted::start().await;
    for Walk {
        method,
        path,
        body,
        status,
    } in crate::support::authenticated(&counted.alice)
    {
        assert_eq!(
            counted.of(method, &path, body, status).await,
            1,
            "{method} {path}"
        );
    }
}

#[tokio::test]
async fn what_a_visitor_asks_waits_once() {
    let counted = Counted::start().await;
    assert_eq!(counted.of("GET", "/api/widget/config", None, 200).await, 1);
    let logo = format!("/api/widget/logo/{}", "0".repeat(64));
    assert_eq!(counted.of("GET", &logo, None, 404).await, 1);
    let feedback = json!({"messageId": SESSION_ID, "sessionId": SESSION_ID, "rating": "up"});
    let path = "/api/widget/chat/feedback";
    assert_eq!(counted.of("POST", path, Some(feedback), 404).await, 1);
}

#[tokio::test]
async fn a_message_waits_once_before_its_answer_and_once_after_it() {
    let counted = Counted::start().await;
    let message = json!({"message": "When do doors open?", "sessionId": SESSION_ID});
    // Counted, kept, its history read, the documents searched; then the answer is kept.
    for path in ["/api/widget/chat", "/api/widget/chat/stream"] {
        let round_trips = counted.of("POST", path, Some(message.clone()), 200).await;
        assert_eq!(round_trips, 2, "{path}");
    }
    let broken = json!({"message": "", "sessionId": SESSION_ID});
    let refused = counted.of("POST", "/api/widget/chat", Some(broken), 400);
    assert_eq!(refused.await, 1);
}

#[tokio::test]
async fn registering_waits_once_and_logging_in_twice() {
    let counted = Counted::start().await;
    let register = json!({"username": "newcomer", "password": "new-pass-1"});
    assert_eq!(
        counted
            .of("POST", "/api/auth/register", Some(register), 201)
            .await,
        1
    );
    let log_in = json!({"username": "alice", "password": "alice-pass-1"});
    assert_eq!(
        counted
            .of("POST", "/api/auth/login", Some(log_in), 200)
            .await,
        2
    );
    let wrong = json!({"username": "alice", "password": "wrong"});
    assert_eq!(
        counted
            .of("POST", "/api/auth/login", Some(wrong), 401)
            .await,
        1
    );
}

#[tokio::test]
async fn what_needs_the_password_again_waits_twice() {
    let counted = Counted::start().await;
    let change = json!({"currentPassword": "alice-pass-1", "newPassword": "alice-pass-2"});
    assert_eq!(
        counted
            .of("POST", "/api/auth/password", Some(change), 200)
            .await,
        2
    );
    let password = json!({"password": "alice-pass-2"});
    let path = "/api/auth/second-factor";
    assert_eq!(counted.of("POST", path, Some(password), 201).await, 2);
    // A wrong code is known to be wrong after the first.
    let confirm = "/api/auth/second-factor/confirm";
    let code = json!({"code": "none"});
    assert_eq!(counted.of("POST", confirm, Some(code), 403).await, 1);
    let delete = json!({"password": "alice-pass-2"});
    assert_eq!(
        counted
            .of("DELETE", "/api/auth/account", Some(delete), 200)
            .await,
        2
    );
}

#[tokio::test]
async fn what_needs_no_database_does_not_wait() {
    let counted = Counted::start().await;
    for path in [
        "/api/widget/health",
        "/widget/version",
        "/widget/v1/widget.js",
        "/api/nothing",
    ] {
        counted.proxy.take_round_trips();
        counted.app.get(path).send().await;
        assert_eq!(counted.proxy.take_round_trips(), 0, "{path}");
    }
    counted
        .app
        .get("/api/auth/me")
        .cookie("connect.sid=s%3Aforged.AAAA")
        .expect(401)
        .await;
    assert_eq!(counted.proxy.take_round_trips(), 0);
}
