//! Node.js of a version that not every machine has, and packages of npm that real neighbours are.

use crate::steps::succeed;
use std::env::consts::{ARCH, OS};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Fetched from npm where the machine has an older one.
const NODE_VERSION: &str = "24.21.0";
/// Neither n8n nor Directus runs on an older one.
const OLDEST_NODE: u32 = 24;
const FROM_NPM: &str = "it needs a way to npm's registry";

/// A Node.js that is new enough.
pub struct Node {
    /// A PATH on which it is the first.
    pub path: OsString,
    /// Where it has the headers that building a package needs; they are fetched where it is not known.
    headers: Option<PathBuf>,
}

impl Node {
    /// The machine's, or one that is fetched into `folder`.
    pub fn find_or_install(folder: &Path) -> Result<Self, String> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let of_machine = Self {
            path: path.clone(),
            headers: None,
        };
        if is_new_enough(Path::new("node")) {
            return Ok(of_machine);
        }
        let folder = absolute(&folder.join("node"))?;
        let package = package_of_node();
        let root = folder.join("node_modules").join(&package);
        if !is_new_enough(&root.join("bin/node")) {
            let place = folder.display();
            println!("Installing Node.js {NODE_VERSION} into {place} …");
            fs::create_dir_all(&folder).map_err(|error| format!("{place}: {error}"))?;
            let wanted = format!("{package}@{NODE_VERSION}");
            let install = ["install", "--no-save", "--ignore-scripts", &wanted];
            of_machine.npm(&folder, &install, FROM_NPM)?;
        }
        if !is_new_enough(&root.join("bin/node")) {
            let message = format!("Node.js {OLDEST_NODE} or newer is missing: install it");
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

    /// Installs what the lock file in `packages` names into a folder, at the first call and when the list has changed; `built` are the
    /// packages that have to be compiled.
    pub fn install(&self, packages: &Path, folder: &Path, built: &[&str]) -> Result<(), String> {
        let folder = absolute(folder)?;
        let wanted = fs::read(packages.join("package-lock.json"));
        let wanted = wanted.map_err(|error| format!("{}: {error}", packages.display()))?;
        // Written last, so that half an installation counts as none.
        let marker = folder.join("installed");
        if fs::read(&marker).is_ok_and(|installed| installed == wanted) {
            return Ok(());
        }
        let (what, place) = (packages.display(), folder.display());
        println!("Installing {what} into {place} …");
        let unwritable = |error: std::io::Error| format!("{place} cannot be written: {error}");
        if marker.exists() {
            fs::remove_file(&marker).map_err(unwritable)?;
        }
        for file in ["package.json", "package-lock.json"] {
            fs::copy(packages.join(file), folder.join(file)).map_err(unwritable)?;
        }
        // The list is complete, so that nothing has to be worked out but what this system needs of it.
        self.npm(&folder, &["install", "--ignore-scripts"], FROM_NPM)?;
        for package in built {
            let tools = "it needs a C++ compiler, make and python3";
            self.npm(&folder, &["rebuild", package], tools)?;
        }
        fs::write(&marker, wanted).map_err(unwritable)
    }

    fn npm(&self, folder: &Path, arguments: &[&str], needs: &str) -> Result<(), String> {
        let mut command = Command::new("npm");
        command.current_dir(folder).env("PATH", &self.path);
        // It has hundreds of warnings about what packages want of each other.
        command.args(["--loglevel=error", "--no-audit", "--no-fund"]);
        if let Some(headers) = &self.headers {
            command.env("npm_config_nodedir", headers);
        }
        succeed(command.args(arguments)).map_err(|reason| format!("{reason}; {needs}"))
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

fn absolute(path: &Path) -> Result<PathBuf, String> {
    std::path::absolute(path).map_err(|error| format!("{} has no place: {error}", path.display()))
}
