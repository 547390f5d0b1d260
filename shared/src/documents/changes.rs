//! What an owner does to documents: adding, changing, replacing, deleting.

use crate::database::{Changed, FromRow, Query, Statement, StorageError, column};
use crate::objects::ObjectKey;
use time::OffsetDateTime;
use tokio_postgres::Row;
use uuid::Uuid;

/// A document about to be added.
#[derive(Debug)]
pub struct NewDocument {
    /// Its id, made here so that the statements after it need not wait for it.
    pub id: Uuid,
    /// The client it is for.
    pub client_id: Option<Uuid>,
    /// See [`super::Document::title`].
    pub title: String,
    /// See [`super::Document::url`].
    pub url: Option<String>,
    /// See [`super::Document::dated_at`]; `None` for now.
    pub dated_at: Option<OffsetDateTime>,
    /// What it says.
    pub content: Content,
}

/// What a document says.
#[derive(Debug)]
pub enum Content {
    /// A text.
    Text(String),
    /// A file that is to be uploaded.
    File(NewFile),
}

/// A file that is to be uploaded.
#[derive(Debug)]
pub struct NewFile {
    /// As its uploader names it.
    pub name: String,
    /// Its size.
    pub size_bytes: i64,
}

/// A change of some of a document. `None` leaves things as they are.
#[derive(Debug, Default)]
pub struct DocumentChange {
    /// See [`super::Document::title`].
    pub title: Option<String>,
    /// See [`super::Document::url`]; the inner `None` takes it away.
    pub url: Option<Option<String>>,
    /// See [`super::Document::body`].
    pub body: Option<String>,
    /// See [`super::Document::dated_at`].
    pub dated_at: Option<OffsetDateTime>,
}

/// How many documents one of the signed-in user's clients may have; `None` when the client is not the user's.
///
/// Run before [`insert`] it makes those that add documents at once take turns, so that none sees a count that is about to change.
pub fn lock_limit(client_id: Option<Uuid>) -> Statement<Option<DocumentLimit>> {
    Query::repeatable(
        "select l.documents_at_most
           from clients c, app.limits_of(c.plan, c.requests_per_hour, c.documents_at_most) l
          where c.id = $1 and c.user_id = app.user_id()
            for no key update of c",
    )
    .uuid(client_id)
    .optional()
}

/// See [`lock_limit`].
#[derive(Clone, Copy, Debug)]
pub struct DocumentLimit(pub i32);

/// Adds a document, unless its client is not the user's or has as many as it may. [`super::find`] tells afterwards.
pub fn insert(new: &NewDocument) -> Statement<()> {
    let (body, file) = match &new.content {
        Content::Text(text) => (Some(text.clone()), None),
        Content::File(file) => (None, Some(file)),
    };
    let key = new.client_id.zip(file).map(|(client_id, _)| ObjectKey {
        client_id,
        document_id: new.id,
        revision: 1,
    });
    // A file gets an hour to come; then somebody looks for it and says that it did not.
    Query::write(
        "insert into documents (id, client_id, title, url, dated_at, body, file_name, size_bytes, object_key, status, queued_at)
         select $1, c.id, $3, $4, coalesce($5, now()), $6, $7, $8, $9,
                case when $9::text is null then 'processing' else 'uploading' end,
                case when $9::text is null then now() else now() + interval '1 hour' end
           from clients c, app.limits_of(c.plan, c.requests_per_hour, c.documents_at_most) l
          where c.id = $2 and c.user_id = app.user_id()
            and (select count(*) from documents d where d.client_id = c.id) < l.documents_at_most",
    )
    .uuid(new.id)
    .uuid(new.client_id)
    .text(&new.title)
    .optional_text(new.url.clone())
    .optional_moment(new.dated_at)
    .optional_text(body)
    .optional_text(file.map(|file| file.name.clone()))
    .optional_big_integer(file.map(|file| file.size_bytes))
    .optional_text(key.map(|key| key.to_string()))
    .nothing()
}

