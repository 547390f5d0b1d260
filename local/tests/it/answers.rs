//! What a newcomer does first: register, upload documents, ask, and get a right answer that says where it stands.

use crate::dev::Dev;
use local_postgres::ScratchDir;
use reqwest::{Client, Method};
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout};

const PATIENCE: Duration = Duration::from_secs(60);
const SESSION_ID: &str = "123e4567-e89b-12d3-a456-426614174000";

/// An organiser with a client.
struct Organiser<'a> {
    dev: &'a Dev,
    http: Client,
    cookie: String,
    client_id: String,
    key: String,
}

impl<'a> Organiser<'a> {
    async fn register(dev: &'a Dev) -> Self {
        let http = Client::new();
        let cookie = dev.register("newcomer").await;
        let mut organiser = Self {
            dev,
            http,
            cookie,
            client_id: String::new(),
            key: String::new(),
        };
        let me = organiser.call(Method::GET, "/api/auth/me", None).await;
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        organiser.client_id = text(&me["client"]["id"]);
        organiser.key = text(&me["client"]["publicApiKey"]);
        organiser
    }

    async fn call(&self, method: Method, path: &str, body: Option<Value>) -> Value {
        let request = self
            .http
            .request(method, format!("{}{path}", self.dev.address))
            .header("cookie", &self.cookie);
        let request = match body {
            Some(body) => request
                .header("content-type", "application/json")
                .body(body.to_string()),
            None => request,
        };
        let response = request.send().await.expect("an answer");
        let status = response.status();
        let text = response.text().await.expect("a body");
        assert!(status.is_success(), "{path}: {status} {text}");
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// Uploads a file as the dashboard does; gives the document's path.
    async fn upload(&self, name: &str) -> String {
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../extraction/tests/fixtures");
        let bytes = std::fs::read(fixtures.join(name)).expect("a document");
        let documents = format!("/api/dashboard/knowledge/{}/documents", self.client_id);
        let added = json!({"fileName": name, "sizeBytes": bytes.len()});
        let added = self.call(Method::POST, &documents, Some(added)).await;
        let upload = &added["upload"];
        let url = upload["url"].as_str().expect("an address");
        let url = if url.starts_with('/') {
            format!("{}{url}", self.dev.address)
        } else {
            url.to_owned()
        };
        let mut request = self.http.put(url).body(bytes);
        for (header, value) in upload["headers"].as_object().expect("headers") {
            request = request.header(header, value.as_str().expect("a text"));
        }
        let response = request.send().await.expect("an answer");
        assert!(
            response.status().is_success(),
            "{name}: {}",
            response.status()
        );
        format!(
            "{documents}/{}",
            added["document"]["id"].as_str().expect("an id")
        )
    }

    async fn until_finished(&self, document: &str) -> Value {
        let started = Instant::now();
        loop {
            let read = self.call(Method::GET, document, None).await;
            let read = read.get("document").unwrap_or(&read).clone();
            if matches!(read["status"].as_str(), Some("ready" | "failed")) {
                return read;
            }
            assert!(started.elapsed() < PATIENCE, "{read}");
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// Asks in the stream as a visitor; gives the whole text, the sources, and the last event.
    async fn ask(&self, message: &str) -> (String, Value, Value) {
        let body = json!({"message": message, "sessionId": SESSION_ID}).to_string();
        let request = self
            .http
            .post(format!("{}/api/widget/chat/stream", self.dev.address));
        let request = request
            .header("x-api-key", &self.key)
            .header("content-type", "application/json")
            .body(body);
        let response = request.send().await.expect("an answer");
        assert_eq!(response.status(), 200);
        let text = timeout(PATIENCE, response.text())
            .await
            .expect("an end")
            .expect("a body");
        let (mut told, mut sources, mut done) = (String::new(), Value::Null, Value::Null);
        for event in text
            .split("\n\n")
            .filter_map(|event| event.strip_prefix("event: "))
        {
            let (name, data) = event.split_once("\ndata: ").expect("data");
            let data: Value = serde_json::from_str(data).expect("JSON");
            match name {
                "chunk" => told.push_str(data["text"].as_str().expect("a text")),
                "sources" => sources = data,
                "done" => done = data,
                _ => {}
            }
        }
        (told, sources, done)
    }
}

#[tokio::test]
async fn a_newcomer_uploads_documents_and_visitors_get_answers_from_them() {
    let scratch = ScratchDir::new().expect("a folder");
    let dev = Dev::start(&scratch, &[], &[]).await;
    let organiser = Organiser::register(&dev).await;
    let uploads = [
        organiser.upload("programme.pdf").await,
        organiser.upload("speakers.docx").await,
        organiser.upload("speakers.csv").await,
    ];
    for document in &uploads {
        let read = organiser.until_finished(document).await;
        assert_eq!(read["status"], "ready", "{read}");
    }

    let (told, sources, done) = organiser.ask("Where do I get the wifi password?").await;
    assert!(told.contains("screens next to the cloakroom"), "{told}");
    assert_eq!(sources[0]["title"], "programme", "{sources}");
    assert_eq!(sources[0]["page"], 3, "{sources}");
    assert_eq!(done["unknown"], false);

    let (told, _, done) = organiser.ask("What is the capital of Mongolia?").await;
    assert_eq!(done["unknown"], true, "{told}");

    let scanned = organiser.upload("scanned.pdf").await;
    let read = organiser.until_finished(&scanned).await;
    assert_eq!(read["status"], "failed");
    assert!(
        read["failure"]["message"]
            .as_str()
            .is_some_and(|message| message.len() > 20),
        "{read}"
    );

    organiser.call(Method::DELETE, &uploads[0], None).await;
    let (_, _, done) = organiser.ask("Where do I get the wifi password?").await;
    assert_eq!(done["unknown"], true);
}
