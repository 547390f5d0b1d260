//! How much of a machine one document may take.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// What a document may cost at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Size of the file, in bytes.
    pub bytes: usize,
    /// Size of what a packed file (DOCX) unpacks to, in bytes.
    pub unpacked: usize,
    /// Size of the text found, in bytes of UTF-8.
    pub text: usize,
    /// Pieces that the text is cut into. Each is a row to be stored, and all of them within one run of the ingest.
    pub chunks: usize,
    /// Pages of a PDF.
    pub pages: usize,
    /// Memory of the child process, in bytes. Only [`crate::child`] keeps it.
    pub memory: u64,
    /// From the start of the child process to its last line. Only [`crate::child`] keeps it.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 10 * 1024 * 1024,
            unpacked: 100 * 1024 * 1024,
            text: 16 * 1024 * 1024,
            chunks: 20_000,
            pages: 3000,
            memory: 512 * 1024 * 1024,
            time: Duration::from_secs(60),
        }
    }
}
