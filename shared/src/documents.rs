//! Documents: what answers are made from. What their owner sees and changes is here; how they become chunks is [`ingest`].
//! Whatever changes what a document says counts its revision up, which makes an ingest of the older one void.

pub mod ingest;

use crate::database::{FromRow, Query, Statement, StorageError, column};
use crate::objects::ObjectKey;
use serde_json::Value;
use time::OffsetDateTime;
use tokio_postgres::Row;
use uuid::Uuid;

/// A row of `documents` as its owner sees it.
#[derive(Clone, Debug)]
pub struct Document {
    /// The document's id.
    pub id: Uuid,
    /// What its owner calls it; visitors read it as the name of a source.
    pub title: String,
    /// As its uploader named it.
    pub file_name: Option<String>,
    /// By its content: `pdf`, `docx`, `txt`, `md`, `csv`, `html`; `None` until somebody has looked.
    pub kind: Option<String>,
    /// Where visitors find the original.
    pub url: Option<String>,
    /// The text of a document without a file. Read by [`find`] alone.
    pub body: Option<String>,
    /// Of its file.
    pub size_bytes: Option<i64>,
    /// `uploading`, `processing`, `ready` or `failed`.
    pub status: String,
    /// While it is processed: 0 to 100.
    pub progress: i16,
    /// Why it failed, or why it has to be tried again, for programs.
    pub failure_code: Option<String>,
    /// The same for people.
    pub failure: Option<String>,
    /// Counts up with every change of what it says.
    pub revision: i32,
    /// The revision whose chunks answer.
    pub indexed_revision: Option<i32>,
    /// How many chunks those are.
    pub chunk_count: i32,
    /// Of a kind that has pages.
    pub pages: Option<i32>,
    /// Its file in the object store.
    pub object_key: Option<String>,
    /// A list of `{id, name}`, by name.
    pub tags: Value,
    /// Newer ones are preferred to older ones.
    pub dated_at: OffsetDateTime,
    /// When it was added.
    pub created_at: OffsetDateTime,
    /// When it was changed last.
    pub updated_at: OffsetDateTime,
}

/// What refuses a tag that is none of the document's client.
pub const UNKNOWN_TAG: &str = "document_tags_tag_id_fk";

/// What a list of documents is narrowed to.
#[derive(Debug, Default)]
pub struct Filter {
    /// Only those in this status.
    pub status: Option<String>,
    /// Only those with this tag.
    pub tag_id: Option<Uuid>,
    /// Only those with this in their title, in either case of letters.
    pub title: Option<String>,
    /// Only those after this one.
    pub after: Option<Place>,
}

/// A document's place in a list, newest first.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// When it was added.
    pub created_at: OffsetDateTime,
    /// Its id.
    pub id: Uuid,
}

/// A document about to be added.
#[derive(Debug)]
pub struct NewDocument {
    /// Its id, made here so that the statements after it need not wait for it.
    pub id: Uuid,
    /// The client it is for.
    pub client_id: Option<Uuid>,
    /// See [`Document::title`].
    pub title: String,
    /// See [`Document::url`].
    pub url: Option<String>,
    /// See [`Document::dated_at`]; `None` for now.
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
    /// See [`Document::title`].
    pub title: Option<String>,
    /// See [`Document::url`]; the inner `None` takes it away.
    pub url: Option<Option<String>>,
    /// See [`Document::body`].
    pub body: Option<String>,
    /// See [`Document::dated_at`].
    pub dated_at: Option<OffsetDateTime>,
}

/// A row of `chunks`.
#[derive(Debug)]
pub struct Chunk {
    /// Its place in the document, from 0.
    pub ordinal: i32,
    /// The page it begins on, from 1.
    pub page: Option<i32>,
    /// The heading it stands under.
    pub heading: Option<String>,
    /// Its text.
    pub content: String,
    /// About how many tokens a model takes it for.
    pub tokens: i32,
}

/// A statement over documents `d`, with the columns of [`Document`]; `$body` is an expression for its text.
macro_rules! select_documents {
    ($body:literal, $rest:literal) => {
        concat!(
            "select d.id, d.title, d.file_name, d.kind, d.url, ",
            $body,
            " as body, d.size_bytes, d.status, d.progress, d.failure_code, d.failure, d.revision,
                    d.indexed_revision, d.chunk_count, d.pages, d.object_key, d.dated_at, d.created_at, d.updated_at,
                    (select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name) order by lower(t.name)), '[]')
                       from document_tags dt
                       join tags t on t.id = dt.tag_id
                      where dt.document_id = d.id) as tags
               from documents d ",
            $rest
        )
    };
}

/// Documents of one of the signed-in user's clients, newest first.
pub fn list(client_id: Option<Uuid>, filter: Filter, at_most: i32) -> Statement<Vec<Document>> {
    Query::repeatable(select_documents!(
        "null::text",
        "where d.client_id = $1
            and exists (select from clients c where c.id = $1 and c.user_id = app.user_id())
            and ($2::text is null or d.status = $2)
            and ($3::uuid is null or exists (select from document_tags dt where dt.document_id = d.id and dt.tag_id = $3))
            and ($4::text is null or position(lower($4) in lower(d.title)) > 0)
            and ($5::timestamptz is null or (d.created_at, d.id) < ($5, $6))
          order by d.created_at desc, d.id desc
          limit $7"
    ))
    .uuid(client_id)
    .optional_text(filter.status)
    .uuid(filter.tag_id)
    .optional_text(filter.title)
    .optional_moment(filter.after.map(|place| place.created_at))
    .uuid(filter.after.map(|place| place.id))
    .integer(at_most)
    .many()
}

