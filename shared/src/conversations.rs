//! Conversations and their messages, from the visitor's side: a question is kept and counted before it is answered, its answer after.
//! Each step is one statement of a batch, so that an answer costs two round trips. What organisers read is elsewhere.

use crate::answer_plans::{AnswerPlan, Answering};
use crate::database::{FromRow, Query, Statement, StorageError, column};
use crate::retrieval::{Fusible, Passage, SimilarPassage};
use serde_json::Value;
use time::OffsetDateTime;
use tokio_postgres::Row;
use uuid::Uuid;

/// A question as it is kept.
#[derive(Debug)]
pub struct NewQuestion {
    /// The message's id.
    pub id: Uuid,
    /// The conversation's name in the browser.
    pub session_id: Uuid,
    /// Who asks; `None` for embeds that say nothing of their visitors.
    pub visitor_id: Option<Uuid>,
    /// See [`crate::visitors::address_hash`].
    pub address_hash: Option<String>,
    /// What is asked, without NUL characters, which Postgres cannot hold.
    pub message: String,
    /// The page it is asked on.
    pub page: Option<String>,
}

/// What a message is counted against, for the visitor to know.
#[derive(Clone, Debug)]
pub struct RequestLimit {
    /// `visitor`, `address` or `client` when the message is one too many.
    pub limited_by: Option<String>,
    /// Messages an hour.
    pub limit: i32,
    /// How many are left in this hour.
    pub remaining: i32,
    /// When the next hour begins.
    pub resets_at: OffsetDateTime,
}

/// A question that was kept, with what its answerer needs.
#[derive(Debug)]
pub struct Begun {
    /// Always there.
    pub limit: RequestLimit,
    /// `None` when the limit is reached: then nothing was kept.
    pub accepted: Option<Accepted>,
}

/// See [`Begun`].
#[derive(Debug)]
pub struct Accepted {
    /// The conversation it belongs to.
    pub conversation_id: Uuid,
    /// A list of `{role, content}`, oldest first.
    pub history: Value,
    /// How it is to be answered.
    pub plan: AnswerPlan,
}

/// Tells [`passages_for_answer`], which follows in the same batch, who is going to answer and what was asked before. Comes first, and
/// [`begin`] last: from there on the client's visitors wait for each other until the batch ends.
pub fn prepare(question: &NewQuestion, deployment: Answering) -> Statement<()> {
    Query::repeatable("select app.prepare_answer($1, $2, $3, $4)")
        .uuid(question.session_id)
        .uuid(question.visitor_id)
        .optional_text(question.address_hash.clone())
        .text(deployment.name())
        .nothing()
}

/// Counts and keeps a question of the client whose key was opened. `None` when none was. `history` is how many messages are wanted.
pub fn begin(
    question: &NewQuestion,
    history: i32,
    deployment: Answering,
) -> Statement<Option<Begun>> {
    Query::write("select * from app.begin_answer($1, $2, $3, $4, $5, $6, $7, $8)")
        .uuid(question.session_id)
        .uuid(question.visitor_id)
        .optional_text(question.address_hash.clone())
        .uuid(question.id)
        .text(question.message.clone())
        .optional_text(question.page.clone())
        .integer(history)
        .text(deployment.name())
        .optional()
}

/// A passage for an answer, and the instructions of its document's tags.
#[derive(Debug)]
pub struct FoundPassage {
    /// The passage.
    pub passage: Passage,
    /// A list of `{name, prompt}`.
    pub tag_prompts: Value,
}

/// What the client's documents say about the question that was prepared before it in the same batch; nothing when its answerer looks for
/// itself, or when a limit is reached. Follow-ups are understood by the question before.
pub fn passages_for_answer(question: &str, at_most: i32) -> Statement<Vec<FoundPassage>> {
    Query::repeatable("select * from app.passages_for_answer($1, $2)")
        .text(question)
        .integer(at_most)
        .many()
}

/// How an answer ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was told whole.
    Complete,
    /// What was told is that nothing is known.
    Unknown,
    /// It broke off.
    Partial,
    /// It did not begin.
    Failed,
}

impl Outcome {
    fn name(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Unknown => "unknown",
            Self::Partial => "partial",
            Self::Failed => "failed",
        }
    }
}

/// An answer as it is kept.
#[derive(Clone, Debug)]
pub struct NewAnswer {
    /// The message's id.
    pub id: Uuid,
    /// Its conversation.
    pub conversation_id: Uuid,
    /// The question's id.
    pub reply_to: Uuid,
    /// What was told, without NUL characters.
    pub content: String,
    /// A list of `{title, url?, excerpt?, …}`.
    pub sources: Option<Value>,
    /// `n8n`, `openai` or `built_in`.
    pub answerer: String,
    /// How it ended.
    pub outcome: Outcome,
    /// Why it broke off or failed.
    pub error_code: Option<&'static str>,
    /// Milliseconds from the question to the first text.
    pub first_chunk_ms: Option<i32>,
    /// Milliseconds from the question to the end.
    pub latency_ms: i32,
    /// What the model says that it read.
    pub prompt_tokens: Option<i32>,
    /// What the model says that it wrote.
    pub completion_tokens: Option<i32>,
}

