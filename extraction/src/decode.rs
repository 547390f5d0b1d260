//! Bytes to text, whatever encoding they were saved in.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Decodes by byte order mark, else as UTF-8 if it is, else by the shape of UTF-16, else by a guess from the letters. Never fails.
pub(crate) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    decode_with(bytes, None)
}

/// [`decode`] with the encoding the document claims for itself, which counts for more than a guess.
pub(crate) fn decode_with<'a>(
    bytes: &'a [u8],
    declared: Option<&'static Encoding>,
) -> Cow<'a, str> {
    let (encoding, mark) =
        Encoding::for_bom(bytes).unwrap_or_else(|| (by_content(bytes, declared), 0));
    encoding.decode_without_bom_handling(&bytes[mark..]).0
}

fn by_content(bytes: &[u8], declared: Option<&'static Encoding>) -> &'static Encoding {
    if is_nearly_utf8(bytes) {
        return UTF_8;
    }
    if let Some(encoding) = wide(bytes) {
        return encoding;
    }
    if let Some(encoding) = declared {
        return encoding;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// One broken byte in a long UTF-8 text is damage, not another encoding. Plain ASCII with zero bytes is not UTF-8 text.
fn is_nearly_utf8(bytes: &[u8]) -> bool {
    if wide(bytes).is_some() {
        return false;
    }
    let (mut letters, mut broken) = (0usize, 0usize);
    for part in bytes.utf8_chunks() {
        letters += part
            .valid()
            .chars()
            .filter(|letter| !letter.is_ascii())
            .count();
        broken += usize::from(!part.invalid().is_empty());
    }
    // A character cut off at the very end is a cut, too.
    broken == 0
        || letters >= broken * 20
        || (letters > 0
            && broken == 1
            && std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none()))
}

/// UTF-16 without a mark: in European text every other byte is zero.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096)];
    let zeros = |odd: usize| {
        head.iter()
            .skip(odd)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
            * 2
    };
    let (even, odd) = (zeros(0), zeros(1));
    if odd > head.len() / 2 && even < head.len() / 20 {
        Some(UTF_16LE)
    } else if even > head.len() / 2 && odd < head.len() / 20 {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Whether bytes are text at all: hardly a control character, once UTF-16 is ruled out.
pub(crate) fn looks_like_text(head: &[u8]) -> bool {
    if Encoding::for_bom(head).is_some() || wide(head).is_some() {
        return true;
    }
    let controls = head
        .iter()
        .filter(|byte| **byte < 32 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C | 0x1B))
        .count();
    controls * 200 <= head.len()
}
