//! How every HTTP function starts: settings, logging, the database, the router, and then one event after another.
//! <https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html>

mod event;
mod headers;
mod streaming;

use crate::settings::{Settings, SettingsError};
use crate::{Services, explain, logging};
use axum::{Router, middleware};
use lambda_http::request::LambdaRequest;
use lambda_http::{Adapter, StreamAdapter};
use lambda_runtime::layers::TracingLayer;
use lambda_runtime::tower::{Service as _, ServiceBuilder};
use lambda_runtime::{Diagnostic, Error, LambdaEvent, Runtime, service_fn};
use serde_json::Value;
use std::fmt::Debug;
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
    match start(router).await {
        Ok(router) => {
            end_cleanly_when_told().await;
            serve(answers, router).await
        }
        Err(error) => not_started(&error),
    }
}

/// The same for a function that is called by others than HTTP too, each event told by its shape. `build` gives its routes and what
/// handles every other event.
pub async fn run_with_events<H, E>(
    build: impl FnOnce(&Settings, Services) -> Result<(Router, H), SettingsError>,
) -> ExitCode
where
    H: AsyncFn(LambdaEvent<Value>) -> Result<Value, E>,
    E: Into<Diagnostic> + Debug,
{
    match start(build).await {
        Ok((router, handle)) => {
            end_cleanly_when_told().await;
            let router = router.layer(middleware::map_response(headers::fit));
            let handler = service_fn(|event| answer_or_handle(router.clone(), &handle, event));
            ended(lambda_runtime::run(handler).await)
        }
        Err(error) => not_started(&error),
    }
}

async fn answer_or_handle<E: Into<Diagnostic>>(
    router: Router,
    handle: &impl AsyncFn(LambdaEvent<Value>) -> Result<Value, E>,
    event: LambdaEvent<Value>,
) -> Result<Value, Diagnostic> {
    if !event.payload["requestContext"]["http"].is_object() {
        return handle(event).await.map_err(Into::into);
    }
    let failed = |error| Diagnostic::from(Error::from(error));
    let LambdaEvent { payload, context } = event;
    // As text once more: what reads it takes no other form.
    let payload: LambdaRequest = serde_json::from_str(&payload.to_string()).map_err(failed)?;
    let event = event::tidied(LambdaEvent::new(payload, context));
    let answer = Adapter::from(router).call(event).await;
    serde_json::to_value(answer.unwrap_or_else(|never| match never {})).map_err(failed)
}

async fn start<T>(
    build: impl FnOnce(&Settings, Services) -> Result<T, SettingsError>,
) -> Result<T, SettingsError> {
    let environment = Settings::from_environment();
    logging::start(&environment);
    let settings = environment.with_parameters().await?;
    // One: an environment serves one request at a time.
    let services = Services::from_settings(&settings, 1)?;
    let database = services.database.clone();
    // First what may be wrong with the settings, which needs no waiting.
    let built = build(&settings, services)?;
    database.connect_ahead().await;
    Ok(built)
}

/// Runs a function that needs no settings and holds nothing that would have to be given back.
pub async fn run_alone(router: Router) -> ExitCode {
    logging::start(&Settings::from_environment());
    serve(Answers::Whole, router).await
}

async fn serve(answers: Answers, router: Router) -> ExitCode {
    let router = router.layer(middleware::map_response(headers::fit));
    let tidied = ServiceBuilder::new().map_request(event::tidied);
    let result = match answers {
        Answers::Whole => lambda_runtime::run(tidied.service(Adapter::from(router))).await,
        Answers::Streamed => {
            let streaming = Streaming::of(router.clone());
            let runtime = Runtime::new(tidied.service(StreamAdapter::from(router)));
            let runtime = runtime.layer(streaming).layer(TracingLayer::new());
            runtime.run().await
        }
    };
    ended(result)
}

fn ended(result: Result<(), Error>) -> ExitCode {
    match result {
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
