//! The attributes of the cookies that this function sets.

use crate::support::{PASSWORD, app, credentials, register};
use serde_json::json;
use test_support::{Answer, Call, TestDatabase};

/// The attributes of the session's cookie, which an answer sets first.
fn attributes(answer: &Answer) -> Vec<&str> {
    assert!(answer.status < 300, "{}", answer.text);
    assert!(answer.cookie().starts_with("connect.sid="));
    attributes_of_all(answer)[0].clone()
}

fn attributes_of_all(answer: &Answer) -> Vec<Vec<&str>> {
    let headers = answer.headers.get_all("set-cookie").iter();
    let texts = headers.map(|header| header.to_str().expect("ASCII"));
    texts
        .map(|text| text.split("; ").skip(1).collect())
        .collect()
}

/// Register, log in, log out, delete the account: each as somebody else.
async fn answers(database: &TestDatabase, header: impl Fn(Call) -> Call) -> [Answer; 4] {
    let app = app(database);
    let alice = register(database, "alice").await;
    let bob = register(database, "bob").await;
    let delete = app
        .call("DELETE", "/api/auth/account")
        .json(&json!({"password": PASSWORD}));
    [
        header(app.post("/api/auth/register", &credentials("ada", PASSWORD)))
            .send()
            .await,
        header(app.post("/api/auth/login", &credentials("bob", PASSWORD)))
            .send()
            .await,
        header(app.call("POST", "/api/auth/logout").cookie(&bob.cookie))
            .send()
            .await,
        header(delete.cookie(&alice.cookie)).send().await,
    ]
}

#[tokio::test]
async fn a_session_cookie_is_hidden_from_scripts_and_other_sites() {
    let database = TestDatabase::create().await;
    for answer in &answers(&database, |call| call).await[..2] {
        let attributes = attributes(answer);
        for wanted in ["Path=/", "HttpOnly", "SameSite=Lax"] {
            assert!(attributes.contains(&wanted), "{wanted}: {attributes:?}");
        }
        assert!(attributes.iter().any(|text| text.starts_with("Expires=")));
    }
}

#[tokio::test]
async fn whoever_logs_in_is_given_a_cookie_that_makes_the_browser_known_and_nobody_else() {
    let database = TestDatabase::create().await;
    let answers = answers(&database, |call| call).await;
    for answer in &answers[..2] {
        let all = attributes_of_all(answer);
        assert_eq!(all.len(), 2);
        let expected = [
            "Path=/api/auth",
            "Max-Age=31536000",
            "HttpOnly",
            "SameSite=Lax",
        ];
        assert_eq!(all[1], expected);
    }
    for answer in &answers[2..] {
        assert_eq!(attributes_of_all(answer).len(), 1);
    }
}

#[tokio::test]
async fn the_end_of_a_session_takes_its_cookie_away() {
    let database = TestDatabase::create().await;
    for answer in &answers(&database, |call| call).await[2..] {
        assert_eq!(answer.cookie(), "connect.sid=");
        let attributes = attributes(answer);
        for wanted in ["Path=/", "Expires=Thu, 01 Jan 1970 00:00:00 GMT"] {
            assert!(attributes.contains(&wanted), "{wanted}: {attributes:?}");
        }
    }
}

#[tokio::test]
async fn a_cookie_is_secure_when_the_visitor_came_by_https() {
    for (protocol, is_secure) in [
        ("https", true),
        ("HTTPS, http", true),
        ("http", false),
        ("", false),
    ] {
        let database = TestDatabase::create().await;
        let by = |call: Call| call.header("x-forwarded-proto", protocol);
        for answer in answers(&database, by).await {
            for attributes in attributes_of_all(&answer) {
                assert_eq!(
                    attributes.contains(&"Secure"),
                    is_secure,
                    "{protocol}: {attributes:?}"
                );
            }
        }
        let stored = "select count(*) from session where (sess -> 'cookie' ->> 'secure')::boolean";
        // Ada's: the other sessions are over or were begun without the header.
        assert_eq!(database.count(stored).await, i64::from(is_secure) * 2);
    }
}
