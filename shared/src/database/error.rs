//! What can go wrong in storage, in storage's own words. Handlers decide what it means to a caller.

use tokio_postgres::error::{Severity, SqlState};

/// A failed statement or batch.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// The database cannot be reached, closes the connection, or does not answer in time.
    #[error("the database is away: {reason}")]
    Unavailable {
        /// What was seen.
        reason: String,
        /// The driver's error, when there was one.
        #[source]
        source: Option<tokio_postgres::Error>,
    },
    /// A unique key, a foreign key or a check refuses the write.
    #[error("constraint {constraint} refuses the write")]
    Conflict {
        /// The constraint's name, as the migrations spell it.
        constraint: String,
        /// The driver's error.
        #[source]
        source: tokio_postgres::Error,
    },
    /// A row does not hold what its type says.
    #[error("column {column} cannot be read")]
    UnexpectedRow {
        /// The column's name.
        column: &'static str,
        /// The driver's error.
        #[source]
        source: tokio_postgres::Error,
    },
    /// A statement gave fewer rows than it always must.
    #[error("a statement gave no row where one is certain")]
    MissingRow,
    /// Anything else the database refuses: a mistake in a statement or in the schema.
    #[error("the database refuses a statement")]
    Refused(#[source] tokio_postgres::Error),
}

impl StorageError {
    pub(crate) fn unavailable(reason: impl Into<String>) -> Self {
        Self::Unavailable {
            reason: reason.into(),
            source: None,
        }
    }
}

/// What a server that refuses something says about the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    /// Nothing of the transaction is kept, and on another try it may well be.
    pub(super) may_pass: bool,
    /// Nothing more comes over this connection, or nothing good: it is about to be closed, or leads to a server that takes no writes.
    pub(super) ends_connection: bool,
}

impl Refusal {
    /// `None` when the server refused nothing: there was no answer, or it is the word of a pooler (class 08) that lost the server, which
    /// cannot know what that has done.
    pub(super) fn of(error: &tokio_postgres::Error) -> Option<Self> {
        let error = error.as_db_error()?;
        let code = error.code().code();
        if code.starts_with("08") {
            return None;
        }
        let is_fatal = matches!(
            error.parsed_severity(),
            Some(Severity::Fatal | Severity::Panic)
        );
        Some(Self {
            may_pass: is_fatal || PASSING.contains(&code),
            ends_connection: is_fatal || code == READ_ONLY,
        })
    }
}

/// The server takes no writes: it was a primary until a fail-over, or has been told so.
const READ_ONLY: &str = "25006";
/// Besides that, transactions that were in each other's way.
const PASSING: [&str; 3] = [READ_ONLY, "40001", "40P01"];

impl From<tokio_postgres::Error> for StorageError {
    fn from(error: tokio_postgres::Error) -> Self {
        let Some(db_error) = error.as_db_error() else {
            // No answer of the server at all: connecting failed, TLS failed, the connection broke.
            return Self::Unavailable {
                reason: "no answer".to_owned(),
                source: Some(error),
            };
        };
        if is_unavailable(db_error.code()) {
            return Self::Unavailable {
                reason: format!("SQLSTATE {}", db_error.code().code()),
                source: Some(error),
            };
        }
        let is_conflict = [
            SqlState::UNIQUE_VIOLATION,
            SqlState::FOREIGN_KEY_VIOLATION,
            SqlState::CHECK_VIOLATION,
        ]
        .contains(db_error.code());
        match db_error.constraint() {
            Some(constraint) if is_conflict => Self::Conflict {
                constraint: constraint.to_owned(),
                source: error,
            },
            _ => Self::Refused(error),
        }
    }
}

/// SQLSTATEs by which a server (or a pooler before it) says that it cannot serve now.
/// <https://www.postgresql.org/docs/current/errcodes-appendix.html>
fn is_unavailable(code: &SqlState) -> bool {
    let code = code.code();
    // 08: connection exceptions; 53: insufficient resources; 57P: operator intervention; 58: system errors. PgBouncer reports
    // an unreachable server as 08P01. 57014 is our own statement_timeout, 25P03 a session that was ended in a transaction.
    code.starts_with("08")
        || code.starts_with("53")
        || code.starts_with("57P")
        || code.starts_with("58")
        || ["57014", "25P03"].contains(&code)
        || PASSING.contains(&code)
}
