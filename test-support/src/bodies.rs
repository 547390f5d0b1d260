//! Bodies that no route takes, each with the status that says why.

use crate::app::Call;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;

/// A body and the headers it is sent with.
#[derive(Debug)]
pub struct BrokenBody {
    /// What is wrong with it.
    pub name: &'static str,
    /// The status it is refused with.
    pub status: u16,
    content_type: Option<&'static str>,
    encoding: Option<&'static str>,
    bytes: Vec<u8>,
}

impl BrokenBody {
    fn json(name: &'static str, status: u16, bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            name,
            status,
            content_type: Some("application/json"),
            encoding: None,
            bytes: bytes.into(),
        }
    }

    fn typed(name: &'static str, content_type: Option<&'static str>) -> Self {
        Self {
            content_type,
            ..Self::json(name, 415, "{}")
        }
    }

    fn encoded(name: &'static str, status: u16, encoding: &'static str, bytes: Vec<u8>) -> Self {
        Self {
            encoding: Some(encoding),
            ..Self::json(name, status, bytes)
        }
    }

    /// The call with this body.
    #[must_use]
    pub fn add_to(&self, mut call: Call) -> Call {
        let headers = [
            ("content-type", self.content_type),
            ("content-encoding", self.encoding),
        ];
        for (name, value) in headers {
            if let Some(value) = value {
                call = call.header(name, value);
            }
        }
        call.body(self.bytes.clone())
    }
}

/// One of every kind.
#[must_use]
pub fn broken() -> Vec<BrokenBody> {
    let too_long = format!("{{\"name\":\"{}\"}}", "x".repeat(100 * 1024));
    vec![
        BrokenBody::json("invalid JSON", 400, "{'name': 1}"),
        BrokenBody::json("JSON cut short", 400, "{\"name\":"),
        BrokenBody::json("half a surrogate pair", 400, r#"{"name":"\ud800"}"#),
        BrokenBody::json("a NUL outside of texts", 400, "{}\0"),
        BrokenBody::json("a JSON text", 400, "\"name\""),
        BrokenBody::json("JSON null", 400, "null"),
        BrokenBody::json("bytes that are not UTF-8", 400, b"{\"name\":\"\xe9\"}"),
        BrokenBody::json("lists in lists in lists", 400, "[".repeat(10_000)),
        BrokenBody::json("over 100 KB", 413, too_long.as_str()),
        BrokenBody::typed("no type", None),
        BrokenBody::typed("a text", Some("text/plain")),
        BrokenBody::typed("a form", Some("application/x-www-form-urlencoded")),
        BrokenBody::typed("a type of JSON we do not know", Some("application/ld+json")),
        BrokenBody::typed("a type nobody can read", Some("application/json; charset")),
        BrokenBody::typed("another charset", Some("application/json; charset=latin1")),
        BrokenBody::encoded("an unknown encoding", 415, "br", b"{}".to_vec()),
        BrokenBody::encoded("rubbish as gzip", 400, "gzip", b"{}".to_vec()),
        BrokenBody::encoded("over 100 KB unpacked", 413, "gzip", gzip(&too_long)),
    ]
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder
        .write_all(text.as_bytes())
        .and_then(|()| encoder.finish())
        .expect("writing to memory cannot fail")
}
