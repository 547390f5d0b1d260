//! Compressed bodies.

use std::io::Read;

/// What was packed by an encoding, `br` or `gzip`.
#[must_use]
pub fn unpacked(encoding: &str, bytes: &[u8]) -> Vec<u8> {
    let mut unpacked = Vec::new();
    let read = if encoding == "br" {
        brotli::Decompressor::new(bytes, 4096).read_to_end(&mut unpacked)
    } else {
        flate2::read::GzDecoder::new(bytes).read_to_end(&mut unpacked)
    };
    read.unwrap_or_else(|error| panic!("{encoding}: {error}"));
    unpacked
}
