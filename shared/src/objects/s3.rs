//! A bucket of S3, or of whatever speaks its language. Every request is made by an address that is signed for it alone (SigV4), so
//! that what browsers use and what we use is one thing; the SDK for S3 would cost megabytes.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>

use super::{NewObject, ObjectError, ObjectKey};
use crate::aws::{self, Account};
use crate::settings::{Settings, SettingsError};
use aws_sigv4::http_request::{
    PercentEncodingMode, SignableBody, SignableRequest, SignatureLocation, SigningSettings,
    UriPathNormalizationMode,
};
use reqwest::{Client, Method, Response, StatusCode, redirect};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};
use url::Url;

/// For requests of our own: they are sent at once.
const GOOD_FOR: Duration = Duration::from_secs(60);
const CONNECT_LIMIT: Duration = Duration::from_secs(3);
/// For each piece of an answer.
const READ_LIMIT: Duration = Duration::from_secs(10);
const LIMIT: Duration = Duration::from_secs(60);

/// The bucket. Cheap to clone.
#[derive(Clone, Debug)]
pub struct S3(Arc<Bucket>);

#[derive(Debug)]
struct Bucket {
    /// Scheme, host and, where the host does not name the bucket, its name.
    base: String,
    account: Account,
    /// Made when first used: the API hands out addresses and asks for nothing itself.
    http: OnceLock<Client>,
}

impl S3 {
    /// The bucket `DOCUMENTS_BUCKET`, if it is set. Where and as whom is said by Lambda's own variables; `AWS_ENDPOINT_URL_S3` or
    /// `AWS_ENDPOINT_URL` name another server than AWS's.
    pub(super) fn from_settings(settings: &Settings) -> Result<Option<Self>, SettingsError> {
        let Some(name) = settings.optional("DOCUMENTS_BUCKET") else {
            return Ok(None);
        };
        let name = name.expose();
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
        if !name.bytes().all(is_name) {
            return Err(SettingsError::malformed(
                "DOCUMENTS_BUCKET",
                "it is no bucket's name",
            ));
        }
        let account = Account::from_settings(settings)?;
        let base = match aws::endpoint(settings, "AWS_ENDPOINT_URL_S3")? {
            Some(url) => format!("{url}/{name}"),
            None => aws_base(name, &account),
        };
        Ok(Some(Self(Arc::new(Bucket {
            base,
            account,
            http: OnceLock::new(),
        }))))
    }

    /// An address to `PUT` a file of that size and type to. Both are signed, so the bucket takes no other.
    pub(super) fn presigned_put(
        &self,
        object: NewObject,
        good_for: Duration,
        now: SystemTime,
    ) -> Result<String, ObjectError> {
        let size = object.size_bytes.to_string();
        let headers = [
            ("content-length", &*size),
            ("content-type", object.content_type),
        ];
        let url = self.presigned("PUT", &object.key, &headers, good_for, now)?;
        Ok(url.into())
    }

    pub(super) async fn get(
        &self,
        key: &ObjectKey,
        at_most: u64,
    ) -> Result<Option<Vec<u8>>, ObjectError> {
        let mut answer = self.request(Method::GET, key).await?;
        match answer.status() {
            StatusCode::OK => {}
            StatusCode::NOT_FOUND => return Ok(None),
            status => return Err(refused(status)),
        }
        if answer
            .content_length()
            .is_some_and(|length| length > at_most)
        {
            return Err(ObjectError::TooLarge(at_most));
        }
        let mut bytes = Vec::new();
        while let Some(piece) = answer.chunk().await.map_err(away)? {
            bytes.extend_from_slice(&piece);
            if u64::try_from(bytes.len()).is_ok_and(|length| length > at_most) {
                return Err(ObjectError::TooLarge(at_most));
            }
        }
        Ok(Some(bytes))
    }

    pub(super) async fn delete(&self, key: &ObjectKey) -> Result<(), ObjectError> {
        match self.request(Method::DELETE, key).await?.status() {
            StatusCode::NOT_FOUND => Ok(()),
            status if status.is_success() => Ok(()),
            status => Err(refused(status)),
        }
    }

    async fn request(&self, method: Method, key: &ObjectKey) -> Result<Response, ObjectError> {
        let url = self.presigned(method.as_str(), key, &[], GOOD_FOR, SystemTime::now())?;
        let http = match self.0.http.get() {
            Some(http) => http,
            None => {
                let http = client().map_err(away)?;
                self.0.http.get_or_init(|| http)
            }
        };
        http.request(method, url).send().await.map_err(away)
    }

