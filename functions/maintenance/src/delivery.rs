//! Bringing an answer to CloudFormation: a PUT to the presigned address of an object in S3.

use crate::deadline::Deadline;
use reqwest::header::CONTENT_TYPE;
use reqwest::{Client, StatusCode};
use shared::explain;
use std::time::Duration;
use tokio::time::sleep;

/// So many tries, with a pause between them that doubles each time.
const TRIES: u32 = 6;
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const TRY_LIMIT: Duration = Duration::from_secs(3);
/// Kept for Lambda's own part in ending an invocation.
const MARGIN: Duration = Duration::from_millis(100);

/// Puts `body` there, and tries again as long as that may help. The reason for a failure does not tell the address.
pub(crate) async fn put(url: &str, body: String, deadline: Deadline) -> Result<(), String> {
    let http = Client::builder()
        .build()
        .map_err(|error| format!("there is no HTTP client: {}", explain(&error)))?;
    let mut pause = FIRST_PAUSE;
    let mut tries = 0;
    loop {
        let limit = TRY_LIMIT.min(deadline.left().saturating_sub(MARGIN));
        let (reason, may_help) = match put_once(&http, url, body.clone(), limit).await {
            Ok(status) if status.is_success() => return Ok(()),
            Ok(status) => (
                format!("the address answers with status {status}"),
                status.is_server_error(),
            ),
            Err(error) => (explain(&error), !error.is_builder()),
        };
        tries += 1;
        if !may_help || tries == TRIES || deadline.left() <= pause + MARGIN {
            return Err(reason);
        }
        tracing::warn!(reason, tries, "CloudFormation could not be told: again");
        sleep(pause).await;
        pause *= 2;
    }
}

async fn put_once(
    http: &Client,
    url: &str,
    body: String,
    limit: Duration,
) -> Result<StatusCode, reqwest::Error> {
    let answer = http
        .put(url)
        // The address is signed for a request without a type.
        .header(CONTENT_TYPE, "")
        .timeout(limit)
        .body(body)
        .send()
        .await;
    // Whoever reads the address in a log can answer in our name.
    answer
        .map(|answer| answer.status())
        .map_err(reqwest::Error::without_url)
}
