//! Ten megabytes of PDF, within the memory promised.

use std::fmt::Write as _;
use std::path::Path;

use extraction::{Limits, Unreadable, child};
use flate2::Compression;
use flate2::write::ZlibEncoder;

/// A PDF of one standard font; each page's instructions as given, packed or not.
fn pdf(pages: &[Vec<u8>], filter: &str) -> Vec<u8> {
    let mut file = b"%PDF-1.5\n".to_vec();
    let mut places = Vec::new();
    let mut object = |file: &mut Vec<u8>, head: String, stream: Option<&[u8]>| {
        places.push(file.len());
        file.extend(format!("{} 0 obj\n{head}\n", places.len()).bytes());
        if let Some(stream) = stream {
            file.extend(b"stream\n");
            file.extend(stream);
            file.extend(b"\nendstream\n");
        }
        file.extend(b"endobj\n");
    };
    let kids: String = (0..pages.len())
        .map(|page| format!("{} 0 R ", 4 + page * 2))
        .collect();
    object(&mut file, "<</Type/Catalog/Pages 2 0 R>>".into(), None);
    object(
        &mut file,
        format!(
            "<</Type/Pages/Count {}/Kids[{kids}]/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>>>",
            pages.len()
        ),
        None,
    );
    object(
        &mut file,
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".into(),
        None,
    );
    for (number, page) in pages.iter().enumerate() {
        object(
            &mut file,
            format!(
                "<</Type/Page/Parent 2 0 R/Contents {} 0 R>>",
                5 + number * 2
            ),
            None,
        );
        object(
            &mut file,
            format!("<</Length {}{filter}>>", page.len()),
            Some(page),
        );
    }
    let start = file.len();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1);
    for place in &places {
        let _ = writeln!(table, "{place:010} 00000 n ");
    }
    let _ = write!(
        table,
        "trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n",
        places.len() + 1
    );
    file.extend(table.bytes());
    file
}

/// A page of fifty lines.
fn page(number: usize, words_a_line: usize) -> Vec<u8> {
    let mut page = "BT /F 10 Tf 12 TL 40 800 Td".to_owned();
    for line in 0..50 {
        let words: String = (0..words_a_line)
            .map(|word| {
                format!(
                    "w{} ",
                    (number * 7919 + line * 104_729 + word * 31) % 99_991
                )
            })
            .collect();
        let _ = write!(page, " ({words}) Tj T*");
    }
    page.push_str(" ET");
    page.into_bytes()
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::best());
    std::io::Write::write_all(&mut packer, bytes).unwrap();
    packer.finish().unwrap()
}

async fn read(file: Vec<u8>, limits: Limits) -> Result<usize, Unreadable> {
    let outcome = child::extract(
        Path::new(env!("CARGO_BIN_EXE_extract-document")),
        file,
        None,
        limits,
        |_| {},
    )
    .await;
    outcome.map(|(_, chunks)| chunks.len())
}

#[tokio::test]
async fn ten_megabytes_of_pdf_become_chunks_in_two_hundred_megabytes() {
    let pages: Vec<Vec<u8>> = (0..2500).map(|number| page(number, 10)).collect();
    let file = pdf(&pages, "");
    assert!(
        (9_000_000..10_485_760).contains(&file.len()),
        "{}",
        file.len()
    );
    // The limit is the measurement: with more the child would have died.
    let chunks = read(
        file,
        Limits {
            memory: 200 * 1024 * 1024,
            ..Limits::default()
        },
    )
    .await;
    assert!(chunks.is_ok_and(|chunks| chunks > 4000), "{chunks:?}");
}

#[tokio::test]
async fn a_pdf_packed_to_be_endless_is_stopped() {
    let endless = packed(&packed(&vec![b' '; 2_000_000_000 / 8]));
    let twice = pdf(&[endless], "/Filter[/FlateDecode/FlateDecode]");
    assert!(twice.len() < 10_000, "{}", twice.len());
    let outcome = read(
        twice,
        Limits {
            memory: 100 * 1024 * 1024,
            ..Limits::default()
        },
    )
    .await;
    assert_eq!(outcome, Err(Unreadable::OutOfMemory));
}

#[tokio::test]
async fn more_text_than_anybody_reads_is_refused() {
    let pages: Vec<Vec<u8>> = (0..2000).map(|number| packed(&page(number, 30))).collect();
    let file = pdf(&pages, "/Filter/FlateDecode");
    let outcome = read(
        file,
        Limits {
            text: 4 * 1024 * 1024,
            ..Limits::default()
        },
    )
    .await;
    assert_eq!(outcome, Err(Unreadable::TooMuchText));
}