/// A document of one of the signed-in user's clients, with its text.
pub fn find(client_id: Option<Uuid>, id: Option<Uuid>) -> Statement<Option<Document>> {
    Query::repeatable(select_documents!(
        "d.body",
        "where d.id = $2 and d.client_id = $1
            and exists (select from clients c where c.id = $1 and c.user_id = app.user_id())"
    ))
    .uuid(client_id)
    .uuid(id)
    .optional()
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

/// Adds a document, unless its client is not the user's or has as many as it may. [`find`] tells afterwards.
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

/// Replaces a document's tags where tags are given. Refused by [`UNKNOWN_TAG`] when one is no tag of the document's client; nothing
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
        "with changed as (
             update documents d
                set title    = coalesce($3, d.title),
                    url      = case when $4 then $5 else d.url end,
                    body     = coalesce($6, d.body),
                    dated_at = coalesce($7, d.dated_at)
              where d.id = $2 and d.client_id = $1
                and exists (select from clients c where c.id = $1 and c.user_id = app.user_id())
                and ($6::text is null or d.object_key is null)
             returning 1
         )
         select exists (select from changed) as is_changed",
    )
    .uuid(client_id)
    .uuid(id)
    .optional_text(change.title.clone())
    .boolean(change.url.is_some())
    .optional_text(change.url.clone().flatten())
    .optional_text(change.body.clone())
    .optional_moment(change.dated_at)
    .one()
}

/// Whether a row was changed.
#[derive(Clone, Copy, Debug)]
pub struct Changed(pub bool);

/// Makes way for another file in a document's place. Until it has come and is read, what there was goes on answering.
pub fn replace(client_id: Option<Uuid>, id: Option<Uuid>, file: &NewFile) -> Statement<Changed> {
    Query::write(
        "with changed as (
             update documents d
                set revision = d.revision + 1,
                    object_key = 'documents/' || d.client_id || '/' || d.id || '/' || d.revision + 1,
                    file_name = $3, size_bytes = $4, body = null,
                    status = 'uploading', progress = 0, failure_code = null, failure = null,
                    attempts = 0, queued_at = now() + interval '1 hour', claimed_until = null, claim = null, updated_at = now()
              where d.id = $2 and d.client_id = $1
                and exists (select from clients c where c.id = $1 and c.user_id = app.user_id())
             returning 1
         )
         select exists (select from changed) as is_changed",
    )
    .uuid(client_id)
    .uuid(id)
    .text(&file.name)
    .optional_big_integer(Some(file.size_bytes))
    .one()
}

/// Queues a document to be read once more. False when it is not the user's, or its file has yet to come.
pub fn reprocess(client_id: Option<Uuid>, id: Option<Uuid>) -> Statement<Changed> {
    Query::write(
        "with changed as (
             update documents d
                set revision = d.revision + 1, status = 'processing', progress = 0, failure_code = null, failure = null,
                    attempts = 0, queued_at = now(), claimed_until = null, claim = null
              where d.id = $2 and d.client_id = $1 and d.status <> 'uploading'
                and exists (select from clients c where c.id = $1 and c.user_id = app.user_id())
             returning 1
         )
         select exists (select from changed) as is_changed",
    )
    .uuid(client_id)
    .uuid(id)
    .one()
}

/// Deletes a document with all that was made of it; its file follows. False when it is not the user's.
pub fn delete(client_id: Option<Uuid>, id: Option<Uuid>) -> Statement<Changed> {
    Query::write(
        "with changed as (
             delete from documents d
              where d.id = $2 and d.client_id = $1
                and exists (select from clients c where c.id = $1 and c.user_id = app.user_id())
             returning 1
         )
         select exists (select from changed) as is_changed",
    )
    .uuid(client_id)
    .uuid(id)
    .one()
}

/// The chunks of a document of one of the signed-in user's clients, those after `after`, in order.
pub fn list_chunks(
    client_id: Option<Uuid>,
    id: Option<Uuid>,
    after: i32,
    at_most: i32,
) -> Statement<Vec<Chunk>> {
    Query::repeatable(
        "select k.ordinal, k.page, k.heading, k.content, k.tokens
           from documents d
           join chunks k on k.document_id = d.id and k.revision = d.indexed_revision
          where d.id = $2 and d.client_id = $1
            and exists (select from clients c where c.id = $1 and c.user_id = app.user_id())
            and k.ordinal > $3
          order by k.ordinal
          limit $4",
    )
    .uuid(client_id)
    .uuid(id)
    .integer(after)
    .integer(at_most)
    .many()
}

impl FromRow for Document {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self {
            id: column(row, "id")?,
            title: column(row, "title")?,
            file_name: column(row, "file_name")?,
            kind: column(row, "kind")?,
            url: column(row, "url")?,
            body: column(row, "body")?,
            size_bytes: column(row, "size_bytes")?,
            status: column(row, "status")?,
            progress: column(row, "progress")?,
            failure_code: column(row, "failure_code")?,
            failure: column(row, "failure")?,
            revision: column(row, "revision")?,
            indexed_revision: column(row, "indexed_revision")?,
            chunk_count: column(row, "chunk_count")?,
            pages: column(row, "pages")?,
            object_key: column(row, "object_key")?,
            tags: column(row, "tags")?,
            dated_at: column(row, "dated_at")?,
            created_at: column(row, "created_at")?,
            updated_at: column(row, "updated_at")?,
        })
    }
}

impl FromRow for DocumentLimit {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self(column(row, "documents_at_most")?))
    }
}

impl FromRow for Changed {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self(column(row, "is_changed")?))
    }
}

impl FromRow for Chunk {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self {
            ordinal: column(row, "ordinal")?,
            page: column(row, "page")?,
            heading: column(row, "heading")?,
            content: column(row, "content")?,
            tokens: column(row, "tokens")?,
        })
    }
}
