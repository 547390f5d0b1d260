//! The Lambda function for the dashboard's files.

use shared::lambda;
use std::process::ExitCode;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    lambda::run_alone(site::router()).await
}
