//! A file as it is sent: its bytes, their compressed forms and their hash.

use crate::Kind;
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};
use std::error::Error;
use std::io::{self, Write};

/// A file ready to be written down.
#[derive(Debug)]
pub struct Packed {
    /// The `Content-Type`.
    pub content_type: &'static str,
    /// Whether its name changes whenever its content does.
    pub is_immutable: bool,
    /// Half of the SHA-256 of the content in hexadecimal digits: plenty to tell versions of a file apart.
    pub hash: String,
    /// As it is.
    pub identity: Vec<u8>,
    /// Compressed by Brotli, when that is shorter.
    pub brotli: Option<Vec<u8>>,
    /// Compressed by gzip, when that is shorter.
    pub gzip: Option<Vec<u8>>,
}

/// Packs a file's content.
///
/// # Errors
/// When a text is not UTF-8.
pub fn pack(content: Vec<u8>, kind: &Kind) -> Result<Packed, Box<dyn Error>> {
    let identity = if kind.is_text {
        as_sent(content)?
    } else {
        content
    };
    let shorter = |packed: io::Result<Vec<u8>>| -> io::Result<Option<Vec<u8>>> {
        packed.map(|packed| (packed.len() < identity.len()).then_some(packed))
    };
    let (brotli, gzip) = if kind.is_compressible {
        (shorter(brotli(&identity))?, shorter(gzip(&identity))?)
    } else {
        (None, None)
    };
    let digest = Sha256::digest(&identity);
    Ok(Packed {
        content_type: kind.content_type,
        is_immutable: kind.is_immutable,
        hash: digest[..16]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect(),
        brotli,
        gzip,
        identity,
    })
}

/// The Lambda runtime decodes and encodes texts on their way out: a byte order mark is lost and a wrong byte replaced, and the
/// length we have announced is no longer right. So the one goes here and the other stops the build.
fn as_sent(text: Vec<u8>) -> Result<Vec<u8>, Box<dyn Error>> {
    let text = String::from_utf8(text).map_err(|_| "the text is not UTF-8")?;
    Ok(text
        .strip_prefix('\u{feff}')
        .map(str::to_owned)
        .unwrap_or(text)
        .into_bytes())
}

fn brotli(mut bytes: &[u8]) -> io::Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut bytes, &mut packed, &parameters)?;
    Ok(packed)
}

fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    // Neither name nor time go into the header: the same content gives the same bytes.
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}
