//! Calling the ingest when something was queued that no event tells it of. It is a call and no more: what is queued is in the database, and a
//! call that is lost costs time until the next by the schedule.
//! <https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html>

use crate::aws::{self, Account, NotSigned};
use crate::neighbours;
use crate::settings::{Settings, SettingsError};
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings};
use reqwest::Client;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};

/// For connection and answer together: somebody waits for something else meanwhile.
const LIMIT: Duration = Duration::from_secs(1);
/// Lambda answers as soon as it has noted the event.
const HEADERS: [(&str, &str); 2] = [
    ("content-type", "application/json"),
    ("x-amz-invocation-type", "Event"),
];
const SWEEP: &str = r#"{"action":"sweep"}"#;

/// What calls the ingest. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Waker(Arc<Function>);

#[derive(Debug)]
struct Function {
    url: String,
    account: Account,
    /// Made when first used: most environments queue nothing.
    http: OnceLock<Client>,
}

/// Why it was not called. Holds no key.
#[derive(Debug, thiserror::Error)]
enum NotCalled {
    #[error(transparent)]
    NotSigned(#[from] NotSigned),
    #[error(transparent)]
    NoClient(#[from] SettingsError),
    #[error("no answer: {0}")]
    Away(#[from] reqwest::Error),
    #[error("status {0}")]
    Refused(u16),
}

impl Waker {
    /// The function `INGEST_FUNCTION`, by its name or ARN. `None` when it is not set: then something else sweeps often enough, as the local
    /// runner does. Where and as whom is said by Lambda's own variables; `AWS_ENDPOINT_URL_LAMBDA` or `AWS_ENDPOINT_URL` name another
    /// server than AWS's.
    ///
    /// # Errors
    /// When it is set and is no function's name, or what is needed to call it is not set.
    pub fn from_settings(settings: &Settings) -> Result<Option<Self>, SettingsError> {
        let Some(name) = settings.optional("INGEST_FUNCTION") else {
            return Ok(None);
        };
        let name = name.expose();
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':');
        if !name.bytes().all(is_name) {
            return Err(SettingsError::malformed(
                "INGEST_FUNCTION",
                "it is no function's name",
            ));
        }
        let account = Account::from_settings(settings)?;
        let server = match aws::endpoint(settings, "AWS_ENDPOINT_URL_LAMBDA")? {
            Some(url) => url,
            None => format!("https://lambda.{}.{}", account.region, account.domain()),
        };
        // The colons of an ARN are escaped as AWS's own SDKs do it: the signature depends on it.
        let name = name.replace(':', "%3A");
        Ok(Some(Self(Arc::new(Function {
            url: format!("{server}/2015-03-31/functions/{name}/invocations"),
            account,
            http: OnceLock::new(),
        }))))
    }

    /// Has everything done that is due, soon, without waiting for it. Takes a second at most; a failure is logged and is none of the caller's.
    pub async fn wake(&self) {
        if let Err(error) = self.call().await {
            tracing::warn!(error = %crate::explain(&error), "the ingest cannot be called now: what is queued waits for its schedule");
        }
    }

    async fn call(&self) -> Result<(), NotCalled> {
        let function = &*self.0;
        let signed = self.signature(SystemTime::now())?;
        let http = match function.http.get() {
            Some(http) => http,
            None => {
                let http = neighbours::trusted_client("INGEST_FUNCTION")?;
                function.http.get_or_init(|| http)
            }
        };
        let mut request = http.post(&function.url).timeout(LIMIT).body(SWEEP);
        for (name, value) in HEADERS {
            request = request.header(name, value);
        }
        for (name, value) in signed {
            request = request.header(name, value);
        }
        let status = request.send().await?.status();
        if status.is_success() {
            Ok(())
        } else {
            Err(NotCalled::Refused(status.as_u16()))
        }
    }

    /// The headers that sign a call.
    fn signature(&self, now: SystemTime) -> Result<Vec<(&'static str, String)>, NotSigned> {
        let function = &*self.0;
        let body = SignableBody::Bytes(SWEEP.as_bytes());
        let request = SignableRequest::new("POST", &*function.url, HEADERS.into_iter(), body)?;
        let settings = SigningSettings::default();
        let signed = function.account.sign("lambda", request, settings, now)?;
        let (headers, _) = signed.into_parts();
        let headers = headers.iter();
        Ok(headers
            .map(|header| (header.name(), header.value().to_owned()))
            .collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::UNIX_EPOCH;

    fn waker(more: &[(&str, &str)]) -> Result<Option<Waker>, SettingsError> {
        let variables = [
            ("INGEST_FUNCTION", "ingest"),
            ("AWS_REGION", "eu-central-1"),
            ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
            ("AWS_SECRET_ACCESS_KEY", "hunter2"),
        ];
        let is_replaced = |name: &str| more.iter().any(|(replaced, _)| *replaced == name);
        let kept = variables.iter().filter(|(name, _)| !is_replaced(name));
        Waker::from_settings(&kept.chain(more).copied().collect())
    }

    #[test]
    fn a_call_is_signed_as_amazons_own_sdk_signs_it() {
        const ARN: &str = "arn:aws:lambda:eu-central-1:123456789012:function:ingest";
        // Made by botocore's SigV4Auth for the same requests.
        for (variables, signed, expected) in [
            (
                &[][..],
                "content-type;host;x-amz-date;x-amz-invocation-type",
                "bf08081c1836fb598ba233d8403e09aa26507b3dc2bf9b5dab5a7faf206722e5",
            ),
            (
                &[("AWS_SESSION_TOKEN", "hunter3+/=")],
                "content-type;host;x-amz-date;x-amz-invocation-type;x-amz-security-token",
                "c33c0abced92593a22d96d049329d26f9dbe11f477a45519d0c6a96c9349f465",
            ),
            (
                &[("INGEST_FUNCTION", ARN)],
                "content-type;host;x-amz-date;x-amz-invocation-type",
                "9b596d3fa8df9f34306b6fa0ab8b65662217f9cdf79e46d1b22a9fba85187c5b",
            ),
        ] {
            let waker = waker(variables).expect("settings").expect("a function");
            let moment = UNIX_EPOCH + Duration::from_secs(1_800_000_000);
            let headers = waker.signature(moment).expect("a signature");
            let header = |name: &str| {
                let found = headers.iter().find(|(key, _)| *key == name);
                found.map(|(_, value)| value.as_str())
            };
            assert_eq!(header("x-amz-date"), Some("20270115T080000Z"));
            let scope = "AKIDEXAMPLE/20270115/eu-central-1/lambda/aws4_request";
            let authorization = format!(
                "AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders={signed}, Signature={expected}"
            );
            assert_eq!(header("authorization"), Some(&*authorization));
        }
    }

    #[test]
    fn a_function_is_called_where_its_region_is_or_where_it_is_said() {
        for (variables, expected) in [
            (&[][..], "https://lambda.eu-central-1.amazonaws.com"),
            (
                &[("AWS_REGION", "cn-north-1")],
                "https://lambda.cn-north-1.amazonaws.com.cn",
            ),
            (
                &[("AWS_ENDPOINT_URL_LAMBDA", "http://127.0.0.1:9000/")],
                "http://127.0.0.1:9000",
            ),
        ] {
            let waker = waker(variables).expect("settings").expect("a function");
            let path = "/2015-03-31/functions/ingest/invocations";
            assert_eq!(waker.0.url, format!("{expected}{path}"));
        }
    }

    #[test]
    fn settings_that_cannot_be_used_are_named() {
        let read = |name: &'static str, value: &'static str| match waker(&[(name, value)]) {
            Ok(waker) => waker.map(|_| String::new()),
            Err(error) => Some(error.to_string()),
        };
        assert_eq!(read("INGEST_FUNCTION", ""), None);
        for (name, value) in [
            ("INGEST_FUNCTION", "in/gest"),
            ("INGEST_FUNCTION", "ingest?"),
            ("AWS_ENDPOINT_URL_LAMBDA", "lambda"),
            ("AWS_REGION", ""),
            ("AWS_ACCESS_KEY_ID", ""),
            ("AWS_SECRET_ACCESS_KEY", ""),
        ] {
            let said = read(name, value).unwrap_or_default();
            assert!(said.starts_with(name), "{name}={value}: {said}");
            assert!(value.is_empty() || !said.contains("in/gest"), "{said}");
        }
    }

    #[test]
    fn printing_it_prints_no_secret() {
        let waker = waker(&[("AWS_SESSION_TOKEN", "hunter2")]);
        assert!(!format!("{waker:?}").contains("hunter2"));
    }
}
