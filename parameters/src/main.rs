//! `cargo parameters`: puts the settings of a `.env` file into AWS's Parameter Store, from where functions read them, and checks what is
//! there. It prints names, never values.

mod check;
mod connect;
mod env_file;
mod failed;
mod names;
mod plan;
mod prefix;
mod put;
mod rules;
mod say;
mod store;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

const CREDENTIALS: &str = concat!(
    "Credentials and region are read from the environment alone: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY,\n",
    "AWS_SESSION_TOKEN, AWS_REGION. This puts those of a profile there, also one with SSO:\n",
    "  eval \"$(aws configure export-credentials --format env)\"    (--profile NAME for another profile)\n",
    "  export AWS_REGION=eu-central-1 AWS_DEFAULT_REGION=eu-central-1    (SAM reads the second alone)",
);

/// Puts the settings of a .env file into AWS's Parameter Store, from where functions read them, and checks what is there
#[derive(Debug, Parser)]
#[command(name = "cargo parameters", bin_name = "cargo parameters", after_help = CREDENTIALS)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    #[command(after_help = CREDENTIALS)]
    Put(put::Arguments),
    #[command(after_help = CREDENTIALS)]
    Check(check::Arguments),
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Put(arguments) => put::run(&arguments).await,
        Command::Check(arguments) => check::run(&arguments).await,
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {}", error.explained());
            ExitCode::FAILURE
        }
    }
}
