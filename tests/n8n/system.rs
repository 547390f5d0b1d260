//! The whole system as `cargo dev` serves it, used as organisers and visitors use it.

use crate::process::{Running, free_port};
use crate::stream::Told;
use reqwest::{Client, RequestBuilder, Response};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

pub const QUESTION: &str = "When does the keynote begin?";
pub const TITLE: &str = "Programme";
pub const URL: &str = "https://conference.example/programme";
pub const SENTENCE: &str = "The keynote begins at nine o’clock in hall A, {braces} and all.";

/// A running one, with a database of its own.
pub struct System {
    _running: Running,
    url: String,
    http: Client,
}

/// Somebody who is signed in.
pub struct Organiser {
    cookie: String,
    key: String,
    pub client_id: String,
}

impl System {
    pub async fn start(folder: &Path) -> Self {
        let port = free_port().await;
        let url = format!("http://127.0.0.1:{port}");
        let mut command = Command::new(program());
        command.args(["--port", &port.to_string(), "--data-dir"]);
        command.arg(folder.join("system")).current_dir(folder);
        // Nothing of what is set for another one.
        for name in [
            "DATABASE_URL",
            "DATABASE_URL_UNPOOLED",
            "N8N_WEBHOOK_URL",
            "OPENAI_MODEL",
            "DIRECTUS_URL",
        ] {
            command.env_remove(name);
        }
        let mut running = Running::start("system", &mut command, folder);
        let http = Client::new();
        let is_there = async || {
            let asked = http.get(format!("{url}/api/auth/me")).send().await;
            asked.is_ok_and(|answer| answer.status() == 401)
        };
        running.until("the system answers", is_there).await;
        Self {
            _running: running,
            url,
            http,
        }
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    pub async fn register(&self, username: &str) -> Organiser {
        let body = json!({"username": username, "password": "a long enough password"});
        let request = self.http.post(format!("{}/api/auth/register", self.url));
        let answer = with_json(request, &body).send().await.expect("an answer");
        let cookie = answer.headers()["set-cookie"].to_str().expect("a cookie");
        let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        let body = json_of(answer).await;
        let client = &body["client"];
        Organiser {
            cookie,
            key: client["publicApiKey"].as_str().expect("a key").to_owned(),
            client_id: client["id"].as_str().expect("an id").to_owned(),
        }
    }

    /// One that knows when the keynote begins; waits until it is read.
    pub async fn add_document(&self, organiser: &Organiser) {
        let path = format!("knowledge/{}/documents", organiser.client_id);
        let text = format!("# Keynote\n\n{SENTENCE} Coffee is served in the foyer.");
        let body = json!({"title": TITLE, "url": URL, "body": text});
        let added = self.organise(organiser, "POST", &path, Some(&body)).await;
        let id = added["document"]["id"].as_str().expect("an id").to_owned();
        loop {
            let document = format!("{path}/{id}");
            let document = self.organise(organiser, "GET", &document, None).await;
            match document
                .pointer("/document/status")
                .or(document.get("status"))
            {
                Some(status) if status == "ready" => return,
                Some(status) if status == "failed" => panic!("{document}"),
                _ => tokio::time::sleep(std::time::Duration::from_millis(50)).await,
            }
        }
    }

    /// A token for the workflow.
    pub async fn token(&self, organiser: &Organiser) -> String {
        let path = format!("knowledge/{}/tokens", organiser.client_id);
        let body = json!({"name": "n8n"});
        let made = self.organise(organiser, "POST", &path, Some(&body)).await;
        made["value"].as_str().expect("a token").to_owned()
    }

    /// Takes all tokens back.
    pub async fn take_tokens_back(&self, organiser: &Organiser) {
        let path = format!("knowledge/{}/tokens", organiser.client_id);
        let tokens = self.organise(organiser, "GET", &path, None).await;
        for token in tokens["tokens"].as_array().expect("a list") {
            let id = token["id"].as_str().expect("an id");
            self.organise(organiser, "DELETE", &format!("{path}/{id}"), None)
                .await;
        }
    }

    /// Lets a webhook answer the client's visitors.
    pub async fn answer_by(&self, organiser: &Organiser, webhook: &str, secret: &str) {
        let path = format!("clients/{}/answers", organiser.client_id);
        let n8n = json!({"webhookUrl": webhook, "webhookSecret": secret});
        let body = json!({"answerer": "n8n", "mainPrompt": "Say {please}.", "n8n": n8n});
        self.organise(organiser, "PUT", &path, Some(&body)).await;
    }

    async fn organise(
        &self,
        organiser: &Organiser,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> Value {
        let method = method.parse().expect("a method");
        let request = self
            .http
            .request(method, format!("{}/api/dashboard/{path}", self.url));
        let request = request
            .header("cookie", &organiser.cookie)
            .header("origin", &self.url);
        let request = match body {
            Some(body) => with_json(request, body),
            None => request,
        };
        let answer = request.send().await.expect("an answer");
        let status = answer.status();
        let text = answer.text().await.expect("a text");
        assert!(status.is_success(), "{path}: {status} {text}");
        match text.as_str() {
            "" => Value::Null,
            text => serde_json::from_str(text).expect("JSON"),
        }
    }

    /// A visitor's question, answered in one piece: the status and the body.
    pub async fn ask(&self, organiser: &Organiser, session: &str) -> (u16, Value) {
        let request = self.question(organiser, "/api/widget/chat", session);
        let answer = request.send().await.expect("an answer");
        let status = answer.status().as_u16();
        (status, json_of(answer).await)
    }

    /// The same, answered while the answer is made.
    pub async fn ask_streamed(&self, organiser: &Organiser, session: &str) -> Told {
        let request = self.question(organiser, "/api/widget/chat/stream", session);
        Told::new(request.send().await.expect("an answer"))
    }

    fn question(&self, organiser: &Organiser, path: &str, session: &str) -> RequestBuilder {
        let body = json!({"message": QUESTION, "sessionId": session});
        let request = self.http.post(format!("{}{path}", self.url));
        with_json(request.header("x-api-key", &organiser.key), &body)
    }
}

fn with_json(request: RequestBuilder, body: &Value) -> RequestBuilder {
    let request = request.header("content-type", "application/json");
    request.body(body.to_string())
}

async fn json_of(answer: Response) -> Value {
    let text = answer.text().await.expect("a text");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// `cargo verify n8n` has built it beside this program.
fn program() -> PathBuf {
    let this = std::env::current_exe().expect("this program's place");
    let folder = this.parent().and_then(Path::parent).expect("its folder");
    let program = folder.join("local");
    let is_there = program.exists();
    assert!(
        is_there,
        "{} is missing: run `cargo verify n8n`",
        program.display()
    );
    program
}
