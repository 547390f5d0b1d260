//! The API against its own description: schemathesis makes requests from `docs/openapi.json`, right and wrong ones, and holds the answers of
//! a running system against it. What it is told of us is in `verify/schemathesis`.

use crate::steps::{cargo, succeed};
use crate::{junit, python};
use std::process::Command;

const FOLDER: &str = ".data/schemathesis";
/// Chosen once: a run that fails can be repeated. `SCHEMATHESIS_SEED` is for other ones.
const SEED: &str = "20261123";
/// Requests for each operation, kind and caller, at most. `SCHEMATHESIS_EXAMPLES` is for longer runs.
const EXAMPLES: &str = "20";

/// Builds and attacks.
pub fn check() -> Result<(), String> {
    let python = python::SCHEMATHESIS.programs()?.join("python");
    let python = std::path::absolute(&python)
        .map_err(|error| format!("{} has no place: {error}", python.display()))?;
    // For the whole workspace, so that nothing is compiled that the tests do not need anyway.
    cargo(&["build", "--workspace", "--bin", "local"])?;
    // Cargo puts all programs beside each other.
    let local = std::env::current_exe().map(|this| this.with_file_name("local"));
    let local = local.map_err(|error| format!("this program has no place: {error}"))?;
    let or = |name: &str, default: &str| std::env::var_os(name).unwrap_or_else(|| default.into());
    let _lock = python::lock(&std::path::Path::new(FOLDER).join("lock"))?;
    junit::counted("schemathesis", |report| {
        let mut attack = Command::new(&python);
        attack.arg("verify/schemathesis/run.py").arg(&local);
        attack.args([&format!("{FOLDER}/run"), "docs/openapi.json"]);
        attack.arg(report);
        attack.arg(or("SCHEMATHESIS_SEED", SEED));
        attack.arg(or("SCHEMATHESIS_EXAMPLES", EXAMPLES));
        succeed(&mut attack)
    })
}
