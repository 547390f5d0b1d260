//! Which chunks the model reads, and when.

use crate::support::{QUESTION, SCOOTERS, STEW, Scene, a_while};
use shared::database::DatabaseConfig;
use shared::migrations;
use test_support::{ModelEmbeddings, ModelFailure};

const EMBEDDINGS: &str = "select count(*) from chunk_embeddings where embedding is not null";

#[tokio::test]
async fn each_chunk_is_read_once() {
    let scene = Scene::set().await;
    let many: Vec<&str> = std::iter::repeat_n(STEW, 70).collect();
    scene.add(&scene.house.alice, "Menu", &many).await;
    scene.add(&scene.house.bob, "Guide", &[SCOOTERS]).await;
    assert_eq!(scene.sweep().await.embedded_chunks, 71);
    // 64 at once, and never of two documents.
    assert_eq!(scene.model.embedded().len(), 3);
    assert_eq!(scene.sweep().await.embedded_chunks, 0);
    assert_eq!(scene.model.embedded().len(), 3);
    let titles = scene.model.embedded();
    let with_title = titles.iter().all(|asked| {
        let text = asked.json()["input"][0]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        text.starts_with("Menu\n") || text.starts_with("Guide\n")
    });
    assert!(with_title, "the title says what a chunk is about");
}

#[tokio::test]
async fn another_model_reads_everything_anew() {
    let scene = Scene::set().await;
    let alice = &scene.house.alice;
    scene.add(alice, "Guide", &[SCOOTERS, STEW]).await;
    scene.sweep().await;
    // Until it has, nothing of the other's is taken for its own.
    let report = scene.ingest("m2").sweep(a_while()).await;
    assert_eq!(report.expect("a report").embedded_chunks, 2);
    assert_eq!(scene.count(EMBEDDINGS).await, 2);
    assert_eq!(
        scene.quoted(alice, QUESTION).await,
        None,
        "the functions ask m"
    );
    scene.sweep().await;
    assert!(scene.quoted(alice, QUESTION).await.is_some());
}

#[tokio::test]
async fn a_new_revision_is_read_and_the_old_one_goes() {
    let scene = Scene::set().await;
    let alice = &scene.house.alice;
    let id = scene.add(alice, "Guide", &[STEW]).await;
    scene.sweep().await;
    let next = "update documents set revision = 2";
    scene.house.database.sql(next).await;
    scene.index(alice, id, 2, &[SCOOTERS]).await;
    assert_eq!(scene.count(EMBEDDINGS).await, 0);
    assert_eq!(scene.sweep().await.embedded_chunks, 1);
    let found = scene.quoted(alice, QUESTION).await;
    assert_eq!(found.as_deref(), Some(SCOOTERS));
    scene.house.database.sql("delete from documents").await;
    assert_eq!(
        scene.count("select count(*) from embedded_documents").await,
        0
    );
    assert_eq!(scene.count(EMBEDDINGS).await, 0);
}

#[tokio::test]
async fn a_model_that_was_away_reads_the_rest_later() {
    let scene = Scene::set().await;
    let alice = &scene.house.alice;
    scene.add(alice, "Guide", &[SCOOTERS]).await;
    for failure in [
        ModelFailure::Status(503),
        ModelFailure::Status(401),
        ModelFailure::Status(400),
    ] {
        scene.model.embed_with(ModelEmbeddings::failing(failure));
        let report = scene.sweep().await;
        assert_eq!((report.embedded_chunks, report.finished), (0, true));
    }
    // It is asked once a run, not as long as there is time.
    assert_eq!(scene.model.embedded().len(), 3);
    scene
        .model
        .embed_with(ModelEmbeddings::knowing(&crate::support::SYNONYMS));
    assert_eq!(scene.sweep().await.embedded_chunks, 1);
    assert!(scene.quoted(alice, QUESTION).await.is_some());
}

#[tokio::test]
async fn a_text_that_it_refuses_keeps_no_other_from_it() {
    let scene = Scene::set().await;
    let alice = &scene.house.alice;
    scene
        .add(alice, "Guide", &[STEW, "Poison is not served.", SCOOTERS])
        .await;
    scene.model.embed_with(ModelEmbeddings {
        refuses: Some("poison"),
        ..ModelEmbeddings::knowing(&crate::support::SYNONYMS)
    });
    assert_eq!(scene.sweep().await.embedded_chunks, 2);
    let asked = scene.model.embedded().len();
    assert_eq!(asked, 4, "all together, then each alone");
    scene.sweep().await;
    assert_eq!(scene.model.embedded().len(), asked, "and not again");
    let found = scene.quoted(alice, QUESTION).await;
    assert_eq!(found.as_deref(), Some(SCOOTERS));
    let by_words = scene.quoted(alice, "Is poison served?").await;
    assert_eq!(by_words.as_deref(), Some("Poison is not served."));
}

#[tokio::test]
async fn without_the_extension_the_words_answer_until_it_comes_back() {
    let scene = Scene::set().await;
    let alice = &scene.house.alice;
    scene.add(alice, "Guide", &[SCOOTERS]).await;
    scene.sweep().await;
    scene
        .house
        .database
        .sql("drop extension vector cascade")
        .await;
    let by_words = scene.quoted(alice, "Where are scooters kept?").await;
    assert_eq!(by_words.as_deref(), Some(SCOOTERS));
    assert_eq!(scene.quoted(alice, QUESTION).await, None);
    let path = format!("/api/dashboard/knowledge/{}/test", alice.client_id);
    let test = scene.house.call("POST", &path);
    let test = test.json(&serde_json::json!({"question": "Where are scooters kept?"}));
    assert_eq!(test.expect(200).await["passages"][0]["content"], SCOOTERS);
    let config = DatabaseConfig::from_url(scene.house.database.url()).expect("a URL");
    let applied = migrations::run(&config).await.expect("a database");
    assert!(applied.is_empty(), "{applied:?}");
    assert_eq!(scene.sweep().await.embedded_chunks, 1);
    assert!(scene.quoted(alice, QUESTION).await.is_some());
}

#[tokio::test]
async fn the_extension_may_live_in_a_schema_of_its_own() {
    let scene = Scene::set().await;
    let alice = &scene.house.alice;
    scene.add(alice, "Guide", &[SCOOTERS]).await;
    let moved = r#"create schema "Ext's"; alter extension vector set schema "Ext's"; select app.set_up_embeddings()"#;
    scene.house.database.sql(moved).await;
    assert_eq!(scene.sweep().await.embedded_chunks, 1);
    assert!(scene.quoted(alice, QUESTION).await.is_some());
}
