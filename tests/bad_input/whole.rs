//! All functions in one program under the Lambda Runtime API, put together as each is: what comes before their routes is the same for all.
//! `ANSWERS=streamed` answers as function URLs in mode `RESPONSE_STREAM` do.

use local::gateway::Functions;
use shared::lambda::{self, Answers};
use std::process::ExitCode;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let answers = if std::env::var_os("ANSWERS").is_some_and(|answers| answers == "streamed") {
        Answers::Streamed
    } else {
        Answers::Whole
    };
    lambda::run(answers, |settings, services| {
        Ok(Functions::from_settings(settings, &services)?.gateway())
    })
    .await
}
