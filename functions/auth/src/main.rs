//! The Lambda function for everything under `/api/auth`.

use auth::AuthState;
use shared::lambda::{self, Answers};
use std::process::ExitCode;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    lambda::run(Answers::Whole, |settings, services| {
        Ok(auth::router(AuthState::from_settings(settings, services)?))
    })
    .await
}
