//! The function's own program under the Lambda Runtime API: requests as API Gateway sends them, events of S3 and of the schedule, and
//! a bucket of S3's kind.

use crate::support::{PROGRAMME, id};
use serde_json::{Value, json};
use test_support::{
    Bucket, Environment, Finished, HttpAnswer, HttpEvent, Person, TestDatabase, bootstrap,
};

/// The program, with what it needs beside it.
pub struct Stage {
    database: TestDatabase,
    bucket: Bucket,
    alice: Person,
    pub environment: Environment,
}

pub async fn stage() -> Stage {
    let (database, bucket) = tokio::join!(TestDatabase::create(), Bucket::start());
    let alice = Person::register(&database.services(1), "alice").await;
    let program = bootstrap("knowledge", env!("CARGO_BIN_EXE_knowledge"));
    let url = bucket.url();
    let settings = [
        ("DOCUMENTS_BUCKET", Bucket::NAME),
        ("AWS_ENDPOINT_URL_S3", &*url),
    ];
    let environment = Environment::with_database(&program, database.url(), &settings).await;
    Stage {
        database,
        bucket,
        alice,
        environment,
    }
}

impl Stage {
    pub async fn ask(&mut self, method: &str, path: &str, body: Option<&Value>) -> HttpAnswer {
        let path = format!("/api/dashboard/knowledge/{}{path}", self.alice.client_id);
        let event = HttpEvent::api_gateway(method, &path).cookies(&[&self.alice.cookie]);
        let event = match body {
            Some(body) => event.json(body),
            None => event,
        };
        HttpAnswer::whole(&self.environment.invoke(event.value()).await)
    }

    /// Uploads a file; gives the document and the file's key.
    pub async fn upload(&mut self, name: &str, bytes: &[u8]) -> (String, String) {
        let file = json!({"fileName": name, "sizeBytes": bytes.len()});
        let asked = self
            .ask("POST", "/documents", Some(&file))
            .await
            .expect(201);
        let upload = &asked["upload"];
        let url = upload["url"].as_str().expect("an address");
        assert!(
            url.contains("X-Amz-SignedHeaders=content-length%3Bcontent-type%3Bhost"),
            "{url}"
        );
        let content_type = upload["headers"]["Content-Type"].as_str().expect("a type");
        self.bucket
            .upload(url, &[("Content-Type", content_type)], bytes)
            .await;
        let document = id(&asked["document"]).to_string();
        let key = format!("documents/{}/{document}/1", self.alice.client_id);
        assert_eq!(self.bucket.get(&key).await.as_deref(), Some(bytes));
        (document, key)
    }

    pub async fn invoke(&mut self, event: Value) -> Value {
        let a_while = std::time::Duration::from_secs(300);
        let finished = self.environment.invoke_within(&event, a_while).await;
        assert!(!finished.is_error, "{}", self.environment.log());
        json_of(&finished)
    }
}

fn json_of(finished: &Finished) -> Value {
    serde_json::from_slice(&finished.body).expect("JSON")
}

fn by_s3(key: &str) -> Value {
    let mut event: Value =
        serde_json::from_str(include_str!("../events/s3_put.json")).expect("a recorded event");
    event["Records"][0]["s3"]["object"]["key"] = key.into();
    event
}

fn by_eventbridge(key: &str) -> Value {
    let mut event: Value = serde_json::from_str(include_str!("../events/object_created.json"))
        .expect("a recorded event");
    event["detail"]["object"]["key"] = key.into();
    event
}

#[tokio::test]
async fn a_file_is_uploaded_read_searched_and_deleted() {
    let mut stage = stage().await;
    for event in [by_s3, by_eventbridge] {
        let (document, key) = stage.upload("programme.pdf", PROGRAMME).await;
        let report = stage.invoke(event(&key)).await;
        assert_eq!(
            (&report["ready"], &report["finished"]),
            (&json!(1), &json!(true)),
            "{report}"
        );
        let again = stage.invoke(event(&key)).await;
        assert_eq!(again["ready"], 0, "{again}");

        let path = format!("/documents/{document}");
        let read = stage.ask("GET", &path, None).await.expect(200);
        assert_eq!(
            (&read["status"], &read["pages"]),
            (&json!("ready"), &json!(3))
        );
        let question = json!({"question": "Where do shuttle buses leave?"});
        let found = stage
            .ask("POST", "/test", Some(&question))
            .await
            .expect(200);
        assert_eq!(found["passages"][0]["documentId"], document);

        assert_eq!(stage.ask("DELETE", &path, None).await.status, 204);
        let report = stage.invoke(json!({"action": "sweep"})).await;
        assert_eq!(report["deletedFiles"], 1);
        assert_eq!(stage.bucket.get(&key).await, None);
    }
    let log = stage.environment.log();
    for secret in ["X-Amz-Signature", &stage.alice.sid, "shuttle"] {
        assert!(!log.contains(secret), "{secret}: {log}");
    }
}

#[tokio::test]
async fn the_schedule_has_read_what_waits() {
    let mut stage = stage().await;
    let text = json!({"title": "Rules", "body": "Dogs are welcome."});
    stage
        .ask("POST", "/documents", Some(&text))
        .await
        .expect(201);
    let scheduled = include_str!("../../../maintenance/tests/events/scheduled_by_rule.json");
    let scheduled = serde_json::from_str(scheduled).expect("a recorded event");
    assert_eq!(stage.invoke(scheduled).await["ready"], 1);
    assert_eq!(stage.database.rows_of("chunks").await, 1);
}

#[tokio::test]
async fn a_file_for_which_there_is_no_time_is_left_for_another_call() {
    let mut stage = stage().await;
    let (document, key) = stage.upload("programme.pdf", PROGRAMME).await;
    let soon = std::time::Duration::from_secs(20);
    let hurried = stage.environment.invoke_within(&by_s3(&key), soon).await;
    assert!(hurried.is_error);
    assert_eq!(json_of(&hurried)["errorType"], "OutOfTime");
    let path = format!("/documents/{document}");
    let waiting = stage.ask("GET", &path, None).await.expect(200);
    assert_eq!(waiting["status"], "uploading");
    assert_eq!(stage.invoke(by_s3(&key)).await["ready"], 1);
}

#[tokio::test]
async fn an_event_it_does_not_know_is_an_error_and_the_next_is_served() {
    let mut stage = stage().await;
    let unknown = json!({"action": "drop everything"});
    let unknown = stage.environment.invoke(&unknown).await;
    assert!(unknown.is_error);
    assert_eq!(json_of(&unknown)["errorType"], "NotUnderstood");
    stage.ask("GET", "/documents", None).await.expect(200);
}
