//! Objects that refer to themselves, tables that lie, documents written over and over.

use std::fmt::Write as _;

use crate::case::{Case, READY, check_all, many};
use crate::pdf::{CONTENT, Pdf, packed, stream};

fn with_trailer(trailer: &str) -> Vec<u8> {
    let mut pdf = Pdf::hello();
    pdf.trailer = trailer.to_owned();
    pdf.build()
}

/// The table says of itself that it goes on where it begins.
fn table_in_a_ring() -> Vec<u8> {
    let start = Pdf::hello().body().0.len();
    with_trailer(&format!("/Prev {start}"))
}

/// So many tables, each of which goes on at the one before; the first goes on at the last.
fn tables_in_a_ring(many: usize) -> Vec<u8> {
    let mut file = Pdf::hello().build();
    let mut before = Pdf::hello().body().0.len();
    for _ in 0..many {
        let start = file.len();
        let table = format!(
            "xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 6/Root 1 0 R/Prev {before}>>\nstartxref\n{start}\n%%EOF\n"
        );
        file.extend(table.bytes());
        before = start;
    }
    file
}

/// Each version says something else; the last counts.
fn versions(many: usize) -> Vec<u8> {
    let mut file = Pdf::hello().build();
    let mut before = Pdf::hello().body().0.len();
    for version in 0..many {
        let place = file.len();
        let text = format!(
            "BT /F 12 Tf 40 800 Td (This is version number {version} of the programme) Tj ET"
        );
        file.extend(format!("{CONTENT} 0 obj\n").bytes());
        file.extend(stream("", text.as_bytes()));
        file.extend(b"\nendobj\n");
        let start = file.len();
        let table = format!(
            "xref\n{CONTENT} 1\n{place:010} 00000 n \ntrailer\n<</Size 6/Root 1 0 R/Prev {before}>>\nstartxref\n{start}\n%%EOF\n"
        );
        file.extend(table.bytes());
        before = start;
    }
    file
}

/// A table that is a stream, with these members and rows.
fn table_as_stream(members: &str, rows: &[u8]) -> Vec<u8> {
    let (mut file, _) = Pdf::hello().body();
    let start = file.len();
    file.extend(b"6 0 obj\n");
    file.extend(stream(&format!("/Type/XRef/Root 1 0 R{members}"), rows));
    file.extend(format!("\nendobj\nstartxref\n{start}\n%%EOF\n").bytes());
    file
}

/// Objects that are packed into a stream that is said to be packed into itself.
fn packed_into_itself() -> Vec<u8> {
    let (mut file, _) = Pdf::hello().body();
    let inside = b"7 0 8 20 <</Type/ObjStm/N 1>> (words in a box)";
    file.extend(b"7 0 obj\n");
    file.extend(stream("/Type/ObjStm/N 2/First 10/Extends 7 0 R", inside));
    let start = file.len() + 8;
    file.extend(b"\nendobj\n8 0 obj\n");
    // Every object is the first one in stream 7, and so is stream 7.
    let rows: Vec<u8> = (0..9).flat_map(|_| [2, 0, 7, 0]).collect();
    file.extend(stream("/Type/XRef/Root 1 0 R/Size 9/W[1 2 1]", &rows));
    file.extend(format!("\nendobj\nstartxref\n{start}\n%%EOF\n").bytes());
    file
}

fn ring_of_references(many: usize) -> Vec<u8> {
    let mut pdf = Pdf::hello().with(CONTENT, "6 0 R");
    for number in 0..many {
        let next = if number + 1 == many {
            CONTENT
        } else {
            7 + number
        };
        pdf.add(format!("{next} 0 R"));
    }
    pdf.build()
}

fn lengths() -> Vec<Case> {
    let text = "BT /F 12 Tf 40 800 Td (Welcome to the conference in the old harbour) Tj ET";
    [
        "99999999999",
        "-1",
        "0",
        "5 0 R",
        "77 0 R",
        "(long)",
        "1e30",
    ]
    .into_iter()
    .map(|length| {
        let content = format!("<</Length {length}>>\nstream\n{text}\nendstream");
        Case::pdf(
            format!("a stream of length {length}"),
            Pdf::hello().with(CONTENT, content).build(),
            &[READY, "corrupt", "empty"],
        )
    })
    .collect()
}

