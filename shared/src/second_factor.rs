//! The second factor of a log-in: a code of an authenticator (TOTP), or one of ten recovery codes for when that is lost. The secret is sealed
//! for its user; of recovery codes a hash is kept, which is enough, since they are random. Each code is good once, which Postgres decides
//! (`app.use_code`). Requests cannot read any of it but by the functions of the own account.

mod recovery_codes;
mod totp;

pub use recovery_codes::{RecoveryCodes, generate as generate_recovery_codes};
pub use totp::AuthenticatorSecret;

use crate::database::{FromRow, Query, Statement, StorageError, column};
use crate::sealed::Sealer;
use crate::sessions::Sid;
use crate::settings::Secret;
use std::time::SystemTime;
use time::OffsetDateTime;
use tokio_postgres::Row;
use uuid::Uuid;

/// A second factor as it is stored.
#[derive(Clone, Debug)]
pub struct StoredFactor {
    sealed: String,
    last_step: i64,
}

/// A code as somebody typed it.
#[derive(Debug)]
enum Typed {
    /// Six digits.
    Digits(u32),
    /// The form of a recovery code.
    Recovery(String),
    /// No code has that form.
    Nothing,
}

/// A code that may be right. Postgres uses it up, or finds it used.
#[derive(Debug)]
pub struct Code {
    /// The secret that it was checked against.
    sealed: String,
    step: Option<i64>,
    /// The secret sealed anew, when an older key sealed it.
    resealed: Option<String>,
    recovery_hash: Option<Vec<u8>>,
}

impl StoredFactor {
    /// Of the columns `second_factor` and `last_step`.
    pub(crate) fn read(row: &Row) -> Result<Option<Self>, StorageError> {
        let sealed: Option<String> = column(row, "second_factor")?;
        let last_step: Option<i64> = column(row, "last_step")?;
        Ok(sealed
            .zip(last_step)
            .map(|(sealed, last_step)| Self { sealed, last_step }))
    }

    /// As it is stored, to be compared.
    #[must_use]
    pub fn sealed(&self) -> &str {
        &self.sealed
    }

    /// The code that was typed, when it may be right: of the authenticator at `now`, not used yet, or in the form of a recovery code.
    #[must_use]
    pub fn check(
        &self,
        sealer: &Sealer,
        user_id: Uuid,
        typed: &Secret,
        now: SystemTime,
    ) -> Option<Code> {
        match Typed::read(typed.expose()) {
            Typed::Digits(digits) => Some(Code {
                step: Some(self.check_digits(sealer, user_id, digits, now)?),
                resealed: sealer.renew(user_id, &self.sealed),
                sealed: self.sealed.clone(),
                recovery_hash: None,
            }),
            Typed::Recovery(code) => Some(Code {
                step: None,
                resealed: None,
                sealed: self.sealed.clone(),
                recovery_hash: Some(recovery_codes::hash(user_id, &code)),
            }),
            Typed::Nothing => None,
        }
    }

    /// The time step of an authenticator's code; a recovery code is none.
    #[must_use]
    pub fn check_authenticator(
        &self,
        sealer: &Sealer,
        user_id: Uuid,
        typed: &Secret,
        now: SystemTime,
    ) -> Option<i64> {
        match Typed::read(typed.expose()) {
            Typed::Digits(digits) => self.check_digits(sealer, user_id, digits, now),
            Typed::Recovery(_) | Typed::Nothing => None,
        }
    }

    fn check_digits(
        &self,
        sealer: &Sealer,
        user_id: Uuid,
        digits: u32,
        now: SystemTime,
    ) -> Option<i64> {
        match AuthenticatorSecret::open(sealer, user_id, &self.sealed) {
            Ok(secret) => secret.find_step(digits, now, self.last_step),
            Err(error) => {
                tracing::warn!(user.id = %user_id, %error, "a second factor cannot be opened: recovery codes still work");
                None
            }
        }
    }
}

