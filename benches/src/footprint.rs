//! Size of the release binaries, on disk and as Lambda is sent them (zipped), and their memory: the most they ever had, and what they
//! keep after an answer from the database. Auth also hashes a password, which takes most memory of all.

use crate::binaries;
use std::path::Path;
use std::process::{Command, Stdio};
use test_support::{Environment, Person, TestDatabase};

const ZIPPED_LIMIT: f64 = 5.0;
/// Readers for six kinds of documents are in it.
const KNOWLEDGE_ZIPPED_LIMIT: f64 = 6.0;
const PEAK_LIMIT: f64 = 40.0;

/// Measures and prints; true when every limit is kept.
pub async fn measure() -> bool {
    let database = TestDatabase::create().await;
    let alice = Person::register(&database.services(1), "alice").await;
    println!(
        "Footprint of the release binaries in MB (limits: {ZIPPED_LIMIT} zipped, knowledge {KNOWLEDGE_ZIPPED_LIMIT}, {PEAK_LIMIT} of memory)"
    );
    println!(
        "{:<12}{:>10}{:>10}{:>10}{:>10}",
        "function", "on disk", "zipped", "idle", "peak"
    );
    let mut met = true;
    for function in binaries::HTTP {
        let Some(binary) = binaries::find(function) else {
            met = false;
            continue;
        };
        let mut environment = Environment::with_database(&binary, database.url(), &[]).await;
        let answer = environment.invoke(&function.event(&alice)).await;
        assert!(!answer.is_error, "{}", environment.log());
        if function.name == "auth" {
            let registered = environment.invoke(&binaries::registration()).await;
            assert!(!registered.is_error, "{}", environment.log());
        }
        environment.idle().await;
        let memory = |name| megabytes(environment.memory_kb(name) * 1_024);
        let size = megabytes(std::fs::metadata(&binary).expect("it is there").len());
        let zipped = megabytes(deflated_bytes(&binary));
        let (idle, peak) = (memory("VmRSS"), memory("VmHWM"));
        println!(
            "{:<12}{size:>10.1}{zipped:>10.1}{idle:>10.1}{peak:>10.1}",
            function.name
        );
        let zipped_limit = if function.name == "knowledge" {
            KNOWLEDGE_ZIPPED_LIMIT
        } else {
            ZIPPED_LIMIT
        };
        met &= zipped < zipped_limit && peak < PEAK_LIMIT;
    }
    println!("{}", if met { "Limits kept" } else { "Limits BROKEN" });
    met
}

#[expect(clippy::cast_precision_loss, reason = "sizes in megabytes")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1_000_000.0
}

/// What a zip of it holds: the same compression, and a header of some bytes.
fn deflated_bytes(path: &Path) -> u64 {
    let gzip = Command::new("gzip")
        .args(["--stdout", "-6"])
        .arg(path)
        .stdin(Stdio::null())
        .output()
        .expect("gzip runs");
    assert!(gzip.status.success(), "gzip");
    gzip.stdout.len() as u64
}
