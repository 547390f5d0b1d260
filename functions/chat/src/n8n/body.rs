//! What a webhook is sent.

use super::shape::Shape;
use crate::answer::{Question, TagPrompt, Turn};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

/// The members that workflows have always got, and after them those that are there only when there is something to say:
/// a client without settings sends in a conversation's first message nothing that is new to an old workflow.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Body<'a> {
    client_id: Uuid,
    message: &'a str,
    session_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    metadata: Option<&'a Value>,
    timestamp: &'a str,
    #[serde(skip_serializing_if = "<[Turn]>::is_empty")]
    history: &'a [Turn],
    #[serde(skip_serializing_if = "str::is_empty")]
    prompt: &'a str,
    #[serde(skip_serializing_if = "<[TagPrompt]>::is_empty")]
    tag_prompts: &'a [TagPrompt],
    /// Only along with one of the three before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    /// The message once more, in the words of n8n's own chat.
    #[serde(flatten)]
    chat: Option<Chat<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Chat<'a> {
    action: &'static str,
    chat_input: &'a str,
}

impl<'a> Body<'a> {
    pub(super) fn new(question: &'a Question, shape: Shape) -> Self {
        let has_more = !(question.history.is_empty()
            && question.main_prompt.is_empty()
            && question.tag_prompts.is_empty());
        let chat = Chat {
            action: "sendMessage",
            chat_input: &question.message,
        };
        Self {
            client_id: question.client_id,
            message: &question.message,
            session_id: &question.session_id,
            metadata: question.metadata.as_ref(),
            timestamp: &question.timestamp,
            history: &question.history,
            prompt: &question.main_prompt,
            tag_prompts: &question.tag_prompts,
            language: has_more.then_some(&*question.language),
            chat: (shape == Shape::Chat).then_some(chat),
        }
    }
}
