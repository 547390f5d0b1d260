//! What must hold of any text that is cut, and of any bytes that are read.

use extraction::{Extracted, Kind, Section, chunk, estimate_tokens};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::fixtures::extract;

/// Text as reading leaves it: words, sentences, lines and paragraphs of several scripts, some without a single blank.
fn text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        6 => "[a-zäöü]{1,12}",
        2 => "[A-Z][a-z]{1,8}[.!?]",
        1 => "[0-9]{1,6}",
        1 => "[一-龥]{1,40}",
        1 => "[😀-😎]{1,5}",
        1 => "[a-z]{300,1500}",
        1 => "-{1,400}",
    ];
    let between = prop::sample::select(vec![" ", " ", " ", " ", "\n", "\n\n"]);
    vec((word, between), 1..120).prop_map(|words| {
        let all: String = words
            .iter()
            .flat_map(|(word, between)| [word.as_str(), between])
            .collect();
        all.trim().to_owned()
    })
}

fn document(kind: Kind, sections: Vec<Section>) -> Extracted {
    Extracted {
        kind,
        title: None,
        pages: None,
        sections,
    }
}

fn section(text: &str, heading: Option<&str>) -> Section {
    Section {
        page: None,
        heading: heading.map(str::to_owned),
        text: text.to_owned(),
    }
}

fn bare(text: &str) -> String {
    text.split_whitespace().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn rows_are_cut_without_loss_and_in_order(text in text()) {
        let chunks = chunk(&document(Kind::Csv, vec![section(&text, None)]));
        let all: String = chunks.iter().map(|chunk| bare(&chunk.content)).collect();
        prop_assert_eq!(all, bare(&text));
    }

    /// A chunk goes on where the one before ended, or a little before that.
    #[test]
    fn text_is_cut_without_loss_and_in_order(text in text()) {
        let whole = bare(&text);
        let mut end = 0;
        for chunk in chunk(&document(Kind::Text, vec![section(&text, None)])) {
            let content = bare(&chunk.content);
            let longest = content.len().min(end);
            let repeated = (0..=longest).find(|repeated| whole.get(end - repeated..).is_some_and(|rest| rest.starts_with(&content)));
            prop_assert!(repeated.is_some_and(|repeated| repeated < content.len()), "{:?} at {}", chunk.content, end);
            end += content.len() - repeated.unwrap_or_default();
        }
        prop_assert_eq!(end, whole.len());
    }

    #[test]
    fn chunks_are_numbered_counted_and_no_larger_than_they_may_be(texts in vec((text(), prop::option::of("[a-z ]{1,190}")), 1..6)) {
        let sections: Vec<Section> = texts.iter().map(|(text, heading)| section(text, heading.as_deref())).collect();
        for kind in [Kind::Csv, Kind::Markdown] {
            let chunks = chunk(&document(kind, sections.clone()));
            prop_assert!(!chunks.is_empty());
            for (place, chunk) in chunks.iter().enumerate() {
                prop_assert_eq!(usize::try_from(chunk.ordinal), Ok(place));
                prop_assert_eq!(usize::try_from(chunk.tokens), Ok(estimate_tokens(&chunk.content)));
                prop_assert!(chunk.tokens <= 650 && !chunk.content.is_empty(), "{:?}", chunk);
                prop_assert!(texts.iter().any(|(_, heading)| *heading == chunk.heading), "{:?}", chunk.heading);
            }
        }
    }

    /// Cut again, a chunk stays what it is.
    #[test]
    fn a_chunk_that_is_cut_again_is_the_same_chunk(text in text()) {
        let first = chunk(&document(Kind::Csv, vec![section(&text, None)]));
        for one in first.iter().filter(|one| one.tokens <= 500) {
            let again = chunk(&document(Kind::Csv, vec![section(&one.content, None)]));
            prop_assert_eq!(again.len(), 1);
            prop_assert_eq!(bare(&again[0].content), bare(&one.content));
        }
    }

    #[test]
    fn any_text_of_any_kind_is_read_as_something_that_can_be_kept(text in "\\PC{0,200}|([<>&;#|*_`\\[\\]()!\"',\n\t -]|[a-c]|\u{0}|\u{202e}|\u{e0041}|</?(p|table|tr|td|a|pre|nav)>){0,200}") {
        for name in ["a.md", "a.html", "a.csv", "a.txt"] {
            let Ok(document) = extract(text.as_bytes(), Some(name)) else { continue };
            for chunk in chunk(&document) {
                let texts = [Some(chunk.content.as_str()), chunk.heading.as_deref()];
                for letter in texts.into_iter().flatten().flat_map(str::chars) {
                    prop_assert!(letter == '\n' || !letter.is_control() && !"\u{202e}\u{e0041}".contains(letter), "{:?} of {}", letter, name);
                }
            }
        }
    }

    #[test]
    fn any_bytes_end(bytes in vec(any::<u8>(), 0..600), begin in prop::sample::select(vec!["", "%PDF-1.7\n%%EOF\n", "PK\u{3}\u{4}", "<html>", "sep=;\n"])) {
        let bytes = [begin.as_bytes(), &bytes].concat();
        for name in [None, Some("a.md"), Some("a.csv")] {
            if let Ok(document) = extract(&bytes, name) {
                prop_assert!(!document.sections.is_empty());
            }
        }
    }
}
