//! Node.js of a version that not every machine has, and what npm installs for it. For build scripts and `cargo verify`, so it has
//! no dependencies.

mod command;
mod packages;
mod version;

pub use command::run;
pub use packages::{install_copy, install_locked};
pub use version::Version;

use std::env::consts::{ARCH, OS};
use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Fetched from npm where the machine has an older one.
const FETCHED: &str = "24.21.0";

/// A Node.js that is new enough.
#[derive(Debug)]
pub struct Node {
    /// A PATH on which it is the first.
    pub path: OsString,
    /// Where it has the headers that building a package needs; they are fetched where it is not known.
    headers: Option<PathBuf>,
}

impl Node {
    /// The machine's, or one that is fetched once, into `data`: the folder `.data` of the checkout.
    ///
    /// # Errors
    /// A sentence for people: what is missing, or what went wrong.
    pub fn find_or_install(oldest: Version, data: &Path) -> Result<Self, String> {
        let folder = data.join("node");
        let path = std::env::var_os("PATH").unwrap_or_default();
        let of_machine = Self {
            path: path.clone(),
            headers: None,
        };
        of_machine.expect_npm()?;
        let is_new_enough =
            |node: &Path| Version::of(node).is_some_and(|version| version >= oldest);
        if is_new_enough(Path::new("node")) {
            return Ok(of_machine);
        }
        let package = package_of_node();
        let folder = std::path::absolute(&folder)
            .map_err(|error| format!("{} has no place: {error}", folder.display()))?;
        let root = folder.join("node_modules").join(&package);
        let program = root.join("bin/node");
        if !is_new_enough(&program) {
            let _lock = lock(&folder.join("lock"))?;
            // Whoever was first has it installed by now.
            if !is_new_enough(&program) {
                of_machine.fetch(&package, &folder)?;
            }
        }
        if !is_new_enough(&program) {
            return Err(format!(
                "Node.js {oldest} or newer is missing: install it (https://nodejs.org)"
            ));
        }
        let places = [root.join("bin")].into_iter();
        let path = std::env::join_paths(places.chain(std::env::split_paths(&path)));
        Ok(Self {
            path: path.map_err(|error| format!("PATH: {error}"))?,
            headers: Some(root),
        })
    }

    /// A program that is found on [`Node::path`].
    #[must_use]
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env("PATH", &self.path);
        // The one would leave out packages that only building needs. Cargo sets the other for build scripts, and tools take it for a
        // wish to see everything.
        command.env_remove("NODE_ENV").env_remove("DEBUG");
        command
    }

    fn expect_npm(&self) -> Result<(), String> {
        let output = self.command("npm").arg("--version").output();
        if output.is_ok_and(|output| output.status.success()) {
            return Ok(());
        }
        Err("npm is missing: install Node.js 20 or newer, which brings it along (https://nodejs.org)".to_owned())
    }

    fn fetch(&self, package: &str, folder: &Path) -> Result<(), String> {
        println!("Installing Node.js {FETCHED} into {} …", folder.display());
        let wanted = format!("{package}@{FETCHED}");
        self.npm(
            folder,
            &["install", "--no-save", "--ignore-scripts", &wanted],
        )
    }
}

/// Two runs at a time would work under each other's feet. Makes the folders that lead there.
fn lock(path: &Path) -> Result<File, String> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)
        .and_then(|()| File::create(path))
        .and_then(|file| file.lock().map(|()| file))
        .map_err(|error| format!("{} cannot be locked: {error}", path.display()))
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
