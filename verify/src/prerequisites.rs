//! What the tests need beside Rust. What can be installed without asking is installed; anything else is named.
//! Postgres and npm packages are fetched by the tests themselves.

use crate::steps::succeed;
use std::path::Path;
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
    if has_pgbouncer() {
        return Ok(());
    }
    install_pgbouncer()?;
    if has_pgbouncer() {
        Ok(())
    } else {
        Err(MISSING_PGBOUNCER.to_owned())
    }
}

const MISSING_PGBOUNCER: &str = "pgbouncer is missing (the tests put it between us and Postgres): apt-get install pgbouncer, dnf install pgbouncer or brew install pgbouncer";

fn has_pgbouncer() -> bool {
    // Debian puts it where an ordinary user's PATH does not look.
    Path::new("/usr/sbin/pgbouncer").exists() || answers("pgbouncer", "--version")
}

/// Only root on a Debian can do it without asking.
fn install_pgbouncer() -> Result<(), String> {
    let is_root = Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout.trim_ascii() == b"0");
    if !is_root || !answers("apt-get", "--version") {
        return Err(MISSING_PGBOUNCER.to_owned());
    }
    println!("Installing pgbouncer …");
    let apt = |arguments: &[&str]| {
        succeed(
            Command::new("apt-get")
                .args(arguments)
                .env("DEBIAN_FRONTEND", "noninteractive"),
        )
    };
    // A list that cannot be refreshed may still be good enough.
    drop(apt(&["update", "-qq"]));
    apt(&[
        "install",
        "-qq",
        "-y",
        "--no-install-recommends",
        "pgbouncer",
    ])
}

fn answers(program: &str, argument: &str) -> bool {
    Command::new(program)
        .arg(argument)
        .output()
        .is_ok_and(|output| output.status.success())
}