impl Typed {
    fn read(text: &str) -> Self {
        let is_between = |character: &char| !character.is_whitespace() && *character != '-';
        // Longer than any code: there is no use in reading on.
        let code: String = text.chars().filter(is_between).take(32).collect();
        if code.len() == totp::DIGITS && code.bytes().all(|byte| byte.is_ascii_digit()) {
            return code.parse().map_or(Self::Nothing, Self::Digits);
        }
        recovery_codes::normalised(&code).map_or(Self::Nothing, Self::Recovery)
    }
}

impl Query {
    /// The parameters by which functions take a code.
    pub(crate) fn code(self, code: Option<&Code>) -> Self {
        self.optional_text(code.map(|code| code.sealed.clone()))
            .optional_big_integer(code.and_then(|code| code.step))
            .optional_text(code.and_then(|code| code.resealed.clone()))
            .optional_bytes(code.and_then(|code| code.recovery_hash.clone()))
    }
}

/// What the signed-in user's second factor is.
#[derive(Debug)]
pub struct OwnSecondFactor {
    /// Since when it is turned on; `None` when it is not.
    pub enabled_at: Option<OffsetDateTime>,
    /// Recovery codes that were not used.
    pub recovery_codes_left: i64,
}

/// What came of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is done.
    Done,
    /// Nothing: the password is no longer the one that was checked.
    PasswordChanged,
    /// Nothing: the code was used, or is none of the recovery codes.
    CodeRefused,
    /// Nothing: the second factor is turned on already.
    AlreadyEnabled,
    /// Nothing: there is no such second factor.
    Missing,
}

/// Whether the signed-in user has one.
pub fn find_own() -> Statement<OwnSecondFactor> {
    Query::repeatable("select enabled_at, recovery_codes_left from app.own_second_factor()").one()
}

/// Keeps a sealed secret for the signed-in user until a code of it is seen; one that waits so already goes.
pub fn set_up_own(checked_hash: &Secret, sealed: &str) -> Statement<Outcome> {
    Query::write("select app.set_up_own_second_factor($1, $2) as outcome")
        .text(checked_hash.expose())
        .text(sealed)
        .one()
}

/// Turns on the secret of which a code was seen, with these recovery codes, and ends all sessions but the current one.
pub fn enable_own(
    factor: &StoredFactor,
    step: i64,
    recovery_codes: &RecoveryCodes,
    current_sid: &Sid,
) -> Statement<Outcome> {
    Query::write("select app.enable_own_second_factor($1, $2, $3, $4) as outcome")
        .text(factor.sealed())
        .optional_big_integer(Some(step))
        .byte_strings(recovery_codes.hashes())
        .text(current_sid.expose())
        .one()
}

/// Puts these recovery codes in place of those that are left.
pub fn replace_own_recovery_codes(
    checked_hash: &Secret,
    code: &Code,
    recovery_codes: &RecoveryCodes,
) -> Statement<Outcome> {
    Query::write("select app.replace_own_recovery_codes($1, $2, $3, $4, $5, $6) as outcome")
        .text(checked_hash.expose())
        .code(Some(code))
        .byte_strings(recovery_codes.hashes())
        .one()
}

/// Turns the signed-in user's second factor off.
pub fn disable_own(checked_hash: &Secret, code: &Code) -> Statement<Outcome> {
    Query::write("select app.disable_own_second_factor($1, $2, $3, $4, $5) as outcome")
        .text(checked_hash.expose())
        .code(Some(code))
        .one()
}

impl FromRow for OwnSecondFactor {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self {
            enabled_at: column(row, "enabled_at")?,
            recovery_codes_left: column(row, "recovery_codes_left")?,
        })
    }
}

impl FromRow for Outcome {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        let outcome: &str = column(row, "outcome")?;
        Ok(match outcome {
            "done" => Self::Done,
            "changed" => Self::PasswordChanged,
            "refused" => Self::CodeRefused,
            "enabled" => Self::AlreadyEnabled,
            _ => Self::Missing,
        })
    }
}

#[cfg(test)]
mod tests;
