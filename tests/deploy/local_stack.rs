//! LocalStack, as `verify/deploy/localstack_host.py` runs it.

use crate::commands::{ROOT, tool};
use std::fs::{self, File};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tokio::net::{TcpListener, TcpStream};

/// Python reads a lot of it first, from a cold disk the first time.
const START_LIMIT: Duration = Duration::from_secs(120);

/// A running one; ends with this value, or when this program does.
pub struct LocalStack {
    process: Child,
    port: u16,
}

impl LocalStack {
    /// Starts an empty one that keeps its files and logs in that folder.
    pub async fn start(folder: &Path) -> Self {
        // A free port may be taken by another program before LocalStack is there.
        for _ in 0..3 {
            let mut local_stack = Self::begin(folder, free_port().await);
            if local_stack.is_ready().await {
                return local_stack;
            }
        }
        panic!("LocalStack does not stay up");
    }

    fn begin(folder: &Path, port: u16) -> Self {
        let log = folder.join("log");
        fs::create_dir_all(&log).expect("a folder");
        let log = File::create(log.join("localstack.log")).expect("a log");
        let process = Command::new(tool("localstack/bin/python"))
            .arg("verify/deploy/localstack_host.py")
            .arg(port.to_string())
            .arg(folder)
            .current_dir(ROOT)
            // It ends when this pipe does, however we end.
            .stdin(Stdio::piped())
            .stdout(log.try_clone().expect("the same log"))
            .stderr(log)
            .spawn()
            .expect("Python starts");
        Self { process, port }
    }

    /// Waits until it listens; false when it ended instead.
    async fn is_ready(&mut self) -> bool {
        let limit = Instant::now() + START_LIMIT;
        loop {
            if self.process.try_wait().expect("a child of ours").is_some() {
                return false;
            }
            if TcpStream::connect(("127.0.0.1", self.port)).await.is_ok() {
                return true;
            }
            assert!(Instant::now() < limit, "LocalStack does not listen");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// For `AWS_ENDPOINT_URL`.
    pub fn url(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// Asks a function URL. Its name is one that only LocalStack knows.
    pub async fn ask(
        &self,
        url: &str,
        path: &str,
        key: &str,
        body: Option<&serde_json::Value>,
    ) -> String {
        let host = url.split('/').nth(2).expect("a host");
        let address = format!("http://127.0.0.1:{}{path}", self.port);
        let client = reqwest::Client::new();
        let request = match body {
            Some(body) => client.post(address).body(body.to_string()),
            None => client.get(address),
        };
        let request = request
            .header("host", host)
            .header("x-api-key", key)
            .header("content-type", "application/json");
        let answer = request.send().await.expect("an answer");
        let status = answer.status();
        let text = answer.text().await.expect("text");
        assert_eq!(status, 200, "{url}: {text}");
        text
    }
}

impl Drop for LocalStack {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        drop(self.process.wait());
    }
}

async fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    listener.local_addr().expect("its number").port()
}
