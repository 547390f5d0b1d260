//! What browsers load, on its way into a function: built by npm's tools, packed, and written down as a table of Rust source. For build
//! scripts, so that functions are single binaries that read nothing from disk, and `cargo build` is all that a fresh clone needs.

mod folder;
mod kind;
mod pack;
mod project;
mod table;
mod watch;

pub use folder::list;
pub use kind::{Kind, kind_of};
pub use pack::{Packed, pack};
pub use project::{DASHBOARD, Project, WIDGET};

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// A function's answer may have 6 MB, and bytes are sent as base64, which makes them longer by a third.
const MAX_ANSWER: usize = 4_400_000;

/// A build script's work, for crates two folders below the checkout: builds a project, and writes what it gave to `OUT_DIR/files.rs`, an
/// expression: a list of `shared::http::files::File` in the order of their paths. `kind_of` says how each path is sent.
///
/// What goes wrong is printed, with all that the tool said, as it said it.
pub fn embed(project: &Project, kind_of: fn(&str) -> Kind) -> ExitCode {
    match try_to_embed(project, kind_of) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("{} could not be built: {reason}", project.name);
            ExitCode::FAILURE
        }
    }
}

fn try_to_embed(project: &Project, kind_of: fn(&str) -> Kind) -> Result<(), Box<dyn Error>> {
    let out = directory("OUT_DIR")?;
    // Asked for now: a program that was built in one checkout may be run in another, where they share what is built.
    let root = directory("CARGO_MANIFEST_DIR")?.join("../..");
    for path in watch::paths(&root.join("web"), project)? {
        println!("cargo::rerun-if-changed={}", path.display());
    }
    let built = out.join("built");
    if built.exists() {
        fs::remove_dir_all(&built)?;
    }
    project.build(&root, &built)?;
    table::write(&out, &packed(&built, kind_of)?)?;
    Ok(())
}

fn directory(variable: &str) -> Result<PathBuf, String> {
    std::env::var_os(variable)
        .map(PathBuf::from)
        .ok_or_else(|| format!("{variable} is set by cargo"))
}

fn packed(
    folder: &Path,
    kind_of: fn(&str) -> Kind,
) -> Result<Vec<(String, Packed)>, Box<dyn Error>> {
    let mut files = Vec::new();
    for (path, source) in list(folder)? {
        let packed = pack(fs::read(&source)?, &kind_of(&path))
            .map_err(|error| format!("{}: {error}", source.display()))?;
        if packed.identity.len() > MAX_ANSWER {
            println!(
                "cargo::warning={path} is too large for a Lambda function to send uncompressed"
            );
        }
        files.push((path, packed));
    }
    Ok(files)
}
