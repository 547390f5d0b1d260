//! A reply as it arrives, in whatever pieces: n8n's own stream, or an answer in one piece, which may have many lines too.

use super::SIZE_LIMIT_BYTES;
use super::event::Event;
use super::shape::{Said, Shape};
use super::telling::Telling;
use crate::answer::{AnswerFailed, Piece};
use std::collections::VecDeque;
use std::mem;

/// A stream repeats some 200 bytes with every word.
const STREAM_LIMIT_BYTES: usize = 16 * SIZE_LIMIT_BYTES;

/// Reads one reply.
pub(super) struct Reply {
    shape: Shape,
    form: Form,
    /// What is not read yet.
    bytes: Vec<u8>,
    /// How many of them hold no end of a line.
    searched: usize,
    /// How many there were.
    length: usize,
}

enum Form {
    /// The first line has not ended.
    Unknown,
    Whole,
    Lines(Telling),
}

impl Reply {
    pub(super) fn new(shape: Shape) -> Self {
        Self {
            shape,
            form: Form::Unknown,
            bytes: Vec::new(),
            searched: 0,
            length: 0,
        }
    }

    /// Takes what arrived; `pieces` gets what can be told on.
    pub(super) fn take(
        &mut self,
        more: &[u8],
        pieces: &mut VecDeque<Piece>,
    ) -> Result<(), AnswerFailed> {
        self.length += more.len();
        let mut bytes = mem::take(&mut self.bytes);
        bytes.extend_from_slice(more);
        let mut start = 0;
        while !matches!(self.form, Form::Whole)
            && let Some(length) = bytes[self.searched..]
                .iter()
                .position(|byte| *byte == b'\n')
        {
            let end = self.searched + length;
            self.line(&bytes[start..end], pieces)?;
            self.searched = end + 1;
            if !matches!(self.form, Form::Whole) {
                start = self.searched;
            }
        }
        bytes.drain(..start);
        self.searched = bytes.len();
        self.bytes = bytes;
        if self.bytes.len() > SIZE_LIMIT_BYTES || self.length > STREAM_LIMIT_BYTES {
            return Err(AnswerFailed::TooLarge(SIZE_LIMIT_BYTES));
        }
        Ok(())
    }

    /// Takes the end of the reply.
    pub(super) fn end(&mut self, pieces: &mut VecDeque<Piece>) -> Result<(), AnswerFailed> {
        let rest = mem::take(&mut self.bytes);
        if !matches!(self.form, Form::Whole) {
            self.line(&rest, pieces)?;
        }
        if let Form::Lines(telling) = &mut self.form {
            return telling.end(pieces);
        }
        let Said { text, sources } = self.shape.read(&rest)?;
        pieces.extend(text.map(Piece::Text));
        pieces.extend(sources.map(Piece::Sources));
        Ok(())
    }

    /// Tells on what waits, because nothing more will come. Gives the reason to tell: a node's own failure comes before what followed from it.
    pub(super) fn give_up(
        &mut self,
        error: AnswerFailed,
        pieces: &mut VecDeque<Piece>,
    ) -> AnswerFailed {
        let Form::Lines(telling) = &mut self.form else {
            return error;
        };
        telling.tell_all(pieces);
        if telling.is_failed() {
            AnswerFailed::Reported
        } else {
            error
        }
    }

    fn line(&mut self, line: &[u8], pieces: &mut VecDeque<Piece>) -> Result<(), AnswerFailed> {
        if line.trim_ascii().is_empty() {
            return Ok(());
        }
        if let Form::Lines(telling) = &mut self.form {
            let event = Event::read(line).map_err(AnswerFailed::NotJson)?;
            return telling.take(event, pieces);
        }
        let Some(event) = Event::first(line) else {
            self.form = Form::Whole;
            return Ok(());
        };
        let mut telling = Telling::new(self.shape);
        let taken = telling.take(event, pieces);
        self.form = Form::Lines(telling);
        taken
    }
}
