//! How every HTTP function starts: settings, logging, the database, the router, and then one event after another.
//! <https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html>

mod event;
mod headers;
mod streaming;

use crate::settings::{Settings, SettingsError};
use crate::{Services, explain, logging};
use axum::{Router, middleware};
use lambda_http::{Adapter, StreamAdapter};
use lambda_runtime::Runtime;
use lambda_runtime::layers::TracingLayer;
use lambda_runtime::tower::ServiceBuilder;
use std::process::ExitCode;
use streaming::Streaming;

/// Whether an answer leaves in one piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answers {
    /// It goes out whole: API Gateway, and function URLs in mode `BUFFERED`.
    Whole,
    /// It goes out as it is made: function URLs in mode `RESPONSE_STREAM`.
    Streamed,
}

/// Runs a function that needs the database and session keys. `router` builds its routes from them.
pub async fn run(
    answers: Answers,
    router: impl FnOnce(&Settings, Services) -> Result<Router, SettingsError>,
) -> ExitCode {
    let environment = Settings::from_environment();
    logging::start(&environment);
    let built = async {
        let settings = environment.with_parameters().await?;
        // One: an environment serves one request at a time.
        let services = Services::from_settings(&settings, 1)?;
        let database = services.database.clone();
        // First what may be wrong with the settings, which needs no waiting.
        let router = router(&settings, services)?;
        database.connect_ahead().await;
        Ok(router)
    };
    match built.await {
        Ok(router) => {
            end_cleanly_when_told().await;
            serve(answers, router).await
        }
        Err(error) => not_started(&error),
    }
}

/// Runs a function that needs no settings and holds nothing that would have to be given back.
pub async fn run_alone(router: Router) -> ExitCode {
    logging::start(&Settings::from_environment());
    serve(Answers::Whole, router).await
}

async fn serve(answers: Answers, router: Router) -> ExitCode {
    let router = router.layer(middleware::map_response(headers::fit));
    let tidied = ServiceBuilder::new().map_request(event::tidied);
    let ended = match answers {
        Answers::Whole => lambda_runtime::run(tidied.service(Adapter::from(router))).await,
        Answers::Streamed => {
            let streaming = Streaming::of(router.clone());
            let runtime = Runtime::new(tidied.service(StreamAdapter::from(router)));
            let runtime = runtime.layer(streaming).layer(TracingLayer::new());
            runtime.run().await
        }
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(error = %error, "the function ended");
            ExitCode::FAILURE
        }
    }
}

/// One line that says what is wrong; Lambda adds that the init failed.
fn not_started(error: &SettingsError) -> ExitCode {
    tracing::error!(error = %explain(error), "the function cannot start");
    ExitCode::FAILURE
}

/// Lambda says that it is about to end an environment (SIGTERM) only where an extension is registered. Ending by ourselves closes the
/// connection to Postgres, which otherwise a pooler would keep until it finds out by keep-alive.
async fn end_cleanly_when_told() {
    lambda_runtime::spawn_graceful_shutdown_handler(async || ()).await;
}
