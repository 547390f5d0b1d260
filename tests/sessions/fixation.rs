//! Session fixation: a session that somebody else put into the browser before log-in must not become the user's.
//! OWASP ASVS 5.0, 7.2.4.

use crate::both::sid;
use crate::here::Here;
use serde_json::json;
use shared::sessions::NewSession;
use std::time::SystemTime;
use test_support::{SESSION_SECRET, TestDatabase, session_keys};
use uuid::Uuid;

const PASSWORD: &str = "a horse of another colour";

struct Browser {
    here: Here,
    database: TestDatabase,
}

/// How the user comes in, with the cookie that was planted.
#[derive(Clone, Copy, Debug)]
enum Door {
    Register,
    LogIn,
}

impl Browser {
    async fn open() -> Self {
        let database = TestDatabase::create().await;
        let here = Here::start(database.url(), SESSION_SECRET, "bcrypt");
        Self { here, database }
    }

    /// The cookie that the victim holds after going through the door with that in the `Cookie` header.
    async fn enter(&self, door: Door, planted: &str) -> String {
        let body = json!({"username": "victim", "password": PASSWORD});
        let (path, status) = match door {
            Door::Register => ("/api/auth/register", 201),
            Door::LogIn => {
                self.here.register("victim", PASSWORD).await;
                ("/api/auth/login", 200)
            }
        };
        let answer = self.here.app.post(path, &body).cookie(planted).send().await;
        assert_eq!(answer.status, status, "{}", answer.text);
        answer.cookie()
    }

    /// Expects that the victim got another session, and that the planted one opens nothing.
    async fn holds_another(&self, own: &str, planted: &str, what: &str) {
        assert_ne!(sid(own), sid(planted), "{what}");
        assert_eq!(self.here.me(own).await.as_deref(), Some("victim"), "{what}");
        assert_eq!(self.here.me(planted).await, None, "{what}");
        let left = format!(
            "select count(*) from session where sid = '{}'",
            sid(planted)
        );
        assert_eq!(self.database.count(&left).await, 0, "{what}");
    }
}

#[tokio::test]
async fn the_attackers_own_session_in_the_victims_browser_is_not_the_victims_and_dies() {
    for door in [Door::Register, Door::LogIn] {
        let browser = Browser::open().await;
        let planted = browser.here.register("mallory", PASSWORD).await;
        let own = browser.enter(door, &planted).await;
        browser
            .holds_another(&own, &planted, &format!("{door:?}"))
            .await;
    }
}

#[tokio::test]
async fn a_session_that_nobody_logged_in_to_is_not_logged_in_to_either() {
    // The old server could give out such rows, and a copy of one may be in anybody's hands.
    for door in [Door::Register, Door::LogIn] {
        let browser = Browser::open().await;
        let planted = signed();
        let row = format!(
            r#"insert into session (sid, sess, expire) values
                 ('{}', '{{"cookie":{{"originalMaxAge":604800000}}}}', localtimestamp + interval '7 days')"#,
            sid(&planted)
        );
        browser.database.sql(&row).await;
        let own = browser.enter(door, &planted).await;
        browser
            .holds_another(&own, &planted, &format!("{door:?}"))
            .await;
    }
}

#[tokio::test]
async fn a_signed_id_without_a_row_is_not_taken_as_the_new_ones() {
    for door in [Door::Register, Door::LogIn] {
        let browser = Browser::open().await;
        let planted = signed();
        let own = browser.enter(door, &planted).await;
        browser
            .holds_another(&own, &planted, &format!("{door:?}"))
            .await;
    }
}

#[tokio::test]
async fn of_two_planted_cookies_neither_becomes_the_victims() {
    let browser = Browser::open().await;
    let first = browser.here.register("mallory", PASSWORD).await;
    let second = browser.here.register("marvin", PASSWORD).await;
    let own = browser
        .enter(Door::LogIn, &format!("{first}; {second}"))
        .await;
    browser.holds_another(&own, &first, "the first").await;
    assert_ne!(sid(&own), sid(&second));
    // It was not looked at, and stays whose it was.
    assert_eq!(browser.here.me(&second).await.as_deref(), Some("marvin"));
}

#[tokio::test]
async fn a_refused_log_in_gives_no_session_and_ends_none() {
    let browser = Browser::open().await;
    let planted = browser.here.register("mallory", PASSWORD).await;
    browser.here.register("victim", PASSWORD).await;
    let before = browser.database.snapshot().await["session"].clone();
    let body = json!({"username": "victim", "password": "not the password"});
    let call = browser.here.app.post("/api/auth/login", &body);
    let answer = call.cookie(&planted).send().await;
    answer.assert_error("a wrong password", 401);
    assert_eq!(answer.header("set-cookie"), None);
    assert_eq!(browser.database.snapshot().await["session"], before);
}

/// A cookie with a good signature for a session id that nobody has, as whoever knows the secret could make one.
fn signed() -> String {
    let session = NewSession::begin(Uuid::nil(), SystemTime::now(), false, None, None);
    let header = session_keys().set_cookie(&session);
    let (pair, _) = header
        .to_str()
        .expect("ASCII")
        .split_once(';')
        .expect("attributes");
    pair.to_owned()
}
