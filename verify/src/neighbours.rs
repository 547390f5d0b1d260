//! Neighbours that break while everybody is at work: Postgres, its pooler, webhooks, models, AWS.

use crate::steps::{cargo, succeed};
use std::process::{Command, Stdio};

/// The programs that are put to the test, as they are deployed, and as `cargo dev` runs them.
const PROGRAMS: [&str; 7] = [
    "auth",
    "chat",
    "clients",
    "knowledge",
    "maintenance",
    "widgets",
    "local",
];
const TEST: [&str; 5] = ["test", "--package", "tests", "--test", "neighbours"];

/// Builds and tests.
pub fn check() -> Result<(), String> {
    let mut build = vec!["build", "--bins"];
    for program in PROGRAMS {
        build.extend(["--package", program]);
    }
    cargo(&build)?;
    // Before it is left for a view of the file system in which nobody is root.
    cargo(&[&TEST[..], &["--no-run"]].concat())?;
    match own_view_of_the_file_system() {
        Some(view) => succeed(Command::new("unshare").args(view).arg("cargo").args(TEST)),
        None => cargo(&TEST),
    }
}

/// What may be mounted there ends with the test. `None` where the system lets nobody do so; then the test says what it leaves out.
fn own_view_of_the_file_system() -> Option<&'static [&'static str]> {
    const VIEWS: [&[&str]; 2] = [
        &["--mount", "--"],
        &["--user", "--map-root-user", "--mount", "--"],
    ];
    VIEWS.into_iter().find(|view| {
        let tried = Command::new("unshare")
            .args(*view)
            .arg("true")
            .stderr(Stdio::null())
            .status();
        tried.is_ok_and(|status| status.success())
    })
}
