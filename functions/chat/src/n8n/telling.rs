//! What the nodes of a workflow tell in a stream, put together to one answer. Text is told on at once, with two exceptions: while one node
//! speaks the others wait, and what looks like a whole answer in JSON is read as one when its node has ended.

use super::SIZE_LIMIT_BYTES;
use super::event::{Event, Group, Kind};
use super::shape::{self, Said, Shape};
use super::speaker::Speaker;
use crate::answer::{AnswerFailed, Piece};
use serde_json::Value;
use std::collections::VecDeque;

/// More than any workflow has speaking at the same time.
const MOST_SPEAKERS: usize = 64;

/// The answer so far.
pub(super) struct Telling {
    shape: Shape,
    /// Who speaks, in the order in which they began.
    speakers: Vec<Speaker>,
    /// All text that was told on.
    told: String,
    /// How much came, in bytes.
    length: usize,
    /// Told at the end, so that there is one list however many nodes cite something.
    sources: Option<Value>,
    is_answered: bool,
    /// A node failed, and nothing was said since then.
    is_failed: bool,
}

impl Telling {
    pub(super) fn new(shape: Shape) -> Self {
        Self {
            shape,
            speakers: Vec::new(),
            told: String::new(),
            length: 0,
            sources: None,
            is_answered: false,
            is_failed: false,
        }
    }

    /// Takes one event; `pieces` gets what can be told on.
    pub(super) fn take(
        &mut self,
        event: Event,
        pieces: &mut VecDeque<Piece>,
    ) -> Result<(), AnswerFailed> {
        let kind = event.kind;
        let (group, content) = event.into_parts();
        let at = self.speakers.iter().position(|speaker| speaker.is(&group));
        match (kind, at) {
            (Kind::Begin, at) => self.begin(group, at)?,
            (Kind::Item, _) if content.is_empty() => {}
            (Kind::Item, Some(at)) => self.item(at, content)?,
            (Kind::Item, None) => {
                let at = self.add(Speaker::unannounced(group))?;
                self.item(at, content)?;
            }
            (Kind::End, Some(at)) => self.finish(at)?,
            // Whether the workflow has foreseen it is not told: it has when something follows.
            (Kind::Error, at) => {
                self.is_failed = true;
                if let Some(at) = at {
                    self.speakers[at].fail();
                }
            }
            (Kind::End, None) | (Kind::Other, _) => {}
        }
        self.tell_on(pieces);
        Ok(())
    }

    /// Takes the end of the reply.
    pub(super) fn end(&mut self, pieces: &mut VecDeque<Piece>) -> Result<(), AnswerFailed> {
        let is_cut = self.speakers.iter().any(Speaker::is_unfinished);
        for at in 0..self.speakers.len() {
            self.finish(at)?;
        }
        self.tell_on(pieces);
        if self.is_answered && self.told.is_empty() {
            pieces.push_back(Piece::Text(String::new()));
        }
        self.tell_all(pieces);
        if self.is_failed {
            Err(AnswerFailed::Reported)
        } else if is_cut || !self.is_answered {
            Err(AnswerFailed::WrongShape)
        } else {
            Ok(())
        }
    }

    /// Whether the last that was heard is that a node failed.
    pub(super) fn is_failed(&self) -> bool {
        self.is_failed
    }

    /// Tells on what waits, because nothing more will come.
    pub(super) fn tell_all(&mut self, pieces: &mut VecDeque<Piece>) {
        self.speakers.iter_mut().for_each(Speaker::fail);
        self.tell_on(pieces);
        pieces.extend(self.sources.take().map(Piece::Sources));
    }

    fn begin(&mut self, group: Group, at: Option<usize>) -> Result<(), AnswerFailed> {
        if let Some(at) = at {
            // A node that begins again has been run again.
            self.speakers[at].fail();
        }
        self.add(Speaker::announced(group)).map(drop)
    }

    fn add(&mut self, speaker: Speaker) -> Result<usize, AnswerFailed> {
        if self.speakers.len() >= MOST_SPEAKERS {
            return Err(AnswerFailed::WrongShape);
        }
        self.speakers.push(speaker);
        Ok(self.speakers.len() - 1)
    }

    fn item(&mut self, at: usize, content: String) -> Result<(), AnswerFailed> {
        self.length += content.len();
        if self.length > SIZE_LIMIT_BYTES {
            return Err(AnswerFailed::TooLarge(SIZE_LIMIT_BYTES));
        }
        self.is_failed = false;
        self.is_answered |= self.speakers[at].say(content);
        Ok(())
    }

    /// A speaker has said all that it says.
    fn finish(&mut self, at: usize) -> Result<(), AnswerFailed> {
        let Some(members) = self.speakers[at].end() else {
            return Ok(());
        };
        let Said { text, sources } = self.shape.said(members)?;
        if let Some(text) = text {
            self.is_answered = true;
            // A last node sums up what the one before it has streamed: the visitor has read that.
            if !self.told.trim_end().ends_with(text.trim()) {
                self.speakers[at].add(&text);
            }
        }
        self.sources = shape::both(self.sources.take(), sources);
        Ok(())
    }

    fn tell_on(&mut self, pieces: &mut VecDeque<Piece>) {
        while let Some(first) = self.speakers.first_mut() {
            if let Some(mut text) = first.next_text() {
                if first.tells_first() && !self.told.is_empty() && !self.told.ends_with('\n') {
                    text.insert_str(0, "\n\n");
                }
                self.told.push_str(&text);
                pieces.push_back(Piece::Text(text));
            }
            if !first.has_ended() {
                break;
            }
            self.speakers.remove(0);
        }
    }
}
