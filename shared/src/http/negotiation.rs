//! What a caller takes (RFC 9110, section 12.5): `Accept-Encoding` and, for the page, `Accept`.

use axum::http::header::{ACCEPT, ACCEPT_ENCODING};
use axum::http::{HeaderMap, HeaderName};

/// How a file is encoded. A later one is better where the caller likes both as much: it is shorter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Encoding {
    /// Not at all.
    Identity,
    /// gzip.
    Gzip,
    /// Brotli.
    Brotli,
}

impl Encoding {
    /// What `Content-Encoding` says, if anything.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Identity => None,
            Self::Gzip => Some("gzip"),
            Self::Brotli => Some("br"),
        }
    }

    fn is_called(self, name: &str) -> bool {
        match self {
            Self::Identity => name == "identity",
            Self::Gzip => matches!(name, "gzip" | "x-gzip"),
            Self::Brotli => name == "br",
        }
    }
}

/// The one of `variants` that the caller likes best; `None` when all are refused.
pub fn best<T>(
    headers: &HeaderMap,
    variants: impl Iterator<Item = (Encoding, T)>,
) -> Option<(Encoding, T)> {
    let taken = list(headers, ACCEPT_ENCODING);
    variants
        .filter_map(|variant| Some((weight(&taken, variant.0)?, variant)))
        .max_by_key(|(weight, (encoding, _))| (*weight, *encoding))
        .map(|(_, variant)| variant)
}

/// Whether the caller asks for a page, as browsers do when somebody opens an address.
#[must_use]
pub fn takes_html(headers: &HeaderMap) -> bool {
    list(headers, ACCEPT)
        .iter()
        .any(|(name, weight)| name == "text/html" && *weight > 0)
}

/// How much an encoding is liked; `None` when it is refused. What is not named is refused, but for a file as it is: that is the
/// last choice.
fn weight(taken: &[(String, u16)], encoding: Encoding) -> Option<u16> {
    let named = taken.iter().find(|(name, _)| encoding.is_called(name));
    match named.or_else(|| taken.iter().find(|(name, _)| name == "*")) {
        Some((_, weight)) => Some(*weight).filter(|weight| *weight > 0),
        None => (encoding == Encoding::Identity).then_some(0),
    }
}

/// A header's items in small letters with their weights in thousandths. An item whose weight cannot be read is passed over.
fn list(headers: &HeaderMap, name: HeaderName) -> Vec<(String, u16)> {
    let texts = headers
        .get_all(name)
        .into_iter()
        .filter_map(|value| value.to_str().ok());
    texts
        .flat_map(|text| text.split(','))
        .filter_map(item)
        .collect()
}

fn item(text: &str) -> Option<(String, u16)> {
    let mut parts = text.split(';').map(|part| part.trim().to_ascii_lowercase());
    let name = parts.next().filter(|name| !name.is_empty())?;
    let weight = parts
        .find_map(|part| Some(part.strip_prefix('q')?.trim().strip_prefix('=')?.to_owned()))
        .map_or(Some(1000), |weight| thousandths(weight.trim()))?;
    Some((name, weight))
}

fn thousandths(weight: &str) -> Option<u16> {
    let (whole, rest) = weight.split_once('.').unwrap_or((weight, ""));
    let is_number = rest.len() <= 3 && rest.bytes().all(|byte| byte.is_ascii_digit());
    let value: u16 = format!("{whole}{rest:0<3}").parse().ok()?;
    (is_number && matches!(whole, "0" | "1") && value <= 1000).then_some(value)
}
