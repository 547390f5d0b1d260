//! The Lambda function for documents: its API, and their ingest when it is called by S3, by a schedule or by hand.

use knowledge::KnowledgeState;
use knowledge::ingest::Reader;
use shared::lambda;
use std::process::ExitCode;

fn main() -> ExitCode {
    // A document is read by this very program, started once more.
    extraction::child::run_if_asked();
    run()
}

#[tokio::main(flavor = "current_thread")]
async fn run() -> ExitCode {
    lambda::run_with_events(|settings, services| {
        let state = KnowledgeState::from_settings(settings, services)?;
        let ingest = state.ingest(Reader::this_program());
        let handle = async move |event| ingest.handle(event).await;
        Ok((knowledge::router(state), handle))
    })
    .await
}
