//! `extract-document FILE`: shows what a document is made of, chunk by chunk, and what reading it took. Also the child process of the tests.
//!
//! `extract-document --here FILE` reads it in this very process and says how much memory that took at most.

use std::path::Path;
use std::time::Instant;

use extraction::{Limits, child};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    child::run_if_asked();
    let here = std::env::args()
        .nth(1)
        .is_some_and(|argument| argument == "--here");
    let path = std::env::args()
        .nth(1 + usize::from(here))
        .ok_or("Usage: extract-document [--here] FILE")?;
    let bytes = std::fs::read(&path)?;
    let name = Path::new(&path)
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let began = Instant::now();
    let (summary, chunks) = if here {
        let document = extraction::extract(&bytes, name.as_deref(), &mut |_| {})?;
        let chunks = extraction::chunk(&document);
        (
            child::Summary {
                kind: document.kind,
                title: document.title,
                pages: document.pages,
            },
            chunks,
        )
    } else {
        runtime.block_on(child::extract(
            &child::this_program(),
            bytes,
            name,
            Limits::default(),
            |_| {},
        ))?
    };
    for chunk in &chunks {
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
    let took = began.elapsed().as_millis();
    let memory = std::fs::read_to_string("/proc/self/status")
        .ok()
        .and_then(|status| {
            status.lines().find_map(|line| {
                line.strip_prefix("VmHWM:")
                    .map(|size| size.trim().to_owned())
            })
        });
    eprintln!(
        "{summary:?}: {} chunks in {took} ms; this process at most {}",
        chunks.len(),
        memory.unwrap_or_default()
    );
    Ok(())
}
