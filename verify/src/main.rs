//! `cargo verify`: everything that must hold before a change lands, in the order in which it fails fastest.
//! `cargo verify clippy test` runs only those steps. No dependencies, so that it starts at once.

mod prerequisites;
mod python;
mod steps;
mod template;

use std::process::ExitCode;
use std::time::Instant;
use steps::{STEPS, Step};

fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    if let Some(unknown) = wanted
        .iter()
        .find(|name| STEPS.iter().all(|step| step.name != **name))
    {
        let names: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
        eprintln!(
            "error: there is no step {unknown}; the steps are {}",
            names.join(", ")
        );
        return ExitCode::FAILURE;
    }
    let started = Instant::now();
    for step in STEPS
        .iter()
        .filter(|step| wanted.is_empty() || wanted.iter().any(|name| name == step.name))
    {
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
