//! `extract-document FILE`: shows what a document is made of, chunk by chunk, and what reading it took. Also the child process of the tests.
//!
//! `extract-document --here FILE` reads it in this very process, where a debugger can look on.
//! `extract-document --measure FILE` says in a line of JSON what became of it and what it took.

use std::path::Path;
use std::time::Instant;

use extraction::{Chunk, Limits, Unreadable, child};
use nix::sys::resource::{UsageWho, getrusage};

type Outcome = Result<(child::Summary, Vec<Chunk>), Unreadable>;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    child::run_if_asked();
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let path = arguments
        .pop()
        .ok_or("Usage: extract-document [--here | --measure] FILE")?;
    let asked = |option: &str| arguments.iter().any(|argument| argument == option);
    let bytes = std::fs::read(&path)?;
    let name = Path::new(&path)
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    let began = Instant::now();
    let outcome = if asked("--here") {
        here(&bytes, name.as_deref())
    } else {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?
            .block_on(child::extract(
                &child::this_program(),
                bytes,
                name,
                Limits::default(),
                |_| {},
            ))
    };
    let took = began.elapsed().as_millis();
    if asked("--measure") {
        println!("{}", measured(&outcome, took)?);
        return Ok(());
    }
    let (summary, chunks) = outcome?;
    chunks.iter().for_each(show);
    eprintln!(
        "{summary:?}: {} chunks in {took} ms; this process at most {} kB, its child {} kB",
        chunks.len(),
        own_peak_kilobytes(),
        child_peak_kilobytes()?
    );
    Ok(())
}

fn here(bytes: &[u8], name: Option<&str>) -> Outcome {
    let document = extraction::extract(bytes, name, &mut |_| {})?;
    let chunks = extraction::chunk(&document);
    let summary = child::Summary {
        kind: document.kind,
        title: document.title,
        pages: document.pages,
    };
    Ok((summary, chunks))
}

fn show(chunk: &Chunk) {
    let heading = chunk.heading.as_deref().unwrap_or_default();
    let page = chunk
        .page
        .map(|page| format!(", page {page}"))
        .unwrap_or_default();
    println!(
        "── {}{page}, {} tokens: {heading}\n{}\n",
        chunk.ordinal, chunk.tokens, chunk.content
    );
}

fn measured(outcome: &Outcome, milliseconds: u128) -> Result<serde_json::Value, nix::Error> {
    let (code, chunks) = match outcome {
        Ok((_, chunks)) => ("ready", chunks.as_slice()),
        Err(unreadable) => (unreadable.code(), &[] as &[Chunk]),
    };
    let longest = chunks.iter().map(|chunk| chunk.content.len()).max();
    let tokens = chunks.iter().map(|chunk| chunk.tokens).max();
    let texts =
        |chunk: &Chunk| chunk.content.clone() + chunk.heading.as_deref().unwrap_or_default();
    Ok(serde_json::json!({
        "outcome": code,
        "chunks": chunks.len(),
        "longestChunkBytes": longest.unwrap_or_default(),
        "mostTokens": tokens.unwrap_or_default(),
        "hasZeroBytes": chunks.iter().any(|chunk| texts(chunk).contains('\0')),
        "milliseconds": milliseconds,
        "ownKilobytes": own_peak_kilobytes(),
        "childKilobytes": child_peak_kilobytes()?,
    }))
}

/// The most that this process ever had in memory. What the kernel counts for its children would count what started it, too.
fn own_peak_kilobytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.and_then(|size| size.trim().strip_suffix(" kB")?.parse().ok())
        .unwrap_or_default()
}

/// The most that the child had which is gone now.
fn child_peak_kilobytes() -> Result<i64, nix::Error> {
    Ok(getrusage(UsageWho::RUSAGE_CHILDREN)?.max_rss())
}
