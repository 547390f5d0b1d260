//! The events of an answer, as they arrive.

use reqwest::Response;
use serde_json::Value;

pub struct Told {
    response: Response,
    bytes: Vec<u8>,
}

impl Told {
    pub fn new(response: Response) -> Self {
        assert_eq!(response.status(), 200);
        Self {
            response,
            bytes: Vec::new(),
        }
    }

    /// The next event's name and data; nothing at the end. Comments are passed over.
    pub async fn next(&mut self) -> Option<(String, Value)> {
        loop {
            while let Some(end) = self.bytes.windows(2).position(|two| two == b"\n\n") {
                let frame: Vec<u8> = self.bytes.drain(..end + 2).collect();
                let frame = String::from_utf8(frame).expect("UTF-8");
                if let Some(event) = event(&frame) {
                    return Some(event);
                }
            }
            let more = self.response.chunk().await.expect("a whole stream")?;
            self.bytes.extend_from_slice(&more);
        }
    }

    /// The next one's data, which has to be of this kind.
    pub async fn expect(&mut self, kind: &str) -> Value {
        let (name, data) = self.next().await.expect("not the end");
        assert_eq!(name, kind, "{data}");
        data
    }

    /// The text that is left, and the last event with what came between.
    pub async fn rest(mut self) -> (String, Vec<(String, Value)>) {
        let mut text = String::new();
        let mut others = Vec::new();
        while let Some((name, data)) = self.next().await {
            match data["text"].as_str() {
                Some(words) if name == "chunk" => text.push_str(words),
                _ => others.push((name, data)),
            }
        }
        (text, others)
    }
}

fn event(frame: &str) -> Option<(String, Value)> {
    let (name, data) = frame.strip_prefix("event: ")?.split_once("\ndata: ")?;
    Some((
        name.to_owned(),
        serde_json::from_str(data.trim_end()).expect("JSON"),
    ))
}
