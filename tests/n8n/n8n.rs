//! n8n itself: its data are empty, the workflows are imported and published, then it is started.

use crate::process::{ROOT, Running, free_port};
use crate::workflow::{Files, SECRET, STREAMING_TRIGGER, WHOLE_TRIGGER};
use reqwest::{Client, StatusCode};
use serde_json::json;
use std::ffi::OsString;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A running one.
pub struct N8n {
    running: Running,
    port: u16,
}

impl N8n {
    pub async fn start(folder: &Path, files: &Files) -> Self {
        let environment = Environment::new(folder).await;
        let input = |path: &Path| format!("--input={}", path.display());
        environment.run("import:credentials", &input(&files.credentials));
        environment.run("import:workflow", &input(&files.workflows));
        for id in &files.ids {
            environment.run("publish:workflow", &format!("--id={id}"));
        }
        let mut command = environment.command();
        let running = Running::start("n8n", command.arg("start"), folder);
        let mut n8n = Self {
            running,
            port: environment.port,
        };
        n8n.wait().await;
        n8n
    }

    /// The address of the workflow that answers as it goes.
    pub fn streaming(&self) -> String {
        self.webhook("conference-chat")
    }

    /// The address of the same that answers at the end.
    pub fn whole(&self) -> String {
        self.webhook("conference-chat-whole")
    }

    /// The address of a Chat Trigger.
    pub fn trigger(&self, id: &str) -> String {
        self.webhook(&format!("{id}/chat"))
    }

    /// Ends it in the middle of whatever it does.
    pub fn kill(&mut self) {
        self.running.kill();
    }

    fn webhook(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}/webhook/{path}", self.port)
    }

    /// It says that it is ready before its webhooks are there.
    async fn wait(&mut self) {
        let http = Client::new();
        let nothing = json!({"action": "loadPreviousSession", "sessionId": "none"});
        for (url, expected) in [
            (self.streaming(), StatusCode::FORBIDDEN),
            (self.whole(), StatusCode::FORBIDDEN),
            (self.trigger(STREAMING_TRIGGER), StatusCode::OK),
            (self.trigger(WHOLE_TRIGGER), StatusCode::OK),
        ] {
            let is_there = async || {
                let asked = http.post(&url).body(nothing.to_string());
                let asked = asked.header("content-type", "application/json");
                let answer = asked.send().await;
                answer.is_ok_and(|answer| answer.status() == expected)
            };
            self.running
                .until(&format!("{url} is there"), is_there)
                .await;
        }
    }
}

/// What n8n reads from its environment; nothing else of ours gets there.
struct Environment {
    folder: PathBuf,
    port: u16,
    broker_port: u16,
    path: OsString,
}

impl Environment {
    async fn new(folder: &Path) -> Self {
        let path = std::env::var_os("N8N_TEST_PATH");
        Self {
            folder: folder.to_owned(),
            port: free_port().await,
            broker_port: free_port().await,
            path: path.expect("N8N_TEST_PATH is missing: run `cargo verify n8n`"),
        }
    }

    fn command(&self) -> Command {
        let mut command = Command::new(Path::new(ROOT).join(".data/n8n/node_modules/.bin/n8n"));
        command
            .env_clear()
            .env("PATH", &self.path)
            .env("HOME", &self.folder)
            .env("N8N_USER_FOLDER", self.folder.join("n8n"))
            .env("N8N_PORT", self.port.to_string())
            .env("N8N_RUNNERS_BROKER_PORT", self.broker_port.to_string())
            .env("N8N_ENCRYPTION_KEY", SECRET)
            .envs(SETTINGS)
            .current_dir(&self.folder);
        command
    }

    fn run(&self, what: &str, argument: &str) {
        let log = self.folder.join("n8n-commands.log");
        let log = File::options().create(true).append(true).open(log);
        let log = log.expect("a log");
        let mut command = self.command();
        command.args([what, argument]);
        command.stderr(log.try_clone().expect("the same log"));
        let status = command.stdout(log).status().expect("n8n starts");
        assert!(status.success(), "{what} {argument} ended with {status}");
    }
}

const SETTINGS: [(&str, &str); 10] = [
    ("N8N_LISTEN_ADDRESS", "127.0.0.1"),
    ("N8N_RUNNERS_BROKER_LISTEN_ADDRESS", "127.0.0.1"),
    ("N8N_EXPRESSION_ENGINE", "legacy"),
    ("N8N_DISABLE_UI", "true"),
    ("N8N_DIAGNOSTICS_ENABLED", "false"),
    ("N8N_VERSION_NOTIFICATIONS_ENABLED", "false"),
    ("N8N_TEMPLATES_ENABLED", "false"),
    ("N8N_PERSONALIZATION_ENABLED", "false"),
    ("N8N_COMMUNITY_PACKAGES_ENABLED", "false"),
    ("EXECUTIONS_DATA_SAVE_ON_SUCCESS", "none"),
];
