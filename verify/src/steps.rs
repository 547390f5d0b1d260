//! The steps of `cargo verify`.

use crate::{
    audit, browser, corpora, deploy, directus, n8n, neighbours, prerequisites, python,
    schemathesis, template, vector, web,
};
use std::process::Command;

/// Something that must hold.
pub struct Step {
    /// How it is called on the command line.
    pub name: &'static str,
    /// What it checks.
    pub what: &'static str,
    /// Whether it is left out unless it is asked for.
    pub is_extra: bool,
    /// Runs it; an error says what is wrong.
    pub run: fn() -> Result<(), String>,
}

/// All steps, in order.
pub const STEPS: &[Step] = &[
    Step {
        name: "tools",
        what: "what the tests need is on this machine",
        is_extra: false,
        run: prerequisites::check,
    },
    Step {
        name: "python",
        what: "the checks written in Python have what they need",
        is_extra: false,
        run: || python::CHECKS.programs().map(drop),
    },
    Step {
        name: "fmt",
        what: "the code is formatted",
        is_extra: false,
        run: || cargo(&["fmt", "--all", "--check"]),
    },
    Step {
        name: "web",
        what: "what runs in browsers is well written and passes its unit tests",
        is_extra: false,
        run: web::check,
    },
    Step {
        name: "clippy",
        what: "no lint is broken",
        is_extra: false,
        run: clippy,
    },
    Step {
        name: "template",
        what: "what is deployed is well formed and fits the functions",
        is_extra: false,
        run: template::check,
    },
    Step {
        name: "test",
        what: "all tests pass",
        is_extra: false,
        run: || cargo(&["test", "--workspace", "--no-fail-fast"]),
    },
    Step {
        name: "doc",
        what: "the documentation's links lead somewhere",
        is_extra: false,
        run: doc,
    },
    Step {
        name: "deny",
        what: "licences and sources of all dependencies are allowed",
        is_extra: false,
        run: deny,
    },
    Step {
        name: "browser",
        what: "people can use the widget and the dashboard in a real browser",
        is_extra: false,
        run: browser::check,
    },
    Step {
        name: "deploy",
        what: "SAM builds the functions and deploys them, to LocalStack on this machine, and they answer",
        is_extra: true,
        run: deploy::check,
    },
    Step {
        name: "n8n",
        what: "the workflow of docs/n8n answers visitors in a real n8n",
        is_extra: true,
        run: n8n::check,
    },
    Step {
        name: "directus",
        what: "editors work in a real Directus, on our own Postgres and elsewhere",
        is_extra: true,
        run: directus::check,
    },
    Step {
        name: "neighbours",
        what: "broken neighbours lose nothing, are told in time and are found again, under load",
        is_extra: true,
        run: neighbours::check,
    },
    Step {
        name: "corpora",
        what: "documents made to do harm, and ordinary ones broken at random, end with a reason and within the memory there is",
        is_extra: true,
        run: corpora::check,
    },
    Step {
        name: "vector",
        what: "questions are answered by what they mean, in a Postgres with pgvector",
        is_extra: true,
        run: vector::check,
    },
    Step {
        name: "audit",
        what: "no fault is known of what we depend on (asks RustSec and npm)",
        is_extra: true,
        run: audit::check,
    },
    Step {
        name: "schemathesis",
        what: "the API is as it is described, whatever is sent to it",
        is_extra: true,
        run: schemathesis::check,
    },
];

pub(crate) fn cargo(arguments: &[&str]) -> Result<(), String> {
    succeed(Command::new("cargo").args(arguments))
}

fn clippy() -> Result<(), String> {
    // What is no ordinary test is passed by by `--all-targets`.
    for targets in [
        &["--all-targets"] as &[_],
        &[
            "--test",
            "deploy",
            "--test",
            "n8n",
            "--test",
            "neighbours",
            "--test",
            "real_directus",
            "--test",
            "vector",
        ],
    ] {
        let arguments = [
            &["clippy", "--workspace"],
            targets,
            &["--", "-D", "warnings"],
        ];
        cargo(&arguments.concat())?;
    }
    Ok(())
}

fn doc() -> Result<(), String> {
    let arguments = [
        "doc",
        "--workspace",
        "--no-deps",
        "--document-private-items",
        "--quiet",
    ];
    succeed(
        Command::new("cargo")
            .args(arguments)
            .env("RUSTDOCFLAGS", "-D warnings"),
    )
}

/// cargo-deny takes minutes to build, so it is used where it is and named where it is not.
fn deny() -> Result<(), String> {
    if !has_deny() {
        println!(
            "cargo-deny is not installed, so this was not checked: cargo install --locked cargo-deny"
        );
        return Ok(());
    }
    cargo(&["deny", "check", "bans", "licenses", "sources"])
}

pub(crate) fn has_deny() -> bool {
    Command::new("cargo")
        .args(["deny", "--version"])
        .output()
        .is_ok_and(|output| output.status.success())
}

pub(crate) fn succeed(command: &mut Command) -> Result<(), String> {
    let status = command.status();
    let mut words = vec![command.get_program().to_string_lossy()];
    words.extend(command.get_args().map(|word| word.to_string_lossy()));
    let what = words.join(" ");
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{what}` ended with {status}")),
        Err(error) => Err(format!("`{what}` could not be started: {error}")),
    }
}
