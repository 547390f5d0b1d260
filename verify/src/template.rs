//! Whether `template.yaml` is right, as far as that can be told without AWS.

use crate::python;
use crate::steps::{cargo, succeed};
use std::process::Command;

/// Lints what SAM and CloudFormation make of it, and compares it with the functions and their routes.
pub fn check() -> Result<(), String> {
    let python = python::CHECKS.programs()?.join("python");
    succeed(Command::new(python).args(["verify/lint_template.py", "template.yaml"]))?;
    // For the whole workspace, so that nothing is compiled that the tests do not need anyway.
    cargo(&["test", "--quiet", "--workspace", "--test", "template"])
}
