//! Documents and their items in a Directus elsewhere: which pairs have to be compared, and what a comparison leads to here. A pair is claimed,
//! worked on, and settled or postponed; what is reported for a claim that is over changes nothing.

use crate::database::{FromRow, Query, Statement, StorageError, column};
use crate::objects::ObjectKey;
use serde_json::Value;
use std::time::Duration;
use tokio_postgres::Row;
use uuid::Uuid;

/// A pair that is ours to compare.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// Which claim.
    pub claim: Claim,
    /// How often it was tried since it became due, this time counted.
    pub attempts: i16,
    /// Directus said that the item is deleted; it may be back.
    pub deleted_there: bool,
    /// What both sides had last, as [`settle`] was given it; `None` before they ever agreed.
    pub seen: Option<Value>,
    /// The item's file, as far as we know.
    pub file_id: Option<Uuid>,
    /// Which file of ours that one is a copy of.
    pub file_key: Option<String>,
    /// Our side; `None` when there is no such document.
    pub document: Option<Document>,
}

/// What a claim is known by.
#[derive(Clone, Copy, Debug)]
pub struct Claim {
    /// The document, and its item.
    pub document_id: Uuid,
    /// Another one each time.
    id: Uuid,
    /// Which state of the pair was claimed.
    version: i64,
}

/// Our side of a pair.
#[derive(Clone, Debug)]
pub struct Document {
    /// The client it belongs to.
    pub client_id: Uuid,
    /// See [`crate::documents::Document::title`].
    pub title: String,
    /// Its text, when it has no file.
    pub body: Option<String>,
    /// Where visitors find the original.
    pub url: Option<String>,
    /// `uploading`, `processing`, `ready` or `failed`.
    pub status: String,
    /// Why it failed, for people.
    pub failure: Option<String>,
    /// As its uploader named it.
    pub file_name: Option<String>,
    /// Its file in the object store.
    pub object_key: Option<String>,
    /// The names of its tags.
    pub tags: Vec<String>,
}

/// Claims the pair that has been due longest, or `document_id`'s if it is due. `None` when none is, or somebody else is at it.
pub fn claim(document_id: Option<Uuid>, lease: Duration) -> Statement<Option<Claimed>> {
    // Sent twice it would claim two.
    Query::write(
        "select document_id, claim, version, attempts, deleted_there, seen, file_id, file_key, client_id, title, body, url, status,
                failure, file_name, object_key, tags
           from app.claim_directus_item($1, $2)",
    )
    .uuid(document_id)
    .integer(seconds(lease))
    .optional()
}

/// Remembers which file was uploaded there, and of which of ours it is a copy.
pub fn keep_file(claim: Claim, file_id: Uuid, file_key: &str) -> Statement<()> {
    Query::repeatable("select app.keep_directus_file($1, $2, $3, $4)")
        .uuid(claim.document_id)
        .uuid(claim.id)
        .uuid(file_id)
        .text(file_key)
        .nothing()
}

/// What became of changes that were to be done here.
#[derive(Debug, PartialEq, Eq)]
pub enum Applied {
    /// Done. A file is awaited under this key, when there is one among the changes; [`take_file`] says that it has come.
    Done(Option<ObjectKey>),
    /// The claim is over, or the document is gone.
    Void,
    /// There is no such client.
    NoClient,
    /// The client has as many documents as it may.
    Full,
}

/// Does here what was done there. `changes` holds what changed: `title`, `body`, `url`, `tags` (names), `file` (`{name, sizeBytes}`), and for a
/// document that is new here `clientId`.
pub fn apply(claim: Claim, changes: Value) -> Statement<Applied> {
    Query::write("select outcome, object_key from app.apply_directus_item($1, $2, $3)")
        .uuid(claim.document_id)
        .uuid(claim.id)
        .jsonb(changes)
        .one()
}

/// The awaited file is in the store.
pub fn take_file(key: &ObjectKey) -> Statement<()> {
    Query::repeatable("select app.take_directus_file($1, $2)")
        .uuid(key.document_id)
        .text(key.to_string())
        .nothing()
}

/// Deletes the document, because its item was deleted there.
pub fn delete_document(claim: Claim) -> Statement<()> {
    Query::repeatable("select app.delete_directus_document($1, $2)")
        .uuid(claim.document_id)
        .uuid(claim.id)
        .nothing()
}

