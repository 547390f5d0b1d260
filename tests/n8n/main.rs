//! The workflow of `docs/n8n` at work: a real n8n runs it, between the whole system as `cargo dev` serves it and a server that plays a
//! language model. For `cargo verify n8n`, which puts everything into place; no part of the ordinary tests.
#![expect(
    clippy::panic,
    reason = "a helper that cannot do its work ends the test"
)]

mod answers;
mod failures;
mod n8n;
mod process;
mod stream;
mod system;
mod variants;
mod workflow;

use n8n::N8n;
use process::{ROOT, seconds};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;
use system::{Organiser, System};
use test_support::FakeModel;
use tokio::task::{LocalSet, spawn_local};
use workflow::{Files, Place};

/// The files of this run; the last one's are there until the next.
fn folder() -> PathBuf {
    Path::new(ROOT).join(".data/n8n/run")
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    // A task, so that what a panic leaves behind is put away and can be spoken about.
    let tasks = LocalSet::new();
    let asking = tasks.run_until(async { spawn_local(ask_through_n8n()).await });
    if asking.await.is_ok() {
        return ExitCode::SUCCESS;
    }
    eprintln!("What n8n and the system said is in .data/n8n/run");
    ExitCode::FAILURE
}

/// All who take part.
struct Stage {
    system: System,
    organiser: Organiser,
    model: FakeModel,
    n8n: N8n,
}

async fn ask_through_n8n() {
    let folder = folder();
    if folder.exists() {
        std::fs::remove_dir_all(&folder).expect("the last run's files can go");
    }
    std::fs::create_dir_all(&folder).expect("a folder");
    let model = FakeModel::start().await;
    let system = System::start(&folder).await;
    let organiser = system.register("organiser").await;
    system.add_document(&organiser).await;

    let started = Instant::now();
    let place = Place {
        base_url: system.url().to_owned(),
        client_id: organiser.client_id.clone(),
        token: system.token(&organiser).await,
        model_url: model.url(),
    };
    let n8n = N8n::start(&folder, &Files::write(&folder, &place)).await;
    println!("n8n answers after {}", seconds(started));

    let mut stage = Stage {
        system,
        organiser,
        model,
        n8n,
    };
    answers::in_one_piece(&stage).await;
    answers::as_it_is_made(&stage).await;
    answers::with_what_was_said_before(&stage).await;
    answers::quickly(&stage).await;
    variants::by_chat_triggers(&stage).await;
    failures::of_secrets(&stage).await;
    failures::of_another_client(&stage).await;
    failures::of_the_model(&stage).await;
    failures::of_the_search_and_of_n8n(&mut stage).await;
}
