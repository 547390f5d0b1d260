//! Directus as a program, and its REST API as an editor or administrator has it.

use serde_json::{Value, json};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use uuid::Uuid;

pub const ADMIN: &str = "an-administrator-of-the-tests";
const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
const START_LIMIT: Duration = Duration::from_secs(120);

/// A running Directus; ends with this value.
pub struct Directus {
    process: Child,
    pub url: String,
    http: reqwest::Client,
    token: String,
}

/// Where its tables are.
pub struct Place<'a> {
    pub name: &'a str,
    pub port: u16,
    pub database: &'a str,
    pub user: &'a str,
    pub search_path: &'a str,
}

impl Directus {
    /// Bootstraps and starts one.
    pub async fn start(place: Place<'_>) -> Self {
        let port = free_port().await;
        let folder = Path::new(ROOT).join(".data/directus/run").join(place.name);
        if folder.exists() {
            fs::remove_dir_all(&folder).expect("the last run's files can go");
        }
        for part in ["uploads", "extensions"] {
            fs::create_dir_all(folder.join(part)).expect("a folder");
        }
        let log = File::create(folder.join("log")).expect("a log");
        let url = format!("http://127.0.0.1:{port}");
        let command = |action: &str| {
            let mut command = node();
            command
                .arg(Path::new(ROOT).join(".data/directus/node_modules/directus/cli.js"))
                .arg(action)
                .current_dir(&folder)
                .envs([
                    ("DB_CLIENT", "pg"),
                    ("DB_HOST", "127.0.0.1"),
                    ("DB_PORT", &*place.port.to_string()),
                    ("DB_DATABASE", place.database),
                    ("DB_USER", place.user),
                    ("DB_PASSWORD", "none is asked for"),
                    ("DB_SEARCH_PATH", place.search_path),
                    ("HOST", "127.0.0.1"),
                    ("PORT", &*port.to_string()),
                    ("PUBLIC_URL", &*url),
                    ("KEY", "a-key-of-the-tests"),
                    ("SECRET", "a-secret-of-the-tests-of-32-bytes"),
                    ("ADMIN_EMAIL", "admin@example.com"),
                    ("ADMIN_PASSWORD", "a-password"),
                    ("ADMIN_TOKEN", ADMIN),
                    ("TELEMETRY", "false"),
                    // Its Flows call this machine.
                    ("IMPORT_IP_DENY_LIST", ""),
                    ("STORAGE_LOCATIONS", "local"),
                    ("STORAGE_LOCAL_ROOT", "uploads"),
                    ("EXTENSIONS_PATH", "extensions"),
                ])
                .stdin(Stdio::null())
                .stdout(log.try_clone().expect("the log"))
                .stderr(log.try_clone().expect("the log"));
            command
        };
        let mut bootstrap = command("bootstrap");
        let status = tokio::task::spawn_blocking(move || bootstrap.status()).await;
        assert!(
            status.expect("a thread").expect("node").success(),
            "bootstrap"
        );
        let process = command("start").spawn().expect("node");
        let mut directus = Self {
            process,
            url,
            http: reqwest::Client::new(),
            token: ADMIN.to_owned(),
        };
        directus.is_ready().await;
        directus
    }

    async fn is_ready(&mut self) {
        let limit = Instant::now() + START_LIMIT;
        loop {
            let ended = self.process.try_wait().expect("a child of ours");
            assert!(
                ended.is_none() && Instant::now() < limit,
                "Directus does not start"
            );
            let ping = self
                .http
                .get(format!("{}/server/ping", self.url))
                .send()
                .await;
            if ping.is_ok_and(|answer| answer.status().is_success()) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Calls the API and expects a status; gives what is under `data`.
    pub async fn call(&self, method: &str, path: &str, body: Option<Value>, status: u16) -> Value {
        self.call_as(&self.token, method, path, body, status).await
    }

    /// The same with another token.
    pub async fn call_as(
        &self,
        token: &str,
        method: &str,
        path: &str,
        body: Option<Value>,
        status: u16,
    ) -> Value {
        let method = method.parse().expect("a method");
        let mut request = self
            .http
            .request(method, format!("{}{path}", self.url))
            .bearer_auth(token);
        if let Some(body) = body {
            request = request
                .header("content-type", "application/json")
                .body(body.to_string());
        }
        let answer = request.send().await.expect("an answer");
        let got = answer.status().as_u16();
        let text = answer.text().await.expect("text");
        assert_eq!(got, status, "{path}: {text}");
        let answer: Value = serde_json::from_str(&text).unwrap_or_default();
        answer["data"].clone()
    }

    /// Makes somebody who has a policy and a token.
    pub async fn add_editor(&self, policy: &str, token: &str) {
        let path = format!("/policies?filter[name][_eq]={}", policy.replace(' ', "%20"));
        let policies = self.call("GET", &path, None, 200).await;
        let editor = json!({
            "email": "editor@example.com", "password": "a-password", "token": token, "status": "active",
            "policies": [{"policy": policies[0]["id"]}],
        });
        self.call("POST", "/users", Some(editor), 200).await;
    }

    /// Uploads a file as a form.
    pub async fn upload(&self, name: &str, bytes: &[u8]) -> Uuid {
        let mut body = format!(
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/plain\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--b--\r\n");
        let request = self
            .http
            .post(format!("{}/files", self.url))
            .bearer_auth(&self.token);
        let request = request
            .header("content-type", "multipart/form-data; boundary=b")
            .body(body);
        let text = request
            .send()
            .await
            .expect("an answer")
            .text()
            .await
            .expect("text");
        let answer: Value = serde_json::from_str(&text).expect("JSON");
        answer["data"]["id"]
            .as_str()
            .and_then(|id| id.parse().ok())
            .unwrap_or_else(|| panic!("{text}"))
    }

    /// Ends the program, and waits until it has ended.
    pub fn stop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

impl Drop for Directus {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Runs one of the scripts of `docs/directus`.
pub async fn run_script(name: &str, settings: &[(&str, &str)]) -> Output {
    let mut command = node();
    command
        .arg(PathBuf::from(ROOT).join("docs/directus").join(name))
        .envs(settings.iter().copied());
    let output = tokio::task::spawn_blocking(move || command.output()).await;
    output.expect("a thread").expect("node")
}

fn node() -> Command {
    let mut command = Command::new("env");
    let path = std::env::var_os("DIRECTUS_TEST_PATH").expect("`cargo verify directus` sets it");
    command.env("PATH", path).arg("node");
    command
}

async fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    listener.local_addr().expect("its number").port()
}
