//! Programs that are run to their end.

use crate::Node;
use std::path::Path;
use std::process::{Command, Stdio};

impl Node {
    /// Runs npm in a folder; what it says is shown only when it fails.
    pub(crate) fn npm(&self, folder: &Path, arguments: &[&str]) -> Result<(), String> {
        let mut command = self.command("npm");
        // It has hundreds of warnings about what packages want of each other.
        command.args(["--loglevel=error", "--no-audit", "--no-fund"]);
        command.args(arguments).current_dir(folder);
        if let Some(headers) = &self.headers {
            command.env("npm_config_nodedir", headers);
        }
        run(&mut command)
    }
}

/// Runs a program; what it says is part of the error, and of nothing else.
///
/// # Errors
/// When it cannot be started, or fails.
pub fn run(command: &mut Command) -> Result<(), String> {
    let mut words = vec![command.get_program().to_string_lossy()];
    words.extend(command.get_args().map(|word| word.to_string_lossy()));
    let what = words.join(" ");
    let output = command.stdin(Stdio::null()).output();
    let output = output.map_err(|error| format!("`{what}` could not be started: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said =
        [output.stdout, output.stderr].map(|said| String::from_utf8_lossy(&said).into_owned());
    Err(format!(
        "`{what}` ended with {}:\n{}",
        output.status,
        said.join("").trim()
    ))
}
