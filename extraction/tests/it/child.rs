//! The child process: the same answer as at home, and whatever happens to it happens to it alone.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use extraction::{Kind, Limits, Unreadable, child};

use crate::fixtures::{READABLE, bytes, chunks};

fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_extract-document"))
}

async fn extract(
    bytes: Vec<u8>,
    name: &str,
    limits: Limits,
) -> Result<(child::Summary, Vec<extraction::Chunk>), Unreadable> {
    child::extract(program(), bytes, Some(name.to_owned()), limits, |_| {}).await
}

/// A page that says one letter again and again: small to send, long to read.
fn slow() -> Vec<u8> {
    format!("<!doctype html>{}", "<p>a".repeat(2_400_000)).into_bytes()
}

#[tokio::test]
async fn a_child_answers_as_the_function_does() {
    for name in READABLE {
        let (summary, found) = extract(bytes(name), name, Limits::default())
            .await
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(found, chunks(name), "{name}");
        assert_eq!(summary.pages.is_some(), summary.kind == Kind::Pdf, "{name}");
    }
}

#[tokio::test]
async fn a_child_tells_why_there_is_no_text() {
    for (name, reason) in [
        ("password.pdf", Unreadable::Encrypted),
        ("scanned.pdf", Unreadable::Scanned),
        ("truncated.pdf", Unreadable::Corrupt),
    ] {
        assert_eq!(
            extract(bytes(name), name, Limits::default()).await,
            Err(reason),
            "{name}"
        );
    }
}

#[tokio::test]
async fn progress_rises_to_the_end() {
    let mut told = Vec::new();
    child::extract(
        program(),
        bytes("programme.pdf"),
        None,
        Limits::default(),
        |percent| told.push(percent),
    )
    .await
    .unwrap();
    assert!(
        told.len() >= 4 && told.is_sorted() && told.last() == Some(&100),
        "{told:?}"
    );
}

#[tokio::test]
async fn a_child_that_wants_too_much_memory_is_refused_it() {
    let little = Limits {
        memory: 16 * 1024 * 1024,
        ..Limits::default()
    };
    assert_eq!(
        extract(slow(), "a.html", little).await,
        Err(Unreadable::OutOfMemory)
    );
}

#[tokio::test]
async fn a_child_that_takes_too_long_is_killed() {
    let short = Limits {
        time: Duration::from_millis(100),
        ..Limits::default()
    };
    let began = Instant::now();
    assert_eq!(
        extract(slow(), "a.html", short).await,
        Err(Unreadable::TookTooLong)
    );
    assert!(
        began.elapsed() < Duration::from_secs(5),
        "{:?}",
        began.elapsed()
    );
}

#[tokio::test]
async fn dropping_the_future_kills_the_child() {
    let work = child::extract(program(), slow(), None, Limits::default(), |_| {});
    let mut work = Box::pin(work);
    // Polled until the child is there, then given up.
    let mine = loop {
        assert!(
            tokio::time::timeout(Duration::from_millis(5), &mut work)
                .await
                .is_err(),
            "too quick to be dropped"
        );
        if let Some(child) = children().pop() {
            break child;
        }
    };
    drop(work);
    let began = Instant::now();
    while is_running(&mine) {
        assert!(
            began.elapsed() < Duration::from_secs(10),
            "still running: {mine}"
        );
        tokio::task::yield_now().await;
    }
}

/// Children of this very thread: other tests have threads of their own.
fn children() -> Vec<String> {
    let thread = std::fs::read_link("/proc/thread-self").unwrap();
    let list = std::fs::read_to_string(Path::new("/proc").join(thread).join("children")).unwrap();
    list.split_whitespace().map(str::to_owned).collect()
}

fn is_running(process: &str) -> bool {
    let status = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    status
        .rsplit_once(") ")
        .is_some_and(|(_, rest)| !rest.starts_with('Z'))
}

#[tokio::test]
async fn a_program_that_is_not_there_or_knows_nothing_of_documents_is_told_apart() {
    let missing = PathBuf::from("/nowhere/at/all");
    let outcome = child::extract(&missing, b"text".to_vec(), None, Limits::default(), |_| {}).await;
    assert!(
        outcome.as_ref().is_err_and(Unreadable::may_pass),
        "{outcome:?}"
    );
    let outcome = child::extract(
        Path::new("/bin/false"),
        bytes("programme.pdf"),
        None,
        Limits::default(),
        |_| {},
    )
    .await;
    assert_eq!(outcome, Err(Unreadable::Crashed));
    let outcome = child::extract(
        Path::new("/bin/echo"),
        vec![b'a'; 1_000_000],
        None,
        Limits::default(),
        |_| {},
    )
    .await;
    assert_eq!(outcome, Err(Unreadable::Crashed));
}

#[tokio::test]
async fn many_at_once_do_not_disturb_one_another() {
    let all = futures_util::future::join_all(
        (0..6).map(|_| extract(bytes("programme.pdf"), "programme.pdf", Limits::default())),
    )
    .await;
    for outcome in all {
        assert_eq!(outcome.unwrap().1, chunks("programme.pdf"));
    }
}
