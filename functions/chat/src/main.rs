//! The Lambda function for a visitor's message. Apart from the widgets' because it waits for answers, for up to half a minute.

use chat::ChatState;
use shared::lambda::{self, Answers};
use std::process::ExitCode;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    lambda::run(Answers::Streamed, |settings, services| {
        Ok(chat::router(ChatState::from_settings(settings, services)?))
    })
    .await
}
