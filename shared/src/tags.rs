//! Tags: a name for some of a client's documents, and a prompt that goes along with a question they answer.

use crate::database::{Changed, FromRow, Query, Statement, StorageError, column};
use time::OffsetDateTime;
use tokio_postgres::Row;
use uuid::Uuid;

/// Two tags of a client must not have one name, in either case of letters.
pub const NAME_UNIQUE: &str = "tags_client_id_name_unique";

/// A row of `tags`.
#[derive(Clone, Debug)]
pub struct Tag {
    /// The tag's id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// What an answerer is told beside the question; may be empty.
    pub prompt: String,
    /// How many documents have it.
    pub documents: i64,
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// When it was changed last.
    pub updated_at: OffsetDateTime,
}

/// The tags of one of the signed-in user's clients by name, 1 000 at most.
pub fn list(client_id: Option<Uuid>) -> Statement<Vec<Tag>> {
    Query::repeatable(
        "select t.id, t.name, t.prompt, t.created_at, t.updated_at,
                (select count(*) from document_tags dt where dt.tag_id = t.id) as documents
           from tags t
          where t.client_id = $1
            and exists (select from clients c where c.id = $1 and c.user_id = app.user_id())
          order by lower(t.name), t.id
          limit 1000",
    )
    .uuid(client_id)
    .many()
}

/// Makes a tag. `None` when the client is not the user's; refused by [`NAME_UNIQUE`].
pub fn insert(client_id: Option<Uuid>, name: &str, prompt: &str) -> Statement<Option<Tag>> {
    Query::write(
        "insert into tags (client_id, name, prompt)
         select c.id, $2, $3 from clients c where c.id = $1 and c.user_id = app.user_id()
         returning id, name, prompt, created_at, updated_at, 0::bigint as documents",
    )
    .uuid(client_id)
    .text(name)
    .text(prompt)
    .optional()
}

/// Changes what is given. `None` when the tag is not the user's; refused by [`NAME_UNIQUE`].
pub fn update(
    client_id: Option<Uuid>,
    id: Option<Uuid>,
    name: Option<String>,
    prompt: Option<String>,
) -> Statement<Option<Tag>> {
    Query::write(
        "update tags t
            set name = coalesce($3, t.name), prompt = coalesce($4, t.prompt), updated_at = now()
          where t.id = $2 and t.client_id = $1
            and exists (select from clients c where c.id = $1 and c.user_id = app.user_id())
         returning t.id, t.name, t.prompt, t.created_at, t.updated_at,
                   (select count(*) from document_tags dt where dt.tag_id = t.id) as documents",
    )
    .uuid(client_id)
    .uuid(id)
    .optional_text(name)
    .optional_text(prompt)
    .optional()
}

/// Deletes a tag; documents lose it. False when it is not the user's.
pub fn delete(client_id: Option<Uuid>, id: Option<Uuid>) -> Statement<Changed> {
    Query::write(
        "delete from tags t
          where t.id = $2 and t.client_id = $1
            and exists (select from clients c where c.id = $1 and c.user_id = app.user_id())
         returning 1",
    )
    .uuid(client_id)
    .uuid(id)
    .changed()
}

/// What goes along with a question to the client that is open.
#[derive(Clone, Debug)]
pub struct Prompts {
    /// The client's own.
    pub main: String,
    /// The client's language, a text search configuration of Postgres.
    pub language: String,
}

/// The prompts of the client that is open; `None` when none is.
pub fn find_prompts() -> Statement<Option<Prompts>> {
    Query::repeatable(
        "select coalesce(s.main_prompt, '') as main_prompt, c.language
           from clients c
           left join answer_settings s on s.client_id = c.id
          where c.id = app.client_id()",
    )
    .optional()
}

/// A tag of a document that answers.
#[derive(Clone, Debug)]
pub struct PassageTag {
    /// The document.
    pub document_id: Uuid,
    /// See [`Tag::name`].
    pub name: String,
    /// See [`Tag::prompt`].
    pub prompt: String,
}

/// The tags of the documents that [`crate::retrieval::find_passages`] finds for the same question in the same batch.
pub fn list_of_passages(
    question: &str,
    context: Option<&str>,
    at_most: i32,
) -> Statement<Vec<PassageTag>> {
    Query::repeatable(
        "select p.document_id, t.name, t.prompt
           from (select distinct document_id from app.find_passages($1, $2, $3)) p
           join document_tags dt on dt.document_id = p.document_id
           join tags t on t.id = dt.tag_id
          where t.client_id = app.client_id()
          order by lower(t.name), t.id",
    )
    .text(question)
    .optional_text(context.map(str::to_owned))
    .integer(at_most)
    .many()
}

impl FromRow for Prompts {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self {
            main: column(row, "main_prompt")?,
            language: column(row, "language")?,
        })
    }
}

impl FromRow for PassageTag {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self {
            document_id: column(row, "document_id")?,
            name: column(row, "name")?,
            prompt: column(row, "prompt")?,
        })
    }
}

impl FromRow for Tag {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self {
            id: column(row, "id")?,
            name: column(row, "name")?,
            prompt: column(row, "prompt")?,
            documents: column(row, "documents")?,
            created_at: column(row, "created_at")?,
            updated_at: column(row, "updated_at")?,
        })
    }
}
