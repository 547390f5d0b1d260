//! The workflow of `docs/n8n` in a real n8n: installed once, then tested with the functions, a database and a model beside it.

use crate::python;
use crate::steps::{cargo, succeed};
use std::env::consts::{ARCH, OS};
use std::ffi::OsString;
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
    let node = Node::find_or_install()?;
    install(&node)?;
    // The test runs it as people do.
    cargo(&["build", "--workspace", "--bin", "local"])?;
    succeed(
        Command::new("cargo")
            .args(["test", "--workspace", "--test", "n8n"])
            .env("N8N_TEST_PATH", node.path),
    )
    .map_err(|reason| format!("{reason}; what n8n said is in {FOLDER}/run"))
}

/// A Node.js that is new enough.
struct Node {
    /// A PATH on which it is the first.
    path: OsString,
    /// Where it has the headers that building a package needs; they are fetched where it is not known.
    headers: Option<PathBuf>,
}

impl Node {
    fn find_or_install() -> Result<Self, String> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let of_machine = Self {
            path: path.clone(),
            headers: None,
        };
        if is_new_enough(Path::new("node")) {
            return Ok(of_machine);
        }
        let folder = absolute(&Path::new(FOLDER).join("node"))?;
        let package = package_of_node();
        let root = folder.join("node_modules").join(&package);
        if !is_new_enough(&root.join("bin/node")) {
            println!("Installing Node.js {NODE_VERSION} into {FOLDER} …");
            fs::create_dir_all(&folder).map_err(|error| format!("{FOLDER}: {error}"))?;
            let wanted = format!("{package}@{NODE_VERSION}");
            let install = ["install", "--no-save", "--ignore-scripts"];
            succeed(of_machine.npm(&folder).args(install).arg(wanted))
                .map_err(|reason| format!("{reason}; it needs a way to npm's registry"))?;
        }
        if !is_new_enough(&root.join("bin/node")) {
            let message = format!("n8n needs Node.js {OLDEST_NODE} or newer: install it");
            return Err(message);
        }
        let mut places = vec![root.join("bin")];
        places.extend(std::env::split_paths(&path));
        let path = std::env::join_paths(places).map_err(|error| format!("PATH: {error}"))?;
        Ok(Self {
            path,
            headers: Some(root),
        })
    }

    fn npm(&self, folder: &Path) -> Command {
        let mut command = Command::new("npm");
        command.current_dir(folder).env("PATH", &self.path);
        // It has hundreds of warnings about what n8n's packages want of each other.
        command.args(["--loglevel=error", "--no-audit", "--no-fund"]);
        if let Some(headers) = &self.headers {
            command.env("npm_config_nodedir", headers);
        }
        command
    }
}

fn is_new_enough(node: &Path) -> bool {
    let output = Command::new(node).arg("--version").output().ok();
    let version = output.and_then(|output| String::from_utf8(output.stdout).ok());
    let major = version.and_then(|version| {
        let (major, _) = version.strip_prefix('v')?.split_once('.')?;
        major.parse::<u32>().ok()
    });
    major.is_some_and(|major| major >= OLDEST_NODE)
}

fn package_of_node() -> String {
    let arch = match ARCH {
        "aarch64" => "arm64",
        "x86_64" => "x64",
        other => other,
    };
    let os = if OS == "macos" { "darwin" } else { OS };
    format!("node-{os}-{arch}")
}

/// Made at the first call, and again when the list of packages has changed: three minutes and three gigabytes.
fn install(node: &Node) -> Result<(), String> {
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
    let install = ["install", "--ignore-scripts"];
    succeed(node.npm(&folder).args(install))
        .map_err(|reason| format!("{reason}; it needs a way to npm's registry"))?;
    // The one package that has to be built.
    succeed(node.npm(&folder).args(["rebuild", "sqlite3"]))
        .map_err(|reason| format!("{reason}; it needs a C++ compiler, make and python3"))?;
    let installed = list(Path::new(PACKAGES)).unwrap_or_default();
    fs::write(&marker, installed)
        .map_err(|error| format!("{} cannot be written: {error}", marker.display()))
}

fn absolute(path: &Path) -> Result<PathBuf, String> {
    std::path::absolute(path).map_err(|error| format!("{} has no place: {error}", path.display()))
}
