//! A word processor's XML, made to grow, to lead elsewhere, or to have no end.

use crate::archive::{Entry, HELLO, archive, document};
use crate::case::{Case, READY, check_all, many};

fn body(body: &str) -> Vec<u8> {
    archive(&[document(body)])
}

/// The whole part as it stands.
fn part(xml: impl AsRef<[u8]>) -> Vec<u8> {
    archive(&[Entry::packed("word/document.xml", xml.as_ref())])
}

fn beside(name: &str, xml: &str) -> Vec<u8> {
    archive(&[document(HELLO), Entry::packed(name, xml.as_bytes())])
}

/// Ten of ten of ten …
fn laughter() -> String {
    let mut entities = r#"<!ENTITY a0 "ha">"#.to_owned();
    for level in 1..10 {
        let before = format!("&a{};", level - 1).repeat(10);
        entities.push_str(&format!(r#"<!ENTITY a{level} "{before}">"#));
    }
    format!(
        "<!DOCTYPE w:document [{entities}]><w:document><w:p><w:r><w:t>Welcome to Rostock &a9;</w:t></w:r></w:p></w:document>"
    )
}

fn outside(address: &str) -> String {
    format!(
        r#"<!DOCTYPE w:document [<!ENTITY x SYSTEM "{address}"><!ENTITY % y SYSTEM "{address}">%y;]><w:document><w:p><w:r><w:t>Welcome to Rostock &x;</w:t></w:r></w:p></w:document>"#
    )
}

fn styles_in_a_ring(many: usize) -> String {
    let styles: String = (0..many)
        .map(|style| {
            format!(
                r#"<w:style w:styleId="s{style}"><w:basedOn w:val="s{}"/></w:style>"#,
                (style + 1) % many
            )
        })
        .collect();
    format!("<w:styles>{styles}</w:styles>")
}

fn utf16(text: &str) -> Vec<u8> {
    let mut bytes = vec![0xFF, 0xFE];
    bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    bytes
}

#[test]
fn entities_lead_nowhere() {
    check_all(vec![
        Case::docx("a billion laughs", part(laughter()), &[READY, "corrupt"]),
        Case::docx(
            "a file outside",
            part(outside("file:///etc/passwd")),
            &[READY, "corrupt"],
        ),
        Case::docx(
            "a page outside",
            part(outside("http://127.0.0.1:9/x")),
            &[READY, "corrupt"],
        ),
        Case::docx(
            "an entity of itself",
            part(r#"<!DOCTYPE d [<!ENTITY a "&a;">]><d><p><t>Welcome &a;</t></p></d>"#),
            &[READY, "corrupt"],
        ),
        Case::docx(
            "letters that are none",
            body("<w:p><w:t>Welcome &#0;&#xD800;&#x110000;&#99999999999;&;&#;&#x;&amp</w:t></w:p>"),
            &[READY, "corrupt"],
        ),
        Case::docx(
            "a million ampersands",
            body(&format!(
                "<w:p><w:t>Welcome {}</w:t></w:p>",
                "&amp;".repeat(many(1_000_000))
            )),
            &[READY],
        ),
    ]);
    let read = extraction::extract(&part(outside("file:///etc/passwd")), None, &mut |_| {});
    let text = read.map(|document| document.sections[0].text.clone());
    assert_eq!(text.as_deref(), Ok("Welcome to Rostock"));
}

#[test]
fn bodies_that_have_no_end_end() {
    let any = [READY, "corrupt", "empty"];
    let much = [READY, "empty", "out_of_memory", "too_much_text", "corrupt"];
    let attributes: String = (0..many(200_000))
        .map(|number| format!(" a{number}=\"\""))
        .collect();
    check_all(vec![
        Case::docx("a million paragraphs in one another", body(&"<w:p>".repeat(many(1_000_000))), &any),
        Case::docx("a million tables in one another", body(&"<w:tbl><w:tr><w:tc>".repeat(many(1_000_000))), &any),
        Case::docx("a million links in one another", body(&"<w:hyperlink r:id=\"r\">a".repeat(many(1_000_000))), &any),
        Case::docx("a million deletions in one another", body(&"<w:del>".repeat(many(1_000_000))), &any),
        Case::docx("closed more often than opened", body(&format!("{HELLO}{}", "</w:p></w:tbl></w:del>".repeat(100_000))), &any),
        Case::docx("200,000 attributes", body(&format!("<w:p{attributes}/><w:pStyle{attributes}/>{HELLO}")), &any),
        Case::docx("one attribute of 20 megabytes", body(&format!("<w:p a=\"{}\"/>{HELLO}", "x".repeat(20_000_000))), &any),
        Case::docx("one word of 20 megabytes", body(&format!("<w:p><w:t>{}</w:t></w:p>", "x".repeat(20_000_000))), &["too_much_text"]),
        Case::docx("a name of 20 megabytes", body(&format!("<{0}>{HELLO}</{0}>", "x".repeat(20_000_000))), &any),
        Case::docx("ten million cells", body(&format!("<w:tbl>{}</w:tbl>", format!("<w:tr>{}</w:tr>", "<w:tc/>".repeat(1_000)).repeat(many(10_000)))), &much),
        Case::docx("long names of columns on many cells", body(&format!("<w:tbl><w:tr>{}</w:tr>{}</w:tbl>",
            (0..1_000).map(|column| format!("<w:tc><w:t>Name of column {column} is written out at length here</w:t></w:tc>")).collect::<String>(),
            format!("<w:tr>{}</w:tr>", "<w:tc><w:t>1</w:t></w:tc>".repeat(1_000)).repeat(many(1_000)))), &much),
        Case::docx("a comment without an end", part(format!("<w:document>{HELLO}<!--{}", "-".repeat(many(5_000_000)))), &any),
        Case::docx("a section without an end", part(format!("<w:document>{HELLO}<![CDATA[{}", "]".repeat(many(5_000_000)))), &any),
        Case::docx("an instruction without an end", part(format!("<w:document>{HELLO}<?{}", "?".repeat(many(5_000_000)))), &any),
        Case::docx("a type without an end", part(format!("<!DOCTYPE {}", "[<!".repeat(many(2_000_000)))), &any),
        Case::docx("a tag without an end", part(format!("<w:document>{HELLO}<w:p {}", "a='\"' ".repeat(many(1_000_000)))), &any),
    ]);
}

#[test]
fn parts_beside_the_body_end() {
    let relation = r#"<Relationship Id="r" Type="x/hyperlink" Target="https://example.com" TargetMode="External"/>"#;
    check_all(vec![
        Case::docx(
            "50,000 styles in a ring",
            beside("word/styles.xml", &styles_in_a_ring(50_000)),
            &[READY],
        ),
        Case::docx(
            "200,000 relations of one name",
            beside(
                "word/_rels/document.xml.rels",
                &relation.repeat(many(200_000)),
            ),
            &[READY],
        ),
        Case::docx(
            "styles that are none",
            beside("word/styles.xml", "\0\u{1}<<<>>>"),
            &[READY],
        ),
        Case::docx(
            "notes that are none",
            beside("word/footnotes.xml", "</w:p>"),
            &[READY, "corrupt"],
        ),
        Case::docx(
            "a title of ten megabytes",
            beside(
                "docProps/core.xml",
                &format!("<dc:title>{}</dc:title>", "x".repeat(10_000_000)),
            ),
            &[READY],
        ),
        Case::docx(
            "UTF-16",
            part(utf16(&format!("<w:document>{HELLO}</w:document>"))),
            &[READY],
        ),
        Case::docx(
            "zero bytes",
            body("<w:p><w:t>Welcome\0 to \u{1}Rostock\u{FFFF}</w:t></w:p>"),
            &[READY],
        ),
        Case::docx(
            "no UTF-8",
            part(
                [
                    b"<w:document><w:p><w:t>Welcome \xFF\xC0\x80\xED\xA0\x80".as_slice(),
                    b"</w:t></w:p></w:document>",
                ]
                .concat(),
            ),
            &[READY],
        ),
        Case::docx("no XML", part("Welcome to Rostock"), &["empty", "corrupt"]),
        Case::docx("nothing", part(""), &["empty", "corrupt"]),
    ]);
}
