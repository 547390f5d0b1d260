//! Reading a document in a process of its own, so that a file that was made to do harm harms nobody else.

use extraction::child::{self, Summary};
use extraction::{Chunk, Limits, Unreadable};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// What reads documents: a program that calls [`child::run_if_asked`] first thing in `main`. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Reader {
    program: Arc<PathBuf>,
    limits: Limits,
}

impl Reader {
    /// The program that is running.
    #[must_use]
    pub fn this_program() -> Self {
        Self::program(child::this_program())
    }

    /// Another one.
    #[must_use]
    pub fn program(program: PathBuf) -> Self {
        Self {
            program: Arc::new(program),
            limits: Limits::default(),
        }
    }

    /// How long reading a document may take.
    pub(super) fn time_limit(&self) -> Duration {
        self.limits.time
    }

    /// How many bytes a document may have.
    pub(super) fn largest_bytes(&self) -> u64 {
        u64::try_from(self.limits.bytes).unwrap_or(u64::MAX)
    }

    /// What a document says. Dropping the future ends the process.
    pub(super) async fn read(
        &self,
        bytes: Vec<u8>,
        file_name: Option<String>,
        on_progress: impl FnMut(u8),
    ) -> Result<(Summary, Vec<Chunk>), Unreadable> {
        child::extract(&self.program, bytes, file_name, self.limits, on_progress).await
    }
}
