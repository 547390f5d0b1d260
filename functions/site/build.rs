//! Packs the dashboard's files into a table, so that the function is one binary that reads nothing from disk.
//!
//! Where the dashboard was not built (`web/dashboard/dist` is not there), the start page in `web/start` takes its place: a fresh
//! clone builds with cargo alone.

#[path = "build/folder.rs"]
mod folder;
#[path = "build/kind.rs"]
mod kind;
#[path = "build/pack.rs"]
mod pack;
#[path = "build/table.rs"]
mod table;

use pack::Packed;
use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// A function's answer may have 6 MB, and bytes are sent as base64, which makes them longer by a third.
const MAX_ANSWER: usize = 4_400_000;

fn main() -> Result<(), Box<dyn Error>> {
    let web = directory("CARGO_MANIFEST_DIR")?.join("../../web");
    let out = directory("OUT_DIR")?;

    let chosen = folder::choose(&web)?;
    for watched in &chosen.watched {
        println!("cargo::rerun-if-changed={}", watched.display());
    }
    let mut files = Vec::new();
    for (path, source) in folder::list(&chosen.folder)? {
        let packed = read_and_pack(&path, &source)
            .map_err(|error| format!("{}: {error}", source.display()))?;
        if packed.identity.len() > MAX_ANSWER {
            println!(
                "cargo::warning={path} is too large for a Lambda function to send uncompressed"
            );
        }
        files.push((path, packed));
    }
    table::write(&out, &files)?;
    Ok(())
}

fn read_and_pack(path: &str, source: &Path) -> Result<Packed, Box<dyn Error>> {
    pack::pack(fs::read(source)?, &kind::of(path))
}

fn directory(variable: &str) -> Result<PathBuf, String> {
    env::var_os(variable)
        .map(PathBuf::from)
        .ok_or_else(|| format!("{variable} is set by cargo"))
}
