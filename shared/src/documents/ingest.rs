//! How a document becomes chunks: it is claimed, worked on, and finished, failed or postponed. A claim ends by itself when nobody
//! says that the work goes on; what is reported for a claim that is void changes nothing.

use crate::database::{Changed, FromRow, Query, Statement, StorageError, column};
use crate::objects::ObjectKey;
use std::time::Duration;
use tokio_postgres::Row;
use uuid::Uuid;

/// A document that is ours to read.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// Which claim.
    pub claim: Claim,
    /// The client it belongs to.
    pub client_id: Uuid,
    /// As its uploader named it.
    pub file_name: Option<String>,
    /// Its text, when it has no file.
    pub body: Option<String>,
    /// Its file, when it has one.
    pub object_key: Option<String>,
    /// How often it was tried since it was queued, this time counted.
    pub attempts: i16,
    /// It waited for its file until now.
    pub file_was_awaited: bool,
}

/// What a claim is known by.
#[derive(Clone, Copy, Debug)]
pub struct Claim {
    /// The document.
    pub document_id: Uuid,
    /// The revision that is read.
    pub revision: i32,
    /// Another one each time.
    pub id: Uuid,
}

/// Why a document could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// For programs.
    pub code: String,
    /// For people, a sentence.
    pub sentence: String,
}

/// What was read of a document.
#[derive(Debug)]
pub struct Finished {
    /// See [`super::Document::kind`].
    pub kind: &'static str,
    /// See [`super::Document::pages`].
    pub pages: Option<i32>,
}

/// Claims the document that has been due longest.
pub fn claim_next(lease: Duration) -> Statement<Option<Claimed>> {
    claim(None, lease)
}

/// Claims the document whose file has come. `None` also when somebody is at it, or it is done.
pub fn claim_file(key: &ObjectKey, lease: Duration) -> Statement<Option<Claimed>> {
    claim(Some(key), lease)
}

fn claim(key: Option<&ObjectKey>, lease: Duration) -> Statement<Option<Claimed>> {
    // Sent twice it would claim two.
    Query::write(
        "select document_id, claim, client_id, revision, file_name, body, object_key, attempts, file_was_awaited
           from app.claim_document($1, $2)",
    )
    .optional_text(key.map(ToString::to_string))
    .integer(seconds(lease))
    .optional()
}

/// Whether a document has this file.
pub fn has_file(key: &ObjectKey) -> Statement<Changed> {
    Query::repeatable("select app.has_object($1) as is_changed")
        .text(key.to_string())
        .one()
}

/// Says how far the work is, 0 to 100, and that it goes on; opens the document's client for the batch. False when the claim is void.
pub fn report_progress(claim: Claim, progress: u8, lease: Duration) -> Statement<Changed> {
    of_claim(
        "select app.report_progress($1, $2, $3, $4, $5) as is_changed",
        claim,
    )
    .integer(i32::from(progress))
    .integer(seconds(lease))
    .one()
}

/// Lets the chunks that were added answer in the place of old ones. False when the claim is void; then nothing is changed.
pub fn finish(claim: Claim, finished: &Finished) -> Statement<Changed> {
    of_claim(
        "select app.finish_document($1, $2, $3, $4, $5) as is_changed",
        claim,
    )
    .text(finished.kind)
    .optional_integer(finished.pages)
    .one()
}

/// Gives up. False when the claim is void.
pub fn fail(claim: Claim, failure: &Failure) -> Statement<Changed> {
    of_claim(
        "select app.fail_document($1, $2, $3, $4, $5) as is_changed",
        claim,
    )
    .text(&failure.code)
    .text(&failure.sentence)
    .one()
}

/// Gives it back, to be tried again after `delay`. False when the claim is void.
pub fn postpone(claim: Claim, delay: Duration, failure: &Failure) -> Statement<Changed> {
    of_claim(
        "select app.postpone_document($1, $2, $3, $4, $5, $6) as is_changed",
        claim,
    )
    .integer(seconds(delay))
    .text(&failure.code)
    .text(&failure.sentence)
    .one()
}

/// Files that no document has any more, oldest first.
pub fn list_deleted_files(at_most: i32) -> Statement<Vec<DeletedFile>> {
    Query::repeatable("select object_key from app.list_deleted_objects($1)")
        .integer(at_most)
        .many()
}

/// See [`list_deleted_files`].
#[derive(Debug)]
pub struct DeletedFile(pub String);

/// They are deleted.
pub fn forget_deleted_files(keys: Vec<String>) -> Statement<()> {
    Query::repeatable("select app.forget_deleted_objects($1)")
        .texts(keys)
        .nothing()
}

/// Repeated it gives the same result but once: a claim that was given up is void, and says so.
fn of_claim(sql: &'static str, claim: Claim) -> Query {
    Query::write(sql)
        .uuid(claim.document_id)
        .integer(claim.revision)
        .uuid(claim.id)
}

fn seconds(duration: Duration) -> i32 {
    i32::try_from(duration.as_secs()).unwrap_or(i32::MAX)
}

impl FromRow for Claimed {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self {
            claim: Claim {
                document_id: column(row, "document_id")?,
                revision: column(row, "revision")?,
                id: column(row, "claim")?,
            },
            client_id: column(row, "client_id")?,
            file_name: column(row, "file_name")?,
            body: column(row, "body")?,
            object_key: column(row, "object_key")?,
            attempts: column(row, "attempts")?,
            file_was_awaited: column(row, "file_was_awaited")?,
        })
    }
}

impl FromRow for DeletedFile {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self(column(row, "object_key")?))
    }
}
