//! What is in the pages that are built in: nothing that our own rules for browsers forbid.

use site::BUILT_IN;

fn pages() -> impl Iterator<Item = (&'static str, String)> {
    let pages = BUILT_IN
        .iter()
        .filter(|file| file.content_type.starts_with("text/html"));
    pages.map(|file| {
        let text = std::str::from_utf8(file.identity.bytes).expect("a page in UTF-8");
        (file.path, text.to_ascii_lowercase())
    })
}

/// The tags of a page, each from its name to before its `>`.
fn tags(page: &str) -> impl Iterator<Item = &str> {
    let after_brackets = page.split('<').skip(1);
    after_brackets.filter_map(|rest| rest.split('>').next())
}

#[test]
fn nothing_is_inline() {
    assert!(pages().count() > 0);
    for (path, page) in pages() {
        assert!(!page.contains("<style"), "{path}");
        assert!(!page.contains("javascript:"), "{path}");
        for tag in tags(&page) {
            let attributes = tag
                .split_ascii_whitespace()
                .filter_map(|part| part.split_once('='));
            for (name, _) in attributes {
                assert_ne!(name, "style", "{path}: <{tag}>");
                assert!(!name.starts_with("on"), "{path}: <{tag}>");
            }
            if tag.split_ascii_whitespace().next() == Some("script") {
                assert!(tag.contains(" src="), "{path}: <{tag}>");
            }
        }
    }
}

#[test]
fn scripts_and_styles_come_from_here() {
    for (path, page) in pages() {
        for tag in tags(&page).filter(|tag| tag.starts_with("script") || tag.starts_with("link")) {
            assert!(!tag.contains("//"), "{path}: <{tag}>");
        }
    }
}

#[test]
fn every_page_says_its_language_and_title() {
    for (path, page) in pages() {
        assert!(page.contains("<html lang="), "{path}");
        assert!(page.contains("<title>"), "{path}");
        assert!(page.contains("name=\"viewport\""), "{path}");
    }
}
