//! How guessing is slowed. Attempts are counted in Postgres before a password is looked at, so that a flood in parallel gets no further than one
//! after the other; success takes the count back. Who knows the table learns neither names nor addresses: counters go by keyed hashes.
//! (OWASP ASVS 5.0, 6.3.1; <https://cheatsheetseries.owasp.org/cheatsheets/Authentication_Cheat_Sheet.html>)
//!
//! A name, known or not, has five attempts; then it waits 15 seconds, and twice as long each time, 15 minutes at most (`app.count_attempt`).
//! A browser that its user has logged in with counts apart. An address is a loose ring around all: hundreds of people at a venue share one.

use crate::database::{FromRow, Query, Statement, StorageError, column};
use crate::device_cookie::Device;
use crate::http::address;
use crate::second_factor::StoredFactor;
use crate::session_cookie::SessionKeys;
use crate::sessions::Deleted;
use crate::settings::Secret;
use crate::users::Login;
use axum::http::HeaderMap;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt;
use tokio_postgres::Row;

/// What the key is derived for.
const USE: &[u8] = b"conference-chat: counters of sign-in, v1";
/// Failures of an address within 15 minutes.
const FAILURES: i32 = 100;
/// Registrations of an address within an hour.
const REGISTRATIONS: i32 = 100;
/// How much more a door that many people come through has than each of them.
const DOOR: i32 = 10;

/// The constraint that statements conflict with when an address did something too often.
pub const TOO_MANY: &str = "sign_in_counters_full";
/// Seconds after which an address that had too many registrations may try again: a ring's end is not told then.
pub const RING_WAIT_S: i32 = 15 * 60;

/// Names what is counted. Cheap to clone.
#[derive(Clone)]
pub struct CounterNames {
    key: [u8; 32],
}

/// It is a key.
impl fmt::Debug for CounterNames {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CounterNames")
    }
}

/// What one attempt to log in is counted by.
#[derive(Clone, Debug)]
pub struct Attempt {
    name: Vec<u8>,
    device: Option<(Device, Vec<u8>)>,
    failures: Rings,
}

/// Counters of where a request comes from, and how far each may go. None where nobody whom we can believe says where that is.
#[derive(Clone, Debug, Default)]
pub struct Rings {
    keys: Vec<Vec<u8>>,
    limits: Vec<i32>,
}

impl CounterNames {
    /// With a key that is derived from the deployment's own: putting another in front begins all counters anew.
    #[must_use]
    pub fn new(keys: &SessionKeys) -> Self {
        let derived = keys.derived_for(USE).into_iter().next();
        Self {
            key: derived.expect("a list that was split has at least one entry"),
        }
    }

    /// An attempt to log in by a name, from a browser that may be known.
    #[must_use]
    pub fn attempt(&self, username: &str, device: Option<Device>, headers: &HeaderMap) -> Attempt {
        let device = device.map(|device| (device, self.name("browser", device.id.as_bytes())));
        Attempt {
            name: self.name("user", username.as_bytes()),
            device,
            failures: self.failures(headers),
        }
    }

    /// Where failures come from.
    #[must_use]
    pub fn failures(&self, headers: &HeaderMap) -> Rings {
        self.rings("failures", FAILURES, headers)
    }

    /// Where registrations come from.
    #[must_use]
    pub fn registrations(&self, headers: &HeaderMap) -> Rings {
        self.rings("registrations", REGISTRATIONS, headers)
    }

    /// Of two addresses the last one may be a door that everybody comes through, and the one before it made up: both together are a ring, and
    /// the last one alone is a wider one.
    fn rings(&self, what: &str, limit: i32, headers: &HeaderMap) -> Rings {
        let Some((last, before)) = address::last_two(headers) else {
            return Rings::default();
        };
        let alone = self.name(what, last.to_string().as_bytes());
        let Some(before) = before else {
            return Rings {
                keys: vec![alone],
                limits: vec![limit],
            };
        };
        let both = self.name(what, format!("{before} {last}").as_bytes());
        Rings {
            keys: vec![both, alone],
            limits: vec![limit, limit * DOOR],
        }
    }

    fn name(&self, what: &str, which: &[u8]) -> Vec<u8> {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.key).expect("HMAC takes keys of any length");
        mac.update(what.as_bytes());
        mac.update(&[0]);
        mac.update(which);
        mac.finalize().into_bytes().to_vec()
    }
}

/// What comes of counting an attempt to log in.
#[derive(Debug)]
pub enum Begun {
    /// It has to wait so many seconds; nothing was looked at.
    Wait(i32),
    /// The user of that name, if there is one.
    Found(Option<Login>),
}

