//! A real Directus, both ways: on our own Postgres, and elsewhere beside the function for documents.

use crate::python;
use crate::steps::succeed;
use node::{Node, Version};
use std::path::Path;
use std::process::Command;

/// Where it is installed.
const FOLDER: &str = ".data/directus";
/// What is installed: one version of Directus and all that it needs.
const PACKAGES: &str = "verify/directus";

/// Installs and tests.
pub fn check() -> Result<(), String> {
    let folder = Path::new(FOLDER);
    let _lock = python::lock(&folder.join("lock"))?;
    let node = Node::find_or_install(Version::FOR_NEIGHBOURS, Path::new(".data"))?;
    node::install_copy(&node, Path::new(PACKAGES), folder, &[])?;
    let test = [
        "test",
        "--workspace",
        "--test",
        "real_directus",
        "--",
        "--test-threads=1",
    ];
    succeed(
        Command::new("cargo")
            .args(test)
            .env("DIRECTUS_TEST_PATH", node.path),
    )
    .map_err(|reason| format!("{reason}; what Directus said is in {FOLDER}/run"))
}
