//! Users: who signs in. The role of requests cannot read their table; these statements call the functions that stand for it.

use crate::database::{FromRow, Query, Statement, StorageError, column};
use crate::second_factor::{Code, StoredFactor};
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
    /// The second factor, when it is turned on.
    pub second_factor: Option<StoredFactor>,
}

/// How a log-in ended.
#[derive(Debug)]
pub enum LoggedIn {
    /// By the user of that name, as it was registered.
    As(String),
    /// Nothing was done: the password changed since the log-in was read, or a second factor was turned on meanwhile.
    Changed,
    /// Nothing was done: the code was used before, or is none of the recovery codes.
    CodeRefused,
}

/// The user who logs in by `username`, letters compared exactly. It is not counted: see [`crate::sign_in::begin_log_in`].
pub fn find_login(username: &str) -> Statement<Option<Login>> {
    Query::repeatable(
        "select user_id, password_hash, second_factor, last_step from app.find_login($1)",
    )
    .text(username)
    .optional()
}

/// Replaces the caller's session by `session` for the user of `login`, whose password was just checked, and stores
/// `upgraded_hash` when given. Uses up `code`, without which nobody logs in who has a second factor. Opens the session for the batch.
pub fn log_in(
    login: &Login,
    upgraded_hash: Option<&Secret>,
    code: Option<&Code>,
    session: &NewSession,
) -> Statement<LoggedIn> {
    Query::write(
        "select outcome, username from app.finish_log_in($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .uuid(login.user_id)
    .text(login.password_hash.expose())
    .optional_text(upgraded_hash.map(|hash| hash.expose().to_owned()))
    .code(code)
    .session(session)
    .one()
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
            second_factor: StoredFactor::read(row)?,
        })
    }
}

impl FromRow for LoggedIn {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        let outcome: &str = column(row, "outcome")?;
        Ok(match outcome {
            "logged_in" => Self::As(column(row, "username")?),
            "refused" => Self::CodeRefused,
            _ => Self::Changed,
        })
    }
}

impl FromRow for Done {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self(column(row, "done")?))
    }
}
