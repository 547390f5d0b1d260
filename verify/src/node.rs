//! Node.js of a version that not every machine has, and packages of npm that real neighbours are.

use crate::steps::succeed;
use std::env::consts::{ARCH, OS};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Fetched from npm where the machine has an older one.
const NODE_VERSION: &str = "24.21.0";
const OLDEST_NODE: u32 = 24;

/// A PATH on which `node` is new enough; what has to be fetched for that goes into `folder`.
pub fn path_with_node(folder: &Path) -> Result<String, String> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = path.to_string_lossy().into_owned();
    if major_version_of("node").is_some_and(|major| major >= OLDEST_NODE) {
        return Ok(path);
    }
    let arch = match ARCH {
        "aarch64" => "arm64",
        "x86_64" => "x64",
        other => other,
    };
    let os = if OS == "macos" { "darwin" } else { OS };
    let package = format!("node-{os}-{arch}");
    let folder = absolute(&folder.join("node"))?;
    let programs = folder.join("node_modules").join(&package).join("bin");
    let is_there = || major_version_of(programs.join("node")).is_some();
    if !is_there() {
        println!(
            "Installing Node.js {NODE_VERSION} into {} …",
            folder.display()
        );
        fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let wanted = format!("{package}@{NODE_VERSION}");
        npm(
            &folder,
            &path,
            &["install", "--no-save", "--ignore-scripts", &wanted],
        )?;
    }
    if is_there() {
        Ok(format!("{}:{path}", programs.display()))
    } else {
        Err(format!(
            "Node.js {OLDEST_NODE} or newer is missing: install it"
        ))
    }
}

/// Installs what a lock file names into a folder, at the first call and when the list has changed.
pub fn install(packages: &Path, folder: &Path, path: &str) -> Result<(), String> {
    let folder = absolute(folder)?;
    let wanted = fs::read(packages.join("package-lock.json"));
    let wanted = wanted.map_err(|error| format!("{}: {error}", packages.display()))?;
    // Written last, so that half an installation counts as none.
    let marker = folder.join("installed");
    if fs::read(&marker).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    println!(
        "Installing {} into {} …",
        packages.display(),
        folder.display()
    );
    let unwritable =
        |error: std::io::Error| format!("{} cannot be written: {error}", folder.display());
    for file in ["package.json", "package-lock.json"] {
        fs::copy(packages.join(file), folder.join(file)).map_err(unwritable)?;
    }
    npm(&folder, path, &["ci", "--ignore-scripts"])?;
    fs::write(&marker, wanted).map_err(unwritable)
}

fn npm(folder: &Path, path: &str, arguments: &[&str]) -> Result<(), String> {
    let mut command = Command::new("npm");
    command.current_dir(folder).env("PATH", path);
    command
        .args(arguments)
        .args(["--no-audit", "--no-fund", "--loglevel=error"]);
    succeed(&mut command).map_err(|reason| format!("{reason}; it needs a way to npm's registry"))
}

fn major_version_of(node: impl AsRef<Path>) -> Option<u32> {
    let output = Command::new(node.as_ref()).arg("--version").output().ok()?;
    let version = String::from_utf8(output.stdout).ok()?;
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

fn absolute(path: &Path) -> Result<PathBuf, String> {
    std::path::absolute(path).map_err(|error| format!("{} has no place: {error}", path.display()))
}
