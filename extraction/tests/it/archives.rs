//! Archives are unpacked no further than a document may grow, whatever they claim.

use std::io::{Cursor, Write};

use extraction::{Foreign, Unreadable};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::fixtures::extract;

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn body(text: &str) -> String {
    format!(r#"<w:document xmlns:w="w"><w:body>{text}</w:body></w:document>"#)
}

#[test]
fn a_zip_bomb_is_refused() {
    let blanks = vec![b' '; 150 * 1024 * 1024];
    let bomb = archive(&[("word/document.xml", &blanks)]);
    assert!(bomb.len() < 1024 * 1024, "{}", bomb.len());
    assert_eq!(
        extract(&bomb, Some("bomb.docx")),
        Err(Unreadable::ExpandsTooMuch)
    );
}

#[test]
fn parts_that_each_stay_below_the_limit_are_counted_together() {
    let blanks = vec![b' '; 60 * 1024 * 1024];
    let main = body("<w:p><w:r><w:t>Hello</w:t></w:r></w:p>");
    let bomb = archive(&[
        ("word/document.xml", main.as_bytes()),
        ("word/styles.xml", &blanks),
        ("word/footnotes.xml", &blanks),
    ]);
    assert_eq!(extract(&bomb, None), Err(Unreadable::ExpandsTooMuch));
}

#[test]
fn archives_of_other_programs_are_told_apart() {
    let cases = [
        ("xl/workbook.xml", Foreign::Spreadsheet),
        ("ppt/presentation.xml", Foreign::Presentation),
        ("META-INF/manifest.xml", Foreign::OpenDocument),
        ("photo.jpg", Foreign::Archive),
    ];
    for (name, foreign) in cases {
        assert_eq!(
            extract(&archive(&[(name, b"x")]), Some("a.docx")),
            Err(Unreadable::UnknownKind(foreign)),
            "{name}"
        );
    }
}

#[test]
fn deleted_text_is_gone_and_text_boxes_are_read_once() {
    let main = body(
        r#"<w:p><w:r><w:t>Doors open at </w:t></w:r><w:del><w:r><w:delText>eight</w:delText></w:r></w:del><w:r><w:t>nine &amp; close at ten.</w:t></w:r></w:p>
        <w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>Boxed note</w:t></w:r></w:p></w:txbxContent></mc:Choice>
        <mc:Fallback><w:txbxContent><w:p><w:r><w:t>Boxed note</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>"#,
    );
    let document = extract(&archive(&[("word/document.xml", main.as_bytes())]), None).unwrap();
    assert_eq!(
        document.sections[0].text,
        "Doors open at nine & close at ten.\n\nBoxed note"
    );
}

#[test]
fn a_part_that_is_no_xml_is_damage() {
    assert_eq!(
        extract(
            &archive(&[("word/document.xml", b"<w:p><w:t>cut</w:x>")]),
            None
        ),
        Err(Unreadable::Corrupt)
    );
}