    fn presigned(
        &self,
        method: &str,
        key: &ObjectKey,
        headers: &[(&str, &str)],
        good_for: Duration,
        now: SystemTime,
    ) -> Result<Url, ObjectError> {
        let bucket = &*self.0;
        let plain = format!("{}/{key}", bucket.base);
        let mut settings = SigningSettings::default();
        settings.signature_location = SignatureLocation::QueryParams;
        settings.expires_in = Some(good_for);
        settings.percent_encoding_mode = PercentEncodingMode::Single;
        settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
        // `host` is added by itself, and by default so is everything but what proxies change.
        settings.excluded_headers = None;
        let request = SignableRequest::new(
            method,
            &*plain,
            headers.iter().copied(),
            SignableBody::UnsignedPayload,
        )
        .map_err(|error| ObjectError::Refused(crate::explain(&error)))?;
        let signed = bucket.account.sign("s3", request, settings, now);
        let signed = signed.map_err(|error| ObjectError::Refused(error.to_string()))?;
        let (_, query) = signed.into_parts();
        let mut url =
            Url::parse(&plain).map_err(|error| ObjectError::Refused(error.to_string()))?;
        url.query_pairs_mut().extend_pairs(query);
        Ok(url)
    }
}

/// A name with a dot in it is not covered by the certificate of AWS's wildcard.
fn aws_base(name: &str, account: &Account) -> String {
    let (region, suffix) = (&account.region, account.domain());
    if name.contains('.') {
        format!("https://s3.{region}.{suffix}/{name}")
    } else {
        format!("https://{name}.s3.{region}.{suffix}")
    }
}

fn client() -> Result<Client, reqwest::Error> {
    Client::builder()
        .connect_timeout(CONNECT_LIMIT)
        .read_timeout(READ_LIMIT)
        .timeout(LIMIT)
        .redirect(redirect::Policy::none())
        // A file that says it is compressed is to be read as it was uploaded.
        .no_gzip()
        .no_deflate()
        .build()
}

/// Whoever reads the address in a log could use it.
fn away(error: reqwest::Error) -> ObjectError {
    ObjectError::Away(crate::explain(&error.without_url()))
}

fn refused(status: StatusCode) -> ObjectError {
    if status.is_server_error() {
        ObjectError::Away(format!("status {}", status.as_u16()))
    } else {
        ObjectError::Refused(format!("status {}", status.as_u16()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::UNIX_EPOCH;
    use uuid::Uuid;

    fn bucket(more: &[(&str, &str)]) -> Result<Option<S3>, SettingsError> {
        let variables = [
            ("DOCUMENTS_BUCKET", "papers"),
            ("AWS_REGION", "eu-central-1"),
            ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
            ("AWS_SECRET_ACCESS_KEY", "hunter2"),
        ];
        S3::from_settings(&variables.iter().chain(more).copied().collect())
    }

    fn address(s3: &S3) -> Url {
        let object = NewObject {
            key: ObjectKey {
                client_id: Uuid::from_u128(1),
                document_id: Uuid::from_u128(2),
                revision: 3,
            },
            size_bytes: 12_345,
            content_type: "application/pdf",
        };
        let minutes = Duration::from_secs(900);
        let url = s3.presigned_put(
            object,
            minutes,
            UNIX_EPOCH + Duration::from_secs(1_800_000_000),
        );
        url.expect("an address").parse().expect("a URL")
    }

    #[test]
    fn an_address_is_signed_for_its_size_and_type_as_amazons_own_sdk_signs_it() {
        // Made by botocore's S3SigV4QueryAuth for the same request, with and without a session token.
        for (variables, expected) in [
            (
                &[][..],
                "8450098b8f64667183a73d519b3d3658d988b276aabae37f9de6eae80e7fb94c",
            ),
            (
                &[("AWS_SESSION_TOKEN", "hunter3+/=")],
                "1c8178e15f20fc4c803fd17da4756222b375102bddc781844f2fbdc368af79de",
            ),
        ] {
            let s3 = bucket(variables).expect("settings").expect("a bucket");
            let url = address(&s3);
            assert_eq!(url.host_str(), Some("papers.s3.eu-central-1.amazonaws.com"));
            let query = |name: &str| {
                let found = url.query_pairs().find(|(key, _)| key == name);
                found
                    .map(|(_, value)| value.into_owned())
                    .unwrap_or_default()
            };
            let signed = query("X-Amz-SignedHeaders");
            assert_eq!(signed, "content-length;content-type;host");
            assert_eq!(query("X-Amz-Expires"), "900");
            assert_eq!(query("X-Amz-Date"), "20270115T080000Z");
            assert_eq!(query("X-Amz-Signature"), expected);
            assert!(!url.as_str().contains("hunter2"));
        }
    }

    #[test]
    fn buckets_are_named_by_host_or_path() {
        for (variables, expected) in [
            (
                vec![("DOCUMENTS_BUCKET", "a.b")],
                "https://s3.eu-central-1.amazonaws.com/a.b/documents/",
            ),
            (
                vec![("AWS_REGION", "cn-north-1")],
                "https://papers.s3.cn-north-1.amazonaws.com.cn/documents/",
            ),
            (
                vec![("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9000/")],
                "http://127.0.0.1:9000/papers/documents/",
            ),
        ] {
            let s3 = bucket(&variables).expect("settings").expect("a bucket");
            assert!(address(&s3).as_str().starts_with(expected), "{expected}");
        }
    }

    #[test]
    fn printing_a_bucket_prints_no_secret() {
        let s3 = bucket(&[("AWS_SESSION_TOKEN", "hunter2")]);
        assert!(!format!("{s3:?}").contains("hunter2"));
    }
}
