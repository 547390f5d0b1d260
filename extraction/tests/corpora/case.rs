//! One hostile document and how reading it may end.

use crate::measure::{self, Measured};

/// How a document that is read ends.
pub const READY: &str = "ready";

/// A document that was made to do harm.
pub struct Case {
    /// What is wrong with it.
    pub name: String,
    pub file_name: String,
    pub bytes: Vec<u8>,
    /// Outcomes that are right: [`READY`] or codes of failures.
    pub ends: Vec<&'static str>,
}

impl Case {
    pub fn pdf(name: impl Into<String>, bytes: Vec<u8>, ends: &[&'static str]) -> Self {
        Self::new(name, "case.pdf", bytes, ends)
    }

    pub fn docx(name: impl Into<String>, bytes: Vec<u8>, ends: &[&'static str]) -> Self {
        Self::new(name, "case.docx", bytes, ends)
    }

    pub fn new(
        name: impl Into<String>,
        file_name: &'static str,
        bytes: Vec<u8>,
        ends: &[&'static str],
    ) -> Self {
        Self {
            name: name.into(),
            file_name: file_name.to_owned(),
            bytes,
            ends: ends.to_vec(),
        }
    }
}

/// So many of something, or a tenth where it has to be quick: all are for `cargo verify corpora`.
pub fn many(number: usize) -> usize {
    if std::env::var_os("CORPORA_SECONDS").is_some() {
        number
    } else {
        number / 10
    }
}

/// Reads all of them as the ingest does, each by itself, and says what each took.
pub fn check_all(cases: Vec<Case>) {
    let wrong: Vec<String> = cases.iter().filter_map(|case| check(case).err()).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What became of a case.
///
/// # Errors
/// It ended in another way, or took too much.
pub fn check(case: &Case) -> Result<Measured, String> {
    let measured = measure::read(case);
    println!("{:<60} {measured}", case.name);
    if !case.ends.contains(&measured.outcome.as_str()) {
        return Err(format!(
            "{} ends as {}, not as {:?}",
            case.name, measured.outcome, case.ends
        ));
    }
    match too_much(&measured) {
        Some(what) => Err(format!("{} takes {what}: {measured:?}", case.name)),
        None => Ok(measured),
    }
}

/// A chunk goes into an answer's question, and the database searches it: one of 500 tokens is some kilobytes.
const LONGEST_CHUNK_BYTES: u64 = 16 * 1024;
/// What the chunker promises, with what it repeats and a heading or two.
const MOST_TOKENS: u64 = 650;

fn too_much(measured: &Measured) -> Option<&'static str> {
    if measured.own_kilobytes + measured.child_kilobytes > measure::function_kilobytes() {
        return Some("more memory than the function has");
    }
    if measured.longest_chunk_bytes > LONGEST_CHUNK_BYTES || measured.most_tokens > MOST_TOKENS {
        return Some("a chunk that is none");
    }
    if measured.chunks > extraction::Limits::default().chunks as u64 {
        return Some("more chunks than are stored in time");
    }
    measured
        .has_zero_bytes
        .then_some("zero bytes to a database")
}
