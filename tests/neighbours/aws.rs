//! What the functions use of AWS breaks, and a Directus elsewhere: Parameter Store while an environment starts, the bucket and Directus while the ingest
//! works. Documents wait; nothing else does.

use crate::call::with_patience;
use crate::postgres::Postgres;
use crate::programs::program;
use crate::report::Line;
use crate::unruly::{Manner, Unruly};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use test_support::{
    Bucket, Environment, HttpAnswer, HttpEvent, ParameterStore, Person, SESSION_SECRET, services_at,
};
use tokio_postgres::Client;

/// What Lambda gives an init.
const INIT: Duration = Duration::from_secs(10);
/// A sweep begins no document with less than two minutes left.
const SWEEP: Duration = Duration::from_secs(150);
const OUTAGES: [Manner; 7] = [
    Manner::Away,
    Manner::HeadOnly,
    Manner::Half,
    Manner::Status(500),
    Manner::Status(429),
    Manner::Garbage,
    Manner::Silent,
];
const FILE: &[u8] = b"# Doors\n\nDoors open at nine.\n";

/// The ingest over one database, once with a bucket and a Directus that misbehave, once with a bucket that does not.
struct Ingest {
    bucket: Bucket,
    unruly: Unruly,
    broken: Environment,
    whole: Environment,
    admin: Client,
    alice: Person,
}

/// A Parameter Store that is away and silent, and what comes after.
pub async fn parameter_store_breaks() -> Line {
    let mut line = Line::new("Parameter Store away, silent, back".to_owned());
    let postgres = Postgres::start(None, &[]).await;
    let (store, unruly) = (ParameterStore::start().await, Unruly::start().await);
    let url = postgres.url();
    for (name, value) in [("DATABASE_URL", &*url), ("SESSION_SECRET", SESSION_SECRET)] {
        store.put(&format!("/site/{name}"), value).await;
    }
    let start = async |endpoint: &str| {
        let variables = [("SSM_PREFIX", "/site"), ("AWS_ENDPOINT_URL", endpoint)];
        Environment::start(&program("clients"), &variables).await
    };
    for manner in [Manner::Away, Manner::Half, Manner::Garbage, Manner::Silent] {
        unruly.behave(manner).await;
        let mut environment = start(&unruly.base_url()).await;
        let ended = environment.ended().await;
        let took = environment.started().elapsed();
        if ended.code() != Some(1) || took > INIT || environment.log().lines().count() != 1 {
            line.complain(format!(
                "{manner:?}: {ended} after {took:?}: {}",
                environment.log()
            ));
        }
    }
    let mut environment = start(&store.url()).await;
    let event = HttpEvent::api_gateway("GET", "/api/dashboard/clients");
    let finished = environment.invoke(event.value()).await;
    if HttpAnswer::whole(&finished).status != 401 {
        line.complain("the next environment does not work".to_owned());
    }
    line
}

/// A bucket and a Directus that misbehave in every way.
pub async fn stores_break() -> Line {
    let mut line = Line::new("bucket and Directus misbehave, one way after another".to_owned());
    let postgres = Postgres::start(None, &[]).await;
    let mut ingest = Ingest::start(&postgres).await;
    for manner in OUTAGES {
        let key = ingest.upload(&mut line).await;
        ingest.unruly.behave(manner).await;
        let event = json!({"source": "aws.s3", "detail-type": "Object Created", "detail": {"object": {"key": key}}});
        let report = invoke(&mut ingest.broken, &event).await;
        if report["postponed"] != 1 || report["failed"] != 0 {
            line.complain(format!("{manner:?}: a file is not waited for: {report}"));
        }
        // Texts need no bucket, and no Directus to be read.
        ingest.write(&mut line).await;
        let report = invoke(&mut ingest.broken, &json!({"action": "sweep"})).await;
        if report["ready"] != 1 || report["failed"] != 0 {
            line.complain(format!("{manner:?}: a text is not read: {report}"));
        }
    }
    ingest.is_all_read(&mut line).await;
    line
}

