//! Strings inside a PDF that are text by themselves.

use encoding_rs::{UTF_16BE, UTF_16LE};

/// A text string: UTF-16 or UTF-8 with a mark, else one byte a letter.
pub(super) fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => UTF_16BE.decode_without_bom_handling(rest).0.into_owned(),
        [0xFF, 0xFE, rest @ ..] => UTF_16LE.decode_without_bom_handling(rest).0.into_owned(),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        // PDFDocEncoding is Latin-1 wherever titles use it.
        _ => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}
