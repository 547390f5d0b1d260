//! A model that says what documents and questions mean, in a database that may not be able to search by it. One that is: `cargo verify vector`.

use crate::support::{PROGRAMME, call, file_came, reader, state, workshop};
use knowledge::ingest::Ingest;
use knowledge::router;
use serde_json::json;
use shared::Settings;
use shared::embeddings::Embedder;
use test_support::{FakeModel, House, ModelEmbeddings, ModelFailure};

fn embedder(model: &FakeModel) -> Option<Embedder> {
    let url = model.url();
    let settings = [("EMBEDDINGS_MODEL", "m"), ("EMBEDDINGS_BASE_URL", &url)];
    let settings: Settings = settings.into_iter().collect();
    Embedder::from_settings(&settings).expect("settings that can be used")
}

/// Whether the machine's Postgres has pgvector.
async fn can_search(house: &House) -> bool {
    let extension = "select count(*) from pg_extension where extname = 'vector'";
    house.database.count(extension).await > 0
}

fn failures() -> [ModelFailure; 3] {
    [
        ModelFailure::Status(500),
        ModelFailure::Says("nonsense"),
        ModelFailure::Hangs,
    ]
}

#[tokio::test]
async fn no_document_fails_because_nobody_says_what_it_means() {
    let workshop = workshop().await;
    let model = FakeModel::start().await;
    model.embed_with(ModelEmbeddings::failing(ModelFailure::Status(500)));
    let ingest: Ingest = workshop.ingest.clone().with_embedder(embedder(&model));
    let id = workshop.write("Rules", "Dogs are welcome.").await;
    let report = ingest.sweep(crate::support::a_while()).await;
    let report = report.expect("a report");
    assert_eq!((report.ready, report.failed), (1, 0));
    assert_eq!((report.embedded_chunks, report.finished), (0, true));
    assert_eq!(workshop.document(id).await["status"], "ready");
    // Nobody is asked for what the database cannot keep.
    let can_search = can_search(&workshop.house).await;
    assert_eq!(model.embedded().len(), usize::from(can_search));
}

#[tokio::test]
async fn a_file_that_comes_is_read_for_its_meaning_right_away() {
    let workshop = workshop().await;
    let model = FakeModel::start().await;
    let ingest: Ingest = workshop.ingest.clone().with_embedder(embedder(&model));
    let (document, key) = workshop.upload("programme.pdf", PROGRAMME).await;
    let report = file_came(&ingest, &key).await;
    assert_eq!(report.ready, 1);
    let can_search = can_search(&workshop.house).await;
    let chunks = workshop.chunks(document).await.len();
    let expected = if can_search { chunks } else { 0 };
    assert_eq!(usize::try_from(report.embedded_chunks), Ok(expected));
    assert_eq!(model.embedded().is_empty(), !can_search);
}

#[tokio::test]
async fn who_searches_finds_by_words_when_nobody_says_what_the_question_means() {
    let model = FakeModel::start().await;
    let house =
        House::build(|services| router(state(services, None).with_embedder(embedder(&model))))
            .await;
    call(&house, "POST", "/documents")
        .json(&json!({"title": "Rules", "body": "Dogs are welcome."}))
        .expect(201)
        .await;
    let ingest = state(house.database.services(2), None).ingest(reader());
    let report = ingest.sweep(crate::support::a_while()).await;
    assert_eq!(report.expect("a report").ready, 1);
    let made = call(&house, "POST", "/tokens").json(&json!({"name": "n8n"}));
    let made = made.expect(201).await;
    let token = format!("Bearer {}", made["value"].as_str().expect("a value"));
    let question = json!({"question": "Are dogs welcome?"});
    for failure in failures() {
        model.embed_with(ModelEmbeddings::failing(failure));
        let search = house.app.post("/api/knowledge/search", &question);
        let found = search.header("authorization", &token).expect(200).await;
        assert_eq!(found["passages"][0]["title"], "Rules", "{found}");
        let test = call(&house, "POST", "/test").json(&question);
        let found = test.expect(200).await;
        assert_eq!(found["passages"][0]["answers"], true, "{found}");
    }
    assert_eq!(model.embedded().len(), 6);
}
