//! The workflow of `docs/n8n` in a real n8n: installed once, then tested with the functions, a database and a model beside it.

use crate::python;
use crate::steps::{cargo, succeed};
use std::env::consts::{ARCH, OS};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where it is installed.
const FOLDER: &str = ".data/n8n";
/// What is installed: one version of n8n and all that it needs.
const PACKAGES: &str = "verify/n8n";
/// n8n runs on no older one.
const OLDEST_NODE: u32 = 24;
/// Fetched from npm where the machine has an older one.
const NODE_VERSION: &str = "24.21.0";

/// Installs and tests.
pub fn check() -> Result<(), String> {
    let _lock = python::lock(&Path::new(FOLDER).join("lock"))?;
    let path = path_with_node()?;
    install(&path)?;
    // The test runs it as people do.
    cargo(&["build", "--workspace", "--bin", "local"])?;
    succeed(
        Command::new("cargo")
            .args(["test", "--workspace", "--test", "n8n"])
            .env("N8N_TEST_PATH", path),
    )
    .map_err(|reason| format!("{reason}; what n8n said is in {FOLDER}/run"))
}

/// A PATH on which `node` is new enough.
fn path_with_node() -> Result<String, String> {
    let path = std::env::var("PATH").unwrap_or_default();
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
    let folder = absolute(&Path::new(FOLDER).join("node"))?;
    let programs = folder.join("node_modules").join(&package).join("bin");
    let is_there = || major_version_of(programs.join("node")).is_some();
    if !is_there() {
        println!("Installing Node.js {NODE_VERSION} into {FOLDER} …");
        fs::create_dir_all(&folder).map_err(|error| format!("{FOLDER}: {error}"))?;
        let wanted = format!("{package}@{NODE_VERSION}");
        let install = [
            "install",
            "--no-save",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
        ];
        succeed(npm(&folder, &path).args(install).arg(wanted))
            .map_err(|reason| format!("{reason}; it needs a way to npm's registry"))?;
    }
    if is_there() {
        Ok(format!("{}:{path}", programs.display()))
    } else {
        Err(format!(
            "n8n needs Node.js {OLDEST_NODE} or newer: install it"
        ))
    }
}

fn major_version_of(node: impl AsRef<Path>) -> Option<u32> {
    let output = Command::new(node.as_ref()).arg("--version").output().ok()?;
    let version = String::from_utf8(output.stdout).ok()?;
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// Made at the first call, and again when the list of packages has changed: three minutes and three gigabytes.
fn install(path: &str) -> Result<(), String> {
    let folder = absolute(Path::new(FOLDER))?;
    let list = |folder: &Path| fs::read(folder.join("package-lock.json")).ok();
    // Written last, so that half an installation counts as none.
    let marker = folder.join("installed");
    if marker.exists() && fs::read(&marker).ok() == list(Path::new(PACKAGES)) {
        return Ok(());
    }
    println!("Installing n8n into {FOLDER} …");
    let prepare = || {
        if marker.exists() {
            fs::remove_file(&marker)?;
        }
        for file in ["package.json", "package-lock.json"] {
            fs::copy(Path::new(PACKAGES).join(file), folder.join(file))?;
        }
        Ok(())
    };
    prepare().map_err(|error: std::io::Error| format!("{FOLDER} cannot be written: {error}"))?;
    let install = ["install", "--ignore-scripts", "--no-audit", "--no-fund"];
    succeed(npm(&folder, path).args(install))
        .map_err(|reason| format!("{reason}; it needs a way to npm's registry"))?;
    // The one package that has to be built.
    succeed(npm(&folder, path).args(["rebuild", "sqlite3"]))
        .map_err(|reason| format!("{reason}; it needs a C++ compiler, make and python3"))?;
    let installed = list(Path::new(PACKAGES)).unwrap_or_default();
    fs::write(&marker, installed)
        .map_err(|error| format!("{} cannot be written: {error}", marker.display()))
}

fn npm(folder: &Path, path: &str) -> Command {
    let mut command = Command::new("npm");
    command.current_dir(folder).env("PATH", path);
    // Headers come along with the Node.js from npm; otherwise they are fetched.
    let headers = path
        .split(':')
        .next()
        .map(|first| Path::new(first).join(".."));
    if let Some(headers) = headers.filter(|headers| headers.join("include/node/node.h").exists()) {
        command.env("npm_config_nodedir", headers);
    }
    command
}

fn absolute(path: &Path) -> Result<PathBuf, String> {
    std::path::absolute(path).map_err(|error| format!("{} has no place: {error}", path.display()))
}
