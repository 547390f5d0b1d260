//! The ingest is called when something was queued that no event tells it of, and then only; a call that fails is nobody's trouble.

use crate::support::{PROGRAMME, call, furnish, id};
use knowledge::{KnowledgeState, router};
use serde_json::json;
use shared::objects::{Folder, ObjectStore};
use shared::{Secret, Services, Settings};
use std::time::{Duration, Instant};
use test_support::{
    Environment, FakeWebhook, House, HttpAnswer, HttpEvent, Person, TestDatabase, WebhookAnswer,
    WebhookRequest, bootstrap,
};
use uuid::Uuid;

const TEXT: &str = "Dogs are welcome.";

/// A house whose function calls the ingest at this address.
async fn house_that_calls(lambda: &str) -> House {
    let settings: Settings = [
        ("INGEST_FUNCTION", "stack-Ingest-1a"),
        ("AWS_ENDPOINT_URL_LAMBDA", lambda),
        ("AWS_REGION", "eu-central-1"),
        ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
        ("AWS_SECRET_ACCESS_KEY", "hunter2"),
        ("AWS_SESSION_TOKEN", "hunter3"),
    ]
    .into_iter()
    .collect();
    House::build(|services: Services| {
        let state = KnowledgeState::from_settings(&settings, services).expect("settings");
        // Nothing is uploaded to it.
        let folder = Folder::new(std::env::temp_dir(), Secret::new("a key"));
        router(state.with_objects(Some(ObjectStore::Folder(folder))))
    })
    .await
}

/// Lambda, which has noted every event that it is sent.
async fn lambda() -> FakeWebhook {
    let lambda = FakeWebhook::start().await;
    lambda.answer_with(noted());
    lambda
}

fn noted() -> WebhookAnswer {
    WebhookAnswer {
        status: 202,
        headers: Vec::new(),
        body: Vec::new(),
        ..WebhookAnswer::default()
    }
}

async fn write(house: &House) -> Uuid {
    let new = json!({"title": "Rules", "body": TEXT});
    let added = call(house, "POST", "/documents").json(&new);
    id(&added.expect(201).await["document"])
}

