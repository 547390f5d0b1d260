//! What an answer gives away, and what a request has changed.

use crate::attempts::{Attempt, Has};
use crate::document::OpenedBy;
use crate::request::Request;
use crate::world::{Rows, World};
use std::collections::BTreeSet;
use std::fmt;
use test_support::Answer;
use uuid::Uuid;

/// What went wrong, in a line of the report.
#[derive(Clone, Debug)]
pub struct Fault {
    pub operation: String,
    pub who: String,
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:<24} | {:<52} | {}",
            self.operation, self.who, self.what
        )
    }
}

/// Judges the attempts at one operation.
pub struct Judge<'a> {
    pub world: &'a World,
    pub opened_by: OpenedBy,
    /// Bob's rows before the next attempt.
    pub rows: Rows,
    /// How many requests were sent.
    pub requests: usize,
}

impl Judge<'_> {
    /// What is wrong with what came of an attempt.
    pub async fn judge(&mut self, attempt: &Attempt) -> Vec<String> {
        if let Some((before, _)) = &attempt.meanwhile {
            self.world.database.sql(before).await;
            self.rows = self.world.rows_of_bob().await;
        }
        let mut faults = Vec::new();
        match self.send(&attempt.request).await {
            Ok(answer) => {
                faults.extend(self.of_answer(attempt, &answer));
                if let Some(twin) = &attempt.twin {
                    faults.extend(self.differs(&answer, &attempt.request, twin).await);
                }
            }
            Err(reason) => faults.push(reason),
        }
        faults.extend(self.changed(attempt.has).await);
        if let Some((_, after)) = &attempt.meanwhile {
            self.world.database.sql(after).await;
            self.rows = self.world.rows_of_bob().await;
        }
        faults
    }

    /// An answer that is not as it is described is a fault, too.
    pub async fn send(&mut self, request: &Request) -> Result<Answer, String> {
        self.requests += 1;
        let call = request.call(&self.world.app);
        let sent = tokio::spawn(call.send()).await;
        sent.map_err(|error| {
            let panic = error.into_panic();
            let text = panic
                .downcast_ref::<String>()
                .map_or("a panic", String::as_str);
            text.lines().next().unwrap_or_default().to_owned()
        })
    }

    fn of_answer(&self, attempt: &Attempt, answer: &Answer) -> Vec<String> {
        let mut faults = Vec::new();
        if let Some(status) = attempt.status
            && status != answer.status
        {
            faults.push(format!(
                "{} instead of {status}: {}",
                answer.status, answer.text
            ));
        }
        if answer.status >= 500 {
            faults.push(format!("{}: {}", answer.status, answer.text));
        }
        let leaked = self.leaked(attempt, answer);
        if !leaked.is_empty() {
            faults.push(format!("tells {leaked:?}: {}", answer.text));
        }
        // Anybody may read a logo, and a widget's route says so before it knows who asks.
        let may_be_read = self.opened_by == OpenedBy::Nothing
            || attempt.request.method == "OPTIONS" && self.opened_by == OpenedBy::PublicKey;
        if let Some(origin) = answer.header("access-control-allow-origin")
            && !may_be_read
        {
            faults.push(format!("lets {origin} read the answer"));
        }
        if answer.header("access-control-allow-credentials").is_some() {
            faults.push("lets pages of other sites send cookies".to_owned());
        }
        let cache = answer.header("cache-control").unwrap_or_default();
        let is_private = ["private", "no-store"]
            .iter()
            .any(|word| cache.contains(word));
        if !is_private && self.opened_by != OpenedBy::Nothing && attempt.request.method != "OPTIONS"
        {
            faults.push(format!(
                "{} may be kept by caches: cache-control: {cache:?}",
                answer.status
            ));
        }
        faults
    }

    /// Values of Bob's in the answer which the caller did not say, and may not know.
    fn leaked(&self, attempt: &Attempt, answer: &Answer) -> Vec<&str> {
        let mut told = tells(self.world, &attempt.request, answer);
        match attempt.has {
            Has::Nothing => {}
            Has::TheKey => told.retain(|value| self.said_by_visitors(value)),
            // The page cannot read it: see the origin that is not allowed.
            Has::TheBrowser => told.clear(),
        }
        told
    }

    /// Whether it is of conversations: all else a page of Bob's may show.
    fn said_by_visitors(&self, value: &str) -> bool {
        let is_of =
            |row: &&String| row.starts_with("conversations ") || row.starts_with("messages ");
        let other = |row: &&String| !is_of(row) && row.contains(value);
        value == self.world.visitors_canary
            || self
                .rows
                .iter()
                .filter(is_of)
                .any(|row| row.contains(value))
                && !self.rows.iter().any(|row| other(&row))
    }

    /// Whether what does not exist is answered in another way.
    async fn differs(
        &mut self,
        answer: &Answer,
        request: &Request,
        twin: &Request,
    ) -> Option<String> {
        let other = match self.send(twin).await {
            Ok(other) => other,
            Err(reason) => return Some(format!("for what does not exist, {reason}")),
        };
        let (his, none) = (plain(answer, request), plain(&other, twin));
        (his != none)
            .then(|| format!("is not answered as what does not exist:\n    {his}\n    {none}"))
    }

    async fn changed(&mut self, has: Has) -> Option<String> {
        let rows = self.world.rows_of_bob().await;
        let before = std::mem::replace(&mut self.rows, rows);
        let gone: Vec<_> = before.difference(&self.rows).collect();
        let new: Vec<_> = self.rows.difference(&before).collect();
        let is_of = |row: &str, tables: &[&str]| {
            tables
                .iter()
                .any(|table| row.starts_with(&format!("{table} ")))
        };
        // Visitors ask, which is counted; what others said stays as it was.
        let may_be = |row: &&&String, tables: &[&str]| has == Has::TheKey && is_of(row, tables);
        let counts = ["usage_hours", "request_counts"];
        let added = ["usage_hours", "request_counts", "conversations", "messages"];
        let gone: BTreeSet<_> = gone.iter().filter(|row| !may_be(row, &counts)).collect();
        let new: BTreeSet<_> = new.iter().filter(|row| !may_be(row, &added)).collect();
        (!gone.is_empty() || !new.is_empty())
            .then(|| format!("changes Bob's rows:\n    - {gone:?}\n    + {new:?}"))
    }
}