/// What a signed-in user's password and code are checked against once more.
#[derive(Debug)]
pub enum OwnCheck {
    /// It has to wait so many seconds; nothing was looked at.
    Wait(i32),
    /// Go on.
    Against(OwnSecrets),
}

/// The signed-in user's own.
#[derive(Debug)]
pub struct OwnSecrets {
    /// The stored hash; `None` when nobody is signed in.
    pub password_hash: Option<Secret>,
    /// The second factor, also one that was not turned on yet.
    pub second_factor: Option<StoredFactor>,
    /// Whether it is turned on.
    pub is_enabled: bool,
}

/// Counts an attempt and finds the user who logs in by `username`, letters compared exactly. `None` finds nobody and counts as any other name.
pub fn begin_log_in(username: Option<&str>, attempt: &Attempt) -> Statement<Begun> {
    // Sent twice it counts twice, which a person with five attempts can bear and a guesser cannot use.
    let query = Query::repeatable(
        "select wait_s, user_id, password_hash, second_factor, last_step
           from app.begin_log_in($1, $2, $3, $4, $5, $6)",
    )
    .optional_text(username.map(str::to_owned))
    .bytes(attempt.name.clone());
    attempt
        .bind_device(query)
        .byte_strings(attempt.failures.keys.clone())
        .integers(attempt.failures.limits.clone())
        .one()
}

/// Takes back what the attempt counted, after a log-in in the same batch. Where nobody was logged in it does nothing. Others who come from the
/// same address wait for the end of the batch: it belongs there.
pub fn forget(attempt: &Attempt) -> Statement<()> {
    let query = Query::write("select from app.forget_log_in_attempts($1, $2, $3, $4)")
        .bytes(attempt.name.clone());
    attempt
        .bind_device(query)
        .byte_strings(attempt.failures.keys.clone())
        .nothing()
}

impl Attempt {
    fn bind_device(&self, query: Query) -> Query {
        let device = self.device.as_ref();
        query
            .uuid(device.map(|(device, _)| device.user_id))
            .optional_bytes(device.map(|(_, name)| name.clone()))
    }
}

/// Conflicts with [`TOO_MANY`] when one of the rings is full.
pub fn check(rings: &Rings) -> Statement<()> {
    rings.bind(Query::repeatable("select from app.check_rings($1, $2)"))
}

/// Counts a registration, or conflicts with [`TOO_MANY`]. Others who come from the same address wait for the end of the batch.
pub fn count_registration(rings: &Rings) -> Statement<()> {
    rings.bind(Query::write("select from app.count_registration($1, $2)"))
}

/// Counts a failure that was no log-in, a registration by a name that is taken; or conflicts with [`TOO_MANY`].
pub fn count_failure(rings: &Rings) -> Statement<()> {
    rings.bind(Query::repeatable("select from app.count_failure($1, $2)"))
}

impl Rings {
    fn bind(&self, query: Query) -> Statement<()> {
        query
            .byte_strings(self.keys.clone())
            .integers(self.limits.clone())
            .nothing()
    }
}

/// Counts an attempt of the signed-in user to prove once more who it is, on a counter of the user's own sessions.
pub fn begin_own_check() -> Statement<OwnCheck> {
    Query::repeatable(
        "select wait_s, password_hash, second_factor, is_enabled, last_step from app.begin_own_check()",
    )
    .one()
}

/// Takes back what [`begin_own_check`] counted: the password was right. Does nothing for somebody whose second factor is turned on: who has only the
/// password shall not make room for more guesses at the code.
pub fn forget_own() -> Statement<()> {
    Query::repeatable("select from app.forget_own_attempts()").nothing()
}

/// Deletes counters that count for nothing any more, `at_most` so many. Gives how many it deleted.
pub fn delete_expired_counters(at_most: i32) -> Statement<Deleted> {
    // As with sessions: it may run twice, but would count only the second time.
    Query::write("select app.delete_expired_sign_in_counters($1) as deleted")
        .integer(at_most)
        .one()
}

impl FromRow for Begun {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        if let Some(wait_s) = column(row, "wait_s")? {
            return Ok(Self::Wait(wait_s));
        }
        let user_id: Option<uuid::Uuid> = column(row, "user_id")?;
        let login = user_id.map(|_| Login::from_row(row)).transpose()?;
        Ok(Self::Found(login))
    }
}

impl FromRow for OwnCheck {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        if let Some(wait_s) = column(row, "wait_s")? {
            return Ok(Self::Wait(wait_s));
        }
        let is_enabled: Option<bool> = column(row, "is_enabled")?;
        Ok(Self::Against(OwnSecrets {
            password_hash: column::<Option<String>>(row, "password_hash")?.map(Secret::new),
            second_factor: StoredFactor::read(row)?,
            is_enabled: is_enabled.unwrap_or_default(),
        }))
    }
}

#[cfg(test)]
mod tests;
