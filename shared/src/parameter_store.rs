//! Settings from AWS Systems Manager's Parameter Store: every parameter directly under a path, decrypted, in one call
//! (`GetParametersByPath`, ten to a page). <https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParametersByPath.html>
//!
//! The SDK is used without its own HTTPS client and without the search for credentials: on Lambda they are in the environment, and
//! a second TLS library would cost every binary megabytes and every cold start milliseconds.

mod connector;

use crate::settings::Settings;
use aws_config::environment::EnvironmentVariableCredentialsProvider;
use aws_sdk_ssm::Client;
use aws_sdk_ssm::config::retry::RetryConfig;
use aws_sdk_ssm::config::timeout::TimeoutConfig;
use aws_sdk_ssm::config::{BehaviorVersion, Region};
use aws_sdk_ssm::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_ssm::operation::get_parameters_by_path::GetParametersByPathError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use connector::Connector;
use std::time::Duration;
use tokio::time::timeout;

/// As many as one page may hold.
const PAGE: i32 = 10;
/// For all pages together. Lambda gives the init ten seconds; a hanging Parameter Store must leave time to say so.
const LIMIT: Duration = Duration::from_secs(6);
const ATTEMPT_LIMIT: Duration = Duration::from_millis(2_500);
/// Many environments starting at once are throttled (40 calls a second), and over it when they wait a little, each another while.
const ATTEMPTS: u32 = 6;
const FIRST_PAUSE: Duration = Duration::from_millis(250);
/// Pauses double up to this, so that all attempts fit into the time and the last one's reason is told.
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// Names without their path, and values.
pub type Parameters = Vec<(String, crate::Secret)>;

/// Parameter Store does not give what was asked for. Holds no parameter's value.
#[derive(Debug, thiserror::Error)]
pub enum ParameterStoreError {
    /// No region is set (`AWS_REGION`).
    #[error("AWS_REGION is not set")]
    NoRegion,
    /// TLS cannot be used at all.
    #[error("TLS cannot be used")]
    Tls(#[source] native_tls::Error),
    /// It answered, and refused: no permission, no such key, too many requests.
    #[error("it refused with {code}: {message}")]
    Refused {
        /// AWS's name of the error.
        code: String,
        /// AWS's words.
        message: String,
    },
    /// It did not answer, or not in time.
    #[error("no answer from {endpoint}: {reason}")]
    Away {
        /// Where it was looked for.
        endpoint: String,
        /// What went wrong.
        reason: String,
    },
}

/// Reads everything directly under `prefix` (without a slash at its end).
///
/// `AWS_REGION` says where; `AWS_ENDPOINT_URL_SSM` or `AWS_ENDPOINT_URL` name another server than AWS's. Credentials are taken from the
/// process environment.
///
/// # Errors
/// See [`ParameterStoreError`]; within six seconds.
pub async fn read(settings: &Settings, prefix: &str) -> Result<Parameters, ParameterStoreError> {
    let store = client(settings)?;
    let read = timeout(LIMIT, read_pages(settings, &store, prefix)).await;
    read.unwrap_or_else(|_| Err(away(settings, format!("not within {} s", LIMIT.as_secs()))))
}

async fn read_pages(
    settings: &Settings,
    store: &Client,
    prefix: &str,
) -> Result<Parameters, ParameterStoreError> {
    let mut parameters = Vec::new();
    let mut pages = store
        .get_parameters_by_path()
        .path(prefix)
        .with_decryption(true)
        .max_results(PAGE)
        .into_paginator()
        .send();
    while let Some(page) = pages.next().await {
        let page = page.map_err(|error| failed(settings, &error))?;
        parameters.extend(page.parameters.unwrap_or_default().into_iter().filter_map(
            |parameter| {
                let name = parameter.name?.rsplit('/').next()?.to_owned();
                Some((name, crate::Secret::new(parameter.value?)))
            },
        ));
    }
    Ok(parameters)
}

/// A client for Parameter Store.
///
/// # Errors
/// When no region is set or TLS cannot be used.
pub fn client(settings: &Settings) -> Result<Client, ParameterStoreError> {
    let region = settings
        .optional("AWS_REGION")
        .or_else(|| settings.optional("AWS_DEFAULT_REGION"))
        .ok_or(ParameterStoreError::NoRegion)?;
    let limits = TimeoutConfig::builder()
        .operation_attempt_timeout(ATTEMPT_LIMIT)
        .build();
    let mut config = aws_sdk_ssm::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(region.expose().to_owned()))
        .credentials_provider(EnvironmentVariableCredentialsProvider::new())
        .http_client(Connector::new().map_err(ParameterStoreError::Tls)?)
        .timeout_config(limits)
        .retry_config(
            RetryConfig::standard()
                .with_max_attempts(ATTEMPTS)
                .with_initial_backoff(FIRST_PAUSE)
                .with_max_backoff(LONGEST_PAUSE),
        );
    if let Some(url) = other_endpoint(settings) {
        config = config.endpoint_url(url);
    }
    Ok(Client::from_conf(config.build()))
}

fn other_endpoint(settings: &Settings) -> Option<String> {
    ["AWS_ENDPOINT_URL_SSM", "AWS_ENDPOINT_URL"]
        .iter()
        .find_map(|name| settings.optional(name))
        .map(|url| url.expose().to_owned())
}

fn failed(
    settings: &Settings,
    error: &SdkError<GetParametersByPathError, HttpResponse>,
) -> ParameterStoreError {
    if let Some(refusal) = error.as_service_error().filter(|it| it.code().is_some()) {
        return ParameterStoreError::Refused {
            code: refusal.code().unwrap_or_default().to_owned(),
            message: refusal.message().unwrap_or("no reason given").to_owned(),
        };
    }
    if let Some(answer) = error.raw_response() {
        return ParameterStoreError::Refused {
            code: format!("status {}", answer.status().as_u16()),
            message: "an answer that is not Parameter Store's".to_owned(),
        };
    }
    away(settings, crate::explain(error))
}

fn away(settings: &Settings, reason: String) -> ParameterStoreError {
    ParameterStoreError::Away {
        endpoint: other_endpoint(settings).unwrap_or_else(|| "AWS".to_owned()),
        reason,
    }
}
