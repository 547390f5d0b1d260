//! Users: who signs in. The role of requests cannot read their table; these statements call the functions that stand for it.

use crate::database::{FromRow, Query, Statement, StorageError, column};
use crate::sessions::NewSession;
use crate::settings::Secret;
use tokio_postgres::Row;
use uuid::Uuid;

/// What a log-in needs to check a password.
#[derive(Debug)]
pub struct Login {
    /// The user's id.
    pub user_id: Uuid,
    /// The stored hash, bcrypt or Argon2id.
    pub password_hash: Secret,
}

/// A finished log-in.
#[derive(Debug)]
pub struct LoggedIn {
    /// The name as it was registered.
    pub username: String,
}

/// The user who logs in by `username`, letters compared exactly.
pub fn find_login(username: &str) -> Statement<Option<Login>> {
    Query::repeatable("select user_id, password_hash from app.find_login($1)")
        .text(username)
        .optional()
}

/// Replaces the caller's session by `session` for the user of `login`, whose password was just checked, and stores
/// `upgraded_hash` when given. `None`, and nothing done, when the password changed since `login` was read.
/// Opens the session for the batch.
pub fn log_in(
    login: &Login,
    upgraded_hash: Option<&Secret>,
    session: &NewSession,
) -> Statement<Option<LoggedIn>> {
    Query::write("select username from app.log_in($1, $2, $3, $4, $5, $6, $7, $8)")
        .uuid(login.user_id)
        .text(login.password_hash.expose())
        .optional_text(upgraded_hash.map(|hash| hash.expose().to_owned()))
        .session(session)
        .optional()
}

/// Creates a user with its first session and opens that for the batch.
/// Conflicts with [`USERNAME_TAKEN`] when the name exists in any case of letters.
pub fn register(
    user_id: Uuid,
    username: &str,
    password_hash: &Secret,
    session: &NewSession,
) -> Statement<()> {
    Query::write("select from app.register($1, $2, $3, $4, $5, $6, $7, $8)")
        .uuid(user_id)
        .text(username)
        .text(password_hash.expose())
        .session(session)
        .nothing()
}

/// The constraint that [`register`] conflicts with.
pub const USERNAME_TAKEN: &str = "users_username_unique";

/// The signed-in user's stored hash, to check the current password against.
pub fn find_own_password_hash() -> Statement<OwnPasswordHash> {
    Query::repeatable("select app.own_password_hash() as password_hash").one()
}

/// See [`find_own_password_hash`]; `None` when nobody is signed in.
#[derive(Debug)]
pub struct OwnPasswordHash(pub Option<Secret>);

/// Stores a new hash for the signed-in user and ends all sessions but the current one. False, and nothing done, when the
/// password is no longer the one that was checked.
pub fn update_own_password(
    checked_hash: &Secret,
    new_hash: &Secret,
    current_sid: &crate::sessions::Sid,
) -> Statement<Done> {
    Query::write("select app.change_own_password($1, $2, $3) as done")
        .text(checked_hash.expose())
        .text(new_hash.expose())
        .text(current_sid.expose())
        .one()
}

/// Deletes the signed-in user with clients, widgets and sessions. False, and nothing done, when the password is no longer the one
/// that was checked.
pub fn delete_own_account(checked_hash: &Secret) -> Statement<Done> {
    Query::write("select app.delete_own_account($1) as done")
        .text(checked_hash.expose())
        .one()
}

/// Whether a conditional change took place.
#[derive(Debug)]
pub struct Done(pub bool);

impl FromRow for Login {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self {
            user_id: column(row, "user_id")?,
            password_hash: Secret::new(column::<String>(row, "password_hash")?),
        })
    }
}

impl FromRow for LoggedIn {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self {
            username: column(row, "username")?,
        })
    }
}

impl FromRow for OwnPasswordHash {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self(
            column::<Option<String>>(row, "password_hash")?.map(Secret::new),
        ))
    }
}

impl FromRow for Done {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self(column(row, "done")?))
    }
}
