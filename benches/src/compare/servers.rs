//! Servers on a port: ours, Express, and Express by two processes.

use super::people::People;
use super::process;
use super::request::{Request, Route};
use super::same::{Target, ask};
use super::{Own, Stage};
use node::{Node, Version};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;
use test_support::{Proxy, SESSION_SECRET};
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout};

const START_LIMIT: Duration = Duration::from_secs(60);
/// Of the Postgres connections of one Express process; more made it no faster.
const POOL_SIZE: &str = "20";

/// The Express server's folder, its packages installed.
#[derive(Debug)]
pub struct Express {
    node: Node,
    folder: PathBuf,
}

/// A running server; it ends with this value.
#[derive(Debug)]
pub struct Server {
    /// What tables call it.
    pub name: &'static str,
    /// `http://127.0.0.1:<port>`.
    pub url: String,
    process: Child,
    /// When this end closes, even because this program was killed, Express ends.
    _stdin: Option<ChildStdin>,
    /// Whoever reads nothing makes a writer wait.
    _stdout: Lines<BufReader<ChildStdout>>,
    /// Where its files are.
    _folder: TempDir,
}

/// A server on the stage, with what is known of it.
#[derive(Debug)]
pub(super) struct OnStage {
    pub server: Server,
    pub proxy: Proxy,
    /// Who may log in there.
    pub names: Vec<String>,
    idle_mb: f64,
}

impl Express {
    /// Installs the packages that the lock file names.
    ///
    /// # Errors
    /// A sentence for people.
    pub fn install() -> Result<Self, String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let node = Node::find_or_install(Version(24, 0), &root.join("../.data"))?;
        let folder = root.join("compare");
        node::install_locked(&node, &folder)?;
        Ok(Self { node, folder })
    }

    /// Where its code is.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A program on the PATH that has Node.js.
    #[must_use]
    pub fn command(&self, program: &str) -> Command {
        let mut command = self.node.command(program);
        command.current_dir(&self.folder);
        command
    }

    /// Starts it by so many processes.
    pub async fn serve(&self, database_url: &str, workflow_url: &str, workers: usize) -> Server {
        let mut command = self.command("node");
        command
            .arg("server.mjs")
            .env("DATABASE_URL", database_url)
            .env("N8N_WEBHOOK_URL", workflow_url)
            .env("NODE_ENV", "production")
            .env("POOL_SIZE", POOL_SIZE)
            .env("WORKERS", workers.to_string());
        let name = if workers == 1 {
            "Express"
        } else {
            "Express, 2 processes"
        };
        let folder = tempfile::tempdir().expect("a folder");
        Server::start(name, command, folder).await
    }
}

impl Server {
    /// Ours, all functions in one process.
    pub async fn own(own: &Own, database_url: &str, workflow_url: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let command = own.serve(folder.path(), database_url, workflow_url);
        Self::start("ours", command, folder).await
    }

    /// Waits until it says where it listens.
    async fn start(name: &'static str, mut command: Command, folder: TempDir) -> Self {
        // A line for each of ours' requests, as on Lambda.
        let log = File::create(folder.path().join("log")).expect("a file");
        command
            .stderr(log)
            .env("SESSION_SECRET", SESSION_SECRET)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut command = tokio::process::Command::from(command);
        let mut process = command.kill_on_drop(true).spawn().expect("it starts");
        let stdin = process.stdin.take();
        let mut lines = BufReader::new(process.stdout.take().expect("it was piped")).lines();
        let url = tokio::time::timeout(START_LIMIT, url(&mut lines)).await;
        Self {
            name,
            url: url.expect("it says where it listens"),
            process,
            _stdin: stdin,
            _stdout: lines,
            _folder: folder,
        }
    }

    /// The process.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.process.id().expect("it runs")
    }
}

/// What the lines say: `listening on <port>`, or an address.
async fn url(lines: &mut Lines<BufReader<ChildStdout>>) -> String {
    while let Some(line) = lines.next_line().await.expect("text") {
        if let Some(port) = line.strip_prefix("listening on ") {
            return format!("http://127.0.0.1:{port}");
        }
        if let Some(url) = line.trim().strip_prefix("Dashboard") {
            return url.trim().trim_end_matches('/').to_owned();
        }
    }
    String::new()
}

impl OnStage {
    async fn new(server: Server, proxy: Proxy) -> Self {
        let names = People::names(server.name.split(',').next().unwrap_or_default());
        for name in &names {
            let request = Request::register(name);
            let (status, _) = ask(&Target::Http(server.url.clone()), &request).await;
            assert_eq!(status, Route::Register.status(), "{name}");
        }
        let idle_mb = process::megabytes(server.pid(), "VmRSS");
        Self {
            server,
            proxy,
            names,
            idle_mb,
        }
    }

    pub fn name(&self) -> &'static str {
        self.server.name
    }

    pub fn target(&self) -> Target<'static> {
        Target::Http(self.server.url.clone())
    }

    /// Megabytes at rest, after it has hashed some passwords, and at most.
    pub fn memory(&self) -> (&'static str, f64, f64) {
        let peak = process::megabytes(self.server.pid(), "VmHWM");
        (self.name(), self.idle_mb, peak)
    }
}

/// All that listen on a port, each with its own way to the same database. Ours comes first.
pub(super) async fn all(own: &Own, express: &Express, stage: &Stage) -> Vec<OnStage> {
    let mut all = Vec::new();
    for workers in [0, 1, 2] {
        let proxy = stage.proxy();
        let database_url = proxy.url(stage.database.url());
        let server = if workers == 0 {
            Server::own(own, &database_url, &stage.workflow.url).await
        } else {
            express
                .serve(&database_url, &stage.workflow.url, workers)
                .await
        };
        all.push(OnStage::new(server, proxy).await);
    }
    all
}
