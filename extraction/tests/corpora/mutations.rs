//! Ordinary documents, broken: cut off wherever something begins, and changed at random by what a parser stumbles over.

use std::path::Path;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::archive::{Entry, HELLO, archive, document};
use crate::case::{Case, READY, check, many};
use crate::pdf::{PAGE, Pdf, packed};
use crate::random::broken;

/// Where something begins in one of the formats.
const BOUNDARIES: [&[u8]; 24] = [
    b" obj",
    b"endobj",
    b"stream",
    b"endstream",
    b"xref",
    b"trailer",
    b"startxref",
    b"%%EOF",
    b"<<",
    b">>",
    b"[",
    b"/",
    b"PK",
    b"<w:",
    b"</",
    b"<",
    b"\"",
    b"\n\n",
    b"\n",
    b",",
    b"|",
    b"#",
    b"](",
    b"\0",
];

/// Documents that can be read, by file name.
fn seeds() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let names = [
        "programme.pdf",
        "columns.pdf",
        "speakers.docx",
        "rules.md",
        "venue.html",
        "speakers.csv",
        "notes-utf16.txt",
    ];
    let mut seeds: Vec<(String, Vec<u8>)> = names
        .iter()
        .map(|name| {
            (
                (*name).to_owned(),
                std::fs::read(folder.join(name)).unwrap(),
            )
        })
        .collect();
    seeds.push(("plain.pdf".to_owned(), Pdf::hello().build()));
    seeds.push(("form.pdf".to_owned(), with_form()));
    seeds.push(("small.docx".to_owned(), small_docx()));
    seeds
}

/// A page that draws a form by a font with a map of its letters.
fn with_form() -> Vec<u8> {
    let mut pdf = Pdf::hello()
        .with(PAGE, "<</Type/Page/Parent 2 0 R/Contents 5 0 R/Resources<</Font<</F 7 0 R>>/XObject<</X 6 0 R>>>>>>")
        .with_content(b"/X Do");
    pdf.add_stream(
        "/Type/XObject/Subtype/Form/BBox[0 0 9 9]",
        b"BT /F 12 Tf 40 800 Td <00010002> Tj ET",
    );
    pdf.add("<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[8 0 R]/ToUnicode 9 0 R>>");
    pdf.add("<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/W[1[500 600]]>>");
    let map = b"begincmap 1 begincodespacerange<0000><ffff>endcodespacerange 2 beginbfchar<0001><0048><0002><0069>endbfchar endcmap";
    pdf.add_stream("/Filter/FlateDecode", &packed(map));
    pdf.build()
}

/// Stored, not packed, so that what is changed is its XML.
fn small_docx() -> Vec<u8> {
    let styles =
        r#"<w:styles><w:style w:styleId="a"><w:name w:val="heading 1"/></w:style></w:styles>"#;
    let table = "<w:tbl><w:tr><w:tc><w:p><w:t>Day</w:t></w:p></w:tc><w:tc><w:p><w:t>Hall</w:t></w:p></w:tc></w:tr></w:tbl>";
    let body = format!(
        r#"<w:document><w:body><w:p><w:pStyle w:val="a"/><w:t>Harbour</w:t></w:p>{HELLO}{table}</w:body></w:document>"#
    );
    archive(&[
        Entry::stored("word/document.xml", body.as_bytes()),
        Entry::stored("word/styles.xml", styles.as_bytes()),
        document(HELLO),
    ])
}

fn places_of(bytes: &[u8], token: &[u8]) -> Vec<usize> {
    let windows = bytes.windows(token.len()).enumerate();
    windows
        .filter(|(_, window)| *window == token)
        .map(|(place, _)| place)
        .collect()
}

/// Every document cut off at some of the places where something begins.
fn cut_off(at_most: usize) -> Vec<(String, Vec<u8>)> {
    let mut cut = Vec::new();
    for (name, bytes) in seeds() {
        for boundary in BOUNDARIES {
            let places = places_of(&bytes, boundary);
            let step = places.len().div_ceil(at_most).max(1);
            for place in places.into_iter().step_by(step) {
                cut.push((name.clone(), bytes[..place].to_vec()));
            }
        }
    }
    cut
}

/// Every reason but those that are the program's own fault.
const ENDS: [&str; 10] = [
    READY,
    "empty",
    "too_large",
    "unknown_kind",
    "encrypted",
    "needs_ocr",
    "corrupt",
    "expands_too_much",
    "too_many_pages",
    "too_much_text",
];
const AT_ONCE: usize = 2;

/// Reads the documents of these numbers as long as there are any, some at once; gives how many there were and how many of them were read.
fn check_each(document: impl Fn(u64) -> Option<Case> + Sync) -> (usize, usize) {
    let next = AtomicU64::new(0);
    let ready = AtomicUsize::new(0);
    let all = AtomicUsize::new(0);
    std::thread::scope(|threads| {
        for _ in 0..AT_ONCE {
            threads.spawn(|| {
                while let Some(case) = document(next.fetch_add(1, Ordering::Relaxed)) {
                    let measured = check(&case).unwrap();
                    ready.fetch_add(usize::from(measured.outcome == READY), Ordering::Relaxed);
                    all.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    (all.into_inner(), ready.into_inner())
}

fn case(name: &str, bytes: Vec<u8>, how: &str) -> Case {
    Case {
        name: format!("{name} {how}"),
        file_name: name.to_owned(),
        bytes,
        ends: ENDS.to_vec(),
    }
}

#[test]
fn documents_cut_off_where_something_begins_end() {
    let cut = cut_off(many(30));
    let (all, ready) = check_each(|number| {
        let (name, bytes) = cut.get(usize::try_from(number).unwrap())?;
        Some(case(
            name,
            bytes.clone(),
            &format!("cut off at {}", bytes.len()),
        ))
    });
    println!("{all} documents cut off, {ready} of them still read");
    assert!(all > 200 && ready < all);
}

#[test]
fn documents_broken_at_random_end() {
    let variable = |name: &str| std::env::var_os(name)?.to_str()?.parse::<u64>().ok();
    let seed = variable("CORPORA_SEED").unwrap_or(20_261_123);
    let time = variable("CORPORA_SECONDS").map(Duration::from_secs);
    println!("CORPORA_SEED={seed}");
    let begun = Instant::now();
    let seeds = seeds();
    let (all, ready) = check_each(|number| {
        let goes_on = time.map_or(number < 300, |time| begun.elapsed() < time);
        let own = seed.wrapping_add(number);
        let (name, bytes) = broken(own, &seeds);
        goes_on.then(|| case(&name, bytes, &format!("broken with CORPORA_SEED={own}")))
    });
    println!("{all} documents broken, {ready} of them still read");
    assert!(all > 0 && ready < all);
}
