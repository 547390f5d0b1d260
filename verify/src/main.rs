//! `cargo verify`: everything that must hold before a change lands, in the order in which it fails fastest.
//! `cargo verify clippy test` runs only those steps, `cargo verify deploy` one that is extra, `cargo verify --all` all there are. No dependency that would take time to build, so that it starts at once.

mod audit;
mod browser;
mod corpora;
mod deploy;
mod directus;
mod junit;
mod n8n;
mod neighbours;
mod prerequisites;
mod python;
mod schemathesis;
mod steps;
mod template;
mod vector;
mod web;

use std::process::ExitCode;
use std::time::Instant;
use steps::{STEPS, Step};

fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    if ["help", "--help", "-h"]
        .iter()
        .any(|help| wanted.iter().any(|name| name == help))
    {
        print!("{}", help());
        return ExitCode::SUCCESS;
    }
    let is_all = wanted == ["--all"];
    if let Some(unknown) = wanted
        .iter()
        .find(|name| !is_all && STEPS.iter().all(|step| step.name != **name))
    {
        eprintln!("error: there is no step {unknown}\n\n{}", help());
        return ExitCode::FAILURE;
    }
    let is_wanted = |step: &&Step| {
        if is_all {
            true
        } else if wanted.is_empty() {
            !step.is_extra
        } else {
            wanted.iter().any(|name| name == step.name)
        }
    };
    let started = Instant::now();
    for step in STEPS.iter().filter(is_wanted) {
        if let Err(reason) = run(step) {
            eprintln!("\ncargo verify failed at `{}`: {reason}", step.name);
            return ExitCode::FAILURE;
        }
    }
    println!("\ncargo verify passed in {} s", started.elapsed().as_secs());
    ExitCode::SUCCESS
}

fn run(step: &Step) -> Result<(), String> {
    println!("\n== {}: {}", step.name, step.what);
    let started = Instant::now();
    (step.run)()?;
    println!("== {} took {} s", step.name, started.elapsed().as_secs());
    Ok(())
}

fn help() -> String {
    let list = |is_extra| {
        STEPS
            .iter()
            .filter(|step| step.is_extra == is_extra)
            .map(|step| format!("  {:<12} {}\n", step.name, step.what))
            .collect::<String>()
    };
    format!(
        "cargo verify [STEP]… | --all\n\nWithout steps all of these, in this order:\n{}\nOnly when asked for, by name or by --all:\n{}",
        list(false),
        list(true)
    )
}
