//! Neighbours break while everybody is at work: Postgres, a pooler, webhooks, models, AWS. A steady stream of mixed requests goes on, each answer is
//! looked at, and in the end the database is held against what was told. For `cargo verify neighbours`, which builds the programs first; no part of
//! the ordinary tests. Names of stages as arguments run only those.
#![expect(
    clippy::panic,
    reason = "a helper that cannot do its work ends the test"
)]

mod answerers;
mod asking;
mod aws;
mod call;
mod databases;
mod disk;
mod frozen;
mod gateway;
mod growth;
mod kind;
mod lambdas;
mod people;
mod poolers;
mod postgres;
mod programs;
mod promises;
mod report;
mod scenario;
mod sse;
mod stage;
mod system;
mod unruly;

use crate::report::{Line, print_head};
use crate::stage::Stage;
use std::path::Path;
use std::process::ExitCode;

/// In their order.
const STAGES: [&str; 5] = ["process", "lambda", "pooler", "aws", "growth"];
/// Ten a second, for an hour.
const AN_HOUR: usize = 36_000;
/// Fewer where each process serves a few of them only.
const OF_LAMBDA: usize = 9_000;

#[tokio::main]
async fn main() -> ExitCode {
    let words = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with('-'));
    let wanted: Vec<String> = words.collect();
    if let Some(unknown) = wanted.iter().find(|word| !STAGES.contains(&word.as_str())) {
        eprintln!("there is no stage {unknown}: {}", STAGES.join(", "));
        return ExitCode::FAILURE;
    }
    let scratch = local_postgres::ScratchDir::new().expect("a folder");
    let mut is_kept = true;
    print_head();
    for name in STAGES {
        if wanted.is_empty() || wanted.iter().any(|word| word == name) {
            is_kept &= run(name, scratch.path()).await;
        }
    }
    if is_kept {
        return ExitCode::SUCCESS;
    }
    eprintln!("A promise was broken: see BROKEN above");
    ExitCode::FAILURE
}

/// Whether all promises were kept.
async fn run(name: &str, folder: &Path) -> bool {
    let mut is_kept = true;
    let mut print = |line: Line| is_kept &= line.print();
    match name {
        "process" => {
            let stage = Stage::in_one_process(folder).await;
            stage.database_breaks(&mut print).await;
            stage.answerers_misbehave(&mut print).await;
            print(stage.documents_are_read().await);
        }
        "lambda" => {
            let stage = Stage::on_lambda(false).await;
            stage.database_breaks(&mut print).await;
            print(stage.environments_are_frozen().await);
            stage.answerers_misbehave(&mut print).await;
            print(stage.documents_are_read().await);
        }
        "growth" => {
            let stage = Stage::in_one_process(folder).await;
            let (most, temporary) = (gateway::CONNECTIONS, folder.join("tmp"));
            print(stage.nothing_grows(AN_HOUR, most, Some(&temporary)).await);
            let stage = Stage::on_lambda(false).await;
            let most = lambdas::environments();
            print(stage.nothing_grows(OF_LAMBDA, most, None).await);
        }
        "aws" => {
            print(aws::parameter_store_breaks().await);
            print(aws::stores_break().await);
        }
        _ => {
            let mut stage = Stage::on_lambda(true).await;
            stage.pooler_breaks(&mut print).await;
        }
    }
    is_kept
}
