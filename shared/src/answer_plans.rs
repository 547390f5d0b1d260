//! How a client's questions are answered: by whom, in which language, and by which instructions.

use crate::conversations::FoundPassage;
use crate::database::{FromRow, Query, Statement, StorageError, column};
use serde_json::Value;
use time::OffsetDateTime;
use tokio_postgres::Row;
use uuid::Uuid;

/// Who answers where a client has nobody of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answering {
    /// An n8n workflow.
    N8n,
    /// A model behind an OpenAI-compatible API.
    OpenAi,
    /// The search in the client's documents alone.
    BuiltIn,
}

impl Answering {
    /// Its name in the database.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::N8n => "n8n",
            Self::OpenAi => "openai",
            Self::BuiltIn => "built_in",
        }
    }
}

/// What the answer to a question needs to know of its client.
#[derive(Debug)]
pub struct AnswerPlan {
    /// The client's language, a text search configuration of Postgres.
    pub language: String,
    /// `n8n`, `openai` or `built_in`.
    pub answerer: String,
    /// The organiser's instructions.
    pub main_prompt: String,
    /// A list of `{name, prompt}`: the tags that the question names.
    pub tag_prompts: Value,
    /// The client's own answerers.
    pub own: OwnAnswerers,
}

impl AnswerPlan {
    /// Whether the client's own answerer answers, not the deployment's. The built-in search is nobody's.
    #[must_use]
    pub fn is_own(&self) -> bool {
        match self.answerer.as_str() {
            "n8n" => self.own.n8n_webhook_url.is_some(),
            "openai" => self.own.has_model(),
            _ => false,
        }
    }
}

/// What a client has set. Secrets are sealed.
#[derive(Default)]
pub struct OwnAnswerers {
    /// Its workflow's address.
    pub n8n_webhook_url: Option<String>,
    /// What its workflow asks for.
    pub n8n_webhook_secret: Option<String>,
    /// Its model's address.
    pub openai_base_url: Option<String>,
    /// Its model's key.
    pub openai_api_key: Option<String>,
    /// Its model.
    pub openai_model: Option<String>,
}

impl OwnAnswerers {
    /// Whether a model is set with what it takes to ask it.
    #[must_use]
    pub fn has_model(&self) -> bool {
        let is_reachable = self.openai_api_key.is_some() || self.openai_base_url.is_some();
        self.openai_model.is_some() && is_reachable
    }
}

/// Addresses may hold tokens.
impl std::fmt::Debug for OwnAnswerers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OwnAnswerers").finish_non_exhaustive()
    }
}

/// How often an hour a user may test who answers, where that is somebody else than the built-in search.
pub const TESTS_AN_HOUR: i32 = 60;

/// A question that a user would ask to see how it is answered.
#[derive(Debug)]
pub struct AnswerTest {
    /// How it is to be answered; `None` when the user has tested too much in this hour.
    pub plan: Option<AnswerPlan>,
    /// When the next hour begins.
    pub resets_at: OffsetDateTime,
}

/// How a question to one of the signed-in user's clients would be answered. It is not kept, and counts for nothing but the user's limit of
/// tests. `None` when the client is not the user's.
pub fn prepare_test(
    client_id: Option<Uuid>,
    question: &str,
    deployment: Answering,
) -> Statement<Option<AnswerTest>> {
    Query::write("select * from app.prepare_answer_test($1, $2, $3, $4)")
        .uuid(client_id)
        .text(question)
        .text(deployment.name())
        .integer(TESTS_AN_HOUR)
        .optional()
}

/// What the client's documents say about the question that was prepared before it in the same batch; nothing when its answerer looks for
/// itself.
pub fn passages_for_test(
    client_id: Option<Uuid>,
    question: &str,
    at_most: i32,
) -> Statement<Vec<FoundPassage>> {
    Query::repeatable(
        "select found.document_id, found.title, found.url, found.page, found.heading, found.content, found.score, found.words,
                (select coalesce(jsonb_agg(jsonb_build_object('name', t.name, 'prompt', t.prompt) order by lower(t.name)), '[]')
                   from document_tags dt
                   join tags t on t.id = dt.tag_id
                  where dt.document_id = found.document_id and t.prompt <> '') as tag_prompts
           from app.explain_passages($1, $2, null, $3) found
          where coalesce(current_setting('app.answerer', true), '') in ('built_in', 'openai')",
    )
    .uuid(client_id)
    .text(question)
    .integer(at_most)
    .many()
}

impl FromRow for AnswerTest {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        let is_limited: bool = column(row, "is_limited")?;
        Ok(Self {
            plan: (!is_limited)
                .then(|| AnswerPlan::from_row(row))
                .transpose()?,
            resets_at: column(row, "resets_at")?,
        })
    }
}

impl FromRow for AnswerPlan {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self {
            language: column(row, "language")?,
            answerer: column(row, "answerer")?,
            main_prompt: column(row, "main_prompt")?,
            tag_prompts: column(row, "tag_prompts")?,
            own: OwnAnswerers {
                n8n_webhook_url: column(row, "n8n_webhook_url")?,
                n8n_webhook_secret: column(row, "n8n_webhook_secret")?,
                openai_base_url: column(row, "openai_base_url")?,
                openai_api_key: column(row, "openai_api_key")?,
                openai_model: column(row, "openai_model")?,
            },
        })
    }
}