impl Ingest {
    async fn start(postgres: &Postgres) -> Self {
        let (bucket, unruly) = (Bucket::start().await, Unruly::start().await);
        let url = postgres.url();
        let alice = Person::register(&services_at(&url, 1), "alice").await;
        let path = program("knowledge");
        let base = unruly.base_url();
        let broken = [
            ("DOCUMENTS_BUCKET", Bucket::NAME),
            ("AWS_ENDPOINT_URL_S3", &*base),
            ("DIRECTUS_URL", &*base),
            ("DIRECTUS_TOKEN", "token"),
            ("DIRECTUS_WEBHOOK_SECRET", SESSION_SECRET),
        ];
        let own = bucket.url();
        let whole = [
            ("DOCUMENTS_BUCKET", Bucket::NAME),
            ("AWS_ENDPOINT_URL_S3", &*own),
        ];
        Self {
            broken: Environment::with_database(&path, &url, &broken).await,
            whole: Environment::with_database(&path, &url, &whole).await,
            admin: postgres.admin().await,
            bucket,
            unruly,
            alice,
        }
    }

    fn new_document(&self, body: &Value) -> HttpEvent {
        let path = format!(
            "/api/dashboard/knowledge/{}/documents",
            self.alice.client_id
        );
        HttpEvent::api_gateway("POST", &path)
            .cookies(&[&self.alice.cookie])
            .header("sec-fetch-site", "same-origin")
            .json(body)
    }

    /// Uploads a file; gives its name in the bucket.
    async fn upload(&mut self, line: &mut Line) -> String {
        let file = json!({"fileName": "doors.md", "sizeBytes": FILE.len()});
        let event = self.new_document(&file);
        let asked = ask(&mut self.whole, &event, line).await;
        let upload = &asked["upload"];
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let (url, kind) = (
            text(&upload["url"]),
            text(&upload["headers"]["Content-Type"]),
        );
        self.bucket
            .upload(&url, &[("Content-Type", &kind)], FILE)
            .await;
        let document = text(&asked["document"]["id"]);
        format!("documents/{}/{document}/1", self.alice.client_id)
    }

    async fn write(&mut self, line: &mut Line) {
        let event = self.new_document(&json!({"title": "Doors", "body": "They open at nine."}));
        ask(&mut self.broken, &event, line).await;
    }

    /// The bucket is back: what waited for it is read, and what Directus is to know is not forgotten.
    async fn is_all_read(&mut self, line: &mut Line) {
        let due = "update documents set queued_at = now() where status = 'processing'";
        self.admin.batch_execute(due).await.expect("no waiting");
        let report = invoke(&mut self.whole, &json!({"action": "sweep"})).await;
        let all = i64::try_from(OUTAGES.len()).expect("few");
        for (what, sql, wanted) in [
            (
                "documents are ready",
                "select count(*) from documents where status = 'ready'",
                2 * all,
            ),
            (
                "documents wait for Directus",
                "select count(*) from app.directus_items where due_at is not null",
                2 * all,
            ),
        ] {
            let row = self.admin.query_one(sql, &[]).await.expect("a count");
            let count: i64 = row.get(0);
            line.more.push_str(&format!("{count} of {wanted} {what}; "));
            if count != wanted {
                line.complain(format!("{count} of {wanted} {what}: {report}"));
            }
        }
    }
}

/// Asks what no outage may touch.
async fn ask(environment: &mut Environment, event: &HttpEvent, line: &mut Line) -> Value {
    let began = Instant::now();
    let answer = HttpAnswer::whole(&environment.invoke(event.value()).await);
    let took = began.elapsed();
    if answer.status != 201 || took > with_patience(Duration::from_secs(3)) {
        line.complain(format!("{} after {took:?}", answer.status));
    }
    answer.json()
}

async fn invoke(environment: &mut Environment, event: &Value) -> Value {
    let finished = environment.invoke_within(event, SWEEP).await;
    serde_json::from_slice(&finished.body).unwrap_or_default()
}