fn assert_is_a_sweep(request: &WebhookRequest) {
    let path = "/webhook/chat/2015-03-31/functions/stack-Ingest-1a/invocations";
    assert_eq!((&*request.method, &*request.path), ("POST", path));
    assert_eq!(request.header("x-amz-invocation-type"), Some("Event"));
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(request.header("x-amz-security-token"), Some("hunter3"));
    let authorization = request.header("authorization").unwrap_or_default();
    assert!(
        authorization.starts_with("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
            && authorization.contains("/eu-central-1/lambda/aws4_request"),
        "{authorization}"
    );
    assert_eq!(request.json(), json!({"action": "sweep"}));
}

#[tokio::test]
async fn what_queues_a_document_calls_the_ingest_once() {
    let lambda = lambda().await;
    let house = house_that_calls(&lambda.url()).await;
    let document = write(&house).await;
    let [request] = &lambda.received()[..] else {
        panic!("{:?}", lambda.received());
    };
    assert_is_a_sweep(request);

    let path = format!("/documents/{document}");
    let read = format!("update documents set status = 'ready' where id = '{document}'");
    let reprocess = format!("{path}/reprocess");
    let change = json!({"body": "Cats are welcome."});
    for (method, path, body) in [("PATCH", &path, Some(&change)), ("POST", &reprocess, None)] {
        house.database.sql(&read).await;
        lambda.reset();
        lambda.answer_with(noted());
        let asked = call(&house, method, path);
        let asked = match body {
            Some(body) => asked.json(body),
            None => asked,
        };
        assert_eq!(asked.expect(200).await["status"], "processing");
        let [request] = &lambda.received()[..] else {
            panic!("{method}: {:?}", lambda.received());
        };
        assert_is_a_sweep(request);
    }
}

#[tokio::test]
async fn what_queues_nothing_calls_nobody() {
    let lambda = lambda().await;
    let house = house_that_calls(&lambda.url()).await;
    let ready = furnish(&house, &house.alice).await;
    let file = json!({"fileName": "programme.pdf", "sizeBytes": PROGRAMME.len()});
    let added = call(&house, "POST", "/documents").json(&file);
    let awaited = id(&added.expect(201).await["document"]);
    let path = format!("/documents/{ready}");
    for change in [
        json!({}),
        json!({"title": "The venue", "tagIds": []}),
        json!({"body": "At the sea"}),
    ] {
        let changed = call(&house, "PATCH", &path).json(&change).expect(200).await;
        assert_eq!(changed["status"], "ready", "{change}");
    }
    let title = json!({"title": "The programme"});
    let awaited = format!("/documents/{awaited}");
    call(&house, "PATCH", &awaited)
        .json(&title)
        .expect(200)
        .await;

    let reprocess = |path: &str| call(&house, "POST", &format!("{path}/reprocess"));
    reprocess(&awaited).expect_error(409).await;
    let unknown = format!("/documents/{}", Uuid::new_v4());
    reprocess(&unknown).expect_error(404).await;
    let text = json!({"title": "Rules", "body": TEXT, "tagIds": [Uuid::new_v4()]});
    for (method, path, body, status) in [
        ("POST", "/documents", &text, 400),
        ("POST", "/documents", &json!({"title": "Rules"}), 400),
        ("PATCH", &path, &text, 400),
        ("PATCH", &awaited, &json!({"body": TEXT}), 409),
        ("PATCH", &unknown, &json!({"body": TEXT}), 404),
    ] {
        let refused = call(&house, method, path).json(body);
        refused.expect_error(status).await;
    }
    call(&house, "GET", "/documents").expect(200).await;
    let replaced = call(&house, "POST", &format!("{path}/replace")).json(&file);
    replaced.expect(200).await;
    let deleted = call(&house, "DELETE", &path).send().await;
    assert_eq!(deleted.status, 204);
    assert!(lambda.received().is_empty(), "{:?}", lambda.received());
}

#[tokio::test]
async fn a_call_that_fails_is_nobodys_trouble() {
    let lambda = FakeWebhook::start().await;
    let house = house_that_calls(&lambda.url()).await;
    let refuses = WebhookAnswer {
        status: 429,
        ..WebhookAnswer::default()
    };
    let hangs_up = WebhookAnswer {
        hangs_up: true,
        ..WebhookAnswer::default()
    };
    let is_slow = WebhookAnswer {
        delay: Duration::from_secs(60),
        ..WebhookAnswer::default()
    };
    for answer in [refuses, hangs_up, is_slow] {
        lambda.reset();
        lambda.answer_with(answer);
        let began = Instant::now();
        let document = write(&house).await;
        let took = began.elapsed();
        assert!(took < Duration::from_secs(5), "{took:?}");
        assert_eq!(lambda.received().len(), 1, "it is not tried again");
        let path = format!("/documents/{document}");
        let waiting = call(&house, "GET", &path).expect(200).await;
        assert_eq!(waiting["status"], "processing");
    }
    // A port that nobody listens on: the system has given it to a listener that is gone.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let nobody = format!("http://{}", listener.local_addr().expect("its address"));
    drop(listener);
    write(&house_that_calls(&nobody).await).await;
}

#[tokio::test]
async fn the_program_has_called_before_it_answers() {
    let (database, lambda) = tokio::join!(TestDatabase::create(), lambda());
    let alice = Person::register(&database.services(1), "alice").await;
    let program = bootstrap("knowledge", env!("CARGO_BIN_EXE_knowledge"));
    let url = lambda.url();
    let settings = [
        ("INGEST_FUNCTION", "stack-Ingest-1a"),
        ("AWS_ENDPOINT_URL_LAMBDA", &*url),
    ];
    let mut environment = Environment::with_database(&program, database.url(), &settings).await;
    let path = format!("/api/dashboard/knowledge/{}/documents", alice.client_id);
    for expected in [1, 2] {
        let event = HttpEvent::api_gateway("POST", &path).cookies(&[&alice.cookie]);
        let event = event.json(&json!({"title": "Rules", "body": TEXT}));
        let answer = environment.invoke(event.value()).await;
        HttpAnswer::whole(&answer).expect(201);
        assert_eq!(lambda.received().len(), expected, "{}", environment.log());
    }
}
