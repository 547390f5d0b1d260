//! A running `cargo dev`.

use local_postgres::ScratchDir;
use serde_json::{Value, json};
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;

/// Much longer than anything here takes, so that a hang is a failure.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Dev {
    pub process: Child,
    /// `http://127.0.0.1:…`
    pub address: String,
    lines: Option<Lines<BufReader<ChildStdout>>>,
}

/// The program on a data folder, with arguments and settings of the test's.
pub fn command(data_dir: &Path, arguments: &[&str], settings: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_local"));
    command
        .current_dir(data_dir)
        .args(["--data-dir", "."])
        .args(arguments)
        .env_remove("DATABASE_URL")
        .env_remove("SESSION_SECRET")
        .env_remove("N8N_WEBHOOK_URL")
        .envs(settings.iter().copied())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

impl Dev {
    /// Starts it on a free port and waits until it says where.
    pub async fn start(
        data_dir: &ScratchDir,
        arguments: &[&str],
        settings: &[(&str, &str)],
    ) -> Self {
        let arguments = [&["--port", "0"], arguments].concat();
        let mut process = command(data_dir.path(), &arguments, settings)
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(process.stdout.take().expect("its output")).lines();
        let address = timeout(PATIENCE, async {
            while let Some(line) = lines.next_line().await.expect("a line") {
                if let Some(address) = line.trim().strip_prefix("API") {
                    return address.trim().trim_end_matches("/api").to_owned();
                }
            }
            let mut said = String::new();
            process
                .stderr
                .take()
                .expect("its errors")
                .read_to_string(&mut said)
                .await
                .expect("text");
            panic!("it ended before it served: {said}");
        });
        let address = address.await.expect("it serves within a minute");
        Self {
            process,
            address,
            lines: Some(lines),
        }
    }

    /// Reads no more of what it says, like `head` that has enough.
    pub fn close_output(&mut self) {
        self.lines = None;
    }

    /// Sends a signal to a process.
    pub async fn signal(&self, signal: &str, pid: &str) {
        let kill = Command::new("kill").args([signal, pid]).status().await;
        assert!(kill.expect("kill is on every system").success());
    }

    /// Asks it to stop as `kill` or Ctrl-C does; gives how it ended and what it said last.
    pub async fn stop(mut self, signal: &str) -> (ExitStatus, String) {
        let pid = self.process.id().expect("it runs").to_string();
        self.signal(signal, &pid).await;
        let mut last = String::new();
        timeout(PATIENCE, async {
            while let Some(lines) = &mut self.lines
                && let Ok(Some(line)) = lines.next_line().await
            {
                last = line;
            }
            (self.process.wait().await.expect("an end"), last)
        })
        .await
        .expect("it ends")
    }

    /// Waits for an end that comes by itself; gives what it said on stderr.
    pub async fn failure(&mut self) -> String {
        let mut said = String::new();
        let stderr = self.process.stderr.as_mut().expect("its errors");
        let read = timeout(PATIENCE, stderr.read_to_string(&mut said)).await;
        read.expect("it ends").expect("text");
        assert!(!self.process.wait().await.expect("an end").success());
        said
    }

    /// Registers somebody; gives the cookie.
    pub async fn register(&self, username: &str) -> String {
        let body = json!({"username": username, "password": "correct-horse"}).to_string();
        let response = reqwest::Client::new()
            .post(format!("{}/api/auth/register", self.address))
            .header("content-type", "application/json")
            .body(body)
            .send()
            .await
            .expect("an answer");
        assert_eq!(response.status(), 201);
        let cookie = response.headers()["set-cookie"].to_str().expect("ASCII");
        cookie.split(';').next().expect("a pair").to_owned()
    }

    /// Who the holder of a cookie is; `None` when nobody.
    pub async fn me(&self, cookie: &str) -> Option<String> {
        let request = reqwest::Client::new()
            .get(format!("{}/api/auth/me", self.address))
            .header("cookie", cookie);
        let response = request.send().await.expect("an answer");
        let body: Value =
            serde_json::from_slice(&response.bytes().await.expect("a body")).expect("JSON");
        body["user"]["username"].as_str().map(str::to_owned)
    }
}

/// Runs it to an end that comes by itself; gives what it said on stderr.
pub async fn failure(
    data_dir: &ScratchDir,
    arguments: &[&str],
    settings: &[(&str, &str)],
) -> String {
    let output = timeout(
        PATIENCE,
        command(data_dir.path(), arguments, settings).output(),
    );
    let output = output
        .await
        .expect("it ends by itself")
        .expect("the program starts");
    assert!(!output.status.success());
    String::from_utf8(output.stderr).expect("text")
}
