//! Streams that unpack to more than anybody has, or to nothing.

use crate::case::{Case, READY, check_all};
use crate::pdf::{CONTENT, PAGE, Pdf, packed, stream};

const TEXT: &[u8] = b"BT /F 12 Tf 40 800 Td (Welcome to the conference in the old harbour) Tj ET";

fn content(members: &str, data: &[u8]) -> Vec<u8> {
    Pdf::hello().with(CONTENT, stream(members, data)).build()
}

fn hex(bytes: &[u8]) -> Vec<u8> {
    let mut text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    text.push('>');
    text.into_bytes()
}

/// Codes of nine bits that each make the same letter again, after which the table is full.
fn lzw(bytes: usize) -> Vec<u8> {
    vec![0b0100_0001; bytes]
}

/// Two bytes that mean 128.
fn runs(bytes: usize) -> Vec<u8> {
    [129, b' '].repeat(bytes / 2)
}

/// The page has this one stream so many times.
fn again_and_again(times: usize, data: &[u8]) -> Vec<u8> {
    let parts = "5 0 R ".repeat(times);
    Pdf::hello()
        .with(
            PAGE,
            format!("<</Type/Page/Parent 2 0 R/Contents[{parts}]>>"),
        )
        .with(CONTENT, stream("/Filter/FlateDecode", &packed(data)))
        .build()
}

#[test]
fn streams_that_unpack_without_end_end() {
    let much = [
        READY,
        "out_of_memory",
        "too_much_text",
        "took_too_long",
        "corrupt",
        "empty",
    ];
    let blanks = packed(&vec![b' '; 200_000_000]);
    let twice = packed(&packed(&vec![b' '; 1_000_000_000]));
    check_all(vec![
        Case::pdf(
            "200 MB of blanks",
            content("/Filter/FlateDecode", &blanks),
            &much,
        ),
        Case::pdf(
            "a gigabyte packed twice",
            content("/Filter[/FlateDecode/FlateDecode]", &twice),
            &["out_of_memory"],
        ),
        Case::pdf(
            "a stream of blanks 5,000 times",
            again_and_again(5_000, &vec![b' '; 1_000_000]),
            &["out_of_memory"],
        ),
        Case::pdf(
            "runs of 128",
            content("/Filter/RunLengthDecode", &runs(5_000_000)),
            &much,
        ),
        Case::pdf(
            "LZW of one letter",
            content("/Filter/LZWDecode", &lzw(5_000_000)),
            &much,
        ),
        Case::pdf(
            "five megabytes of z",
            content("/Filter/ASCII85Decode", &vec![b'z'; 5_000_000]),
            &much,
        ),
        Case::pdf(
            "five megabytes of hexadecimals",
            content("/Filter/ASCIIHexDecode", &vec![b'2'; 5_000_000]),
            &much,
        ),
    ]);
}

#[test]
fn filters_that_make_no_sense_end() {
    let any = [READY, "corrupt", "empty"];
    let chain = |filter: &str, times: usize| format!("/Filter[{}]", filter.repeat(times));
    let mut hexed = TEXT.to_vec();
    for _ in 0..10 {
        hexed = hex(&hexed);
    }
    let mut flat = packed(TEXT);
    for _ in 0..200 {
        flat = packed(&flat);
    }
    let predicted = |parameters: &str| {
        let members = format!("/Filter/FlateDecode/DecodeParms<</Predictor 15{parameters}>>");
        content(&members, &packed(&[TEXT, &[0; 5000]].concat()))
    };
    let long = packed(TEXT);
    check_all(vec![
        Case::pdf(
            "packed 201 times",
            content(&chain("/FlateDecode", 201), &flat),
            &any,
        ),
        Case::pdf(
            "hexadecimals of hexadecimals",
            content(&chain("/ASCIIHexDecode", 10), &hexed),
            &any,
        ),
        Case::pdf(
            "100,000 filters",
            content(&chain("/FlateDecode", 100_000), &long),
            &any,
        ),
        Case::pdf(
            "100,000 filters that keep everything",
            content(&chain("/Crypt", 100_000), TEXT),
            &any,
        ),
        Case::pdf(
            "rows of two billion columns",
            predicted("/Columns 2147483647"),
            &any,
        ),
        Case::pdf("rows of no columns", predicted("/Columns 0"), &any),
        Case::pdf(
            "columns below zero",
            predicted("/Columns -1/Colors -1/BitsPerComponent -8"),
            &any,
        ),
        Case::pdf(
            "colours beyond counting",
            predicted("/Columns 65535/Colors 65535/BitsPerComponent 65535"),
            &any,
        ),
        Case::pdf(
            "a filter nobody knows",
            content("/Filter/Magic", TEXT),
            &any,
        ),
        Case::pdf(
            "text said to be a photograph",
            content("/Filter/DCTDecode", TEXT),
            &any,
        ),
        Case::pdf(
            "text said to be a wavelet",
            content("/Filter/JPXDecode", TEXT),
            &any,
        ),
        Case::pdf(
            "text said to be a fax",
            content(
                "/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 2147483647/Rows 2147483647>>",
                TEXT,
            ),
            &any,
        ),
        Case::pdf(
            "text said to be a scan",
            content(
                "/Filter/JBIG2Decode/DecodeParms<</JBIG2Globals 5 0 R>>",
                TEXT,
            ),
            &any,
        ),
        Case::pdf(
            "a packed stream cut short",
            content("/Filter/FlateDecode", &long[..long.len() / 2]),
            &any,
        ),
        Case::pdf(
            "a packed stream with its middle changed",
            content(
                "/Filter/FlateDecode",
                &long
                    .iter()
                    .enumerate()
                    .map(|(at, byte)| if at == 20 { byte ^ 255 } else { *byte })
                    .collect::<Vec<u8>>(),
            ),
            &any,
        ),
    ]);
}

#[test]
fn documents_that_are_locked_in_a_strange_way_end() {
    let mut cases = Vec::new();
    for lock in [
        "<<>>",
        "<</Filter/Standard>>",
        "<</Filter/Standard/V 99/R 99/O()/U()/P 0>>",
        "<</Filter/Standard/V 1/R 2/Length -40/O(abc)/U(abc)/P -4>>",
        "<</Filter/Standard/V 2/R 3/Length 2147483647/O(0123456789012345678901234567890123)/U(0123456789012345678901234567890123)/P -1>>",
        "<</Filter/Standard/V 5/R 6/O(x)/U(x)/OE(x)/UE(x)/Perms(x)/P -1/CF<</StdCF<</CFM/AESV3>>>>/StmF/StdCF/StrF/StdCF>>",
        "<</Filter/Standard/V 4/R 4/O(x)/U(x)/P -1/CF 6 0 R/StmF/Own/StrF/Own>>",
        "6 0 R",
        "77 0 R",
    ] {
        let mut pdf = Pdf::hello();
        pdf.add("6 0 R");
        pdf.trailer = format!("/Encrypt {lock}/ID[(a)(b)]");
        cases.push(Case::pdf(
            format!("locked by {lock}"),
            pdf.build(),
            &[READY, "encrypted", "corrupt", "empty"],
        ));
    }
    check_all(cases);
}
