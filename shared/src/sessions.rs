//! Sessions: rows of the `session` table as express-session and connect-pg-simple write and read them, so that either program
//! may serve a signed-in person. <https://github.com/expressjs/session>, <https://github.com/voxpelli/node-connect-pg-simple>

use crate::database::{FromRow, Query, Statement, StorageError, column};
use crate::timestamps;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use time::OffsetDateTime;
use tokio_postgres::Row;
use uuid::Uuid;

/// How long a session lasts without use, and the `Expires` of its cookie.
pub const IDLE_LIFETIME: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// A session id. It is half of a log-in, so printing it prints its name.
#[derive(Clone, PartialEq, Eq)]
pub struct Sid(String);

impl Sid {
    /// A new one: 24 random bytes, as express-session's uid-safe makes them.
    #[must_use]
    pub fn generate() -> Self {
        Self(URL_SAFE_NO_PAD.encode(crate::random_bytes::<24>()))
    }

    /// Only the cookie's signature tells that a text is a session id of ours.
    pub(crate) fn from_verified(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The id itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Sid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sid")
    }
}

/// A session about to be written.
#[derive(Debug)]
pub struct NewSession {
    /// Its id, always a fresh one: an id from before log-in may be known to somebody else (session fixation, OWASP).
    pub sid: Sid,
    /// Whose session it is.
    pub user_id: Uuid,
    /// When the cookie ends.
    pub expires_at: SystemTime,
    /// Whether the visitor came by HTTPS.
    pub is_secure: bool,
    /// The browser's name for itself, to recognise the session in a list.
    pub user_agent: Option<String>,
    /// The session the caller held until now, which ends.
    pub replaces: Option<Sid>,
}

impl NewSession {
    /// A session for `user_id` that begins at `now`.
    #[must_use]
    pub fn begin(
        user_id: Uuid,
        now: SystemTime,
        is_secure: bool,
        user_agent: Option<&str>,
        replaces: Option<Sid>,
    ) -> Self {
        let user_agent = user_agent.map(|text| text.chars().take(256).collect());
        Self {
            sid: Sid::generate(),
            user_id,
            expires_at: now + IDLE_LIFETIME,
            is_secure,
            user_agent,
            replaces,
        }
    }

    /// The `sess` column: express-session's members in express-session's order.
    fn sess(&self) -> serde_json::Value {
        json!({
            "cookie": {
                "originalMaxAge": u64::try_from(IDLE_LIFETIME.as_millis()).unwrap_or(u64::MAX),
                "expires": timestamps::iso(self.expires_at),
                "secure": self.is_secure,
                "httpOnly": true,
                "path": "/",
            },
            "userId": self.user_id,
        })
    }

    /// The `expire` column in seconds since 1970: whole ones, rounded up, as connect-pg-simple writes them.
    fn expires_at_s(&self) -> f64 {
        self.expires_at
            .duration_since(UNIX_EPOCH)
            .map_or(0.0, |since| since.as_secs_f64().ceil())
    }
}

impl Query {
    /// The last five parameters of the functions that begin a session.
    pub(crate) fn session(self, session: &NewSession) -> Self {
        self.optional_text(session.replaces.as_ref().map(|sid| sid.expose().to_owned()))
            .text(session.sid.expose())
            .json(session.sess())
            .seconds(session.expires_at_s())
            .optional_text(session.user_agent.clone())
    }
}

/// What a session id leads to.
#[derive(Debug, PartialEq, Eq)]
pub enum Opened {
    /// A signed-in user.
    SignedIn(User),
    /// A session whose user is gone; its row was removed.
    UserGone,
    /// No session, or an expired one, or one that nobody logged in to.
    Nobody,
}

/// The user of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// The user's id.
    pub id: Uuid,
    /// The name as it was registered.
    pub username: String,
}

