//! What documents' fields must be.

use shared::StorageError;
use shared::documents::{NewFile, UNKNOWN_TAG};
use shared::http::validation::Rule;
use shared::http::{ApiError, Fields};
use shared::objects::LARGEST_BYTES;
use shared::timestamps;
use time::OffsetDateTime;
use url::Url;
use uuid::Uuid;

const TITLE_RULES: [Rule; 3] = [
    Rule::Matches(is_not_blank, "A title is required"),
    Rule::Max(200, "A title may have 200 characters at most"),
    Rule::Storable,
];
const BODY_RULES: [Rule; 2] = [
    Rule::Matches(is_not_blank, "A text is required"),
    Rule::Storable,
];
const URL_RULES: [Rule; 3] = [
    // Visitors follow it, so it must not be a script.
    Rule::Matches(
        is_web_address,
        "Must be an address that begins with https:// or http://",
    ),
    Rule::Max(2000, "An address may have 2000 characters at most"),
    Rule::Storable,
];
const FILE_NAME_RULES: [Rule; 3] = [
    Rule::Matches(
        is_of_known_kind,
        "Files of this kind cannot be read. Upload a PDF, DOCX, TXT, MD, CSV or HTML document",
    ),
    Rule::Max(255, "A file's name may have 255 characters at most"),
    Rule::Storable,
];
const TAGS_AT_MOST: usize = 50;

/// Endings of names, and the MIME type that a file with such a name is uploaded as. What it is, its content says later.
const KINDS: [(&str, &str); 9] = [
    ("pdf", "application/pdf"),
    (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    ("txt", "text/plain"),
    ("text", "text/plain"),
    ("md", "text/markdown"),
    ("markdown", "text/markdown"),
    ("csv", "text/csv"),
    ("html", "text/html"),
    ("htm", "text/html"),
];

pub fn title(fields: &mut Fields<'_>) -> String {
    fields.text("title", &TITLE_RULES)
}

pub fn optional_title(fields: &mut Fields<'_>) -> Option<String> {
    fields.optional_text("title", &TITLE_RULES)
}

pub fn body(fields: &mut Fields<'_>) -> Option<String> {
    fields.optional_text("body", &BODY_RULES)
}

/// The outer `None`: nothing is said; the inner one: there is none.
pub fn url(fields: &mut Fields<'_>) -> Option<Option<String>> {
    fields.nullable_text("url", &URL_RULES)
}

pub fn dated_at(fields: &mut Fields<'_>) -> Option<OffsetDateTime> {
    let is_moment = |text: &str| timestamps::read(text).is_some();
    let rule = Rule::Matches(is_moment, "Must be a time as in 2026-11-23T09:30:00Z");
    let text = fields.optional_text("datedAt", &[rule])?;
    timestamps::read(&text)
}

/// Each tag once.
pub fn tag_ids(fields: &mut Fields<'_>) -> Option<Vec<Uuid>> {
    let texts = fields.optional_texts("tagIds", &[Rule::Uuid("Must be a tag's id")])?;
    let mut ids: Vec<Uuid> = texts.iter().filter_map(|text| text.parse().ok()).collect();
    ids.sort_unstable();
    ids.dedup();
    // More than a document may have are refused as unknown ones would be: nobody means them.
    ids.truncate(TAGS_AT_MOST + 1);
    Some(ids)
}

pub fn file(fields: &mut Fields<'_>) -> NewFile {
    NewFile {
        name: fields.text("fileName", &FILE_NAME_RULES),
        size_bytes: fields.integer(
            "sizeBytes",
            1..=i64::try_from(LARGEST_BYTES).unwrap_or(i64::MAX),
        ),
    }
}

/// A title for a file that was given none: its name without the ending.
pub fn title_of(file_name: &str) -> String {
    let stem = file_name
        .rsplit_once('.')
        .map_or(file_name, |(stem, _)| stem);
    let title: String = stem.replace('_', " ").chars().take(200).collect();
    if title.trim().is_empty() {
        file_name.to_owned()
    } else {
        title
    }
}

/// The MIME type that a file is uploaded as; `None` for one whose name says that it cannot be read.
pub fn content_type(file_name: &str) -> Option<&'static str> {
    let (_, ending) = file_name.rsplit_once('.')?;
    let mut kinds = KINDS.iter();
    let kind = kinds.find(|(known, _)| ending.eq_ignore_ascii_case(known));
    kind.map(|(_, content_type)| *content_type)
}

/// What a refusal of the database means to somebody who sent tags.
pub fn refused(failure: &'static str, error: StorageError) -> ApiError {
    match &error {
        StorageError::Conflict { constraint, .. } if constraint == UNKNOWN_TAG => ApiError::new(
            axum::http::StatusCode::BAD_REQUEST,
            "Unknown tag",
            "One of tagIds is no tag of this client",
        ),
        _ => ApiError::storage(failure, error),
    }
}

/// As browsers read it, and as it is written: `https:a` and ` https://a` lead somewhere, too, but the database takes neither.
pub fn is_web_address(text: &str) -> bool {
    let scheme = text.split_once("://").map(|(scheme, _)| scheme);
    let is_web = scheme.is_some_and(|scheme| {
        scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
    });
    is_web && Url::parse(text).is_ok_and(|url| url.has_host())
}

fn is_not_blank(text: &str) -> bool {
    !text.trim().is_empty()
}

fn is_of_known_kind(file_name: &str) -> bool {
    content_type(file_name).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_the_name_without_its_ending() {
        for (name, title) in [
            ("Programme_2026.pdf", "Programme 2026"),
            ("a.b.docx", "a.b"),
            (".md", ".md"),
            ("_.txt", "_.txt"),
        ] {
            assert_eq!(title_of(name), title);
        }
    }

    #[test]
    fn visitors_are_not_sent_to_scripts() {
        assert!(is_web_address("https://example.com/a?b#c"));
        assert!(is_web_address("HTTP://example.com"));
        for address in [
            "javascript:alert(1)",
            "data:text/html,x",
            "/a",
            "",
            "https://",
            "ftp://a.b/c",
            "https:a.b",
            "https:/a.b",
            " https://a.b",
            "\u{1}https://a.b",
            "ht\ntps://a.b",
        ] {
            assert!(!is_web_address(address), "{address}");
        }
    }
}