/// Opens the client of a conversation for the batch, whatever became of its key since the question.
pub fn open(conversation_id: Uuid) -> Statement<()> {
    Query::repeatable("select client_id from app.open_conversation($1)")
        .uuid(conversation_id)
        .nothing()
}

/// Keeps and counts an answer. Doing it twice does it once; nothing happens when the conversation was deleted meanwhile.
pub fn finish(answer: &NewAnswer) -> Statement<()> {
    Query::repeatable("select app.finish_answer($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)")
        .uuid(answer.conversation_id)
        .uuid(answer.id)
        .uuid(answer.reply_to)
        .text(answer.content.clone())
        .optional_jsonb(answer.sources.clone())
        .text(answer.answerer.clone())
        .text(answer.outcome.name())
        .optional_text(answer.error_code.map(str::to_owned))
        .optional_integer(answer.first_chunk_ms)
        .integer(answer.latency_ms)
        .optional_integer(answer.prompt_tokens)
        .optional_integer(answer.completion_tokens)
        .nothing()
}

/// A visitor's rating of an answer.
#[derive(Debug)]
pub struct Rating {
    /// The conversation's name in the browser.
    pub session_id: Uuid,
    /// Who rates; `None` for embeds that say nothing of their visitors.
    pub visitor_id: Option<Uuid>,
    /// The answer.
    pub message_id: Uuid,
    /// 1 or -1; `None` takes an earlier one back.
    pub rating: Option<i16>,
    /// Why.
    pub comment: Option<String>,
}

/// Whether there was something to rate.
#[derive(Clone, Copy, Debug)]
pub struct Rated(pub bool);

/// Rates an answer of the visitor's own conversation.
pub fn rate(rating: &Rating) -> Statement<Rated> {
    Query::write("select coalesce(app.rate_answer($1, $2, $3, $4, $5), false) as is_rated")
        .uuid(rating.session_id)
        .uuid(rating.visitor_id)
        .uuid(rating.message_id)
        .optional_small_integer(rating.rating)
        .optional_text(rating.comment.clone())
        .one()
}

/// A message of a visitor's own conversation.
#[derive(Debug)]
pub struct OwnMessage {
    /// Its id.
    pub id: Uuid,
    /// `visitor` or `assistant`.
    pub role: String,
    /// The words.
    pub content: String,
    /// What it cites.
    pub sources: Option<Value>,
    /// How the answer ended; `None` for a question.
    pub outcome: Option<String>,
    /// 1 or -1.
    pub rating: Option<i16>,
    /// When.
    pub created_at: OffsetDateTime,
}

/// The newest messages of a visitor's own conversation, newest first.
pub fn list_own(session_id: Uuid, visitor_id: Uuid, at_most: i32) -> Statement<Vec<OwnMessage>> {
    Query::repeatable(
        "select m.id, m.role, m.content, m.sources, m.outcome, m.rating, m.created_at
           from conversations c
           join messages m on m.conversation_id = c.id
          where c.client_id = app.client_id() and c.session_id = $1 and c.visitor_id = $2
          order by m.created_at desc, m.id desc
          limit $3",
    )
    .uuid(session_id)
    .uuid(visitor_id)
    .integer(at_most)
    .many()
}

impl FromRow for Begun {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        let conversation_id: Option<Uuid> = column(row, "conversation_id")?;
        Ok(Self {
            limit: RequestLimit {
                limited_by: column(row, "limited_by")?,
                limit: column(row, "requests_limit")?,
                remaining: column(row, "remaining")?,
                resets_at: column(row, "resets_at")?,
            },
            accepted: conversation_id.map(|id| accepted(row, id)).transpose()?,
        })
    }
}

fn accepted(row: &Row, conversation_id: Uuid) -> Result<Accepted, StorageError> {
    Ok(Accepted {
        conversation_id,
        history: column(row, "history")?,
        plan: AnswerPlan::from_row(row)?,
    })
}

impl FromRow for FoundPassage {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self {
            passage: Passage::from_row(row)?,
            tag_prompts: column(row, "tag_prompts")?,
        })
    }
}

impl From<SimilarPassage> for FoundPassage {
    fn from(similar: SimilarPassage) -> Self {
        let mut tags = similar.tags;
        if let Value::Array(tags) = &mut tags {
            tags.retain(|tag| tag["prompt"] != "");
        }
        Self {
            passage: similar.passage,
            tag_prompts: tags,
        }
    }
}

impl Fusible for FoundPassage {
    fn passage(&self) -> &Passage {
        &self.passage
    }

    fn found_again(&mut self, similar: &SimilarPassage) {
        self.passage.found_again(similar);
    }
}

impl FromRow for Rated {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self(column(row, "is_rated")?))
    }
}

impl FromRow for OwnMessage {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self {
            id: column(row, "id")?,
            role: column(row, "role")?,
            content: column(row, "content")?,
            sources: column(row, "sources")?,
            outcome: column(row, "outcome")?,
            rating: column(row, "rating")?,
            created_at: column(row, "created_at")?,
        })
    }
}
