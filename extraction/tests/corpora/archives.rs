//! Archives that unpack to more than they are, say what is not true, or lead outside.

use crate::archive::{Entry, HELLO, archive, archive_of, document};
use crate::case::{Case, READY, check_all};

fn changed(change: impl FnOnce(&mut Entry)) -> Vec<u8> {
    let mut entry = document(HELLO);
    change(&mut entry);
    archive(&[entry])
}

/// All of them begin where the first does.
fn overlapping(many: usize) -> Vec<u8> {
    let blanks = Entry::packed("word/document.xml", &vec![b' '; 1_000_000]);
    let mut entries = vec![blanks.clone()];
    for number in 0..many {
        entries.push(Entry {
            name: format!("word/part{number}.xml").into_bytes(),
            place: Some(0),
            ..blanks.clone()
        });
    }
    for part in ["styles", "footnotes", "endnotes", "_rels/document.xml.rels"] {
        entries.push(Entry {
            name: format!("word/{part}.xml").into_bytes(),
            place: Some(0),
            ..blanks.clone()
        });
    }
    archive(&entries)
}

/// In it one in which one is …
fn nested(levels: usize) -> Vec<u8> {
    let mut inner = b"the end".to_vec();
    for _ in 0..levels {
        inner = archive(&[Entry::packed("word/embedded.docx", &inner), document(HELLO)]);
    }
    inner
}

fn spam(of: &[u8]) -> Vec<u8> {
    [b"PK\x03\x04".as_slice(), &of.repeat(5_000_000 / of.len())].concat()
}

fn main_part(target: &str) -> Vec<u8> {
    let relations = format!(
        r#"<Relationships><Relationship Id="r" Type="x/officeDocument" Target="{target}"/></Relationships>"#
    );
    archive(&[
        Entry::packed("_rels/.rels", relations.as_bytes()),
        document(HELLO),
    ])
}

#[test]
fn archives_that_lie_end() {
    let any = [READY, "corrupt", "empty"];
    let refused = ["corrupt"];
    let whole = archive(&[document(HELLO)]);
    let empty: Vec<Entry> = (0..60_000)
        .map(|number| Entry::stored(&format!("word/document{number}.xml"), b""))
        .collect();
    let mut cases = vec![
        Case::docx("a whole one", whole.clone(), &[READY]),
        Case::docx(
            "ten gigabytes told",
            changed(|entry| entry.size = u32::MAX),
            &any,
        ),
        Case::docx("no bytes told", changed(|entry| entry.size = 0), &any),
        Case::docx(
            "a wrong checksum",
            changed(|entry| entry.checksum ^= 1),
            &refused,
        ),
        Case::docx("locked", changed(|entry| entry.flags = 1), &["encrypted"]),
        Case::docx(
            "locked by the newer way",
            changed(|entry| (entry.flags, entry.method) = (1, 99)),
            &["encrypted", "corrupt"],
        ),
        Case::docx(
            "packed in a way nobody knows",
            changed(|entry| entry.method = 93),
            &refused,
        ),
        Case::docx("stored, it says", changed(|entry| entry.method = 0), &any),
        Case::docx(
            "packed half",
            changed(|entry| entry.data.truncate(40)),
            &refused,
        ),
        Case::docx(
            "a beginning beyond the end",
            changed(|entry| entry.place = Some(u32::MAX)),
            &["corrupt", "unknown_kind"],
        ),
        Case::docx(
            "2,000 that overlap",
            overlapping(2_000),
            &["expands_too_much", "empty", "corrupt"],
        ),
        Case::docx("30 in one another", nested(30), &[READY]),
        Case::docx("60,000 empty ones", archive(&empty), &any),
        Case::docx(
            "fewer than it says",
            archive_of(&[document(HELLO)], u16::MAX),
            &any,
        ),
        Case::docx(
            "more than it says",
            archive_of(&[document(HELLO)], 0),
            &["unknown_kind", "corrupt", READY],
        ),
        Case::docx(
            "two of a name",
            archive(&[document(HELLO), document("")]),
            &any,
        ),
        Case::docx("nothing but ends", spam(b"PK\x05\x06"), &refused),
        Case::docx(
            "nothing but long ends",
            spam(b"PK\x06\x06\x2c\0\0\0\0\0\0\0"),
            &refused,
        ),
        Case::docx("nothing but beginnings", spam(b"PK\x01\x02"), &refused),
        Case::docx(
            "ends of empty archives",
            spam(b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
            &["corrupt", "unknown_kind"],
        ),
    ];
    for name in [
        "../../../etc/cron.d/harm",
        "/etc/passwd",
        "word\\..\\..\\harm.dll",
        "C:\\harm.exe",
        "word/document.xml\0.txt",
        "word/document.xml/",
        "\u{202e}txt.exe",
        "word/\u{1F4A3}",
    ] {
        let bytes = archive(&[Entry::stored(name, b"harm"), document(HELLO)]);
        cases.push(Case::docx(format!("one called {name:?}"), bytes, &[READY]));
    }
    for target in [
        "../../../../etc/passwd",
        "/etc/passwd",
        "file:///etc/passwd",
        "_rels/.rels",
        "",
        ".",
        "word/",
        "\u{202e}",
        "word/document.xml\0",
    ] {
        cases.push(Case::docx(
            format!("whose body is {target:?}"),
            main_part(target),
            &["corrupt", "empty", READY],
        ));
    }
    for (place, _) in whole
        .windows(2)
        .enumerate()
        .filter(|(_, bytes)| *bytes == b"PK")
    {
        for end in [place, place + 4, place + 20] {
            cases.push(Case::docx(
                format!("cut off at {end}"),
                whole[..end.min(whole.len() - 1)].to_vec(),
                &["corrupt", "empty", "unknown_kind"],
            ));
        }
    }
    check_all(cases);
}

#[test]
fn other_archives_are_told_apart_and_not_unpacked() {
    let strings = format!("<sst>{}</sst>", "<si><t>&a;</t></si>".repeat(100_000));
    let cells = format!(
        "<sheetData><row>{}</row></sheetData>",
        "<c t=\"s\"><v>0</v></c>".repeat(500_000)
    );
    let sheet = archive(&[
        Entry::packed("xl/workbook.xml", b"<workbook/>"),
        Entry::packed("xl/sharedStrings.xml", strings.as_bytes()),
        Entry::packed("xl/worksheets/sheet1.xml", cells.as_bytes()),
    ]);
    let merged = format!(
        "<mergeCells>{}</mergeCells>",
        "<mergeCell ref=\"A1:XFD1048576\"/>".repeat(100_000)
    );
    let merged = archive(&[Entry::packed("xl/worksheets/sheet1.xml", merged.as_bytes())]);
    check_all(vec![
        Case::new("500,000 cells", "case.xlsx", sheet, &["unknown_kind"]),
        Case::new(
            "cells that are all one",
            "case.xlsx",
            merged,
            &["unknown_kind"],
        ),
        Case::new(
            "slides",
            "case.pptx",
            archive(&[Entry::packed("ppt/presentation.xml", b"<p/>")]),
            &["unknown_kind"],
        ),
    ]);
}
