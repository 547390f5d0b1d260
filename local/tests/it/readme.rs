//! The tour in the README does what it says.

use crate::dev::Dev;
use local_postgres::ScratchDir;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

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

#[tokio::test]
async fn the_tour_works_as_printed() {
    let readme = fs::read_to_string(Path::new(ROOT).join("README.md")).expect("the README");
    let (_webhook, url) = webhook().await;
    let folder = ScratchDir::new().expect("a scratch directory");
    let dev = Dev::start(&folder, &[], &[("N8N_WEBHOOK_URL", &url)]).await;

    let script = tour(&readme).replace("http://127.0.0.1:3000", &dev.address);
    let output = Command::new("bash")
        .args(["-euo", "pipefail", "-c", &script])
        .current_dir(folder.path())
        .output();
    let output = output.await.expect("bash runs");
    let said = String::from_utf8(output.stdout).expect("text");
    assert!(output.status.success(), "{said}");

    let printed = readme
        .lines()
        .find(|line| line.trim_start().starts_with("{\"response\""))
        .expect("the last answer");
    assert!(said.ends_with(printed.trim()), "{said}");
    assert!(
        said.contains("\"welcomeMessage\":\"Ask me about RustConf\""),
        "{said}"
    );
    assert!(!said.contains("\"error\""), "{said}");
}
