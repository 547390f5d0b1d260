//! How every HTTP function starts: settings, logging, the database, the router, and then one event after another.
//! <https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html>

use crate::settings::{Settings, SettingsError, explained};
use crate::{Services, logging};
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::Uri;
use axum::http::uri::PathAndQuery;
use lambda_http::request::RequestContext;
use lambda_http::tower::ServiceBuilder;
use std::process::ExitCode;

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
        services.database.connect_ahead().await;
        router(&settings, services)
    };
    match built.await {
        Ok(router) => serve(answers, router).await,
        Err(error) => not_started(&error),
    }
}

/// Runs a function that needs no settings.
pub async fn run_alone(router: Router) -> ExitCode {
    logging::start(&Settings::from_environment());
    serve(Answers::Whole, router).await
}

async fn serve(answers: Answers, router: Router) -> ExitCode {
    end_cleanly_when_told().await;
    let service = ServiceBuilder::new()
        .map_request(without_stage)
        .service(router);
    let ended = match answers {
        Answers::Whole => lambda_http::run(service).await,
        Answers::Streamed => lambda_http::run_with_streaming_response(service).await,
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
    tracing::error!(error = %explained(error), "the function cannot start");
    ExitCode::FAILURE
}

/// Lambda says that it is about to end an environment (SIGTERM) only where an extension is registered. Ending by ourselves closes the
/// connection to Postgres, which otherwise a pooler would keep until it finds out by keep-alive.
async fn end_cleanly_when_told() {
    lambda_runtime::spawn_graceful_shutdown_handler(async || ()).await;
}

/// API Gateway puts a stage that has a name before the path; the routes know nothing of it.
fn without_stage(request: lambda_http::Request) -> Request {
    let (mut parts, body) = request.into_parts();
    let stage = match parts.extensions.get::<RequestContext>() {
        Some(RequestContext::ApiGatewayV2(context)) => context.stage.as_deref(),
        _ => None,
    };
    if let Some(uri) = stage.and_then(|stage| strip(&parts.uri, stage)) {
        parts.uri = uri;
    }
    Request::from_parts(parts, Body::new(body))
}

/// The address without `/{stage}` before its path; `None` when it does not begin with that.
fn strip(uri: &Uri, stage: &str) -> Option<Uri> {
    let rest = uri
        .path_and_query()?
        .as_str()
        .strip_prefix('/')?
        .strip_prefix(stage)?;
    let rest = match rest.chars().next() {
        None => "/".to_owned(),
        Some('?') => format!("/{rest}"),
        Some('/') => rest.to_owned(),
        Some(_) => return None,
    };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(rest).ok()?);
    Uri::from_parts(parts).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_stage_is_taken_off_the_path_once_and_only_whole() {
        for (address, expected) in [
            (
                "https://h/prod/api/auth/me?a=1",
                Some("https://h/api/auth/me?a=1"),
            ),
            ("https://h/prod/prod/x", Some("https://h/prod/x")),
            ("https://h/prod", Some("https://h/")),
            ("https://h/prod?a=1", Some("https://h/?a=1")),
            ("https://h/production/x", None),
            ("https://h/api/prod", None),
        ] {
            let uri: Uri = address.parse().expect("an address");
            let stripped = strip(&uri, "prod").map(|uri| uri.to_string());
            assert_eq!(stripped.as_deref(), expected, "{address}");
        }
    }
}
