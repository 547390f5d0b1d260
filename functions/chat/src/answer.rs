//! What an answerer is asked and what it gives, whoever it is.

use futures_util::stream::BoxStream;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use shared::retrieval::Passage;
use std::fmt;
use uuid::Uuid;

/// A visitor's question with all that may help to answer it. Not `Debug`: messages are never logged.
#[derive(Clone)]
pub struct Question {
    /// Whose visitor asks.
    pub client_id: Uuid,
    /// What is asked.
    pub message: String,
    /// The conversation's name in the browser, as it wrote it.
    pub session_id: String,
    /// What the embed tells of the page and the visitor: documented members only.
    pub metadata: Option<Value>,
    /// When, ISO 8601.
    pub timestamp: String,
    /// What was said before, oldest first.
    pub history: Vec<Turn>,
    /// The organiser's instructions; may be empty.
    pub main_prompt: String,
    /// Instructions that belong to the subject of the question.
    pub tag_prompts: Vec<TagPrompt>,
    /// What the client's documents say about it, best first; empty for answerers that look for themselves.
    pub passages: Vec<Passage>,
    /// The client's language: a text search configuration of Postgres.
    pub language: String,
}

impl fmt::Debug for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Question").finish_non_exhaustive()
    }
}

/// Something that was said before. Not `Debug` either.
#[derive(Clone, Serialize, Deserialize)]
pub struct Turn {
    /// `visitor` or `assistant`.
    pub role: String,
    /// The words.
    pub content: String,
}

impl fmt::Debug for Turn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Turn").finish_non_exhaustive()
    }
}

/// A tag's name and instructions.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct TagPrompt {
    /// The tag.
    pub name: String,
    /// Its instructions.
    pub prompt: String,
}

/// A part of an answer, in the order in which it is told.
#[derive(Debug, PartialEq)]
pub enum Piece {
    /// More text.
    Text(String),
    /// What the answer cites: a list of `{title, url?, excerpt?, …}`, or null from a workflow that says so.
    Sources(Value),
    /// What a model says that it used.
    Usage(Usage),
    /// What was told is that nothing is known.
    Unknown,
}

/// Tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Usage {
    /// Those of the question and all that went with it.
    pub prompt_tokens: u32,
    /// Those of the answer.
    pub completion_tokens: u32,
}

/// An answer in the making. Dropping it ends the question to whoever is asked.
pub type Pieces = BoxStream<'static, Result<Piece, AnswerFailed>>;

/// Why there is no answer, or no more of it. Holds nothing of what was asked or answered.
#[derive(Debug, thiserror::Error)]
pub enum AnswerFailed {
    /// A setting that cannot be used.
    #[error("the answerer is not set up: {0}")]
    NotConfigured(&'static str),
    /// Not there, or gone in the middle.
    #[error("the answerer cannot be reached or broke off")]
    Unreachable(#[source] reqwest::Error),
    /// Nothing, or no end, in time.
    #[error("the answerer took longer than the time limit")]
    TooSlow,
    /// An HTTP status that is no answer.
    #[error("the answerer answered with status {0}")]
    Status(reqwest::StatusCode),
    /// More than an answer may be.
    #[error("the answer is larger than {0} bytes")]
    TooLarge(usize),
    /// Not what was agreed on.
    #[error("the answer is not JSON")]
    NotJson(#[source] serde_json::Error),
    /// Not what was agreed on.
    #[error("the answer has not the documented shape")]
    WrongShape,
    /// The connection ended as if all was told, and it was not.
    #[error("the answer ends in the middle")]
    BrokeOff,
    /// It said itself that it failed.
    #[error("the answerer reported a failure of its own")]
    Reported,
}
