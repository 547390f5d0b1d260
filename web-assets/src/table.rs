//! The table of files as Rust source.

use crate::Packed;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

/// Writes the bytes of all files to `out/files`, and `out/files.rs`: an expression, a list of `File`.
pub fn write(out: &Path, files: &[(String, Packed)]) -> io::Result<()> {
    let bytes = out.join("files");
    if bytes.exists() {
        fs::remove_dir_all(&bytes)?;
    }
    fs::create_dir(&bytes)?;

    let mut source = String::from("&[\n");
    for (path, packed) in files {
        let hash = &packed.hash;
        // Each encoding of a file has an ETag of its own (RFC 9110, section 8.8.3.3).
        let variants = [
            ("identity", Some(&packed.identity), hash.clone()),
            ("brotli", packed.brotli.as_ref(), format!("{hash}-br")),
            ("gzip", packed.gzip.as_ref(), format!("{hash}-gz")),
        ];
        let mut members = String::new();
        for (member, content, tag) in variants {
            let Some(content) = content else {
                let _ = write!(members, "{member}: None, ");
                continue;
            };
            // Files of the same content share one.
            fs::write(bytes.join(&tag), content)?;
            let variant = format!(
                "Variant {{ etag: \"\\\"{tag}\\\"\", bytes: include_bytes!(concat!(env!(\"OUT_DIR\"), \"/files/{tag}\")) }}"
            );
            let value = if member == "identity" {
                variant
            } else {
                format!("Some({variant})")
            };
            let _ = write!(members, "{member}: {value}, ");
        }
        let _ = writeln!(
            source,
            "File {{ path: {path:?}, content_type: {:?}, is_immutable: {}, {members}}},",
            packed.content_type, packed.is_immutable
        );
    }
    source.push_str("]\n");
    fs::write(out.join("files.rs"), source)
}
