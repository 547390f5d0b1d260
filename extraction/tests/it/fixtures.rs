//! The documents in `tests/fixtures`, and what to do with them.

use std::path::PathBuf;

use extraction::{Chunk, Extracted, Unreadable};

/// Documents that can be read.
pub const READABLE: [&str; 12] = [
    "programme.pdf",
    "browser.pdf",
    "columns.pdf",
    "no-printing.pdf",
    "speakers.docx",
    "rules.md",
    "venue.html",
    "browser.html",
    "speakers.csv",
    "talks-latin1.csv",
    "notes-utf16.txt",
    "make.py",
];

pub fn bytes(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub fn extract(bytes: &[u8], name: Option<&str>) -> Result<Extracted, Unreadable> {
    extraction::extract(bytes, name, &mut |_| {})
}

pub fn read(name: &str) -> Extracted {
    extract(&bytes(name), Some(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

pub fn chunks(name: &str) -> Vec<Chunk> {
    extraction::chunk(&read(name))
}

/// All text with its headings, for tests that look for words.
pub fn everything(chunks: &[Chunk]) -> String {
    let mut all = String::new();
    for chunk in chunks {
        all.push_str(chunk.heading.as_deref().unwrap_or_default());
        all.push('\n');
        all.push_str(&chunk.content);
        all.push('\n');
    }
    all
}

/// The one chunk that says something.
pub fn saying<'a>(chunks: &'a [Chunk], words: &str) -> &'a Chunk {
    chunks
        .iter()
        .find(|chunk| chunk.content.contains(words))
        .unwrap_or_else(|| panic!("nobody says {words:?}: {chunks:#?}"))
}
