//! A deployment as a whole, on this machine: what `sam build` made is deployed with `sam deploy` to LocalStack, its migrations run, and its
//! functions answer. For `cargo verify deploy`, which puts everything into place; no part of the ordinary tests.
#![expect(
    clippy::panic,
    reason = "a helper that cannot do its work ends the test"
)]

mod answers;
mod commands;
mod local_stack;
mod settings;
mod stack;

use commands::{Commands, seconds, tool};
use local_stack::LocalStack;
use settings::Neighbours;
use stack::Stack;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

/// The files of this run; the last one's are there until the next.
fn folder() -> PathBuf {
    Path::new(commands::ROOT).join(".data/deploy/run")
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    // A task, so that what a panic leaves behind is put away and can be spoken about.
    if tokio::spawn(deploy_and_ask()).await.is_ok() {
        return ExitCode::SUCCESS;
    }
    eprintln!("What was said by sam, LocalStack and the functions is in .data/deploy/run/log");
    ExitCode::FAILURE
}

async fn deploy_and_ask() {
    let folder = folder();
    if folder.exists() {
        std::fs::remove_dir_all(&folder).expect("the last run's files can go");
    }
    let neighbours = Neighbours::start().await;
    let started = Instant::now();
    let local_stack = LocalStack::start(&folder).await;
    println!("LocalStack runs after {}", seconds(started));
    let commands = Commands::new(local_stack.url(), &folder);
    let stack = Stack::new(&commands);

    neighbours.put_settings(&commands, &[]).await;
    let built = tool("build");
    let deployed = stack.deploy(&built, "first", &[]).await;
    deployed.expect_success("Successfully created/updated stack");
    stack.expect_status("CREATE_COMPLETE").await;
    neighbours.expect_every_migration().await;
    answers::expect_all(&stack, &local_stack, &neighbours).await;

    let again = stack.deploy(&built, "unchanged", &[]).await;
    again.expect_success("Successfully created/updated stack");
    assert!(!again.says("* Modify") && !again.says("+ Add"));
    let changed = stack::with_new_maintenance(&built).await;
    let migrated = stack.deploy(&changed, "new-code", &[]).await;
    migrated.expect_success("UPDATE_COMPLETE Custom::Migrations Migrations");

    // Last, because LocalStack takes nothing back and can only delete what is left.
    let nobody = "postgres://nobody:nothing@localhost:1/postgres?sslmode=verify-full";
    let nobody = [("DATABASE_URL_UNPOOLED", nobody)];
    neighbours.put_settings(&commands, &nobody).await;
    let new_settings = ["SettingsVersion=2"];
    let failed = stack
        .deploy(&changed, "cannot-migrate", &new_settings)
        .await;
    failed.expect_failure("Received response status [FAILED] from custom resource");
    failed.expect_failure("database cannot be used");
    stack.expect_status("UPDATE_ROLLBACK_COMPLETE").await;

    stack.delete().await;
}
