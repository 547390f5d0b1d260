//! The Lambda function for clients and what belongs to them.

use clients::ClientsState;
use shared::lambda::{self, Answers};
use std::process::ExitCode;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    lambda::run(Answers::Whole, |settings, services| {
        let state = ClientsState::from_settings(settings, services)?;
        Ok(clients::router(state))
    })
    .await
}
