//! No word of a document is lost on the way into its chunks, and no chunk is too large.

use std::collections::HashSet;

use crate::fixtures::{READABLE, bytes, chunks, everything, read};

fn words(text: &str) -> HashSet<String> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_word_of_every_section_and_heading_is_in_some_chunk() {
    for name in READABLE {
        let document = read(name);
        let said = words(&everything(&chunks(name)));
        for section in &document.sections {
            let missing: Vec<String> = words(&format!(
                "{} {}",
                section.heading.as_deref().unwrap_or_default(),
                section.text
            ))
            .difference(&said)
            .cloned()
            .collect();
            assert!(missing.is_empty(), "{name}: {missing:?}");
        }
    }
}

#[test]
fn every_word_of_the_printed_page_is_in_the_pdf_made_from_it() {
    let said = words(&everything(&chunks("browser.pdf")));
    let printed = words(&everything(&chunks("browser.html")));
    let missing: Vec<&String> = printed.difference(&said).collect();
    assert!(printed.len() > 100 && missing.is_empty(), "{missing:?}");
}

#[test]
fn every_word_of_plain_text_files_is_in_some_chunk() {
    for name in ["make.py", "print.mjs"] {
        let raw = String::from_utf8(bytes(name)).unwrap();
        let missing: Vec<String> = words(&raw.replace('ﬁ', "fi").replace('ﬃ', "ffi"))
            .difference(&words(&everything(&chunks(name))))
            .cloned()
            .collect();
        assert!(missing.is_empty(), "{name}: {missing:?}");
    }
}

#[test]
fn chunks_are_numbered_bounded_and_never_empty() {
    for name in READABLE {
        for (place, chunk) in chunks(name).iter().enumerate() {
            assert_eq!(chunk.ordinal as usize, place, "{name}");
            assert!(
                (1..=650).contains(&chunk.tokens),
                "{name}: {}",
                chunk.tokens
            );
            assert!(
                !chunk.content.trim().is_empty() && !chunk.content.contains('\0'),
                "{name}"
            );
        }
    }
}
