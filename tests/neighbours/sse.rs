//! A streamed answer, read to its end.

use serde_json::Value;
use uuid::Uuid;

/// The status that a stream comes down to, the id by which its answer can be rated, its words, and what is wrong with it. `None` when it is no stream.
pub fn read(body: &[u8]) -> Option<(u16, Option<Uuid>, String, Option<String>)> {
    let text = std::str::from_utf8(body).ok()?;
    if !text.starts_with("event: start\n") {
        return None;
    }
    let mut words = String::new();
    let mut last = None;
    for frame in text.split("\n\n") {
        let field = |name: &str| frame.lines().find_map(|line| line.strip_prefix(name));
        let (Some(event), Some(data)) = (field("event: "), field("data: ")) else {
            continue;
        };
        let data: Value = serde_json::from_str(data).unwrap_or_default();
        if event == "chunk" {
            words.push_str(data["text"].as_str().unwrap_or_default());
        }
        last = Some((event, data));
    }
    Some(match last {
        Some(("done", data)) => {
            let id = data["messageId"].as_str();
            (200, id.and_then(|id| id.parse().ok()), words, None)
        }
        Some(("error", data)) => match data["code"].as_str() {
            Some("timeout") => (504, None, words, None),
            Some("unavailable") => (503, None, words, None),
            _ => (
                503,
                None,
                words,
                Some(format!("an error of another shape: {data}")),
            ),
        },
        _ => (0, None, words, Some("a stream without an end".to_owned())),
    })
}
