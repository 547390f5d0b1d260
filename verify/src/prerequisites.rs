//! What the tests need beside Rust. What can be installed without asking is installed; anything else is named.
//! Postgres and npm packages are fetched by the tests themselves.

use crate::steps::succeed;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Finds or installs every tool.
pub fn check() -> Result<(), String> {
    for (program, why) in [
        ("node", "the session tests run the real express-session"),
        ("npm", "it fetches that and, if need be, Postgres"),
    ] {
        if !answers(program, "--version") {
            return Err(format!(
                "{program} is missing ({why}): install Node.js 20 or newer"
            ));
        }
    }
    find_or_install(has_pgbouncer, &["pgbouncer"], MISSING_PGBOUNCER)
}

/// Finds or installs a Python that can make virtual environments.
pub fn python() -> Result<PathBuf, String> {
    find_or_install(has_python, &["python3", "python3-venv"], MISSING_PYTHON)?;
    Ok(PathBuf::from("python3"))
}

/// Finds the one Python that LocalStack runs on. Few systems pack it, so it is not installed.
pub fn python_3_13() -> Result<PathBuf, String> {
    let mut places: Vec<PathBuf> = vec!["python3.13".into(), "python3".into()];
    // pyenv's own `python3.13` works only where somebody has selected it.
    let home = std::env::var_os("HOME").map(|home| Path::new(&home).join(".pyenv"));
    let root = std::env::var_os("PYENV_ROOT").map(PathBuf::from).or(home);
    let versions = root.and_then(|root| std::fs::read_dir(root.join("versions")).ok());
    let versions = versions.into_iter().flatten().flatten();
    places.extend(versions.map(|version| version.path().join("bin/python3.13")));
    let is_it = |python: &PathBuf| is_python(python, "sys.version_info[:2] != (3, 13)");
    let found = places.into_iter().find(is_it);
    found.ok_or_else(|| MISSING_PYTHON_3_13.to_owned())
}

const MISSING_PGBOUNCER: &str = "pgbouncer is missing (the tests put it between us and Postgres): apt-get install pgbouncer, dnf install pgbouncer or brew install pgbouncer";
const MISSING_PYTHON: &str = "python3 (3.10 or newer) or its venv module is missing (the template's linter is written in Python): apt-get install python3 python3-venv, dnf install python3 or brew install python3";
const MISSING_PYTHON_3_13: &str = "python3.13 or its venv module is missing (LocalStack, which plays AWS, runs on no other): apt-get install python3.13 python3.13-venv, dnf install python3.13, pyenv install 3.13 or uv python install 3.13; it is looked for on PATH and among pyenv's versions";

fn has_python() -> bool {
    is_python(Path::new("python3"), "sys.version_info < (3, 10)")
}

fn is_python(program: &Path, is_wrong: &str) -> bool {
    // Debian packs venv without what it needs, which only ensurepip tells.
    let check = format!("import sys, venv, ensurepip; sys.exit({is_wrong})");
    Command::new(program)
        .args(["-c", &check])
        .output()
        .is_ok_and(|output| output.status.success())
}

fn has_pgbouncer() -> bool {
    // Debian puts it where an ordinary user's PATH does not look.
    Path::new("/usr/sbin/pgbouncer").exists() || answers("pgbouncer", "--version")
}

/// Only root on a Debian can install without asking; for everybody else `missing` says how.
fn find_or_install(is_there: fn() -> bool, packages: &[&str], missing: &str) -> Result<(), String> {
    if is_there() {
        return Ok(());
    }
    let is_root = Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout.trim_ascii() == b"0");
    if !is_root || !answers("apt-get", "--version") {
        return Err(missing.to_owned());
    }
    println!("Installing {} …", packages.join(", "));
    let apt = |arguments: &[&str]| {
        succeed(
            Command::new("apt-get")
                .args(arguments)
                .env("DEBIAN_FRONTEND", "noninteractive"),
        )
    };
    // A list that cannot be refreshed may still be good enough.
    drop(apt(&["update", "-qq"]));
    let mut install = vec!["install", "-qq", "-y", "--no-install-recommends"];
    install.extend(packages);
    apt(&install)?;
    if is_there() {
        Ok(())
    } else {
        Err(missing.to_owned())
    }
}

fn answers(program: &str, argument: &str) -> bool {
    Command::new(program)
        .arg(argument)
        .output()
        .is_ok_and(|output| output.status.success())
}
