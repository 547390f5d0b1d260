//! Puts together what an answerer is asked, of what was said and what the database knows.

use crate::answer::{Question, TagPrompt, Turn};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use shared::answer_plans::AnswerPlan;
use shared::conversations::FoundPassage;
use shared::timestamps;
use std::time::SystemTime;
use uuid::Uuid;

/// What a model can weigh, and a visitor read.
pub const PASSAGES: i32 = 6;
/// The tags of what fits best say how to answer; those of the rest would only contradict them.
const PASSAGES_WITH_TAGS: usize = 2;

/// What somebody says.
pub struct Said {
    pub message: String,
    pub session_id: String,
    pub metadata: Option<Value>,
}

/// The question with all that goes along. `history` is a list of `{role, content}`, oldest first.
pub fn question(
    client_id: Uuid,
    said: Said,
    plan: &AnswerPlan,
    history: &Value,
    found: Vec<FoundPassage>,
) -> Question {
    let mut tag_prompts: Vec<TagPrompt> = list(&plan.tag_prompts);
    for found in found.iter().take(PASSAGES_WITH_TAGS) {
        for tag in list::<TagPrompt>(&found.tag_prompts) {
            if !tag_prompts.iter().any(|known| known.name == tag.name) {
                tag_prompts.push(tag);
            }
        }
    }
    Question {
        client_id,
        message: said.message,
        session_id: said.session_id,
        metadata: said.metadata,
        timestamp: timestamps::iso(SystemTime::now()),
        history: list::<Turn>(history),
        main_prompt: plan.main_prompt.clone(),
        tag_prompts,
        passages: found.into_iter().map(|found| found.passage).collect(),
        language: plan.language.clone(),
    }
}

/// What the database put together itself.
fn list<T: DeserializeOwned>(value: &Value) -> Vec<T> {
    Vec::deserialize(value).unwrap_or_default()
}
