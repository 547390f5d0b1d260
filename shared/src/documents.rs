//! Documents: what answers are made from. What their owner sees is here, what it changes in `changes`; how they become chunks is [`ingest`].
//! Whatever changes what a document says counts its revision up, which makes an ingest of the older one void.

mod changes;
pub mod ingest;

pub use changes::{
    Content, DocumentChange, DocumentLimit, NewDocument, NewFile, delete, insert, lock_limit,
    replace, reprocess, set_tags, update,
};

use crate::database::{FromRow, Query, Statement, StorageError, column};
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
