//! A server's reply as it comes in: what it says, made into pieces for the visitor.

use crate::answer::{AnswerFailed, Piece, Usage};
use crate::openai::part::{End, Part};
use crate::openai::sse::{Decoder, Event};
use crate::openai::words::Words;
use crate::source::Source;
use reqwest::Response;
use serde_json::json;
use shared::retrieval::Passage;
use std::collections::VecDeque;
use std::time::Duration;

/// More than any answer that a visitor could read.
const SIZE_LIMIT_BYTES: usize = 1024 * 1024;
/// Every few letters come wrapped in hundreds of bytes.
const WIRE_LIMIT_BYTES: usize = 8 * SIZE_LIMIT_BYTES;
/// How long a server that has said all may take to say what was used. Some then keep the connection open for nothing.
const USAGE_LIMIT: Duration = Duration::from_secs(2);
/// Told when a model gives the marker of not knowing and no words with it.
pub(super) const UNKNOWN: &str =
    "I could not find an answer to that in the documents of this conference.";

/// A reply that is being read. Dropping it closes the connection, on which servers stop.
#[derive(Debug)]
pub struct Reply {
    response: Response,
    form: Form,
    received: usize,
    said: usize,
    words: Words,
    passages: Vec<Passage>,
    has_text: bool,
    end: Option<End>,
    usage: Option<Usage>,
    /// What is ready to be told, and why nothing follows.
    ready: VecDeque<Piece>,
    stop: Option<Result<(), AnswerFailed>>,
}

/// What the bytes turn out to be. Types of content are not to be trusted; beginnings are.
#[derive(Debug)]
enum Form {
    Unknown,
    Events(Decoder),
    /// A server that knows of no streams says everything at once.
    Whole(Vec<u8>),
}

impl Reply {
    /// Begins to read a reply whose status promised one. The model may cite `passages` by number, from 1.
    pub fn begin(response: Response, passages: Vec<Passage>) -> Self {
        Self {
            response,
            form: Form::Unknown,
            received: 0,
            said: 0,
            words: Words::new(passages.len()),
            passages,
            has_text: false,
            end: None,
            usage: None,
            ready: VecDeque::new(),
            stop: None,
        }
    }

    /// The next piece; `None` when the answer is complete.
    pub async fn next(&mut self) -> Result<Option<Piece>, AnswerFailed> {
        loop {
            if let Some(piece) = self.ready.pop_front() {
                return Ok(Some(piece));
            }
            match self.stop.take() {
                Some(stop) => return stop.map(|()| None),
                None => self.read().await?,
            }
        }
    }

    async fn read(&mut self) -> Result<(), AnswerFailed> {
        let chunk = self.response.chunk();
        let chunk = if self.end.is_some() {
            let within = tokio::time::timeout(USAGE_LIMIT, chunk).await;
            // All is said: what becomes of the connection does not matter any more.
            within.map_or(None, |chunk| chunk.unwrap_or_default())
        } else {
            let unreachable = |e: reqwest::Error| AnswerFailed::Unreachable(e.without_url());
            chunk.await.map_err(unreachable)?
        };
        let taken = match chunk {
            Some(bytes) => self.take(&bytes),
            None => self.finish(),
        };
        // What was told before it failed is told first.
        if let Err(error) = taken {
            self.stop = Some(Err(error));
        }
        Ok(())
    }

    fn take(&mut self, bytes: &[u8]) -> Result<(), AnswerFailed> {
        self.received += bytes.len();
        if self.received > WIRE_LIMIT_BYTES {
            return Err(AnswerFailed::TooLarge(WIRE_LIMIT_BYTES));
        }
        if matches!(self.form, Form::Unknown) {
            let first = bytes.trim_ascii_start().first();
            self.form = match first {
                None => return Ok(()),
                Some(b'{') => Form::Whole(Vec::new()),
                Some(_) => Form::Events(Decoder::default()),
            };
        }
        let events = match &mut self.form {
            Form::Whole(whole) => {
                whole.extend_from_slice(bytes);
                return Ok(());
            }
            Form::Events(decoder) => decoder.push(bytes),
            Form::Unknown => return Ok(()),
        };
        for event in events {
            if self.stop.is_some() {
                break;
            }
            self.take_event(&event)?;
        }
        Ok(())
    }

    fn take_event(&mut self, event: &Event) -> Result<(), AnswerFailed> {
        if event.name == "error" {
            return Err(AnswerFailed::Reported);
        }
        match event.data.trim() {
            "[DONE]" => self.complete(),
            "" => Ok(()),
            data => self.take_part(Part::read(data.as_bytes())?),
        }
    }

    fn take_part(&mut self, part: Part) -> Result<(), AnswerFailed> {
        self.usage = part.usage.or(self.usage);
        self.end = part.end.or(self.end);
        self.said += part.text.len();
        if self.said > SIZE_LIMIT_BYTES {
            return Err(AnswerFailed::TooLarge(SIZE_LIMIT_BYTES));
        }
        let told = self.words.push(&part.text);
        self.tell(told);
        Ok(())
    }

    fn tell(&mut self, text: String) {
        if !text.is_empty() {
            self.has_text = true;
            self.ready.push_back(Piece::Text(text));
        }
    }

    /// The connection has come to its end.
    fn finish(&mut self) -> Result<(), AnswerFailed> {
        match &mut self.form {
            Form::Whole(whole) => {
                let part = Part::read(whole)?;
                // What is whole needs no other sign of its end.
                self.end = Some(End::Complete);
                self.take_part(part)?;
            }
            Form::Events(decoder) => {
                if let Some(event) = decoder.finish() {
                    self.take_event(&event)?;
                }
            }
            Form::Unknown => {}
        }
        match (&self.stop, self.end) {
            (Some(_), _) => Ok(()),
            (None, Some(_)) => self.complete(),
            (None, None) if self.has_text => Err(AnswerFailed::BrokeOff),
            (None, None) => Err(AnswerFailed::WrongShape),
        }
    }

    /// All is said.
    fn complete(&mut self) -> Result<(), AnswerFailed> {
        let mut rest = self.words.finish();
        if self.words.is_unknown() && !self.has_text && rest.is_empty() {
            rest.push_str(UNKNOWN);
        }
        self.tell(rest);
        if !self.has_text {
            return Err(AnswerFailed::WrongShape);
        }
        if self.end == Some(End::CutShort) {
            self.tell("…".to_owned());
        }
        let sources = self.sources();
        if !sources.is_empty() {
            self.ready.push_back(Piece::Sources(json!(sources)));
        }
        self.ready.extend(self.usage.map(Piece::Usage));
        if self.words.is_unknown() {
            self.ready.push_back(Piece::Unknown);
        }
        self.stop = Some(Ok(()));
        Ok(())
    }

    /// What the answer cites, or all it could rest on when it forgot to.
    fn sources(&self) -> Vec<Source> {
        let cited = self.words.cited();
        if self.words.is_unknown() {
            Vec::new()
        } else if cited.is_empty() {
            self.passages.iter().map(Source::from).collect()
        } else {
            let cited = cited.iter().filter_map(|&number| self.passages.get(number));
            cited.map(Source::from).collect()
        }
    }
}
