//! Bytes that are no text, or text of a kind that nobody said.

use crate::case::{Case, READY, check_all};

fn utf16(text: &str, bytes_of: impl Fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes_of).collect()
}

#[test]
fn bytes_of_all_kinds_end() {
    let any = [READY, "unknown_kind", "empty"];
    let text = "Willkommen in Rostock, schöne Grüße an alle Gäste der Tagung.\n\n".repeat(200);
    let mut all: Vec<Case> = Vec::new();
    let mut add = |name: &str, bytes: Vec<u8>, ends: &[&'static str]| {
        for file_name in ["case.txt", "case.csv", "case.md", "case.html"] {
            all.push(Case::new(
                format!("{name} as {file_name}"),
                file_name,
                bytes.clone(),
                ends,
            ));
        }
    };
    add(
        "UTF-16 without a mark, little end first",
        utf16(&text, u16::to_le_bytes),
        &[READY],
    );
    add(
        "UTF-16 without a mark, big end first",
        utf16(&text, u16::to_be_bytes),
        &[READY],
    );
    add(
        "UTF-16 of half letters",
        [vec![0xFF, 0xFE], [0x00, 0xD8].repeat(10_000)].concat(),
        &any,
    );
    add(
        "UTF-16 cut in a letter",
        [vec![0xFF, 0xFE], utf16(&text, u16::to_le_bytes), vec![1]].concat(),
        &any,
    );
    add(
        "UTF-8 with a broken byte in every line",
        text.replace("\n\n", "\n\u{0}")
            .into_bytes()
            .iter()
            .map(|byte| if *byte == 0 { 0xFF } else { *byte })
            .collect(),
        &any,
    );
    add(
        "two kinds in one",
        [
            text.as_bytes(),
            &utf16(&text, u16::to_le_bytes),
            b"\xE4\xF6\xFC",
        ]
        .concat(),
        &any,
    );
    add(
        "UTF-8 of letters too long",
        b"abc \xC0\x80\xE0\x80\x80\xF0\x80\x80\x80\xFF\xFE ".repeat(1_000),
        &any,
    );
    add(
        "every byte",
        (0..=255).cycle().take(100_000).collect(),
        &any,
    );
    add("a mark and nothing", vec![0xEF, 0xBB, 0xBF], &any);
    add("marks", [0xEF, 0xBB, 0xBF].repeat(10_000), &any);
    add(
        "UTF-7 and shifts",
        b"+ADw-script+AD4- \x1b$B0!\x1b(B ".repeat(1_000),
        &any,
    );
    check_all(all);
}
