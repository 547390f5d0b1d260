//! Why a document gives no text, in words for the person who uploaded it.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Why a document gives no text. Its `Display` is a sentence for the organiser that says what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unreadable {
    #[error(
        "There is no text in this document. Check that it is the right file and upload it again."
    )]
    Empty,
    #[error(
        "This file is larger than 10 MB. Split it or leave out its pictures, then upload it again."
    )]
    TooLarge,
    #[error("{0}")]
    UnknownKind(Foreign),
    #[error("This document asks for a password. Save a copy without one and upload that.")]
    Encrypted,
    #[error(
        "This PDF holds pictures of pages, not text: it needs OCR. Run a text recognition on it, or export it again from the program it was written in."
    )]
    Scanned,
    #[error(
        "This file is damaged or incomplete. Check that it opens on your computer, save it again and upload that."
    )]
    Corrupt,
    #[error(
        "This file unpacks to far more than a document should. Save it again from a word processor, without large attachments, and upload that."
    )]
    ExpandsTooMuch,
    #[error("This PDF has too many pages. Split it into parts of at most 3000 pages.")]
    TooManyPages,
    #[error("There is too much text in this document. Split it into smaller ones.")]
    TooMuchText,
    #[error(
        "Reading this document took too long. Save it again in a simpler form, or split it, and upload that."
    )]
    TookTooLong,
    #[error(
        "Reading this document took too much memory. Save it again in a simpler form, or split it, and upload that."
    )]
    OutOfMemory,
    #[error(
        "Reading this document failed. Save it again, perhaps as another kind of file, and upload that."
    )]
    Crashed,
    #[error(
        "This document could not be read just now, which is not its fault. Please try again in a few minutes."
    )]
    NotStarted,
}

impl Unreadable {
    /// A name for programs; it stays the same when the sentence is reworded.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLarge => "too_large",
            Self::UnknownKind(_) => "unknown_kind",
            Self::Encrypted => "encrypted",
            Self::Scanned => "needs_ocr",
            Self::Corrupt => "corrupt",
            Self::ExpandsTooMuch => "expands_too_much",
            Self::TooManyPages => "too_many_pages",
            Self::TooMuchText => "too_much_text",
            Self::TookTooLong => "took_too_long",
            Self::OutOfMemory => "out_of_memory",
            Self::Crashed => "crashed",
            Self::NotStarted => "not_started",
        }
    }

    /// Whether the same file may be read another time: the trouble was the machine's.
    pub fn may_pass(&self) -> bool {
        matches!(self, Self::NotStarted)
    }
}

/// A kind of file that is not read, as far as its first bytes tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Foreign {
    #[error("This is a spreadsheet. Save each sheet as CSV (UTF-8) and upload that.")]
    Spreadsheet,
    #[error("This is a presentation. Export it as PDF and upload that.")]
    Presentation,
    #[error(
        "This is a document of an old Word or Office version. Save it as .docx or PDF and upload that."
    )]
    OldOffice,
    #[error("This is an OpenDocument file. Save it as .docx or PDF and upload that.")]
    OpenDocument,
    #[error("This is an e-book. Save it as PDF or HTML and upload that.")]
    Book,
    #[error("This is a rich text (RTF) file. Save it as .docx or PDF and upload that.")]
    RichText,
    #[error("This is a picture. Upload a document with text: PDF, DOCX, TXT, MD, CSV or HTML.")]
    Image,
    #[error("This is an archive. Unpack it and upload the documents one by one.")]
    Archive,
    #[error("This kind of file cannot be read. Upload a PDF, DOCX, TXT, MD, CSV or HTML document.")]
    Other,
}
