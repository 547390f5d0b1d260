//! How a folder is read and its files are packed.

use std::fs;
use std::io::Read;
use std::path::Path;
use web_assets::{kind_of, list, pack};

fn write(folder: &Path, path: &str) {
    let file = folder.join(path);
    fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
    fs::write(file, path).expect("a file");
}

/// What was packed by an encoding, `br` or `gzip`.
fn unpacked(encoding: &str, bytes: &[u8]) -> Vec<u8> {
    let mut unpacked = Vec::new();
    let read = if encoding == "br" {
        brotli::Decompressor::new(bytes, 4096).read_to_end(&mut unpacked)
    } else {
        flate2::read::GzDecoder::new(bytes).read_to_end(&mut unpacked)
    };
    read.expect(encoding);
    unpacked
}

#[test]
fn a_folder_is_read_in_the_order_of_the_paths() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    for path in [
        "index.html",
        "assets/b.js",
        "assets/a.js",
        "assets.txt",
        "assets-old/a.js",
        "Über uns.txt",
        ".well-known/security.txt",
        ".env",
        ".vite/manifest.json",
        "assets/.DS_Store",
    ] {
        write(folder, path);
    }
    let files = list(folder).expect("the files");
    let paths: Vec<_> = files.iter().map(|(path, _)| path.as_str()).collect();
    let expected = [
        "/.well-known/security.txt",
        "/assets-old/a.js",
        "/assets.txt",
        "/assets/a.js",
        "/assets/b.js",
        "/index.html",
        "/Über uns.txt",
    ];
    assert_eq!(paths, expected);
    assert!(files.iter().all(|(_, source)| source.is_file()));
}

#[test]
fn a_file_is_compressed_where_that_makes_it_shorter() {
    let long = "conference ".repeat(100).into_bytes();
    let packed = pack(long.clone(), &kind_of("/a.js")).expect("a text");
    for (encoding, bytes) in [("br", &packed.brotli), ("gzip", &packed.gzip)] {
        let bytes = bytes.as_ref().expect(encoding);
        assert!(bytes.len() < long.len(), "{encoding}");
        assert_eq!(unpacked(encoding, bytes), long, "{encoding}");
    }
    for (path, content) in [
        ("/a.js", b"x".to_vec()),
        ("/a.png", long),
        ("/a.js", vec![]),
    ] {
        let packed = pack(content.clone(), &kind_of(path)).expect("a file");
        assert_eq!((packed.brotli, packed.gzip), (None, None), "{path}");
        assert_eq!(packed.identity, content);
    }
}

#[test]
fn the_same_content_is_packed_the_same() {
    let content = || "conference ".repeat(100).into_bytes();
    let (one, other) = (
        pack(content(), &kind_of("/a.js")),
        pack(content(), &kind_of("/b.css")),
    );
    let (one, other) = (one.expect("a text"), other.expect("a text"));
    assert_eq!(one.hash, other.hash);
    assert_eq!(other.content_type, "text/css; charset=utf-8");
    assert!(!other.is_immutable);
    assert_eq!((&one.brotli, &one.gzip), (&other.brotli, &other.gzip));
    let changed = pack(b"conference".to_vec(), &kind_of("/a.js")).expect("a text");
    assert_ne!(one.hash, changed.hash);
    assert_eq!(one.hash.len(), 32);
}

#[test]
fn a_text_is_utf8_without_a_byte_order_mark() {
    let packed = pack(b"\xef\xbb\xbfhello".to_vec(), &kind_of("/a.txt")).expect("a text");
    assert_eq!(packed.identity, b"hello");
    pack(b"caf\xe9".to_vec(), &kind_of("/a.txt")).expect_err("latin-1");
    pack(b"\x89PNG\xff".to_vec(), &kind_of("/a.png")).expect("no text");
}
