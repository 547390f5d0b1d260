//! PDF: the text of each page in reading order, with the page's number and the headings that its type makes clear.

mod content;
mod drawn;
mod fonts;
mod headings;
mod layout;
mod page;
mod state;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use hayro_syntax::object::Dict;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use crate::outline::Outline;
use crate::{Extracted, Kind, Limits, Unreadable};
use fonts::Fonts;
use headings::Paragraph;

/// Fewer letters than this on a page with a picture: the picture is what the page says.
const HARDLY_ANY: usize = 20;
/// Where a whole file's end mark stands; one cut off may still have that of an earlier version.
const LAST_WORDS: usize = 4096;

pub(crate) fn read(
    bytes: &[u8],
    limits: &Limits,
    on_progress: &mut dyn FnMut(u8),
) -> Result<Extracted, Unreadable> {
    // The parser is built for broken files, but it is large and files are strange: what it did not foresee is a damaged file, not our end.
    catch_unwind(AssertUnwindSafe(|| read_pages(bytes, limits, on_progress)))
        .unwrap_or(Err(Unreadable::Corrupt))
}

fn read_pages(
    bytes: &[u8],
    limits: &Limits,
    on_progress: &mut dyn FnMut(u8),
) -> Result<Extracted, Unreadable> {
    let pdf = Pdf::new(Arc::new(bytes.to_vec())).map_err(|error| match error {
        LoadPdfError::Decryption(
            DecryptionError::PasswordProtected | DecryptionError::UnsupportedAlgorithm,
        ) => Unreadable::Encrypted,
        LoadPdfError::Decryption(_) | LoadPdfError::Invalid => Unreadable::Corrupt,
    })?;
    let pages = pdf.pages();
    let tail = &bytes[bytes.len().saturating_sub(LAST_WORDS)..];
    if pages.is_empty() || !has_end(bytes) || (!has_end(tail) && pages.len() < promised_pages(&pdf))
    {
        return Err(Unreadable::Corrupt);
    } else if pages.len() > limits.pages {
        return Err(Unreadable::TooManyPages);
    }
    let fonts = Fonts::default();
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let (mut text, mut known, mut pictures) = (0, 0, 0);
    for (number, page) in (1..).zip(pages.iter()) {
        let drawn = page::draw(page, &fonts);
        if drawn.cut {
            return Err(Unreadable::TooMuchText);
        }
        let letters = drawn.letters();
        known += letters;
        pictures += usize::from(drawn.pictures && letters < HARDLY_ANY);
        let found = layout::paragraphs(drawn, number);
        text += found
            .iter()
            .map(|paragraph| paragraph.text.len())
            .sum::<usize>();
        if text > limits.text {
            return Err(Unreadable::TooMuchText);
        }
        paragraphs.extend(found);
        on_progress(5 + (number as usize * 90 / pages.len()) as u8);
    }
    if pictures * 2 > pages.len() || fonts.unknown_letters() > known * 2 {
        return Err(Unreadable::Scanned);
    }
    let mut outline = Outline::new(limits);
    headings::outline(paragraphs, pages.len(), &mut outline)?;
    let title = pdf
        .metadata()
        .title
        .as_deref()
        .map(content::text_string)
        .filter(|title| is_title(title));
    Ok(outline.finish(Kind::Pdf, title, u32::try_from(pages.len()).ok()))
}

/// Programs that know no title write their own words, or the file's name.
fn is_title(title: &str) -> bool {
    let lower = title.trim().to_lowercase();
    let file = [
        ".doc", ".docx", ".odt", ".pdf", ".indd", ".ppt", ".pptx", ".xls", ".xlsx", ".tex", ".txt",
        ".html",
    ]
    .iter()
    .any(|ending| lower.ends_with(ending));
    !file
        && !["untitled", "(anonymous)", "unspecified"].contains(&lower.as_str())
        && !lower.starts_with("microsoft ")
}

fn has_end(bytes: &[u8]) -> bool {
    bytes.windows(5).any(|window| window == b"%%EOF")
}

/// The number of pages the document says it has: a file cut off in the middle has fewer.
fn promised_pages(pdf: &Pdf) -> usize {
    let xref = pdf.xref();
    let count = xref
        .get::<Dict<'_>>(xref.root_id())
        .and_then(|root| root.get::<Dict<'_>>(b"Pages".as_slice()))
        .and_then(|pages| pages.get::<u32>(b"Count".as_slice()));
    count.map_or(0, |count| count as usize)
}
