//! The one way to Postgres. [`Database::run`] sends a request's statements as one pipelined transaction under the role
//! `conference_app`; there is no way to run SQL outside such a batch, and none to write SQL outside this crate.

mod batch;
mod connection;
mod direct;
mod error;
mod lease;
mod statement;
mod url;

pub use batch::Database;
pub use connection::DatabaseConfig;
pub use error::StorageError;
pub use statement::{AndThen, Changed, Statement, Statements};

pub(crate) use connection::connect_directly;
pub(crate) use statement::{FromRow, Query, column};