/// Values of Bob's that stand in an answer and not in its request.
pub fn tells<'a>(world: &'a World, request: &Request, answer: &Answer) -> Vec<&'a str> {
    let body = String::from_utf8_lossy(&answer.bytes).to_lowercase();
    let told = format!("{:?} {body}", answer.headers).to_lowercase();
    let said = request.says();
    let values = world.bobs_values.iter().map(String::as_str);
    values
        .filter(|value| told.contains(value) && !said.contains(value))
        .collect()
}

/// An answer without what is another for every request: its id, when it was, ids that were said or are new, what is left of the hour.
pub fn plain(answer: &Answer, request: &Request) -> String {
    let headers = answer.headers.iter().filter(|(name, _)| {
        !matches!(name.as_str(), "x-request-id" | "date" | "x-ratelimit-remaining" | "x-visitor-token")
            // It is of the body, in which the id stands that was said.
            && (name.as_str() != "etag" || !says_back(answer, request))
    });
    let mut headers: Vec<_> = headers
        .map(|(name, value)| format!("{name}: {value:?}"))
        .collect();
    headers.sort_unstable();
    let text = without_ids(&format!("{headers:?} {}", answer.text));
    format!("{} {text}", answer.status)
}

fn says_back(answer: &Answer, request: &Request) -> bool {
    let said = request.says();
    answer
        .text
        .split('"')
        .any(|word| Uuid::try_parse(word).is_ok() && said.contains(word))
}

fn without_ids(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        if let Some(id) = rest.get(..36)
            && Uuid::try_parse(id).is_ok()
        {
            plain.push_str("(an id)");
            rest = &rest[36..];
        } else if let Some(token) = rest.strip_prefix("vt_") {
            plain.push_str("(a token)");
            rest =
                token.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || "-_".contains(c));
        } else {
            plain.push(letter);
            rest = &rest[letter.len_utf8()..];
        }
    }
    plain
}
