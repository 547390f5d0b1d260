//! One line of n8n's own stream. Other than its `Content-Type` says, a streamed reply is one JSON object a line.

use serde::Deserialize;
use serde_json::Value;

/// What a node of the workflow tells.
#[derive(Deserialize)]
pub(super) struct Event {
    #[serde(rename = "type")]
    pub(super) kind: Kind,
    /// The text of an item. Nodes that have something else to say put its JSON here as a text.
    content: Option<Value>,
    metadata: Option<Group>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    Begin,
    Item,
    End,
    /// A node failed. The workflow may go on where that was foreseen.
    Error,
    /// Whatever later versions tell.
    #[serde(other)]
    Other,
}

/// What belongs together: one run of one node for one item of its input.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase")]
pub(super) struct Group {
    node_id: Option<String>,
    run_index: Option<u64>,
    item_index: Option<u64>,
}

impl Event {
    /// The event that a reply's first line is, or nothing where it is something else, most likely an answer in one piece.
    pub(super) fn first(line: &[u8]) -> Option<Self> {
        let event = Self::read(line).ok()?;
        (event.kind != Kind::Other && event.metadata.is_some()).then_some(event)
    }

    /// Reads one of the lines after it.
    pub(super) fn read(line: &[u8]) -> Result<Self, serde_json::Error> {
        let line = String::from_utf8_lossy(line);
        serde_json::from_str(line.trim_start_matches('\u{feff}'))
    }

    /// Who tells, and what.
    pub(super) fn into_parts(self) -> (Group, String) {
        let content = match self.content {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text,
            Some(other) => other.to_string(),
        };
        (self.metadata.unwrap_or_default(), content)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_told_by_its_first_line() {
        for (line, kind) in [
            (
                r#"{"type":"begin","metadata":{"nodeId":"a","runIndex":0}}"#,
                Some(Kind::Begin),
            ),
            (
                r#"{"type":"item","content":"x","metadata":{}}"#,
                Some(Kind::Item),
            ),
            (
                r#"{"type":"error","content":null,"metadata":{"nodeId":"a"}}"#,
                Some(Kind::Error),
            ),
            (r#"{"type":"end","metadata":{}}"#, Some(Kind::End)),
            (r#"{"type":"news","metadata":{}}"#, None),
            (
                r#"{"type":"item","response":"an answer with a type"}"#,
                None,
            ),
            (r#"{"response":"an answer"}"#, None),
            (r#"{"type":5,"metadata":{}}"#, None),
            ("{", None),
            ("[]", None),
            ("", None),
        ] {
            let event = Event::first(line.as_bytes());
            assert_eq!(event.map(|event| event.kind), kind, "{line}");
        }
    }
}