/// Opens a session for the batch and slides its expiry, at most every five minutes and never past 30 days of age.
pub fn open(sid: &Sid) -> Statement<Opened> {
    Query::repeatable("select outcome, user_id, username from app.open_session($1)")
        .text(sid.expose())
        .one()
}

/// Deletes a session.
pub fn log_out(sid: &Sid) -> Statement<()> {
    Query::repeatable("select from app.log_out($1)")
        .text(sid.expose())
        .nothing()
}

/// A session in the list of the user's own.
#[derive(Debug)]
pub struct OwnSession {
    /// Names the session without giving it away.
    pub handle: String,
    /// When the user logged in.
    pub created_at: OffsetDateTime,
    /// When it ends unless it is used before.
    pub expires_at: OffsetDateTime,
    /// The browser that logged in; unknown for sessions of the old server.
    pub user_agent: Option<String>,
    /// Whether it is the one asking.
    pub is_current: bool,
}

/// The signed-in user's live sessions, the current one first, 100 at most.
pub fn list_own(current: &Sid) -> Statement<Vec<OwnSession>> {
    Query::repeatable(
        "select handle, created_at, expires_at, user_agent, is_current from app.own_sessions($1)",
    )
    .text(current.expose())
    .many()
}

/// Ends the signed-in user's session of that handle. Gives how many ended: 1 or 0.
pub fn end_own(handle: &str, current: &Sid) -> Statement<Ended> {
    Query::write("select app.end_own_sessions($1, $2) as ended")
        .text(handle)
        .text(current.expose())
        .one()
}

/// Ends all of the signed-in user's sessions but the current one. Gives how many ended.
pub fn end_others(current: &Sid) -> Statement<Ended> {
    Query::write("select app.end_own_sessions(null, $1) as ended")
        .text(current.expose())
        .one()
}

/// How many sessions ended.
#[derive(Debug)]
pub struct Ended(pub i64);

/// Deletes sessions that are over, `at_most` so many; those that a request is using at the moment are left for another time.
/// Gives how many it deleted.
pub fn delete_expired(at_most: i32) -> Statement<Deleted> {
    // Sent twice it would delete no other rows than sent again later, but count only those of the second time.
    Query::write("select app.delete_expired_sessions($1) as deleted")
        .integer(at_most)
        .one()
}

/// How many rows a clean-up deleted.
#[derive(Debug)]
pub struct Deleted(pub i64);

impl FromRow for Opened {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        let outcome: String = column(row, "outcome")?;
        Ok(match outcome.as_str() {
            "signed_in" => Self::SignedIn(User {
                id: column(row, "user_id")?,
                username: column(row, "username")?,
            }),
            "user_gone" => Self::UserGone,
            _ => Self::Nobody,
        })
    }
}

impl FromRow for OwnSession {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self {
            handle: column(row, "handle")?,
            created_at: column(row, "created_at")?,
            expires_at: column(row, "expires_at")?,
            user_agent: column(row, "user_agent")?,
            is_current: column(row, "is_current")?,
        })
    }
}

impl FromRow for Deleted {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self(column(row, "deleted")?))
    }
}

impl FromRow for Ended {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self(column(row, "ended")?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_row_reads_like_one_of_express_session() {
        let now = UNIX_EPOCH + Duration::from_millis(1_795_380_000_123);
        let session = NewSession::begin(Uuid::nil(), now, false, None, None);
        assert_eq!(
            session.sess().to_string(),
            r#"{"cookie":{"originalMaxAge":604800000,"expires":"2026-11-29T20:40:00.123Z","secure":false,"httpOnly":true,"path":"/"},"userId":"00000000-0000-0000-0000-000000000000"}"#
        );
        assert!((session.expires_at_s() - 1_795_984_801.0).abs() < f64::EPSILON);
    }

    #[test]
    fn a_sid_has_32_url_safe_characters_and_is_not_printed() {
        let sid = Sid::generate();
        assert_eq!(sid.expose().len(), 32);
        assert_eq!(format!("{sid:?}"), "Sid");
    }
}
