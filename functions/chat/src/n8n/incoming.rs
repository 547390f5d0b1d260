//! A webhook's response, read piece by piece while it arrives.

use super::reply::Reply;
use super::shape::Shape;
use super::unreachable;
use crate::answer::{AnswerFailed, Piece};
use futures_util::{Stream, stream};
use reqwest::Response;
use std::collections::VecDeque;
use tokio::time::{Instant, timeout_at};

/// Dropped, it ends the request.
pub(super) struct Incoming {
    response: Response,
    reply: Reply,
    deadline: Instant,
    /// What was read and not yet told.
    pieces: VecDeque<Piece>,
    state: State,
}

enum State {
    Reading,
    Failed(AnswerFailed),
    Over,
}

impl Incoming {
    pub(super) fn new(response: Response, shape: Shape, deadline: Instant) -> Self {
        Self {
            response,
            reply: Reply::new(shape),
            deadline,
            pieces: VecDeque::new(),
            state: State::Reading,
        }
    }

    pub(super) fn pieces(self) -> impl Stream<Item = Result<Piece, AnswerFailed>> {
        stream::unfold(self, |mut incoming| async move {
            let piece = incoming.next().await?;
            Some((piece, incoming))
        })
    }

    async fn next(&mut self) -> Option<Result<Piece, AnswerFailed>> {
        loop {
            if let Some(piece) = self.pieces.pop_front() {
                return Some(Ok(piece));
            }
            match std::mem::replace(&mut self.state, State::Over) {
                State::Over => return None,
                State::Failed(error) => return Some(Err(error)),
                State::Reading => {
                    self.state = match self.read().await {
                        Ok(state) => state,
                        Err(error) => State::Failed(self.reply.give_up(error, &mut self.pieces)),
                    }
                }
            }
        }
    }

    async fn read(&mut self) -> Result<State, AnswerFailed> {
        // Who sends without a pause is always ready, and a ready one is not asked for the time.
        if Instant::now() >= self.deadline {
            return Err(AnswerFailed::TooSlow);
        }
        let arrived = timeout_at(self.deadline, self.response.chunk()).await;
        let arrived = arrived.map_err(|_| AnswerFailed::TooSlow)?;
        match arrived.map_err(unreachable)? {
            Some(bytes) => {
                self.reply.take(&bytes, &mut self.pieces)?;
                Ok(State::Reading)
            }
            None => {
                self.reply.end(&mut self.pieces)?;
                Ok(State::Over)
            }
        }
    }
}
