//! Parameter Store, as `cargo parameters` uses it: one path, read whole, written name by name.

use crate::failed::Failed;
use crate::prefix::Prefix;
use aws_sdk_ssm::Client;
use aws_sdk_ssm::config::retry::RetryConfig;
use aws_sdk_ssm::config::timeout::TimeoutConfig;
use aws_sdk_ssm::config::{Builder, Config};
use aws_sdk_ssm::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_ssm::types::{ParameterTier, ParameterType};
use shared::parameter_store::{self, ParameterStoreError};
use shared::{Secret, Settings};
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::time::Duration;

/// What is under one prefix.
pub struct Store {
    client: Client,
    prefix: Prefix,
    endpoint: String,
    /// For messages.
    pub region: String,
}

/// A parameter as it is there.
pub struct Stored {
    pub value: Secret,
    /// Whether it is a `SecureString`.
    pub is_encrypted: bool,
}

/// A function's environment: where the parameters are, and of this process's own only what leads there, so that no setting goes before a
/// parameter.
pub fn environment(prefix: &Prefix) -> Settings {
    let prefix = ("SSM_PREFIX".to_owned(), prefix.as_str().to_owned());
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .filter(|(name, _)| name.starts_with("AWS_"))
        .chain([prefix])
        .collect()
}

impl Store {
    /// Asks nothing yet.
    pub fn open(environment: &Settings, prefix: &Prefix) -> Result<Self, Failed> {
        // Without these the SDK's own words would be about its credentials cache.
        if ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]
            .iter()
            .any(|name| environment.optional(name).is_none())
        {
            return Err(Failed::NoCredentials);
        }
        let first = |names: [&str; 2]| names.iter().find_map(|name| environment.optional(name));
        let region = first(["AWS_REGION", "AWS_DEFAULT_REGION"]).ok_or(Failed::NoRegion)?;
        let endpoint = first(["AWS_ENDPOINT_URL_SSM", "AWS_ENDPOINT_URL"]);
        let client = parameter_store::client(environment).map_err(|source| Failed::Store {
            doing: "Parameter Store cannot be asked".to_owned(),
            source,
        })?;
        Ok(Self {
            client,
            prefix: prefix.clone(),
            endpoint: endpoint.map_or_else(|| "AWS".to_owned(), |url| url.expose().to_owned()),
            region: region.expose().to_owned(),
        })
    }

    /// Everything directly under the prefix, by name. Unlike the functions' way it tells what is not encrypted.
    pub async fn read(&self) -> Result<BTreeMap<String, Stored>, Failed> {
        let mut stored = BTreeMap::new();
        let mut pages = self
            .client
            .get_parameters_by_path()
            .path(self.prefix.as_str())
            .with_decryption(true)
            .into_paginator()
            .send();
        while let Some(page) = pages.next().await {
            let page = page.map_err(|error| {
                let doing = format!("the parameters under {} cannot be read", self.prefix);
                self.failed(doing, &error)
            })?;
            for parameter in page.parameters.unwrap_or_default() {
                let (Some(name), Some(value)) = (parameter.name, parameter.value) else {
                    continue;
                };
                let name = name.rsplit('/').next().unwrap_or_default().to_owned();
                let is_encrypted = parameter.r#type == Some(ParameterType::SecureString);
                let value = Secret::new(value);
                stored.insert(
                    name,
                    Stored {
                        value,
                        is_encrypted,
                    },
                );
            }
        }
        Ok(stored)
    }

    /// Writes one, encrypted, whether it is there or not.
    pub async fn put(
        &self,
        name: &str,
        value: &Secret,
        tier: ParameterTier,
        kms_key_id: Option<&str>,
    ) -> Result<(), Failed> {
        let parameter = self.prefix.parameter(name);
        let written = self
            .client
            .put_parameter()
            .name(&parameter)
            .value(value.expose())
            .r#type(ParameterType::SecureString)
            .tier(tier)
            .set_key_id(kms_key_id.map(str::to_owned))
            .overwrite(true)
            .customize()
            .config_override(patient())
            .send()
            .await;
        match written {
            Ok(_) => Ok(()),
            Err(error) => Err(self.failed(format!("{parameter} cannot be written"), &error)),
        }
    }

    /// Deletes one.
    pub async fn delete(&self, name: &str) -> Result<(), Failed> {
        let parameter = self.prefix.parameter(name);
        let deleted = self
            .client
            .delete_parameter()
            .name(&parameter)
            .customize()
            .config_override(patient())
            .send()
            .await;
        match deleted {
            Ok(_) => Ok(()),
            Err(error) => Err(self.failed(format!("{parameter} cannot be deleted"), &error)),
        }
    }

    fn failed<E, R>(&self, doing: String, error: &SdkError<E, R>) -> Failed
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
        R: Debug + 'static,
    {
        let source = match error.as_service_error() {
            Some(refusal) => ParameterStoreError::Refused {
                code: refusal.code().unwrap_or("an unknown error").to_owned(),
                message: refusal.message().unwrap_or("no reason given").to_owned(),
            },
            None => ParameterStoreError::Away {
                endpoint: self.endpoint.clone(),
                reason: shared::explain(error),
            },
        };
        Failed::Store { doing, source }
    }
}

/// Parameter Store takes few writes a second, and this program has more time than a function that starts.
fn patient() -> Builder {
    let retry = RetryConfig::standard()
        .with_max_attempts(8)
        .with_initial_backoff(Duration::from_millis(250));
    let limits = TimeoutConfig::builder()
        .operation_timeout(Duration::from_secs(60))
        .operation_attempt_timeout(Duration::from_secs(10))
        .build();
    Config::builder().retry_config(retry).timeout_config(limits)
}
