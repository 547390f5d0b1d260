//! The widget and the dashboard in a real browser, against what `cargo dev` runs.

use crate::junit;
use crate::steps::{cargo, succeed};
use node::{Node, Version};
use std::path::Path;
use std::process::Command;

const FOLDER: &str = "tests/browser";

/// Installs, builds and tests.
pub fn check() -> Result<(), String> {
    let node = Node::find_or_install(Version::FOR_WEB, Path::new(".data"))?;
    node::install_locked(&node, Path::new(FOLDER))?;
    let playwright = |arguments: &[&str]| -> Command {
        let mut command = node.command("npx");
        command.args(["--no-install", "playwright"]).args(arguments);
        command.current_dir(FOLDER);
        command
    };
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        // There a package brings one along; elsewhere it is Playwright's own, fetched once.
        succeed(&mut playwright(&["install", "chromium"]))?;
    }
    let mut check = node.command("npm");
    check.args(["run", "--silent", "--if-present", "check"]);
    succeed(check.current_dir(FOLDER))?;
    // For the whole workspace, so that nothing is compiled that the tests do not need anyway.
    cargo(&["build", "--workspace", "--bin", "local"])?;
    // Cargo puts all programs beside each other.
    let local = std::env::current_exe().map(|this| this.with_file_name("local"));
    let local = local.map_err(|error| format!("this program has no place: {error}"))?;
    junit::counted("browser", |report| {
        let mut test = playwright(&["test", "--forbid-only", "--reporter=list,junit"]);
        test.env("CONFERENCE_CHAT_BINARY", &local);
        succeed(test.env("PLAYWRIGHT_JUNIT_OUTPUT_FILE", report))
    })
}
