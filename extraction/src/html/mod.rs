//! HTML: what a reader of the page reads. Scripts, styles and navigation are left out, links keep their address.

mod reader;

use encoding_rs::Encoding;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tokenizer, TokenizerOpts};

use crate::decode::decode_with;
use crate::{Extracted, Kind, Limits, Unreadable};
use reader::Sink;

/// How far into a page its encoding may be declared.
const DECLARATION: usize = 1024;

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Extracted, Unreadable> {
    let text = decode_with(bytes, declared_encoding(bytes));
    let page = run(&text, limits, true)?;
    if page.sections.is_empty() {
        // A page whose <nav> is never closed is all navigation; then that is what it says.
        return run(&text, limits, false);
    }
    Ok(page)
}

/// The words of a piece of HTML inside another document.
pub(crate) fn words(html: &str) -> String {
    match run(html, &Limits::default(), true) {
        Ok(page) => page
            .sections
            .iter()
            .map(|section| section.text.as_str())
            .collect::<Vec<_>>()
            .join("\n"),
        Err(_) => String::new(),
    }
}

/// What to write behind a link's words so that its address is not lost: nothing where the words are the address or it leads nowhere outside.
pub(crate) fn address_to_add(address: &str, said: &str) -> String {
    let outside = ["https://", "http://", "mailto:", "tel:"]
        .iter()
        .any(|scheme| address.starts_with(scheme));
    let bare = address
        .trim_start_matches("mailto:")
        .trim_start_matches("tel:");
    if !outside || address.len() > 300 || said.trim().is_empty() || said.contains(bare) {
        String::new()
    } else {
        format!(" ({bare})")
    }
}

fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(DECLARATION)]).to_ascii_lowercase();
    let (_, rest) = head.split_once("charset=")?;
    let label: String = rest
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(|letter| letter.is_ascii_alphanumeric() || "-_:".contains(*letter))
        .collect();
    Encoding::for_label(label.as_bytes()).filter(|encoding| encoding.is_ascii_compatible())
}

fn run(text: &str, limits: &Limits, skip_navigation: bool) -> Result<Extracted, Unreadable> {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(text));
    let tokenizer = Tokenizer::new(Sink::new(limits, skip_navigation), TokenizerOpts::default());
    // Without scripts there is nothing to stop for.
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let (outline, title) = tokenizer.sink.finish()?;
    Ok(outline.finish(Kind::Html, title, None))
}
