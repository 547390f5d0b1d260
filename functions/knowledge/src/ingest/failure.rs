//! What can go wrong, in words for the organiser (on the document) and for the operator (in the log).

use crate::directus::ResyncError;
use extraction::Unreadable;
use lambda_runtime::Diagnostic;
use shared::documents::ingest::Failure;
use shared::{StorageError, explain};
use std::fmt;

/// Why a document could not be read to its end.
#[derive(Debug)]
pub(super) enum Trouble {
    /// It will never be read.
    Lasting(Failure),
    /// Another time it may.
    Passing(Failure),
    /// The store of files is away, for this document and for others.
    StoreAway,
    /// It is not ours any more.
    Void,
    /// The database cannot be told anything now.
    Storage(StorageError),
}

impl From<StorageError> for Trouble {
    fn from(error: StorageError) -> Self {
        Self::Storage(error)
    }
}

impl From<Unreadable> for Trouble {
    fn from(unreadable: Unreadable) -> Self {
        let reason = failure(unreadable.code(), &unreadable.to_string());
        if unreadable.may_pass() {
            Self::Passing(reason)
        } else {
            Self::Lasting(reason)
        }
    }
}

pub(super) fn failure(code: &str, sentence: &str) -> Failure {
    Failure {
        code: code.to_owned(),
        sentence: sentence.to_owned(),
    }
}

pub(super) fn interrupted() -> Failure {
    failure(
        "interrupted",
        "Reading this document was broken off three times. Save it again in a simpler form, or split it, and upload that.",
    )
}

pub(super) fn never_came() -> Failure {
    failure("upload_missing", "The file never arrived. Upload it again.")
}

pub(super) fn file_gone() -> Failure {
    failure(
        "file_missing",
        "The file is no longer there. Upload it again.",
    )
}

pub(super) fn store_away() -> Failure {
    failure(
        "store_away",
        "The store of uploaded files cannot be reached just now. It will be tried again.",
    )
}

/// A failed invocation, in words for the operator. Lambda repeats it, which does no harm.
#[derive(thiserror::Error)]
pub enum Failed {
    /// The event is none that is meant for this function.
    #[error(
        "this event is not understood ({0}). Understood are HTTP requests, S3's \"Object Created\" (by EventBridge or directly), \
         EventBridge's \"Scheduled Event\", {{\"action\":\"sweep\"}} and {{\"action\":\"resync-directus\"}}"
    )]
    NotUnderstood(String),
    /// A resync was asked for, and it could not be begun or not to its end.
    #[error("the resync with Directus cannot go on: {}", explain(.0))]
    Resync(#[from] ResyncError),
    /// The database does not do its part.
    #[error("the ingest cannot go on: {}", explain(.0))]
    Storage(#[from] StorageError),
    /// Files came that are still to be read.
    #[error("there is not time enough left to read a file that has come")]
    OutOfTime,
}

/// The runtime logs it in this form.
impl fmt::Debug for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<Failed> for Diagnostic {
    fn from(failed: Failed) -> Self {
        let error_type = match failed {
            Failed::NotUnderstood(_) => "NotUnderstood",
            Failed::Resync(_) => "Resync",
            Failed::Storage(_) => "Storage",
            Failed::OutOfTime => "OutOfTime",
        };
        Self {
            error_type: error_type.to_owned(),
            error_message: failed.to_string(),
        }
    }
}