/// Replaces a document's tags where tags are given. Refused by [`super::UNKNOWN_TAG`] when one is no tag of the document's client; nothing
/// happens when the document is not the user's, or has a file and must not.
pub fn set_tags(
    client_id: Option<Uuid>,
    id: Option<Uuid>,
    tag_ids: Option<Vec<Uuid>>,
    may_have_file: bool,
) -> Statement<()> {
    Query::write(
        "select app.set_document_tags(d.id, $3)
           from documents d
          where d.id = $2 and d.client_id = $1 and ($4 or d.object_key is null)",
    )
    .uuid(client_id)
    .uuid(id)
    .optional_uuids(tag_ids)
    .boolean(may_have_file)
    .nothing()
}

/// Changes what is given. A text changes only where there is one; a changed document is queued for the ingest by the database.
/// False when the document is not the user's, or has a file and not a text.
pub fn update(
    client_id: Option<Uuid>,
    id: Option<Uuid>,
    change: &DocumentChange,
) -> Statement<Changed> {
    Query::write(
        "update documents d
            set title    = coalesce($3, d.title),
                url      = case when $4 then $5 else d.url end,
                body     = coalesce($6, d.body),
                dated_at = coalesce($7, d.dated_at)
          where d.id = $2 and d.client_id = $1
            and exists (select from clients c where c.id = $1 and c.user_id = app.user_id())
            and ($6::text is null or d.object_key is null)
         returning 1",
    )
    .uuid(client_id)
    .uuid(id)
    .optional_text(change.title.clone())
    .boolean(change.url.is_some())
    .optional_text(change.url.clone().flatten())
    .optional_text(change.body.clone())
    .optional_moment(change.dated_at)
    .changed()
}

/// Makes way for another file in a document's place. Until it has come and is read, what there was goes on answering.
pub fn replace(client_id: Option<Uuid>, id: Option<Uuid>, file: &NewFile) -> Statement<Changed> {
    Query::write(
        "update documents d
            set revision = d.revision + 1,
                object_key = 'documents/' || d.client_id || '/' || d.id || '/' || d.revision + 1,
                file_name = $3, size_bytes = $4, body = null,
                status = 'uploading', progress = 0, failure_code = null, failure = null,
                attempts = 0, queued_at = now() + interval '1 hour', claimed_until = null, claim = null, updated_at = now()
          where d.id = $2 and d.client_id = $1
            and exists (select from clients c where c.id = $1 and c.user_id = app.user_id())
         returning 1",
    )
    .uuid(client_id)
    .uuid(id)
    .text(&file.name)
    .optional_big_integer(Some(file.size_bytes))
    .changed()
}

/// Queues a document to be read once more. False when it is not the user's, or its file has yet to come.
pub fn reprocess(client_id: Option<Uuid>, id: Option<Uuid>) -> Statement<Changed> {
    Query::write(
        "update documents d
            set revision = d.revision + 1, status = 'processing', progress = 0, failure_code = null, failure = null,
                attempts = 0, queued_at = now(), claimed_until = null, claim = null
          where d.id = $2 and d.client_id = $1 and d.status <> 'uploading'
            and exists (select from clients c where c.id = $1 and c.user_id = app.user_id())
         returning 1",
    )
    .uuid(client_id)
    .uuid(id)
    .changed()
}

/// Deletes a document with all that was made of it; its file follows. False when it is not the user's.
pub fn delete(client_id: Option<Uuid>, id: Option<Uuid>) -> Statement<Changed> {
    Query::write(
        "delete from documents d
          where d.id = $2 and d.client_id = $1
            and exists (select from clients c where c.id = $1 and c.user_id = app.user_id())
         returning 1",
    )
    .uuid(client_id)
    .uuid(id)
    .changed()
}

impl FromRow for DocumentLimit {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self(column(row, "documents_at_most")?))
    }
}
