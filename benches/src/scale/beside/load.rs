//! A steady mix of requests, and the longest waits of it.

use crate::scale::Tenant;
use crate::scale::tenant::with_body;
use crate::scale::timing::{millis, percentile};
use axum::http::Request;
use serde_json::json;
use std::fmt;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// What requests saw while something went on beside them.
#[derive(Debug, Default)]
pub struct Seen {
    times: Vec<Duration>,
    refused: usize,
}

impl Seen {
    /// Whether nobody was refused, and none waited longer than so.
    pub fn is_good(&self, at_most: Duration) -> bool {
        self.refused == 0 && self.times.last().is_none_or(|longest| *longest < at_most)
    }
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(longest) = self.times.last() else {
            return write!(f, "| 0 | | | | {} |", self.refused);
        };
        let at = |percent| millis(percentile(&self.times, percent));
        write!(
            f,
            "| {} | {:.1} | {:.1} | {:.1} | {} |",
            self.times.len(),
            at(50),
            at(99),
            millis(*longest),
            self.refused
        )
    }
}

/// Sends a page view, a look into the dashboard and a question in turns, as long as `work` goes on.
pub async fn during<T>(tenant: &Tenant, work: impl Future<Output = T>) -> (T, Seen) {
    let mut seen = Seen::default();
    let mut work = std::pin::pin!(work);
    let done = loop {
        tokio::select! {
            biased;
            done = &mut work => break done,
            () = one_round(tenant, &mut seen) => {}
        }
    };
    seen.times.sort_unstable();
    (done, seen)
}

async fn one_round(tenant: &Tenant, seen: &mut Seen) {
    let get = |path: &str| Request::builder().uri(path.to_owned());
    let question = json!({"message": "When is the venue open?", "sessionId": Uuid::new_v4()});
    let ask = Request::builder().method("POST").uri("/api/widget/chat");
    let requests = [
        with_body(
            get("/api/widget/config").header("x-api-key", &tenant.person.key),
            None,
        ),
        with_body(
            get("/api/auth/me").header("cookie", &tenant.person.cookie),
            None,
        ),
        with_body(
            get("/api/dashboard/clients").header("cookie", &tenant.person.cookie),
            None,
        ),
        with_body(ask.header("x-api-key", &tenant.person.key), Some(question)),
    ];
    for request in requests {
        let started = Instant::now();
        let answer = tenant.send(request).await;
        seen.times.push(started.elapsed());
        seen.refused += usize::from(!answer.status.is_success());
    }
}