/// What both sides have from now on.
#[derive(Debug)]
pub struct Agreed {
    /// What will be [`Claimed::seen`].
    pub seen: Value,
    /// The item's file.
    pub file_id: Option<Uuid>,
    /// Which file of ours that is a copy of.
    pub file_key: Option<String>,
}

/// Both sides agree; `None` when neither has it any more. A pair that changed meanwhile stays due.
pub fn settle(claim: Claim, agreed: Option<Agreed>) -> Statement<()> {
    let (seen, file_id, file_key) = match agreed {
        Some(agreed) => (Some(agreed.seen), agreed.file_id, agreed.file_key),
        None => (None, None, None),
    };
    Query::write("select app.settle_directus_item($1, $2, $3, $4, $5, $6)")
        .uuid(claim.document_id)
        .uuid(claim.id)
        .optional_big_integer(Some(claim.version))
        .optional_jsonb(seen)
        .uuid(file_id)
        .optional_text(file_key)
        .nothing()
}

/// Gives it back, to be tried again after `delay`. `error` says why, and holds no secret.
pub fn postpone(claim: Claim, delay: Duration, error: &str) -> Statement<()> {
    Query::write("select app.postpone_directus_item($1, $2, $3, $4, $5)")
        .uuid(claim.document_id)
        .uuid(claim.id)
        .optional_big_integer(Some(claim.version))
        .integer(seconds(delay))
        .text(error)
        .nothing()
}

/// How many pairs have to be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Queued(pub i64);

/// Something happened to these items there. That one is deleted only counts for what we know.
pub fn hear_of(ids: Vec<Uuid>, are_deleted: bool) -> Statement<Queued> {
    Query::repeatable("select app.hear_of_directus_items($1, $2) as queued")
        .optional_uuids(Some(ids))
        .boolean(are_deleted)
        .one()
}

/// A resync has met these items there. Those that are due already, or whose documents the resync has made due, are not counted again.
pub fn hear_of_new(ids: Vec<Uuid>) -> Statement<Queued> {
    Query::repeatable("select app.hear_of_new_directus_items($1) as queued")
        .optional_uuids(Some(ids))
        .one()
}

/// All documents of a client, or of all clients, have to be compared.
pub fn resync(client_id: Option<Uuid>) -> Statement<Queued> {
    Query::repeatable("select app.resync_directus($1) as queued")
        .uuid(client_id)
        .one()
}

/// Whether a client is the signed-in user's.
pub fn owns_client(client_id: Option<Uuid>) -> Statement<Owns> {
    Query::repeatable("select coalesce(app.owns_client($1), false) as owns")
        .uuid(client_id)
        .one()
}

/// See [`owns_client`].
#[derive(Clone, Copy, Debug)]
pub struct Owns(pub bool);

fn seconds(duration: Duration) -> i32 {
    i32::try_from(duration.as_secs()).unwrap_or(i32::MAX)
}

impl FromRow for Claimed {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        let client_id: Option<Uuid> = column(row, "client_id")?;
        let document = client_id.map(|client_id| read_document(row, client_id));
        Ok(Self {
            claim: Claim {
                document_id: column(row, "document_id")?,
                id: column(row, "claim")?,
                version: column(row, "version")?,
            },
            attempts: column(row, "attempts")?,
            deleted_there: column(row, "deleted_there")?,
            seen: column(row, "seen")?,
            file_id: column(row, "file_id")?,
            file_key: column(row, "file_key")?,
            document: document.transpose()?,
        })
    }
}

fn read_document(row: &Row, client_id: Uuid) -> Result<Document, StorageError> {
    let tags: Value = column(row, "tags")?;
    let names = tags.as_array().into_iter().flatten();
    Ok(Document {
        client_id,
        title: column(row, "title")?,
        body: column(row, "body")?,
        url: column(row, "url")?,
        status: column(row, "status")?,
        failure: column(row, "failure")?,
        file_name: column(row, "file_name")?,
        object_key: column(row, "object_key")?,
        tags: names.filter_map(Value::as_str).map(str::to_owned).collect(),
    })
}

impl FromRow for Applied {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        let outcome: String = column(row, "outcome")?;
        let key: Option<String> = column(row, "object_key")?;
        Ok(match &*outcome {
            "applied" => Self::Done(key.and_then(|key| key.parse().ok())),
            "no_client" => Self::NoClient,
            "full" => Self::Full,
            _ => Self::Void,
        })
    }
}

impl FromRow for Queued {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self(column(row, "queued")?))
    }
}

impl FromRow for Owns {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self(column(row, "owns")?))
    }
}
