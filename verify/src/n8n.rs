//! The workflow of `docs/n8n` in a real n8n: installed once, then tested with the functions, a database and a model beside it.

use crate::python;
use crate::steps::{cargo, succeed};
use node::{Node, Version};
use std::path::Path;
use std::process::Command;

/// Where it is installed: three minutes and three gigabytes.
const FOLDER: &str = ".data/n8n";
/// What is installed: one version of n8n and all that it needs.
const PACKAGES: &str = "verify/n8n";

/// Installs and tests.
pub fn check() -> Result<(), String> {
    let folder = Path::new(FOLDER);
    let _lock = python::lock(&folder.join("lock"))?;
    let node = Node::find_or_install(Version::FOR_NEIGHBOURS, Path::new(".data"))?;
    node::install_copy(&node, Path::new(PACKAGES), folder, &["sqlite3"])?;
    // The test runs it as people do.
    cargo(&["build", "--workspace", "--bin", "local"])?;
    succeed(
        Command::new("cargo")
            .args(["test", "--workspace", "--test", "n8n"])
            .env("N8N_TEST_PATH", node.path),
    )
    .map_err(|reason| format!("{reason}; what n8n said is in {FOLDER}/run"))
}
