//! Everything that the functions log, as on Lambda and as talkative as can be; and that no secret is in it.

use std::io::{self, Write};
use std::sync::{LazyLock, Mutex, PoisonError};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

static LOG: LazyLock<Mutex<Vec<u8>>> = LazyLock::new(Mutex::default);

/// Where the lines go.
#[derive(Clone, Copy)]
struct Kept;

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut log = LOG.lock().unwrap_or_else(PoisonError::into_inner);
        log.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Keeps all lines of this process. Every test may call it.
pub fn keep() {
    static STARTED: LazyLock<()> = LazyLock::new(|| {
        let json = tracing_subscriber::fmt::layer()
            .json()
            .flatten_event(true)
            .with_writer(|| Kept);
        tracing_subscriber::registry()
            .with(json)
            .with(shared::logging::levels("trace"))
            .init();
    });
    LazyLock::force(&STARTED);
}

/// Expects lines, and none of the secrets in them. Whoever reads of a failure is not told the secret either, but which one it is.
pub fn has_no_secret(secrets: &[(&str, String)]) {
    let log = LOG.lock().unwrap_or_else(PoisonError::into_inner).clone();
    expect_no_secret(&String::from_utf8_lossy(&log), secrets);
}

/// The same of the log of a program.
pub fn expect_no_secret(log: &str, secrets: &[(&str, String)]) {
    assert!(
        log.contains("\"message\":\"request\""),
        "nothing was logged"
    );
    for line in log.lines() {
        let found = secrets
            .iter()
            .find(|(_, secret)| line.contains(secret.as_str()));
        if let Some((name, secret)) = found {
            panic!(
                "the log tells {name}: {}",
                line.replace(secret.as_str(), "…")
            );
        }
    }
}

#[test]
#[should_panic(expected = "the log tells a password: {\"message\":\"request\",\"x\":\"…\"}")]
fn a_secret_in_a_line_is_found() {
    let line = "{\"message\":\"request\",\"x\":\"pass\"}";
    expect_no_secret(line, &[("a password", "pass".to_owned())]);
}
