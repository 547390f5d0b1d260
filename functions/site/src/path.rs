//! What a request's path asks for.

/// The path, percent-decoded once; `None` when that gives no text.
pub fn decoded(path: &str) -> Option<String> {
    let mut decoded = Vec::with_capacity(path.len());
    let mut bytes = path.bytes();
    while let Some(byte) = bytes.next() {
        decoded.push(if byte == b'%' {
            let high = char::from(bytes.next()?).to_digit(16)?;
            let low = char::from(bytes.next()?).to_digit(16)?;
            u8::try_from(high * 16 + low).ok()?
        } else {
            byte
        });
    }
    String::from_utf8(decoded).ok()
}

/// Whether a decoded path can be one of the dashboard's views: not the API's or the widget's, not a file, and nothing that only somebody writes
/// who looks for a way out of a folder or to another site.
pub fn may_be_a_view(path: &str) -> bool {
    let Some(inner) = path.strip_prefix('/') else {
        return false;
    };
    let inner = inner.strip_suffix('/').unwrap_or(inner);
    let first = inner.split('/').next().unwrap_or_default();
    let last = inner.rsplit('/').next().unwrap_or_default();
    let is_ours = !first.eq_ignore_ascii_case("api") && !first.eq_ignore_ascii_case("widget");
    let is_plain = !inner
        .split('/')
        .any(|segment| matches!(segment, "" | "." | ".."))
        && !inner
            .chars()
            .any(|letter| letter.is_control() || letter == '\\');
    is_ours && is_plain && !last.contains('.')
}
