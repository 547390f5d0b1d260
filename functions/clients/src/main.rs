//! The Lambda function for clients, their keys and domains.

use shared::lambda::{self, Answers};
use std::process::ExitCode;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    lambda::run(Answers::Whole, |_, services| Ok(clients::router(services))).await
}
