//! The shape of an answer that comes as one JSON value: `{response, sources?}`, alone or as the only item of a list, which is n8n's own form.

use crate::answer::AnswerFailed;
use serde_json::{Map, Value};

/// Which members hold the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Shape {
    /// `response` alone: anything else is a workflow that was not finished.
    Documented,
    /// Those of n8n's own chat as well, in its order.
    Chat,
}

/// What one JSON value says.
#[derive(Debug, PartialEq)]
pub(super) struct Said {
    /// Missing where only sources are told, which a stream may do.
    pub(super) text: Option<String>,
    /// A list of `{title, url?, excerpt?}`, or null; members beyond those are passed on.
    pub(super) sources: Option<Value>,
}

impl Shape {
    /// Reads a whole reply.
    pub(super) fn read(self, bytes: &[u8]) -> Result<Said, AnswerFailed> {
        let text = String::from_utf8_lossy(bytes);
        let text = text.trim_start_matches('\u{feff}');
        let value = serde_json::from_str(text).map_err(AnswerFailed::NotJson)?;
        let members = members(value).ok_or(AnswerFailed::WrongShape)?;
        let said = self.said(members)?;
        match said.text {
            Some(_) => Ok(said),
            None => Err(AnswerFailed::WrongShape),
        }
    }

    /// Reads what may stand in a stream: the text, the sources, or both.
    pub(super) fn said(self, mut members: Map<String, Value>) -> Result<Said, AnswerFailed> {
        let names: &[&str] = match self {
            Self::Documented => &["response"],
            Self::Chat => &["response", "output", "text", "message"],
        };
        let text = names
            .iter()
            .find_map(|name| members.remove(*name).filter(|value| !value.is_null()));
        let text = match text {
            None => None,
            Some(Value::String(text)) => Some(text),
            Some(_) => return Err(AnswerFailed::WrongShape),
        };
        let sources = members.remove("sources");
        let is_readable = match &sources {
            None => text.is_some(),
            Some(Value::Null) => true,
            Some(Value::Array(sources)) => sources.iter().all(is_source),
            Some(_) => false,
        };
        if is_readable {
            Ok(Said { text, sources })
        } else {
            Err(AnswerFailed::WrongShape)
        }
    }
}

/// The members of an object, or of the only one in a list.
pub(super) fn members(value: Value) -> Option<Map<String, Value>> {
    match value {
        Value::Object(members) => Some(members),
        Value::Array(mut items) if items.len() == 1 => match items.pop() {
            Some(Value::Object(members)) => Some(members),
            _ => None,
        },
        _ => None,
    }
}

/// What two nodes cite.
pub(super) fn both(first: Option<Value>, second: Option<Value>) -> Option<Value> {
    match (first, second) {
        (Some(Value::Array(mut first)), Some(Value::Array(second))) => {
            first.extend(second);
            Some(first.into())
        }
        (Some(first @ Value::Array(_)), _) => Some(first),
        (first, second) => second.or(first),
    }
}

fn is_source(value: &Value) -> bool {
    let is_text_or_missing =
        |name| matches!(value.get(name), None | Some(Value::Null | Value::String(_)));
    value.get("title").is_some_and(Value::is_string)
        && is_text_or_missing("url")
        && is_text_or_missing("excerpt")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read_text(text: &str) -> Option<Said> {
        Shape::Documented.read(text.as_bytes()).ok()
    }

    fn text_of(shape: Shape, text: &str) -> Option<String> {
        shape.read(text.as_bytes()).ok()?.text
    }

    #[test]
    fn the_documented_shape_is_read_alone_and_as_n8ns_list_of_one() {
        let text = r#"{"response":"r","sources":[{"title":"t","excerpt":"e","extra":1}]}"#;
        for text in [text, &format!("[{text}]"), &format!(" \n[\n{text}\n]\n")] {
            let expected = Said {
                text: Some("r".to_owned()),
                sources: Some(json!([{"title": "t", "excerpt": "e", "extra": 1}])),
            };
            assert_eq!(read_text(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn missing_and_null_sources_differ() {
        let sources = |text| read_text(text).expect("an answer").sources;
        assert_eq!(sources(r#"{"response":"r"}"#), None);
        assert_eq!(
            sources(r#"{"response":"r","sources":null}"#),
            Some(Value::Null)
        );
    }

    #[test]
    fn another_shape_is_no_answer() {
        for text in [
            "null",
            "\"plain\"",
            "5",
            "[]",
            "{}",
            r#"[{"response":"a"},{"response":"b"}]"#,
            r#"{"output":"text"}"#,
            r#"{"response":null}"#,
            r#"{"response":null,"output":"text"}"#,
            r#"{"response":{"a":[1]}}"#,
            r#"{"response":"r","sources":"x"}"#,
            r#"{"response":"r","sources":[{"url":"u"}]}"#,
            r#"{"sources":[]}"#,
            r#"{"response":"#,
            "",
        ] {
            assert_eq!(read_text(text), None, "{text}");
        }
    }

    #[test]
    fn a_chat_trigger_also_answers_in_the_words_of_n8ns_chat() {
        for (text, read) in [
            (r#"{"response":"r","output":"o"}"#, Some("r")),
            (r#"{"message":"m","text":"t","output":"o"}"#, Some("o")),
            (r#"{"output":null,"message":"m","text":"t"}"#, Some("t")),
            (r#"[{"message":"m"}]"#, Some("m")),
            (r#"{"output":""}"#, Some("")),
            (r#"{"output":{"a":1},"text":"t"}"#, None),
            (r#"{"executionStarted":true}"#, None),
            (r#"{"output":"o","sources":5}"#, None),
        ] {
            assert_eq!(text_of(Shape::Chat, text).as_deref(), read, "{text}");
        }
    }

    #[test]
    fn a_byte_order_mark_and_broken_utf8_do_no_harm() {
        let with_mark = "\u{feff}{\"response\":\"bom\"}";
        assert_eq!(
            text_of(Shape::Documented, with_mark).as_deref(),
            Some("bom")
        );
        let broken = Shape::Documented.read(b"{\"response\":\"\xe9\"}");
        let text = broken.expect("an answer").text;
        assert_eq!(text.as_deref(), Some("\u{fffd}"));
    }
}
