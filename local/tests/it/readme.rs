//! The tour in the README does what it says.

use crate::dev::Dev;
use local_postgres::ScratchDir;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

/// Much longer than it takes.
const PATIENCE: Duration = Duration::from_secs(60);
const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// The program of the README that stands in for a workflow, on a free port; gives its address.
async fn webhook() -> (Child, String) {
    let mut process = Command::new("node")
        .arg(Path::new(ROOT).join("docs/examples/webhook.mjs"))
        .env("PORT", "0")
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("node starts");
    let mut lines = BufReader::new(process.stdout.take().expect("its output")).lines();
    let line = lines.next_line().await.expect("text").expect("a line");
    (process, line.trim_start_matches("listening on ").to_owned())
}

/// All commands of the README's shell blocks, one after the other.
fn tour(readme: &str) -> String {
    let blocks = readme
        .split("```sh\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next());
    blocks.collect::<Vec<_>>().join("\n")
}

/// Walks the tour against a new system with these settings; gives the README, and all that was printed.
async fn take_tour(settings: &[(&str, &str)]) -> (String, String) {
    let readme = fs::read_to_string(Path::new(ROOT).join("README.md")).expect("the README");
    let folder = ScratchDir::new().expect("a scratch directory");
    let dev = Dev::start(&folder, &[], settings).await;

    let script = tour(&readme).replace("http://127.0.0.1:3000", &dev.address);
    let output = Command::new("bash")
        .args(["-euo", "pipefail", "-c", &script])
        .current_dir(folder.path())
        .env("TMPDIR", folder.path())
        .kill_on_drop(true)
        .output();
    let output = timeout(PATIENCE, output).await.expect("it comes to an end");
    let output = output.expect("bash runs");
    let said = String::from_utf8(output.stdout).expect("text");
    assert!(output.status.success(), "{said}");
    assert!(!said.contains("\"error\""), "{said}");
    (readme, said)
}

/// What the visitor read.
fn last_answer(said: &str) -> &str {
    let start = said.rfind("{\"response\"").expect("an answer");
    &said[start..]
}

#[tokio::test]
async fn the_tour_works_as_printed() {
    let (readme, said) = take_tour(&[]).await;
    let printed = readme
        .lines()
        .find(|line| line.trim_start().starts_with("{\"response\""))
        .expect("the last answer");
    // A document's id is another one each time.
    let (printed, _) = printed.trim().split_once('…').expect("the id left out");
    assert!(last_answer(&said).starts_with(printed), "{said}");
    assert!(
        said.contains("\"welcomeMessage\":\"Ask me about RustConf\""),
        "{said}"
    );
}

#[tokio::test]
async fn a_workflow_ends_the_tour_as_printed() {
    let (_webhook, url) = webhook().await;
    let (readme, said) = take_tour(&[("N8N_WEBHOOK_URL", &url)]).await;
    let printed = readme.split('`').find(|text| text.contains("You asked:"));
    let printed = printed.expect("how the last answer begins");
    assert!(last_answer(&said).starts_with(printed), "{said}");
}
