//! Each reason why a document cannot be read has its own name and says what to do.

use extraction::{Foreign, Limits, Unreadable, extract_within};

use crate::fixtures::{bytes, extract};

fn failure(bytes: &[u8], name: &str) -> Unreadable {
    extract(bytes, Some(name)).expect_err(name)
}

#[test]
fn a_scan_needs_text_recognition() {
    let reason = failure(&bytes("scanned.pdf"), "scanned.pdf");
    assert_eq!((reason, reason.code()), (Unreadable::Scanned, "needs_ocr"));
    assert!(reason.to_string().contains("OCR"));
}

#[test]
fn a_document_behind_a_password_says_so() {
    assert_eq!(
        failure(&bytes("password.pdf"), "password.pdf"),
        Unreadable::Encrypted
    );
    // A word processor wraps a document with a password into the old container.
    let mut wrapped = vec![0xD0, 0xCF, 0x11, 0xE0];
    wrapped.resize(600, 0);
    wrapped.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(failure(&wrapped, "secret.docx"), Unreadable::Encrypted);
}

#[test]
fn damaged_and_cut_off_files_are_told_as_such() {
    for name in ["corrupt.pdf", "truncated.pdf"] {
        assert_eq!(failure(&bytes(name), name), Unreadable::Corrupt, "{name}");
    }
    let word = bytes("speakers.docx");
    assert_eq!(
        failure(&word[..word.len() / 2], "speakers.docx"),
        Unreadable::Corrupt
    );
}

#[test]
fn documents_without_a_word_are_empty() {
    for (content, name) in [
        ("", "a.txt"),
        (" \r\n\t", "b.md"),
        (
            "<!doctype html><title>x</title><script>y()</script>",
            "c.html",
        ),
        ("\n\n,,\n,,\n", "d.csv"),
    ] {
        assert_eq!(
            failure(content.as_bytes(), name),
            Unreadable::Empty,
            "{name}"
        );
    }
}

#[test]
fn other_kinds_of_files_are_named_with_the_way_out() {
    let cases: [(&[u8], Foreign); 7] = [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Foreign::Image),
        (b"\xFF\xD8\xFF\xE0\0\x10JFIF", Foreign::Image),
        (b"{\\rtf1\\ansi Hello}", Foreign::RichText),
        (
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old word",
            Foreign::OldOffice,
        ),
        (b"\x1F\x8B\x08\0\0\0\0\0", Foreign::Archive),
        (
            b"\x7FELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0",
            Foreign::Other,
        ),
        (b"\0\x01\x02\x03\x04\x05\x06\x07\x08", Foreign::Other),
    ];
    for (bytes, foreign) in cases {
        let reason = failure(bytes, "document.pdf");
        assert_eq!(
            (reason, reason.code()),
            (Unreadable::UnknownKind(foreign), "unknown_kind")
        );
    }
    assert!(
        Unreadable::UnknownKind(Foreign::Spreadsheet)
            .to_string()
            .contains("CSV")
    );
}

#[test]
fn what_is_too_much_is_refused() {
    assert_eq!(
        failure(&vec![b'a'; 10 * 1024 * 1024 + 1], "a.txt"),
        Unreadable::TooLarge
    );
    let few = Limits {
        pages: 2,
        text: 200,
        ..Limits::default()
    };
    let read =
        |name: &str| extract_within(&few, &bytes(name), Some(name), &mut |_| {}).expect_err(name);
    assert_eq!(read("programme.pdf"), Unreadable::TooManyPages);
    assert_eq!(read("browser.pdf"), Unreadable::TooMuchText);
    assert_eq!(read("speakers.docx"), Unreadable::TooMuchText);
}

#[test]
fn every_reason_says_what_to_do_in_whole_sentences() {
    use Unreadable::*;
    let all = [
        Empty,
        TooLarge,
        UnknownKind(Foreign::Other),
        Encrypted,
        Scanned,
        Corrupt,
        ExpandsTooMuch,
        TooManyPages,
        TooMuchText,
        TookTooLong,
        OutOfMemory,
        Crashed,
        NotStarted,
    ];
    let mut codes: Vec<&str> = all.iter().map(Unreadable::code).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), all.len());
    for reason in all {
        let sentence = reason.to_string();
        assert!(
            sentence.ends_with('.')
                && sentence.matches(". ").count() + sentence.matches(": ").count() >= 1
                || sentence.contains("try again"),
            "{sentence}"
        );
    }
}
