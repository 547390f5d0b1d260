//! What a server says of an answer, in a stream's event or all at once.
//! <https://platform.openai.com/docs/api-reference/chat-streaming>

use crate::answer::{AnswerFailed, Usage};
use serde_json::Value;

/// A part of an answer, perhaps all of it.
#[derive(Debug, Default, PartialEq)]
pub struct Part {
    /// More words; may be empty.
    pub text: String,
    /// The model says no more.
    pub end: Option<End>,
    /// What was used so far; the last one counts.
    pub usage: Option<Usage>,
}

/// How a model comes to its end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum End {
    /// All is said.
    Complete,
    /// It may say no more.
    CutShort,
}

impl Part {
    /// Reads one. Members that are missing or null are what servers leave out; others than ours are passed over.
    ///
    /// # Errors
    /// When it is not JSON, not an object, or tells of a failure.
    pub fn read(json: &[u8]) -> Result<Self, AnswerFailed> {
        let value: Value = serde_json::from_slice(json).map_err(AnswerFailed::NotJson)?;
        if !value.is_object() {
            return Err(AnswerFailed::WrongShape);
        }
        if !value["error"].is_null() || value["object"] == "error" {
            return Err(AnswerFailed::Reported);
        }
        let usage = read_usage(&value["usage"]);
        // Usage and a provider's own news come without a choice.
        let choice = match value["choices"].as_array() {
            Some(choices) => choices.iter().find(|choice| is_first(choice)),
            None => None,
        };
        let Some(choice) = choice else {
            return Ok(Self {
                usage,
                ..Self::default()
            });
        };
        let words = ["delta", "message"].map(|name| &choice[name]);
        let text = words.iter().find_map(|words| read_words(words));
        Ok(Self {
            text: text.unwrap_or_default(),
            end: read_end(&choice["finish_reason"])?,
            usage,
        })
    }
}

/// Only one answer is asked for.
fn is_first(choice: &Value) -> bool {
    choice["index"].as_u64().unwrap_or(0) == 0
}

fn read_words(words: &Value) -> Option<String> {
    match (&words["content"], &words["refusal"]) {
        (Value::String(text), _) => Some(text.clone()),
        // Mistral tells what it thinks and what it says as parts of a list.
        (Value::Array(parts), _) => {
            let said = parts.iter().filter(|part| part["type"] == "text");
            Some(said.filter_map(|part| part["text"].as_str()).collect())
        }
        (_, Value::String(refusal)) => Some(refusal.clone()),
        _ => None,
    }
}

fn read_end(reason: &Value) -> Result<Option<End>, AnswerFailed> {
    match reason.as_str() {
        None | Some("") => Ok(None),
        Some("length") => Ok(Some(End::CutShort)),
        // What stands there is not an answer: a filter took the rest of it.
        Some("content_filter" | "error") => Err(AnswerFailed::Reported),
        Some(_) => Ok(Some(End::Complete)),
    }
}

fn read_usage(usage: &Value) -> Option<Usage> {
    let tokens = |name| u32::try_from(usage[name].as_u64()?).ok();
    Some(Usage {
        prompt_tokens: tokens("prompt_tokens")?,
        // Some servers leave it out when nothing was said.
        completion_tokens: tokens("completion_tokens").unwrap_or(0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(value: &Value) -> Result<Part, AnswerFailed> {
        Part::read(value.to_string().as_bytes())
    }

    fn text(text: &str) -> Part {
        Part {
            text: text.to_owned(),
            ..Part::default()
        }
    }

    #[test]
    fn servers_say_the_same_in_many_ways() {
        for (value, part) in [
            (json!({}), text("")),
            (json!({"choices": []}), text("")),
            (json!({"choices": null}), text("")),
            (
                json!({"choices": [], "prompt_filter_results": [{}]}),
                text(""),
            ),
            (
                json!({"choices": [{"delta": {"role": "assistant", "content": ""}}]}),
                text(""),
            ),
            (
                json!({"choices": [{"delta": {"content": null}, "finish_reason": null}]}),
                text(""),
            ),
            (
                json!({"choices": [{"delta": {"content": "a"}, "finish_reason": ""}]}),
                text("a"),
            ),
            (
                json!({"choices": [{"index": 1, "delta": {"content": "b"}}]}),
                text(""),
            ),
            (
                json!({"choices": [{"delta": {"reasoning_content": "hm", "content": null}}]}),
                text(""),
            ),
            (
                json!({"choices": [{"delta": {"content": null, "refusal": "No."}}]}),
                text("No."),
            ),
            (
                json!({"choices": [{"delta": {"content": [{"type": "thinking", "thinking": []}, {"type": "text", "text": "a"}]}}]}),
                text("a"),
            ),
            (
                json!({"choices": [{"message": {"content": "all"}, "finish_reason": "stop"}]}),
                Part {
                    end: Some(End::Complete),
                    ..text("all")
                },
            ),
            (
                json!({"choices": [{"delta": {}, "finish_reason": "length"}]}),
                Part {
                    end: Some(End::CutShort),
                    ..text("")
                },
            ),
            (
                json!({"choices": [], "usage": {"prompt_tokens": 7, "completion_tokens": 2, "total_tokens": 9}, "error": null}),
                Part {
                    usage: Some(Usage {
                        prompt_tokens: 7,
                        completion_tokens: 2,
                    }),
                    ..text("")
                },
            ),
            (
                json!({"choices": [], "usage": {"prompt_tokens": -1}}),
                text(""),
            ),
        ] {
            assert_eq!(read(&value).ok(), Some(part), "{value}");
        }
    }

    #[test]
    fn a_failure_is_told_in_many_ways_too() {
        for value in [
            json!({"error": {"message": "overloaded"}}),
            json!({"error": "overloaded"}),
            json!({"object": "error", "message": "too long", "code": 400}),
            json!({"choices": [{"delta": {"content": ""}, "finish_reason": "error"}], "error": {"code": 502}}),
            json!({"choices": [{"delta": {}, "finish_reason": "content_filter"}]}),
        ] {
            assert!(
                matches!(read(&value), Err(AnswerFailed::Reported)),
                "{value}"
            );
        }
        for value in [json!(null), json!([]), json!("a"), json!(1)] {
            assert!(
                matches!(read(&value), Err(AnswerFailed::WrongShape)),
                "{value}"
            );
        }
        assert!(matches!(Part::read(b"{"), Err(AnswerFailed::NotJson(_))));
    }
}
