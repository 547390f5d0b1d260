//! Every function as Lambda runs it: its own program in several environments, each of which serves one request at a time.

use crate::call::{Answer, Call};
use crate::programs::program;
use futures_util::future::join_all;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;
use test_support::{Environment, HttpAnswer, HttpEvent};
use tokio::sync::Semaphore;

/// Environments of each function, and how many.
const FUNCTIONS: [(&str, usize); 5] = [
    ("auth", 2),
    ("clients", 2),
    ("widgets", 2),
    ("chat", 6),
    ("knowledge", 2),
];

/// How many there are in all, with a connection each.
pub fn environments() -> i64 {
    let counts = FUNCTIONS.map(|(_, count)| count);
    i64::try_from(counts.iter().sum::<usize>()).unwrap_or(i64::MAX)
}

/// Of this a sweep keeps two minutes back for the document that it begins last.
const SWEEP: Duration = Duration::from_secs(150);

pub struct Lambdas(BTreeMap<&'static str, Environments>);

struct Environments {
    idle: Mutex<Vec<Environment>>,
    places: Semaphore,
}

impl Lambdas {
    pub async fn start(database_url: &str) -> Self {
        let more = [("PRIVATE_NEIGHBOURS", "allow")];
        let started = FUNCTIONS.map(async |(name, count)| {
            let path = program(name);
            let all = (0..count).map(|_| Environment::with_database(&path, database_url, &more));
            let mut all = join_all(all).await;
            for environment in &mut all {
                environment.ready().await;
            }
            let environments = Environments {
                idle: Mutex::new(all),
                places: Semaphore::new(count),
            };
            (name, environments)
        });
        Self(join_all(started).await.into_iter().collect())
    }

    pub async fn send(&self, call: &Call) -> Answer {
        let environments = &self.0[function_for(&call.path)];
        let _place = environments.places.acquire().await.expect("never closed");
        let mut environment = environments.take();
        let finished = environment.invoke(event(call).value()).await;
        let answer = if is_streamed(&call.path) {
            HttpAnswer::streamed(&finished)
        } else {
            HttpAnswer::whole(&finished)
        };
        environments.put(environment);
        read(answer)
    }

    /// Has the ingest read what waits.
    pub async fn sweep(&self) {
        let environments = &self.0["knowledge"];
        let _place = environments.places.acquire().await.expect("never closed");
        let mut environment = environments.take();
        let sweep = serde_json::json!({"action": "sweep"});
        environment.invoke_within(&sweep, SWEEP).await;
        environments.put(environment);
    }

    /// Stops all processes where they are, as Lambda does between events. Nothing may be under way.
    pub fn freeze(&self) {
        self.each(Environment::freeze);
    }

    pub fn thaw(&self) {
        self.each(Environment::thaw);
    }

    /// Each with its function's name.
    pub fn pids(&self) -> Vec<(&'static str, u32)> {
        let of = |(name, environments): (&&'static str, &Environments)| {
            let idle = environments.idle.lock().expect("nobody panics holding it");
            let mut pids: Vec<u32> = idle.iter().map(Environment::pid).collect();
            // They stand in the order in which they were used.
            pids.sort_unstable();
            pids.into_iter().map(|pid| (*name, pid)).collect::<Vec<_>>()
        };
        self.0.iter().flat_map(of).collect()
    }

    fn each(&self, mut what: impl FnMut(&Environment)) {
        for environments in self.0.values() {
            let idle = environments.idle.lock().expect("nobody panics holding it");
            idle.iter().for_each(&mut what);
        }
    }
}

impl Environments {
    fn take(&self) -> Environment {
        let mut idle = self.idle.lock().expect("nobody panics holding it");
        // The one that waited longest, so that all have something to do.
        assert!(!idle.is_empty(), "an environment has died");
        idle.remove(0)
    }

    fn put(&self, environment: Environment) {
        let mut idle = self.idle.lock().expect("nobody panics holding it");
        idle.push(environment);
    }
}

fn function_for(path: &str) -> &'static str {
    let is_below = |prefix: &str| path.starts_with(prefix);
    if is_below("/api/auth") {
        "auth"
    } else if is_below("/api/dashboard/clients") {
        "clients"
    } else if is_below("/api/dashboard/knowledge") {
        "knowledge"
    } else if is_streamed(path) {
        "chat"
    } else {
        "widgets"
    }
}

fn is_streamed(path: &str) -> bool {
    path.starts_with("/api/widget/chat")
}

fn event(call: &Call) -> HttpEvent {
    let mut event = if call.path.starts_with("/api/widget") {
        HttpEvent::function_url(call.method, &call.path)
    } else {
        HttpEvent::api_gateway(call.method, &call.path)
    };
    event = event.header("sec-fetch-site", "same-origin");
    if let Some(cookie) = &call.cookie {
        event = event.cookies(&[cookie]);
    }
    if let Some(key) = &call.key {
        event = event.header("x-api-key", key);
    }
    match &call.body {
        Some(body) => event.json(body),
        None => event,
    }
}

fn read(answer: HttpAnswer) -> Answer {
    let header = |name: &str| match &answer.headers[name] {
        Value::String(text) => Some(text.clone()),
        _ => None,
    };
    Answer {
        status: u16::try_from(answer.status).unwrap_or_default(),
        retry_after: header("retry-after"),
        limit: header("x-ratelimit-limit"),
        message_id: header("x-message-id"),
        is_whole: true,
        body: answer.body,
    }
}
