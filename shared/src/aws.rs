//! Requests to AWS without its SDKs, which cost megabytes: where, as whom, and how they are signed (SigV4).

use crate::settings::{Secret, Settings, SettingsError};
use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    SignableRequest, SigningError, SigningInstructions, SigningSettings, sign,
};
use aws_sigv4::sign::v4;
use std::time::SystemTime;
use url::Url;

/// Where and as whom, as Lambda's own variables say it.
#[derive(Debug)]
pub(crate) struct Account {
    pub(crate) region: String,
    access_key_id: String,
    secret_access_key: Secret,
    session_token: Option<Secret>,
}

/// A request that cannot be signed. Holds no key.
#[derive(Debug, thiserror::Error)]
#[error("it cannot be signed: {0}")]
pub(crate) struct NotSigned(String);

impl From<SigningError> for NotSigned {
    fn from(error: SigningError) -> Self {
        Self(crate::explain(&error))
    }
}

impl Account {
    pub(crate) fn from_settings(settings: &Settings) -> Result<Self, SettingsError> {
        let region = settings
            .optional("AWS_REGION")
            .or_else(|| settings.optional("AWS_DEFAULT_REGION"))
            .ok_or(SettingsError::Missing { name: "AWS_REGION" })?;
        Ok(Self {
            region: region.expose().to_owned(),
            access_key_id: settings.required("AWS_ACCESS_KEY_ID")?.expose().to_owned(),
            secret_access_key: settings.required("AWS_SECRET_ACCESS_KEY")?,
            session_token: settings.optional("AWS_SESSION_TOKEN"),
        })
    }

    /// What the names of AWS's servers end with.
    pub(crate) fn domain(&self) -> &'static str {
        if self.region.starts_with("cn-") {
            "amazonaws.com.cn"
        } else {
            "amazonaws.com"
        }
    }

    /// What has to be added to a request to `service`.
    pub(crate) fn sign(
        &self,
        service: &str,
        request: SignableRequest<'_>,
        settings: SigningSettings,
        now: SystemTime,
    ) -> Result<SigningInstructions, NotSigned> {
        let token = self.session_token.as_ref();
        let identity = Credentials::new(
            &self.access_key_id,
            self.secret_access_key.expose(),
            token.map(|token| token.expose().to_owned()),
            None,
            "settings",
        )
        .into();
        let parameters = v4::SigningParams::builder()
            .identity(&identity)
            .region(&self.region)
            .name(service)
            .time(now)
            .settings(settings)
            .build()
            .map_err(|error| NotSigned(error.to_string()))?
            .into();
        let (signed, _) = sign(request, &parameters)?.into_parts();
        Ok(signed)
    }
}

/// Another server than AWS's, without a slash at its end: what `name` says, or else `AWS_ENDPOINT_URL`.
pub(crate) fn endpoint(
    settings: &Settings,
    name: &'static str,
) -> Result<Option<String>, SettingsError> {
    let url = settings
        .optional(name)
        .or_else(|| settings.optional("AWS_ENDPOINT_URL"));
    let Some(url) = url else {
        return Ok(None);
    };
    match Url::parse(url.expose()) {
        Ok(_) => Ok(Some(url.expose().trim_end_matches('/').to_owned())),
        Err(_) => Err(SettingsError::malformed(name, "it is no URL")),
    }
}
