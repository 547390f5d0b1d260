//! The Lambda function for widgets: their settings for the dashboard, the public configuration, the embed files.

use shared::lambda::{self, Answers};
use std::process::ExitCode;
use widgets::WidgetsState;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    lambda::run(Answers::Whole, |settings, services| {
        let state = WidgetsState::from_settings(settings, services)?;
        Ok(widgets::router(state))
    })
    .await
}
