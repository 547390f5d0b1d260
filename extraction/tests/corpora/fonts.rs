//! Fonts that say of their letters what is not true.

use std::fmt::Write as _;

use crate::case::{Case, READY, check_all};
use crate::pdf::{FONT, Pdf, packed, stream};

const NAMED: &str = "/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CMapName/X def/CMapType 2 def\n1 begincodespacerange<0000><ffff>endcodespacerange\n";

/// A font whose letters a map names.
fn mapped(map: &str) -> Vec<u8> {
    let mut pdf = Pdf::hello()
        .with(FONT, "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[7 0 R]/ToUnicode 6 0 R>>")
        .with_content(b"BT /F 12 Tf 40 800 Td <00410042004300440045004600470048> Tj ET");
    pdf.add_stream(
        "/Filter/FlateDecode",
        &packed(format!("{NAMED}{map}\nendcmap").as_bytes()),
    );
    pdf.add("<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 500>>");
    pdf.build()
}

fn simple(font: &str) -> Vec<u8> {
    let mut pdf = Pdf::hello().with(FONT, format!("<</Type/Font{font}>>"));
    pdf.add_stream("", &[0, 1, 0, 0, 0, 255, 255, 255, 255]);
    pdf.add("<</Type/FontDescriptor/FontName/X/Flags 4/FontFile2 6 0 R/FontFile3 6 0 R/FontFile 6 0 R>>");
    pdf.add_stream("", b"0 0 d0 /F 12 Tf (abc) Tj");
    pdf.build()
}

fn named_one_by_one(many: usize) -> String {
    let mut map = String::new();
    for code in 0..many {
        let _ = writeln!(map, "1 beginbfchar<{code:08x}><0041>endbfchar");
    }
    map
}

#[test]
fn maps_of_letters_that_lie_end() {
    let any = [READY, "corrupt", "empty", "needs_ocr"];
    let much = [
        READY,
        "corrupt",
        "empty",
        "needs_ocr",
        "too_much_text",
        "out_of_memory",
    ];
    check_all(vec![
        Case::pdf(
            "a range of all codes",
            mapped("1 beginbfrange<00000000><ffffffff><0041>endbfrange"),
            &any,
        ),
        Case::pdf(
            "a range of all codes 10,000 times",
            mapped(&"1 beginbfrange<0000><ffff><0041>endbfrange\n".repeat(10_000)),
            &much,
        ),
        Case::pdf(
            "a range that ends before it begins",
            mapped("1 beginbfrange<ffff><0000><0041>endbfrange"),
            &any,
        ),
        Case::pdf(
            "a range of too few letters",
            mapped("1 beginbfrange<0000><ffff>[<0041>]endbfrange"),
            &any,
        ),
        Case::pdf(
            "a letter that is a megabyte",
            mapped(&format!(
                "1 beginbfrange<0041><0048><{}>endbfrange",
                "0041".repeat(250_000)
            )),
            &much,
        ),
        Case::pdf(
            "half a letter",
            mapped("1 beginbfchar<0041><d8>endbfchar 1 beginbfchar<0042><d800>endbfchar"),
            &any,
        ),
        Case::pdf(
            "a map that is not closed",
            mapped("1000 beginbfchar<0041>"),
            &any,
        ),
        Case::pdf("a map that uses itself", mapped("/X usecmap"), &any),
        Case::pdf(
            "300,000 letters one by one",
            mapped(&named_one_by_one(300_000)),
            &much,
        ),
        Case::pdf(
            "letters that nobody sees",
            mapped("1 beginbfrange<0000><00ff><200b>endbfrange"),
            &any,
        ),
        Case::pdf("nested maps", mapped(&"<<[".repeat(200_000)), &any),
    ]);
}

#[test]
fn fonts_that_lie_end() {
    let any = [READY, "corrupt", "empty", "needs_ocr"];
    let mut itself = Pdf::hello().with(
        FONT,
        "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[3 0 R]>>",
    );
    itself.add("<<>>");
    let widths = "500 ".repeat(1_000_000);
    let mut ring = Pdf::hello()
        .with(FONT, "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding 6 0 R/ToUnicode 6 0 R/DescendantFonts[7 0 R]>>");
    ring.add(stream(
        "/Type/CMap/CMapName/X/UseCMap 6 0 R",
        format!("{NAMED}/X usecmap endcmap").as_bytes(),
    ));
    ring.add("<</Type/Font/Subtype/CIDFontType0/BaseFont/X/W[0 4294967295 500 0 [1 2 3] 4294967290 [1 2 3 4 5 6 7 8]]/DW 99999999999>>");
    check_all(vec![
        Case::pdf("a font that is its own descendant", itself.build(), &any),
        Case::pdf("a map that is its own base", ring.build(), &any),
        Case::pdf(
            "a million widths",
            simple(&format!(
                "/Subtype/TrueType/BaseFont/X/FirstChar -5/LastChar 2147483647/Widths[{widths}]"
            )),
            &any,
        ),
        Case::pdf(
            "a program that is none",
            simple("/Subtype/TrueType/BaseFont/X/FontDescriptor 7 0 R"),
            &any,
        ),
        Case::pdf(
            "a program of another kind",
            simple("/Subtype/Type1/BaseFont/X/FontDescriptor 7 0 R"),
            &any,
        ),
        Case::pdf(
            "letters drawn by letters",
            simple(
                "/Subtype/Type3/FontMatrix[0 0 0 0 0 0]/FontBBox[0 0 0 0]/CharProcs<</a 8 0 R>>/Encoding<</Differences[0/a/a/a 99999999999/a -7/a]>>/Resources<</Font<</F 3 0 R>>>>/FirstChar 0/LastChar 255/Widths[1]",
            ),
            &any,
        ),
        Case::pdf(
            "a kind nobody knows",
            simple("/Subtype/Magic/BaseFont/X"),
            &any,
        ),
        Case::pdf("no kind at all", simple(""), &any),
        Case::pdf(
            "a font that is a number",
            Pdf::hello().with(FONT, "7").build(),
            &any,
        ),
    ]);
}
