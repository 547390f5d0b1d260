//! What holds of every answer, whatever was asked.

use crate::headers::SCRIPT;
use crate::request::Draft;
use axum::http::Uri;
use futures_util::FutureExt as _;
use std::panic::AssertUnwindSafe;
use std::time::Duration;
use test_support::{Answer, App};

/// Nothing here takes so long unless it hangs.
const LIMIT: Duration = Duration::from_secs(20);
/// No Directus is configured here, which such a request is told.
const NOT_CONFIGURED: &str = "Directus is not configured";

/// What was sent, and what was wrong with answers.
#[derive(Debug, Default)]
pub struct Findings {
    pub sent: usize,
    /// What no HTTP server would have handed on.
    pub unsendable: usize,
    pub wrong: Vec<String>,
}

impl Findings {
    /// Sends a request and holds the answer against all rules, `docs/openapi.json` among them.
    pub async fn send(&mut self, app: &App, draft: &Draft) {
        let Some(request) = draft.request() else {
            self.unsendable += 1;
            return;
        };
        self.sent += 1;
        let answering = AssertUnwindSafe(app.request(request).send()).catch_unwind();
        let wrong = match tokio::time::timeout(LIMIT, answering).await {
            Ok(Ok(answer)) => wrong(draft, &answer),
            Ok(Err(panic)) => Some(said(&*panic)),
            Err(_) => Some("it hangs".to_owned()),
        };
        if let Some(wrong) = wrong {
            self.wrong.push(format!("{}: {wrong}", draft.what()));
        }
    }

    /// Expects that nothing was wrong; prints how much was sent.
    pub fn finish(self, what: &str) {
        println!(
            "{what}: {} sent, {} that could not be",
            self.sent, self.unsendable
        );
        let count = self.wrong.len();
        let first: Vec<String> = self.wrong.into_iter().take(30).collect();
        assert!(count == 0, "{what}: {count} wrong\n{}", first.join("\n"));
    }
}

fn said(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("it panicked").chars().take(600).collect()
}

fn wrong(draft: &Draft, answer: &Answer) -> Option<String> {
    let told = |what: &str| Some(format!("{what}: {} {:.300}", answer.status, answer.text));
    let is_head = draft.method == "HEAD";
    if answer.status >= 500 && !answer.text.contains(NOT_CONFIGURED) {
        return told("a failure of ours");
    }
    if (400..500).contains(&answer.status) && !is_head {
        answer.assert_error("the form of errors", answer.status);
    }
    let content_type = answer.header("content-type").unwrap_or_default();
    if content_type.is_empty() && !answer.bytes.is_empty() {
        return told("no content type");
    }
    if content_type.starts_with("text/html") && answer.text.contains(SCRIPT) {
        return told("our page quotes what was sent");
    }
    if answer.header("x-content-type-options") != Some("nosniff") {
        return told("a browser may guess what it is");
    }
    if answer.header("x-request-id").is_none_or(str::is_empty) {
        return told("no request id");
    }
    let cookies = answer.headers.get_all("set-cookie");
    // One that is taken away holds nothing.
    let is_open = |cookie: &str| {
        let is_gone = cookie.starts_with("connect.sid=;");
        !(is_gone || cookie.contains("HttpOnly") && cookie.contains("SameSite="))
    };
    if cookies
        .iter()
        .any(|cookie| cookie.to_str().map_or(true, is_open))
    {
        return told("a cookie that scripts can read");
    }
    if answer
        .headers
        .contains_key("access-control-allow-credentials")
    {
        return told("another site may send cookies");
    }
    let path = draft
        .path
        .parse::<Uri>()
        .map_or_else(|_| String::new(), |uri| uri.path().to_ascii_lowercase());
    let is_of_widgets = path.starts_with("/api/widget/") || path.starts_with("/widget/");
    let allowed = answer.headers.get("access-control-allow-origin");
    if allowed.is_some() && !is_of_widgets {
        return told("another site may read it");
    }
    let sent = || {
        draft
            .headers
            .iter()
            .filter(|(name, _)| name.eq_ignore_ascii_case("origin"))
    };
    if let Some(allowed) = allowed
        && allowed != "*"
        && !sent().any(|(_, origin)| origin == allowed.as_bytes())
    {
        return told("an origin that nobody named may read it");
    }
    None
}
