//! `cargo bench-all`: the figures the project promises, measured in one run so that they can be compared with each other.
//! They are set against the limits in the code; a busy machine may miss one, which is why no test depends on them.

mod binaries;
mod chat;
mod cold_start;
mod footprint;
mod ingest;
mod latency;
mod retrieval;
mod sign_in;

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    // Takes gigabytes and an hour, so that it has to be asked for; the words behind it are its own.
    if wanted.first().is_some_and(|name| name == "scale") {
        return if benches::scale::measure(&wanted[1..]).await {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        };
    }
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|wanted| wanted == name);
    let mut met = true;
    if is_wanted("latency") {
        met &= latency::measure().await;
    }
    if is_wanted("chat") {
        met &= chat::measure().await;
    }
    if is_wanted("retrieval") {
        met &= retrieval::measure().await;
    }
    if is_wanted("ingest") {
        met &= ingest::measure().await;
    }
    if is_wanted("sign-in") {
        met &= sign_in::measure().await;
    }
    if is_wanted("cold-start") {
        met &= cold_start::measure().await;
    }
    if is_wanted("footprint") {
        met &= footprint::measure().await;
    }
    // Writes docs/PERFORMANCE.md, so that it has to be asked for.
    if wanted.iter().any(|wanted| wanted == "compare") {
        met &= benches::compare::measure().await;
    }
    if met {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
