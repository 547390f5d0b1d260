//! The old server's log-in and sessions, in a Node process of the test's own.

use crate::npm;
use reqwest::header::{CONTENT_TYPE, COOKIE, SET_COOKIE};
use reqwest::{Client, Method};
use serde_json::{Value, json};
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, ChildStdin, Command};

const START_LIMIT: Duration = Duration::from_secs(60);

/// A running server; ends with this value.
#[derive(Debug)]
pub struct Express {
    port: u16,
    http: Client,
    _process: Child,
    /// When this end closes, even because the test's process was killed, the server ends.
    _stdin: ChildStdin,
}

impl Express {
    /// Starts it on a database, signing with a comma-separated list of secrets.
    pub async fn start(database_url: &str, secrets: &str) -> Self {
        let folder = tokio::task::spawn_blocking(npm::installed);
        let mut process = Command::new("node")
            .arg("server.mjs")
            .current_dir(folder.await.expect("the packages are there"))
            .env("DATABASE_URL", database_url)
            .env("SESSION_SECRET", secrets)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap_or_else(|error| {
                panic!("these tests need Node 20 or newer on the PATH ({error})")
            });
        let stdin = process.stdin.take().expect("it was piped");
        Self {
            port: listening_port(&mut process).await,
            http: Client::new(),
            _process: process,
            _stdin: stdin,
        }
    }

    /// Logs in without a cookie and gives the one that came back.
    pub async fn log_in(&self, username: &str, password: &str) -> String {
        let answer = self.try_log_in(username, password).await;
        answer.unwrap_or_else(|| panic!("Express refuses {username}"))
    }

    /// The same, or nothing when the answer is 401.
    pub async fn try_log_in(&self, username: &str, password: &str) -> Option<String> {
        let body = json!({"username": username, "password": password});
        let (status, set_cookie, _) = self.call(Method::POST, "/login", None, &body).await;
        if status == 401 {
            return None;
        }
        let header = set_cookie.expect("a log-in sets a cookie");
        let (pair, _) = header.split_once(';').expect("attributes");
        Some(pair.to_owned())
    }

    /// Whom a cookie signs in.
    pub async fn me(&self, cookie: &str) -> Option<String> {
        let call = self.call(Method::GET, "/me", Some(cookie), &Value::Null);
        let (status, set_cookie, body) = call.await;
        assert_eq!(set_cookie, None, "reading changes no session");
        (status == 200).then(|| body["username"].as_str().expect("a name").to_owned())
    }

    /// Ends a cookie's session.
    pub async fn log_out(&self, cookie: &str) {
        let call = self.call(Method::POST, "/logout", Some(cookie), &Value::Null);
        assert_eq!(call.await.0, 200);
    }

    /// Has the store delete expired rows.
    pub async fn prune(&self) {
        let call = self.call(Method::POST, "/prune", None, &Value::Null);
        assert_eq!(call.await.0, 200);
    }

    /// Any call: status, which must be 200 or 401, `Set-Cookie` and JSON.
    async fn call(
        &self,
        method: Method,
        path: &str,
        cookie: Option<&str>,
        body: &Value,
    ) -> (u16, Option<String>, Value) {
        let url = format!("http://127.0.0.1:{}{path}", self.port);
        let mut request = self.http.request(method, url);
        if let Some(cookie) = cookie {
            request = request.header(COOKIE, cookie);
        }
        if !body.is_null() {
            request = request.header(CONTENT_TYPE, "application/json");
            request = request.body(body.to_string());
        }
        let answer = request.send().await.expect("Express answers");
        let status = answer.status().as_u16();
        let set_cookie = answer.headers().get(SET_COOKIE);
        let set_cookie = set_cookie.map(|header| header.to_str().expect("ASCII").to_owned());
        // express-session holds the last byte back until the row is written, so the headers alone mean nothing yet.
        let text = answer.text().await.expect("the whole body");
        assert!(matches!(status, 200 | 401), "{path}: {status} {text}");
        (
            status,
            set_cookie,
            serde_json::from_str(&text).expect("JSON"),
        )
    }
}

async fn listening_port(process: &mut Child) -> u16 {
    let stdout = process.stdout.take().expect("it was piped");
    let mut lines = BufReader::new(stdout).lines();
    let line = tokio::time::timeout(START_LIMIT, lines.next_line()).await;
    let line = line.unwrap_or_else(|_| panic!("Express says nothing for {START_LIMIT:?}"));
    let line = line
        .expect("text")
        .expect("Express says where it listens before it ends");
    let port = line
        .strip_prefix("listening on ")
        .and_then(|port| port.parse().ok());
    port.unwrap_or_else(|| panic!("Express says: {line}"))
}
