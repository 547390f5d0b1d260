//! CloudFormation's custom resource protocol: what it asks and what it wants to hear.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html>
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html>

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use shared::migrations::Migrated;

/// The resource's name in CloudFormation's books. Another one would mean another resource, and make it delete this one.
const PHYSICAL_RESOURCE_ID: &str = "conference-chat-migrations";
/// A larger answer is not read.
const BODY_LIMIT_BYTES: usize = 4096;
/// So that a long list of migrations leaves room for the rest.
const LIST_LIMIT_BYTES: usize = 1024;

/// A request. Holds a presigned address, so it cannot be printed.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Request {
    request_type: String,
    #[serde(rename = "ResponseURL")]
    response_url: String,
    stack_id: String,
    request_id: String,
    logical_resource_id: String,
    /// Missing in `Create`.
    physical_resource_id: Option<String>,
    resource_properties: Properties,
    /// There in `Update`.
    #[serde(default)]
    old_resource_properties: Properties,
}

/// What template.yaml gives along.
#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Properties {
    /// This function's version, as an ARN that ends with its number.
    code: Option<String>,
}

impl Properties {
    fn version(&self) -> Option<u64> {
        self.code.as_ref()?.rsplit(':').next()?.parse().ok()
    }
}

impl Request {
    pub(crate) fn request_type(&self) -> &str {
        &self.request_type
    }

    /// Whether CloudFormation takes a deployment back: versions of a function are numbered upwards.
    pub(crate) fn takes_back(&self) -> bool {
        let old = self.old_resource_properties.version();
        let new = self.resource_properties.version();
        matches!((old, new), (Some(old), Some(new)) if new < old)
    }

    /// Where the answer goes. Whoever knows it can answer.
    pub(crate) fn response_url(&self) -> &str {
        &self.response_url
    }
}

/// An answer.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Answer<'a> {
    status: &'static str,
    reason: String,
    physical_resource_id: &'a str,
    stack_id: &'a str,
    request_id: &'a str,
    logical_resource_id: &'a str,
    data: Value,
}

impl<'a> Answer<'a> {
    /// Says what became of a request: migrations (none for one to delete), or why there is nothing to show.
    pub(crate) fn new(request: &'a Request, outcome: &Result<Option<Migrated>, String>) -> Self {
        let (status, reason, data) = match outcome {
            Ok(Some(Migrated { applied, version })) => (
                "SUCCESS",
                format!(
                    "{} migration(s) ran; the database is at version {version}",
                    applied.len()
                ),
                json!({"Applied": cut(applied.join(","), LIST_LIMIT_BYTES), "Version": version.to_string()}),
            ),
            Ok(None) => (
                "SUCCESS",
                "The database stays as it is".to_owned(),
                json!({}),
            ),
            Err(reason) => ("FAILED", reason.clone(), json!({})),
        };
        Self {
            status,
            reason,
            physical_resource_id: request
                .physical_resource_id
                .as_deref()
                .unwrap_or(PHYSICAL_RESOURCE_ID),
            stack_id: &request.stack_id,
            request_id: &request.request_id,
            logical_resource_id: &request.logical_resource_id,
            data,
        }
    }

    pub(crate) fn status(&self) -> &'static str {
        self.status
    }

    /// What is sent, with as much of the reason as fits.
    pub(crate) fn body(&self) -> String {
        let with = |reason_bytes| {
            let reason = cut(self.reason.clone(), reason_bytes);
            json!(Self {
                reason,
                ..self.clone()
            })
            .to_string()
        };
        // JSON writes some characters as several: what fits can only be tried.
        let (mut fits, mut too_long) = (0, self.reason.len() + 1);
        while too_long - fits > 1 {
            let middle = fits.midpoint(too_long);
            if with(middle).len() <= BODY_LIMIT_BYTES {
                fits = middle;
            } else {
                too_long = middle;
            }
        }
        with(fits)
    }

    /// What the invocation gives back.
    pub(crate) fn for_the_log(&self) -> Value {
        json!({"status": self.status, "reason": self.reason, "data": self.data})
    }
}

/// The beginning of a text, marked as cut, in no more bytes than that.
fn cut(mut text: String, limit_bytes: usize) -> String {
    const MARK: &str = "…";
    if text.len() > limit_bytes {
        text.truncate(text.floor_char_boundary(limit_bytes.saturating_sub(MARK.len())));
        if limit_bytes >= MARK.len() {
            text.push_str(MARK);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> Request {
        let request = json!({
            "RequestType": "Update", "ResponseURL": "https://example.com/", "StackId": "s", "RequestId": "r",
            "LogicalResourceId": "l", "PhysicalResourceId": "p", "ResourceProperties": {}
        });
        serde_json::from_value(request).expect("all that is required")
    }

    #[test]
    fn a_reason_is_cut_to_what_cloudformation_reads() {
        let request = request();
        for text in ["x", "é", "\"", "\u{1}", "🎤", "a\n\u{1}é"] {
            let outcome = Err(text.repeat(5000));
            let body = Answer::new(&request, &outcome).body();
            assert!(body.len() <= BODY_LIMIT_BYTES, "{}", body.len());
            assert!(body.len() > BODY_LIMIT_BYTES - 10, "{}", body.len());
            let read: Value = serde_json::from_str(&body).expect("JSON");
            let reason = read["Reason"].as_str().expect("a reason");
            let kept = reason.strip_suffix('…').expect("the mark");
            assert!(text.repeat(5000).starts_with(kept));
        }
    }

    #[test]
    fn a_list_of_many_migrations_leaves_room() {
        let migrated = Migrated {
            applied: (1..500)
                .map(|version| format!("V{version}__another_one"))
                .collect(),
            version: 499,
        };
        let request = request();
        let answer = Answer::new(&request, &Ok(Some(migrated)));
        assert!(answer.body().len() < 2048);
        assert!(answer.reason.starts_with("499 migration(s) ran"));
    }
}
