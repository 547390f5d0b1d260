//! The Lambda function for widgets: their settings for the dashboard, the public configuration, the embed files.

use shared::lambda::{self, Answers};
use std::process::ExitCode;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    lambda::run(Answers::Whole, |_, services| Ok(widgets::router(services))).await
}
