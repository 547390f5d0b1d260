//! Extraction in a process of its own: a crash, an endless loop or a file that wants all the memory there is ends that process, not the service.
//!
//! The child is this very program, started again with an argument that [`run_if_asked`] knows, without the environment and its secrets. Its standard input
//! brings one line of JSON (the limits, the file's name) and then the file; its standard output gives lines of JSON: per cents, then chunks, then the
//! document's title and pages, or why there is none.

mod inside;
mod outcome;

use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{ChildStdin, ChildStdout, Command};

use crate::{Chunk, Kind, Limits, Unreadable};
pub use inside::run_if_asked;

/// The argument that makes a program a child.
const ARGUMENT: &str = "--extract-document";
/// What a child may say at most: all its text, some of it twice, in JSON.
const LONGEST_ANSWER: u64 = 128 * 1024 * 1024;
/// Of what a child complains, the beginning is enough to tell what happened.
const LONGEST_COMPLAINT: u64 = 4096;

/// What a document is, beside its chunks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    pub kind: Kind,
    /// The title the document gives itself.
    pub title: Option<String>,
    /// How many pages it has; only a PDF knows.
    pub pages: Option<u32>,
}

/// The first line a child reads.
#[derive(Serialize, Deserialize)]
struct Task {
    limits: Limits,
    /// Of the file that follows, in bytes.
    length: usize,
    file_name: Option<String>,
}

/// A line a child writes.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    Progress(u8),
    Chunk(Chunk),
    Done(Summary),
    Failed(Unreadable),
}

/// This program, whatever became of its file: what [`extract`] starts in a service whose `main` begins with [`run_if_asked`].
pub fn this_program() -> PathBuf {
    PathBuf::from("/proc/self/exe")
}

/// Reads and cuts a document in a child process, within `limits` of memory and time.
///
/// `program` calls [`run_if_asked`] first thing: [`this_program`], or a helper. `on_progress` gets per cent, rising. Dropping the future kills the child.
///
/// # Errors
/// Why there are no chunks. [`Unreadable::NotStarted`] is the machine's fault, everything else the document's.
pub async fn extract(
    program: &Path,
    bytes: Vec<u8>,
    file_name: Option<String>,
    limits: Limits,
    on_progress: impl FnMut(u8),
) -> Result<(Summary, Vec<Chunk>), Unreadable> {
    if bytes.len() > limits.bytes {
        return Err(Unreadable::TooLarge);
    }
    let mut command = Command::new(program);
    command
        .arg0("extract-document")
        .arg(ARGUMENT)
        .env_clear()
        .current_dir("/");
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    let mut child = command.spawn().map_err(|_| Unreadable::NotStarted)?;
    let (Some(input), Some(output), Some(errors)) =
        (child.stdin.take(), child.stdout.take(), child.stderr.take())
    else {
        return Err(Unreadable::NotStarted);
    };
    let complaint = async {
        let mut complaint = Vec::new();
        let mut errors = errors.take(LONGEST_COMPLAINT);
        // What cannot be read was not said.
        let _ = errors.read_to_end(&mut complaint).await;
        complaint
    };
    let task = Task {
        limits,
        length: bytes.len(),
        file_name,
    };
    let talk = async {
        tokio::join!(
            tell(input, &task, bytes),
            listen(output, on_progress),
            complaint
        )
    };
    let finished =
        tokio::time::timeout(limits.time, async { (talk.await, child.wait().await) }).await;
    let Ok(((_, heard, complaint), status)) = finished else {
        // Waited for, so that no dead process is left behind.
        let _ = child.kill().await;
        return Err(Unreadable::TookTooLong);
    };
    match heard {
        Some(answer) => answer,
        None => Err(outcome::of(
            status.map_err(|_| Unreadable::NotStarted)?,
            &complaint,
        )),
    }
}

/// Hands over the task and the file. A child that dies early stops reading; what it died of shows elsewhere.
async fn tell(mut input: ChildStdin, task: &Task, bytes: Vec<u8>) {
    let mut line = serde_json::to_vec(task).unwrap_or_default();
    line.push(b'\n');
    if input.write_all(&line).await.is_ok() {
        let _ = input.write_all(&bytes).await;
    }
}

/// The child's answer; none where it stopped before the last line.
async fn listen(
    output: ChildStdout,
    mut on_progress: impl FnMut(u8),
) -> Option<Result<(Summary, Vec<Chunk>), Unreadable>> {
    let mut chunks = Vec::new();
    let mut lines = BufReader::new(output.take(LONGEST_ANSWER)).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        match serde_json::from_str(&line).ok()? {
            Line::Progress(percent) => on_progress(percent.min(100)),
            Line::Chunk(chunk) => chunks.push(chunk),
            Line::Done(summary) => return Some(Ok((summary, chunks))),
            Line::Failed(reason) => return Some(Err(reason)),
        }
    }
    None
}
