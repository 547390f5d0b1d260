//! Retrieval: which passages of a client's documents fit a question, and the chunks that are searched.

mod excerpt;
mod meaning;
mod sentences;

use crate::database::{FromRow, Query, Statement, StorageError, column};
use excerpt::Words;
use serde_json::{Value, json};
use tokio_postgres::Row;
use uuid::Uuid;

pub use meaning::{
    ChunkToEmbed, Fusible, SimilarPassage, can_search_by_meaning, explain_similar, find_similar,
    fuse, keep_embeddings, list_chunks_to_embed,
};
pub use sentences::with_joints;

/// A chunk that fits a question.
#[derive(Clone, Debug)]
pub struct Passage {
    /// The document it is from.
    pub document_id: Uuid,
    /// The document's title.
    pub title: String,
    /// Where visitors find the document itself.
    pub url: Option<String>,
    /// The page it begins on, from 1.
    pub page: Option<i32>,
    /// The heading it stands under.
    pub heading: Option<String>,
    /// Its text.
    pub content: String,
    /// The part of it that fits best, as plain text.
    pub excerpt: String,
    /// How well it fits: 0 to 1, the share of the question's weight that it covers.
    pub score: f64,
}

/// A passage with the reasons why it was found, for an organiser who tests a question.
#[derive(Clone, Debug)]
pub struct ExplainedPassage {
    /// The passage.
    pub passage: Passage,
    /// `{terms: [{word, weight, exact, near, near_factor, corrected, is_context, reach}], order, close, recent, tagged}`: what was looked
    /// for and what each is worth, then what put this passage in its place.
    pub why: Value,
}

/// A piece of a document to be found and cited.
#[derive(Clone, Copy, Debug)]
pub struct NewChunk<'a> {
    /// Its place in the document, from 0.
    pub ordinal: i32,
    /// The page it begins on, from 1.
    pub page: Option<i32>,
    /// The heading it stands under.
    pub heading: Option<&'a str>,
    /// Its text, without NUL characters.
    pub content: &'a str,
    /// How many tokens that is, about.
    pub tokens: i32,
}

/// Whether chunks were taken: not when the document is gone, not the caller's, or has another revision by now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Indexed(pub bool);

/// From this score on a passage says something about the question; below, what the question is really about is missing.
pub const KNOWN: f64 = 0.45;

/// The passages of the open client's documents that fit a question best, up to 20. `context` is the question before, by which a follow-up
/// is understood. Nothing when no client is open.
pub fn find_passages(
    question: &str,
    context: Option<&str>,
    at_most: i32,
) -> Statement<Vec<Passage>> {
    Query::repeatable("select * from app.find_passages($1, $2, $3)")
        .text(question)
        .optional_text(context.map(str::to_owned))
        .integer(at_most)
        .many()
}

/// The same with the reasons, for one of the signed-in user's clients. Nothing when the client is somebody else's.
pub fn explain(
    client_id: Option<Uuid>,
    question: &str,
    context: Option<&str>,
    at_most: i32,
) -> Statement<Vec<ExplainedPassage>> {
    Query::repeatable("select * from app.explain_passages($1, $2, $3, $4)")
        .uuid(client_id)
        .text(question)
        .optional_text(context.map(str::to_owned))
        .integer(at_most)
        .many()
}

/// Replaces a document's chunks by those of a revision, which answer from now on. The document's client must be open, or the
/// signed-in user's.
///
/// About a millisecond a chunk: more than some hundred go in pieces of that size by [`add_chunks`], or as work that may take its time
/// ([`crate::Database::patient`]).
pub fn index_chunks(
    document_id: Uuid,
    revision: i32,
    chunks: &[NewChunk<'_>],
) -> Statement<Indexed> {
    Query::repeatable("select app.index_chunks($1, $2, $3) as done")
        .uuid(document_id)
        .integer(revision)
        .jsonb(as_json(chunks))
        .one()
}

/// Adds some of a revision's chunks, which answer after [`publish_chunks`]. Those that are there already stay as they are.
pub fn add_chunks(document_id: Uuid, revision: i32, chunks: &[NewChunk<'_>]) -> Statement<Indexed> {
    Query::repeatable("select app.add_chunks($1, $2, $3) as done")
        .uuid(document_id)
        .integer(revision)
        .jsonb(as_json(chunks))
        .one()
}

/// Lets a revision's chunks answer and deletes those of others.
pub fn publish_chunks(document_id: Uuid, revision: i32) -> Statement<Indexed> {
    Query::repeatable("select app.publish_chunks($1, $2) as done")
        .uuid(document_id)
        .integer(revision)
        .one()
}

fn as_json(chunks: &[NewChunk<'_>]) -> Value {
    chunks
        .iter()
        .map(|chunk| {
            json!({
                "ordinal": chunk.ordinal,
                "page": chunk.page,
                "heading": chunk.heading,
                "content": chunk.content,
                "tokens": chunk.tokens,
            })
        })
        .collect()
}

impl FromRow for Indexed {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        column(row, "done").map(Self)
    }
}

impl FromRow for Passage {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        let content: String = column(row, "content")?;
        let words: Value = column(row, "words")?;
        Ok(Self {
            document_id: column(row, "document_id")?,
            title: column(row, "title")?,
            url: column(row, "url")?,
            page: column(row, "page")?,
            heading: column(row, "heading")?,
            excerpt: excerpt::excerpt(&content, &Words::read(&words)),
            content,
            score: column(row, "score")?,
        })
    }
}

impl FromRow for ExplainedPassage {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self {
            passage: Passage::from_row(row)?,
            why: column(row, "why")?,
        })
    }
}
