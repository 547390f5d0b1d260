//! What runs in browsers, as far as it can be told without one: lint, types, unit tests. Sizes are checked where it is built, which is a part
//! of building the functions.

use crate::junit;
use crate::steps::succeed;
use node::{Node, Version};
use std::path::Path;

const FOLDER: &str = "web";
const PROJECTS: [&str; 2] = ["widget", "dashboard"];

/// Checks and tests.
pub fn check() -> Result<(), String> {
    let node = Node::find_or_install(Version::FOR_WEB, Path::new(".data"))?;
    node::install_locked(&node, Path::new(FOLDER))?;
    let npm = |arguments: &[&str]| {
        let mut command = node.command("npm");
        command.args(["run", "--silent"]).args(arguments);
        succeed(command.current_dir(FOLDER))
    };
    npm(&["lint", "--", "--error-on-warnings"])?;
    npm(&["licences"])?;
    // The tests in a browser have packages of their own, and the same rules.
    let mut lint = node.command("npx");
    lint.args(["--no-install", "biome", "check", "--error-on-warnings"]);
    lint.args([
        "--config-path=.",
        "../tests/browser/specs",
        "../tests/browser/fixtures",
    ]);
    succeed(lint.current_dir(FOLDER))?;
    for project in PROJECTS {
        npm(&["check", "-w", project])?;
    }
    for project in PROJECTS {
        println!("-- the unit tests of the {project}");
        junit::counted(project, |report| {
            let report = format!("--outputFile.junit={}", report.display());
            let reporters = ["--reporter=default", "--reporter=junit", &report];
            let test = ["test", "-w", project, "--", "--allowOnly=false"];
            npm(&[&test[..], &reporters].concat())
        })?;
    }
    Ok(())
}
