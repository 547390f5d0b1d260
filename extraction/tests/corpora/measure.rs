//! Reads a case as the ingest does: a process that starts another one, which has the limits of production.

use std::fmt;
use std::process::Command;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::case::Case;

/// What became of a case and what that took.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Measured {
    /// `ready`, or the code of the failure.
    pub outcome: String,
    pub chunks: u64,
    pub longest_chunk_bytes: u64,
    pub most_tokens: u64,
    /// No database keeps them in a text.
    pub has_zero_bytes: bool,
    pub milliseconds: u64,
    /// The most that the process which has the document read ever had in memory.
    pub own_kilobytes: u64,
    /// The most that the process which read it ever had.
    pub child_kilobytes: u64,
}

impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:<16} {:>6} chunks {:>6} ms {:>4} + {:>4} MB",
            self.outcome,
            self.chunks,
            self.milliseconds,
            self.own_kilobytes / 1024,
            self.child_kilobytes / 1024
        )
    }
}

/// Has a case read by a process of its own.
pub fn read(case: &Case) -> Measured {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(&case.file_name);
    std::fs::write(&path, &case.bytes).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_extract-document"))
        .arg("--measure")
        .arg(&path)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}: {:?} {}",
        case.name,
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The memory of the function that reads documents, as it is deployed unless somebody says otherwise.
pub fn function_kilobytes() -> u64 {
    static KILOBYTES: LazyLock<u64> = LazyLock::new(|| {
        let template = include_str!("../../../template.yaml");
        let (_, parameter) = template.split_once("\n  IngestMemory:\n").unwrap();
        let (_, default) = parameter.split_once("Default: ").unwrap();
        let megabytes = default.lines().next().unwrap().trim();
        megabytes.parse::<u64>().unwrap() * 1024
    });
    *KILOBYTES
}
