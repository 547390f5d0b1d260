//! From a document's bytes to chunks of text: which kind it is, what it says and on which page, cut where paragraphs end.
//!
//! [`extract`] reads, [`chunk`] cuts. Documents come from strangers, so a service calls [`child::extract`], which does both in a process of
//! its own that may be killed. Nothing here touches the network, the disk or the clock.

pub mod child;
mod chunks;
mod decode;
mod docx;
mod html;
mod kind;
mod limits;
mod markdown;
mod outline;
mod pdf;
mod plain;
mod sentences;
mod table;
mod tidy;
mod tokens;
mod unreadable;

pub use chunks::{Chunk, chunk};
pub use kind::Kind;
pub use limits::Limits;
pub use tokens::estimate_tokens;
pub use unreadable::{Foreign, Unreadable};

use serde::{Deserialize, Serialize};

/// What a document says, in reading order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extracted {
    pub kind: Kind,
    /// The title the document gives itself, not its file name.
    pub title: Option<String>,
    /// How many pages it has; only a PDF knows.
    pub pages: Option<u32>,
    pub sections: Vec<Section>,
}

/// Text below one heading on one page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Counted from 1; only a PDF has pages.
    pub page: Option<u32>,
    /// The headings above the text, outermost first: `Travel › By train`.
    pub heading: Option<String>,
    /// Paragraphs with an empty line between them. Empty where a heading stands alone.
    pub text: String,
}

/// Reads a document with the usual [`Limits`].
///
/// `file_name` only tells text files apart that look the same; `on_progress` gets per cent, rising. Memory and time are not bounded here.
///
/// # Errors
/// Why there is no text to be had, in words for the organiser.
pub fn extract(
    bytes: &[u8],
    file_name: Option<&str>,
    on_progress: &mut dyn FnMut(u8),
) -> Result<Extracted, Unreadable> {
    extract_within(&Limits::default(), bytes, file_name, on_progress)
}

/// [`extract`] with other limits on size, pages and text.
///
/// # Errors
/// As [`extract`].
pub fn extract_within(
    limits: &Limits,
    bytes: &[u8],
    file_name: Option<&str>,
    on_progress: &mut dyn FnMut(u8),
) -> Result<Extracted, Unreadable> {
    if bytes.len() > limits.bytes {
        return Err(Unreadable::TooLarge);
    }
    let kind = Kind::of(bytes, file_name)?;
    on_progress(5);
    let extracted = match kind {
        Kind::Pdf => pdf::read(bytes, limits, on_progress),
        Kind::Docx => docx::read(bytes, limits),
        Kind::Html => html::read(bytes, limits),
        Kind::Markdown => markdown::read(bytes, limits),
        Kind::Csv => table::read_csv(bytes, limits),
        Kind::Text => plain::read(bytes, limits),
    }?;
    if extracted.sections.is_empty() {
        return Err(Unreadable::Empty);
    }
    on_progress(100);
    Ok(extracted)
}
