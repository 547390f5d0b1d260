//! What went wrong, in one line that an operator may read anywhere.

use std::error::Error;
use tokio_postgres::error::DbError;

/// An error with its reasons. Of what Postgres says it takes the message and the code but no detail and no hint: those quote rows
/// ("Key (username)=(ada) already exists"). A message may still quote a value: good for migrations and connections, whose values are the
/// operator's; what a request's statement was refused for is told by its code alone ([`crate::http::ApiError::storage`]).
#[must_use]
pub fn explain(error: &(dyn Error + 'static)) -> String {
    let mut texts: Vec<String> = Vec::new();
    let mut reason = Some(error);
    while let Some(error) = reason {
        match own_text(error) {
            Some(text) if texts.last() != Some(&text) => texts.push(text),
            _ => {}
        }
        reason = error.source();
    }
    texts.join(": ")
}

/// What an error says beyond its reason; `None` when that is nothing.
fn own_text(error: &(dyn Error + 'static)) -> Option<String> {
    if let Some(refusal) = error.downcast_ref::<DbError>() {
        let code = refusal.code().code();
        return Some(format!("{} (SQLSTATE {code})", refusal.message()));
    }
    if let Some(error) = error.downcast_ref::<tokio_postgres::Error>() {
        // Its own words are "db error" then.
        return error.as_db_error().is_none().then(|| error.to_string());
    }
    if let Some(error) = error.downcast_ref::<refinery::Error>() {
        // It repeats its reason in its text.
        return Some(match error.kind() {
            refinery::error::Kind::Connection(doing, _) => doing.clone(),
            kind => kind.to_string(),
        });
    }
    Some(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::StorageError;
    use std::io;

    #[test]
    fn every_reason_is_said_once() {
        let refused = io::Error::new(io::ErrorKind::ConnectionRefused, "nobody listens");
        let inner: Box<dyn Error + Send + Sync> = Box::new(refused);
        let outer = io::Error::other(inner);
        assert_eq!(explain(&outer), "nobody listens");
        let away = StorageError::unavailable("no answer");
        assert_eq!(explain(&away), "the database is away: no answer");
    }
}
