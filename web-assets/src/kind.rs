//! What a file is, told by its path alone.

/// How a file is sent.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// The `Content-Type`.
    pub content_type: &'static str,
    /// Whether it is text in UTF-8, as its type then says.
    pub is_text: bool,
    /// Whether compressing can pay; pictures and fonts are compressed already.
    pub is_compressible: bool,
    /// Whether the name carries a hash of the content, so that what it names never changes.
    pub is_immutable: bool,
}

/// The kind of the file at a URL path.
#[must_use]
pub fn kind_of(path: &str) -> Kind {
    let content_type = content_type(path);
    let is_text = content_type.ends_with("; charset=utf-8");
    Kind {
        content_type,
        is_text,
        is_compressible: is_text || matches!(content_type, "application/wasm" | "image/x-icon"),
        is_immutable: has_hash(path),
    }
}

fn content_type(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or_default();
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension.to_ascii_lowercase().as_str() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json; charset=utf-8",
        "webmanifest" => "application/manifest+json; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "svg" => "image/svg+xml; charset=utf-8",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}

/// Whether the bundler (Vite) named the file: `/assets/name-HASH.ext`, the hash being 8 characters of base64url.
///
/// An ordinary word can have 8 letters too (`my-document.pdf`), and calling such a file immutable would keep its old version in
/// browsers for a year. So a hash must mix small letters, capitals and digits; one in some thousand does not, and is only asked for more often.
fn has_hash(path: &str) -> bool {
    let Some(name) = path.strip_prefix("/assets/") else {
        return false;
    };
    let stem = name.split_once('.').map_or(name, |(stem, _)| stem);
    let Some((before, hash)) = stem
        .len()
        .checked_sub(8)
        .and_then(|at| stem.split_at_checked(at))
    else {
        return false;
    };
    let is_base64url = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let kinds = [
        hash.bytes().any(|byte| byte.is_ascii_lowercase()),
        // Not the first: `Document` is a word as well.
        hash.bytes().skip(1).any(|byte| byte.is_ascii_uppercase()),
        hash.bytes().any(|byte| byte.is_ascii_digit()),
    ];
    before.len() > 1
        && before.ends_with('-')
        && hash.bytes().all(is_base64url)
        && kinds.into_iter().filter(|is_there| *is_there).count() > 1
}
