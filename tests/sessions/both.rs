//! Both servers on one database.

use crate::express::Express;
use crate::here::Here;
use test_support::{SESSION_SECRET, TestDatabase};

/// Somebody who registered at the old server.
pub const NAME: &str = "ada";
pub const PASSWORD: &str = "ada-pass-1";
/// Of [`PASSWORD`], by npm's bcrypt.
const HASH: &str = "$2b$10$7MfT8s0fqE28yDHaaaNzPeNZh5yZusszxsO.dEKDGxdExa8puk5kO";

/// Both servers, with [`NAME`] in their database.
#[derive(Debug)]
pub struct Both {
    pub express: Express,
    pub here: Here,
    // The last to go, so that Express does not live to see it gone.
    pub database: TestDatabase,
}

impl Both {
    pub async fn start() -> Self {
        Self::signing_with(SESSION_SECRET, SESSION_SECRET).await
    }

    /// With a list of secrets each.
    pub async fn signing_with(of_express: &str, ours: &str) -> Self {
        let database = TestDatabase::create().await;
        database
            .sql(&format!(
                "insert into users (username, password) values ('{NAME}', '{HASH}')"
            ))
            .await;
        let express = Express::start(database.url(), of_express).await;
        let here = Here::start(database.url(), ours, "bcrypt");
        Self {
            database,
            express,
            here,
        }
    }

    /// Whom a cookie signs in at Express and here.
    pub async fn me(&self, cookie: &str) -> (Option<String>, Option<String>) {
        (self.express.me(cookie).await, self.here.me(cookie).await)
    }

    /// A session made by each: of Express first, ours second.
    pub async fn log_in_at_each(&self) -> [String; 2] {
        [
            self.express.log_in(NAME, PASSWORD).await,
            self.here.log_in(NAME, PASSWORD).await,
        ]
    }

    /// A column of a session's row, as text.
    pub async fn column(&self, column: &str, cookie: &str) -> String {
        let query = format!(
            "select ({column})::text from session where sid = '{}'",
            sid(cookie)
        );
        self.database.text(&query).await
    }

    /// How many seconds from now a session's row ends.
    pub async fn seconds_left(&self, cookie: &str) -> f64 {
        let left = self
            .column("extract(epoch from expire - localtimestamp)", cookie)
            .await;
        left.parse().expect("a number")
    }

    /// Moves the end of a session's row to `interval` from now, with the whole seconds that both servers write.
    pub async fn expire_in(&self, cookie: &str, interval: &str) {
        let sql = format!(
            "update session set expire = date_trunc('second', localtimestamp) + interval '{interval}' where sid = '{}'",
            sid(cookie)
        );
        self.database.sql(&sql).await;
    }
}

/// What [`Both::me`] gives for a cookie that both accept.
pub fn signed_in_at_both() -> (Option<String>, Option<String>) {
    (Some(NAME.to_owned()), Some(NAME.to_owned()))
}

/// The session id in a cookie.
pub fn sid(cookie: &str) -> &str {
    let signed = cookie
        .strip_prefix("connect.sid=s%3A")
        .expect("a signed cookie");
    signed.split_once('.').expect("a signature").0
}
