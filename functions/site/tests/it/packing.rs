//! How the build reads a folder and packs its files.

use crate::folder::{choose, list};
use crate::kind::of;
use crate::pack::pack;
use crate::support::unpacked;
use std::fs;
use std::path::{Path, PathBuf};

/// An empty folder of the test's own.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("site")
        .join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("an old folder goes");
    }
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn write(folder: &Path, path: &str) {
    let file = folder.join(path);
    fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
    fs::write(file, path).expect("a file");
}

#[test]
fn a_folder_is_read_in_the_order_of_the_paths() {
    let folder = folder("order");
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
        write(&folder, path);
    }
    let files = list(&folder).expect("the files");
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
fn the_start_page_stands_in_until_the_dashboard_is_built() {
    let web = folder("choice");
    choose(&web).expect_err("there is nothing to serve");
    write(&web, "start/index.html");
    // What is not there must not be watched: cargo would build again each time.
    let chosen = choose(&web).expect("the start page");
    assert_eq!(chosen.folder, web.join("start"));
    assert_eq!(chosen.watched, [web.clone(), web.join("start")]);

    write(&web, "dashboard/dist/half.js");
    let chosen = choose(&web).expect("the start page");
    assert_eq!(chosen.folder, web.join("start"));
    assert_eq!(
        chosen.watched,
        [web.join("dashboard/dist"), web.join("start")]
    );

    write(&web, "dashboard/dist/index.html");
    let chosen = choose(&web).expect("the dashboard");
    assert_eq!(chosen.folder, web.join("dashboard/dist"));
    assert_eq!(chosen.watched, [web.join("dashboard/dist")]);
}

#[test]
fn a_file_is_compressed_where_that_makes_it_shorter() {
    let long = "conference ".repeat(100).into_bytes();
    let packed = pack(long.clone(), &of("/a.js")).expect("a text");
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
        let packed = pack(content.clone(), &of(path)).expect("a file");
        assert_eq!((packed.brotli, packed.gzip), (None, None), "{path}");
        assert_eq!(packed.identity, content);
    }
}

#[test]
fn the_same_content_is_packed_the_same() {
    let content = || "conference ".repeat(100).into_bytes();
    let (one, other) = (
        pack(content(), &of("/a.js")),
        pack(content(), &of("/b.css")),
    );
    let (one, other) = (one.expect("a text"), other.expect("a text"));
    assert_eq!(one.hash, other.hash);
    assert_eq!(other.content_type, "text/css; charset=utf-8");
    assert!(!other.is_immutable);
    assert_eq!((&one.brotli, &one.gzip), (&other.brotli, &other.gzip));
    let changed = pack(b"conference".to_vec(), &of("/a.js")).expect("a text");
    assert_ne!(one.hash, changed.hash);
    assert_eq!(one.hash.len(), 32);
}

#[test]
fn a_text_is_utf8_without_a_byte_order_mark() {
    let packed = pack(b"\xef\xbb\xbfhello".to_vec(), &of("/a.txt")).expect("a text");
    assert_eq!(packed.identity, b"hello");
    pack(b"caf\xe9".to_vec(), &of("/a.txt")).expect_err("latin-1");
    pack(b"\x89PNG\xff".to_vec(), &of("/a.png")).expect("no text");
}
