//! Size of the release binaries, and the memory of each function that has answered a request from its database and waits for the next.

use crate::runtime_api::{RuntimeApi, Seen};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};
use test_support::{Person, SESSION_SECRET, TestDatabase};
use tokio::process::Command;

const SIZE_LIMIT: f64 = 8.0;
const MEMORY_LIMIT: f64 = 20.0;

/// Measures and prints; true when every limit is kept.
pub async fn measure() -> bool {
    let database = TestDatabase::create().await;
    let alice = Person::register(&database.services(1), "alice").await;
    println!(
        "Footprint of the release binaries (limits: {SIZE_LIMIT} MB on disk, {MEMORY_LIMIT} MB of memory)"
    );
    println!(
        "{:<12}{:>10}{:>12}{:>16}{:>18}",
        "function", "size MB", "idle MB", "first poll ms", "first answer ms"
    );
    let mut met = true;
    for (function, path) in [
        ("auth", "/api/auth/me"),
        ("clients", "/api/dashboard/clients"),
        ("widgets", "/api/widget/config"),
        ("chat", "/api/widget/chat"),
    ] {
        let binary = release_binary(function);
        let Ok(metadata) = fs::metadata(&binary) else {
            println!("{function:<12}not built: cargo build --release --package {function}");
            met = false;
            continue;
        };
        #[expect(clippy::cast_precision_loss, reason = "a file size in megabytes")]
        let size = metadata.len() as f64 / 1_000_000.0;
        let run = run(&binary, event(path, &alice), database.url()).await;
        let (poll, answer) = (
            run.first_poll.as_secs_f64() * 1e3,
            run.first_answer.as_secs_f64() * 1e3,
        );
        println!(
            "{function:<12}{size:>10.1}{:>12.1}{poll:>16.1}{answer:>18.1}",
            run.idle_mb
        );
        met &= size < SIZE_LIMIT && run.idle_mb < MEMORY_LIMIT;
    }
    println!("{}", if met { "Limits kept" } else { "Limits BROKEN" });
    met
}

struct Run {
    idle_mb: f64,
    first_poll: Duration,
    first_answer: Duration,
}

async fn run(binary: &Path, event: Value, database_url: &str) -> Run {
    let mut api = RuntimeApi::start(event.to_string()).await;
    let started = Instant::now();
    let mut function = Command::new(binary)
        .env_clear()
        .env("AWS_LAMBDA_RUNTIME_API", &api.address)
        .env("AWS_LAMBDA_FUNCTION_NAME", "bench")
        .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256")
        .env("AWS_LAMBDA_FUNCTION_VERSION", "1")
        .env("AWS_LAMBDA_LOG_GROUP_NAME", "bench")
        .env("AWS_LAMBDA_LOG_STREAM_NAME", "bench")
        .env("DATABASE_URL", database_url)
        .env("SESSION_SECRET", SESSION_SECRET)
        .stdout(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("the function starts");
    assert_eq!(api.seen.recv().await, Some(Seen::Polled));
    let first_poll = started.elapsed();
    let answer = match api.seen.recv().await {
        Some(Seen::Answered(answer)) => answer,
        other => unreachable!("a function answers before it polls again: {other:?}"),
    };
    let first_answer = started.elapsed();
    // Chat has nobody to ask here; it opened the key in the database all the same.
    assert!(
        answer.contains("\"statusCode\":200") || answer.contains("\"statusCode\":503"),
        "{answer}"
    );
    assert_eq!(api.seen.recv().await, Some(Seen::Polled));
    let idle_mb = resident_mb(function.id().expect("it is still running"));
    function.kill().await.expect("it can be ended");
    Run {
        idle_mb,
        first_poll,
        first_answer,
    }
}

/// An API Gateway event, payload format 2.0.
fn event(path: &str, person: &Person) -> Value {
    let is_chat = path.ends_with("/chat");
    let method = if is_chat { "POST" } else { "GET" };
    let body =
        json!({"message": "hi", "sessionId": "123e4567-e89b-12d3-a456-426614174000"}).to_string();
    json!({
        "version": "2.0", "routeKey": "$default", "rawPath": path, "rawQueryString": "",
        "cookies": [person.cookie],
        "headers": {"host": "app.example", "x-forwarded-proto": "https", "content-type": "application/json", "x-api-key": person.key},
        "requestContext": {
            "accountId": "123456789012", "apiId": "bench", "domainName": "app.example", "domainPrefix": "app",
            "http": {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "bench"},
            "requestId": "bench", "routeKey": "$default", "stage": "$default",
            "time": "01/Jan/2026:00:00:00 +0000", "timeEpoch": 1_767_225_600_000_u64,
        },
        "body": is_chat.then_some(body),
        "isBase64Encoded": false,
    })
}

fn release_binary(function: &str) -> PathBuf {
    // This program stands beside them.
    let here = std::env::current_exe().expect("a program knows where it is");
    here.with_file_name(function)
}

fn resident_mb(pid: u32) -> f64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).expect("the process runs");
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .expect("Linux tells");
    let kib: f64 = line
        .trim()
        .trim_end_matches(" kB")
        .parse()
        .expect("a number");
    kib * 1_024.0 / 1_000_000.0
}