#[test]
fn references_in_rings_end() {
    let any = [READY, "corrupt", "empty"];
    let mut cases = lengths();
    let mut many_numbers = "/Index[".to_owned();
    for number in 0..50_000_u64 {
        let _ = write!(many_numbers, "{} 4000000000 ", number * 80_000);
    }
    many_numbers.push(']');
    cases.extend([
        Case::pdf("a table in a ring", table_in_a_ring(), &any),
        Case::pdf("20,000 tables in a chain", tables_in_a_ring(20_000), &any),
        Case::pdf("5,000 versions", versions(5_000), &any),
        Case::pdf(
            "a table that goes on beyond the end",
            with_trailer("/Prev 99999999999"),
            &any,
        ),
        Case::pdf(
            "a table that goes on before the beginning",
            with_trailer("/Prev -5"),
            &any,
        ),
        Case::pdf(
            "a hybrid table that is no stream",
            with_trailer("/XRefStm 15"),
            &any,
        ),
        Case::pdf(
            "rows of no width",
            table_as_stream("/Size 2147483647/W[0 0 0]", b""),
            &any,
        ),
        Case::pdf(
            "rows of endless width",
            table_as_stream("/Size 9/W[9999999999 9999999999 9999999999]", b"abc"),
            &any,
        ),
        Case::pdf(
            "rows of wide numbers",
            table_as_stream("/Size 9/W[8 8 8]", &[255; 24 * 9]),
            &any,
        ),
        Case::pdf(
            "rows for all numbers",
            table_as_stream("/Size 4294967295/W[1 1 1]/Index[0 4294967295]", b"abc"),
            &any,
        ),
        Case::pdf(
            "rows for all numbers many times",
            table_as_stream(&format!("/Size 9/W[0 1 0]{many_numbers}"), &[1; 50_000]),
            &any,
        ),
        Case::pdf(
            "rows packed to be endless",
            table_as_stream(
                "/Size 9/W[1 1 1]/Filter/FlateDecode",
                &packed(&vec![1; 30_000_000]),
            ),
            &any,
        ),
        Case::pdf(
            "objects packed into their own stream",
            packed_into_itself(),
            &any,
        ),
        Case::pdf(
            "a reference to itself",
            Pdf::hello().with(CONTENT, "5 0 R").build(),
            &any,
        ),
        Case::pdf(
            "20,000 references in a ring",
            ring_of_references(20_000),
            &any,
        ),
        Case::pdf(
            "a page that is its own resources",
            Pdf::hello()
                .with(
                    4,
                    "<</Type/Page/Parent 2 0 R/Resources 4 0 R/Font 4 0 R/F 4 0 R/Contents 5 0 R>>",
                )
                .build(),
            &any,
        ),
        Case::pdf(
            "contents that are the page",
            Pdf::hello()
                .with(
                    4,
                    "<</Type/Page/Parent 2 0 R/Contents[4 0 R[4 0 R 5 0 R]5 0 R]>>",
                )
                .build(),
            &any,
        ),
        Case::pdf(
            "a head and nothing else",
            b"%PDF-1.7\n%%EOF\n".to_vec(),
            &["corrupt"],
        ),
        Case::pdf(
            "a catalog that is not there",
            with_trailer("")
                .iter()
                .copied()
                .take(200)
                .chain(*b"\n%%EOF\n")
                .collect(),
            &any,
        ),
    ]);
    check_all(cases);
}

#[test]
fn what_is_nested_without_end_ends() {
    let any = [READY, "corrupt", "empty", "crashed"];
    let mut cases = Vec::new();
    for (open, close) in [("[", "]"), ("<</A ", ">>"), ("(", ")"), ("<</A[", "]>>")] {
        for closed in [true, false] {
            let mut nested = open.repeat(many(200_000));
            if closed {
                nested.push_str("1 ");
                nested.push_str(&close.repeat(many(200_000)));
            }
            let how = if closed { "closed" } else { "open" };
            let mut pdf = Pdf::hello();
            pdf.add(nested.clone());
            pdf.trailer = "/Info 6 0 R".to_owned();
            cases.push(Case::pdf(
                format!("{open} again and again as an object, {how}"),
                pdf.build(),
                &any,
            ));
            let drawn = Pdf::hello().with_content(
                format!("BT /F 12 Tf (Welcome to the harbour of Rostock) Tj {nested} TJ ET")
                    .as_bytes(),
            );
            cases.push(Case::pdf(
                format!("{open} again and again on a page, {how}"),
                drawn.build(),
                &any,
            ));
        }
    }
    check_all(cases);
}
