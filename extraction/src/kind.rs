//! Which kind of document some bytes are, by what they say, not by what they are called.

use std::io::Cursor;

use serde::{Deserialize, Serialize};
use zip::ZipArchive;

use crate::{Foreign, Unreadable, decode, table};

/// A kind of document that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Kind {
    #[serde(rename = "pdf")]
    Pdf,
    #[serde(rename = "docx")]
    Docx,
    #[serde(rename = "txt")]
    Text,
    #[serde(rename = "md")]
    Markdown,
    #[serde(rename = "csv")]
    Csv,
    #[serde(rename = "html")]
    Html,
}

/// How much of a text is looked at to tell its kind.
const LOOKED_AT: usize = 16 * 1024;

impl Kind {
    /// The kind's short name, as in a file's ending.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Text => "txt",
            Self::Markdown => "md",
            Self::Csv => "csv",
            Self::Html => "html",
        }
    }

    /// Tells the kind. `file_name` decides only between kinds of text that the content leaves open.
    ///
    /// # Errors
    /// Empty, encrypted, corrupt or of a kind that is not read.
    pub fn of(bytes: &[u8], file_name: Option<&str>) -> Result<Self, Unreadable> {
        let start = &bytes[..bytes.len().min(1024)];
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Err(Unreadable::Empty);
        }
        if contains(start, b"%PDF-") {
            return Ok(Self::Pdf);
        }
        if start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06") {
            return of_archive(bytes);
        }
        if start.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
            return Err(of_compound_file(bytes));
        }
        if let Some(foreign) = by_signature(start) {
            return Err(Unreadable::UnknownKind(foreign));
        }
        let head = &bytes[..bytes.len().min(LOOKED_AT)];
        if !decode::looks_like_text(head) {
            return Err(Unreadable::UnknownKind(Foreign::Other));
        }
        Ok(of_text(&decode::decode(head), file_name))
    }
}

fn by_signature(start: &[u8]) -> Option<Foreign> {
    let begins = |signature: &[u8]| start.starts_with(signature);
    let at = |place: usize, signature: &[u8]| {
        start
            .get(place..)
            .is_some_and(|rest| rest.starts_with(signature))
    };
    if begins(b"{\\rtf") {
        return Some(Foreign::RichText);
    }
    let image = begins(b"\x89PNG")
        || begins(b"\xFF\xD8\xFF")
        || begins(b"GIF8")
        || begins(b"II*\0")
        || begins(b"MM\0*")
        || (begins(b"RIFF") && at(8, b"WEBP"));
    if image || at(4, b"ftyphei") || at(4, b"ftypavif") || at(4, b"ftypmif1") {
        return Some(Foreign::Image);
    }
    let archive = begins(b"\x1F\x8B")
        || begins(b"7z\xBC\xAF")
        || begins(b"Rar!")
        || begins(b"BZh")
        || begins(b"\xFD7zXZ")
        || at(257, b"ustar");
    archive.then_some(Foreign::Archive)
}

fn of_archive(bytes: &[u8]) -> Result<Kind, Unreadable> {
    // A word processor's file cut off in the middle still begins like an archive, but its table of contents at the end is gone.
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::Corrupt)?;
    let mut foreign = Foreign::Archive;
    for name in archive.file_names_raw() {
        if name.starts_with(b"word/document") {
            return Ok(Kind::Docx);
        } else if name.starts_with(b"xl/") {
            foreign = Foreign::Spreadsheet;
        } else if name.starts_with(b"ppt/") {
            foreign = Foreign::Presentation;
        } else if name == b"META-INF/container.xml" {
            foreign = Foreign::Book;
        } else if name == b"META-INF/manifest.xml" && foreign == Foreign::Archive {
            foreign = Foreign::OpenDocument;
        }
    }
    Err(Unreadable::UnknownKind(foreign))
}

/// Old Office files and the envelope of new ones with a password share one container; the streams' names in it are UTF-16.
fn of_compound_file(bytes: &[u8]) -> Unreadable {
    let envelope: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    if contains(bytes, &envelope) {
        Unreadable::Encrypted
    } else {
        Unreadable::UnknownKind(Foreign::OldOffice)
    }
}

fn of_text(text: &str, file_name: Option<&str>) -> Kind {
    let start: String = text
        .trim_start_matches('\u{FEFF}')
        .trim_start()
        .chars()
        .take(LOOKED_AT)
        .collect();
    let lower = start.to_ascii_lowercase();
    if is_html(&lower) {
        return Kind::Html;
    }
    let ending = file_name
        .and_then(|name| name.rsplit_once('.'))
        .map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref() {
        Some("md" | "markdown" | "mdx") => Kind::Markdown,
        Some("html" | "htm" | "xhtml") if lower.starts_with('<') => Kind::Html,
        Some("csv" | "tsv" | "tab") if table::delimiter(&start).is_some() => Kind::Csv,
        Some("csv" | "tsv" | "tab") if is_one_column(&start) => Kind::Csv,
        Some("txt" | "text" | "log") => Kind::Text,
        _ if table::looks_like_table(&start) => Kind::Csv,
        _ if looks_like_markdown(&start) => Kind::Markdown,
        _ => Kind::Text,
    }
}

/// Short lines one below the other, no sentences.
fn is_one_column(text: &str) -> bool {
    text.lines().count() > 1
        && text
            .trim_end()
            .lines()
            .all(|line| (1..100).contains(&line.trim().len()) && !line.trim_end().ends_with('.'))
}

fn is_html(lower: &str) -> bool {
    let mut rest = lower;
    // A page may open with a declaration and comments.
    loop {
        rest = rest.trim_start();
        let end = if rest.starts_with("<!--") {
            rest.find("-->").map(|at| at + 3)
        } else if rest.starts_with("<?xml") {
            rest.find("?>").map(|at| at + 2)
        } else {
            None
        };
        match end {
            Some(end) => rest = &rest[end..],
            None => break,
        }
    }
    let opens = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<title",
        "<meta ",
    ];
    if opens.iter().any(|tag| rest.starts_with(tag)) {
        return true;
    }
    let tags = [
        "<p>", "<div", "<h1", "<h2", "<ul>", "<table", "<span", "<br", "</p>", "</div>", "</a>",
    ];
    rest.starts_with('<') && tags.iter().filter(|tag| rest.contains(**tag)).count() >= 2
}

fn looks_like_markdown(text: &str) -> bool {
    let mut marks = 0;
    for line in text.lines() {
        let hashes = line.bytes().take_while(|byte| *byte == b'#').count();
        marks += usize::from((1..=6).contains(&hashes) && line[hashes..].starts_with(' '));
        marks +=
            usize::from(line.starts_with("```") || (line.contains("](http") && line.contains('[')));
    }
    marks >= 2 || text.starts_with("# ")
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack
        .windows(needle.len())
        .any(|window| window == needle)
}
