//! Pages that draw without end or nowhere.

use std::fmt::Write as _;

use crate::case::{Case, READY, check_all, many};
use crate::pdf::{FREE, Pdf, packed, stream};

fn page(content: &str) -> Vec<u8> {
    Pdf::hello().with_content(content.as_bytes()).build()
}

/// Forms that each draw the next one so many times; the last draws the first.
fn forms(many: usize, times: usize) -> Vec<u8> {
    let names: String = (0..many)
        .map(|form| format!("/X{form} {} 0 R", FREE + form))
        .collect();
    let mut pdf = Pdf::hello()
        .with(4, format!("<</Type/Page/Parent 2 0 R/Contents 5 0 R/Resources<</Font<</F 3 0 R>>/XObject<<{names}>>>>>>"))
        .with_content(b"BT /F 12 Tf 40 800 Td (Welcome to the conference in the old harbour) Tj ET /X0 Do");
    for form in 0..many {
        let drawn = format!("/X{} Do ", (form + 1) % many).repeat(times);
        pdf.add_stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]", drawn.as_bytes());
    }
    pdf.build()
}

/// A form whose instructions are packed, drawn again and again.
fn packed_form(times: usize) -> Vec<u8> {
    let mut pdf = Pdf::hello()
        .with(4, "<</Type/Page/Parent 2 0 R/Contents 5 0 R/Resources<</Font<</F 3 0 R>>/XObject<</X 6 0 R>>>>>>")
        .with_content(format!("BT /F 12 Tf (Welcome to the harbour of Rostock) Tj ET {}", "/X Do ".repeat(times)).as_bytes());
    pdf.add(stream(
        "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Filter/FlateDecode",
        &packed(&vec![b' '; 2_000_000]),
    ));
    pdf.build()
}

fn replaced(times: usize, letters: usize) -> Vec<u8> {
    let text = "x".repeat(letters);
    page(&format!(
        "BT /F 12 Tf {} ET",
        format!("/Span <</ActualText({text})>> BDC (a) Tj EMC ").repeat(times)
    ))
}

fn scattered(many: usize) -> Vec<u8> {
    let mut content = "BT /F 9 Tf ".to_owned();
    for number in 0..many {
        let (x, y) = (number * 7919 % 595, number * 104_729 % 842);
        let _ = write!(content, "1 0 0 1 {x} {y} Tm (w{number}) Tj ");
    }
    content.push_str("ET");
    Pdf::hello()
        .with(
            5,
            stream("/Filter/FlateDecode", &packed(content.as_bytes())),
        )
        .build()
}

#[test]
fn pages_that_draw_without_end_end() {
    let any = [READY, "corrupt", "empty"];
    let much = [READY, "too_much_text", "took_too_long", "out_of_memory"];
    let huge = [
        "1e38",
        "-1e38",
        "1e308",
        "99999999999999999999999999999999999999999999",
        "nan",
        "0",
        "1e-45",
    ];
    let mut cases: Vec<Case> = huge
        .iter()
        .map(|number| {
            let content = format!("BT /F {number} Tf {number} TL {number} Tc {number} Tw {number} Tz {number} Ts {number} 0 0 {number} {number} {number} Tm (Welcome to the harbour) Tj T* [(of) {number} (Rostock)] TJ ET");
            Case::pdf(format!("all numbers are {number}"), page(&content), &[READY])
        })
        .collect();
    cases.extend([
        Case::pdf("a form that draws itself", forms(1, 1), &any),
        Case::pdf(
            "a form that draws itself many times",
            forms(1, many(30)),
            &much,
        ),
        Case::pdf("20 forms in a ring, each drawn twice", forms(20, 2), &any),
        Case::pdf(
            "a packed form drawn many times",
            packed_form(many(300)),
            &any,
        ),
        Case::pdf(
            "states saved a million times",
            page(&format!(
                "{} BT /F 12 Tf (Welcome to the harbour) Tj ET",
                "q ".repeat(1_000_000)
            )),
            &any,
        ),
        Case::pdf(
            "marks opened a million times",
            page(&format!(
                "{} BT /F 12 Tf (Welcome to the harbour) Tj ET",
                "/P BMC ".repeat(1_000_000)
            )),
            &any,
        ),
        Case::pdf(
            "states given back that nobody saved",
            page(&format!(
                "{} BT /F 12 Tf (Welcome to the harbour) Tj ET",
                "Q EMC ET ".repeat(300_000)
            )),
            &any,
        ),
        Case::pdf(
            "words in the place of letters",
            replaced(500, 15_000),
            &much,
        ),
        Case::pdf("words all over the page", scattered(100_000), &much),
        Case::pdf(
            "one letter a million times",
            page(&format!("BT /F 12 Tf ({}) Tj ET", "a".repeat(1_000_000))),
            &much,
        ),
        Case::pdf(
            "a picture in line without an end",
            page("BT /F 12 Tf (Welcome to the harbour) Tj ET BI /W 99999 /H 99999 ID aaaa"),
            &any,
        ),
        Case::pdf(
            "strings that are not closed",
            page("BT /F 12 Tf (Welcome to the \\( harbour Tj ET"),
            &any,
        ),
        Case::pdf(
            "numbers that are none",
            page("BT /F 1-2.3.4- Tf --5 +-+ Td (Welcome to the harbour) Tj ET"),
            &any,
        ),
    ]);
    check_all(cases);
}
