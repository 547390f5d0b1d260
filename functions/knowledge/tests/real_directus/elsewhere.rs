//! Directus elsewhere, told by the sweep and telling by its Flows.

use crate::process::{ADMIN, Directus as Program, Place, run_script};
use crate::scene::{Scene, id, name, port};
use knowledge::directus::Directus;
use serde_json::{Value, json};
use shared::Settings;
use test_support::TestDatabase;

/// Directus over a database of its own, and the function whose settings are what the script has printed.
async fn build() -> (Scene, Program, TestDatabase) {
    let database = TestDatabase::create_empty().await;
    let program = Program::start(Place {
        name: "elsewhere",
        port: port(database.url()),
        database: &name(database.url()),
        user: "postgres",
        search_path: "public",
    })
    .await;
    let scene = Scene::build(async |url| {
        let settings = [
            ("DIRECTUS_URL", &*program.url),
            ("DIRECTUS_ADMIN_TOKEN", ADMIN),
            ("CONFERENCE_CHAT_URL", url),
        ];
        let output = run_script("set-up-elsewhere.mjs", &settings).await;
        assert!(output.status.success(), "{output:?}");
        let text = String::from_utf8(output.stdout).expect("text");
        let printed: Settings = text
            .lines()
            .filter_map(|line| line.split_once('='))
            .collect();
        // Once more it changes neither token nor secret.
        let again = run_script("set-up-elsewhere.mjs", &settings).await;
        assert!(again.status.success(), "{again:?}");
        Directus::from_settings(&printed).expect("settings")
    })
    .await;
    (scene, program, database)
}

#[tokio::test]
async fn what_changes_here_appears_there_and_what_editors_change_comes_back() {
    let (scene, directus, _database) = build().await;
    let documents = format!("/api/dashboard/knowledge/{}/documents", scene.client());

    // Written here: there as well, with its state.
    let new = json!({"title": "Venue", "body": "The doors of the Kaisersaal open at nine."});
    let call = scene.house.call("POST", &documents).json(&new);
    let document = id(&call.expect(201).await["document"]);
    scene.sweep().await;
    assert_eq!(waiting(&scene).await, Value::Null);
    let path = format!("/items/knowledge_base/{document}");
    is_ready(&scene, &directus, &path).await;
    let item = directus.call("GET", &path, None, 200).await;
    assert_eq!(item["client_id"], json!(scene.client()));
    assert_eq!(item["title"], "Venue");

    // Edited there: its Flow tells us, and we read it anew.
    let edit = json!({"title": "The venue", "body": "The doors of the Kaisersaal open at eight.", "tags": ["doors"]});
    directus.call("PATCH", &path, Some(edit), 200).await;
    let is_edited = async || scene.document(document).await["title"] == "The venue";
    scene.until("the edit comes back", is_edited).await;
    scene.sweep().await;
    assert_eq!(
        scene.passages("When do the doors open?").await,
        ["The doors of the Kaisersaal open at eight."]
    );
    is_ready(&scene, &directus, &path).await;
    assert_eq!(scene.row("select name from tags").await["name"], "doors");

    // Made there, with a file: a document here.
    let file = directus
        .upload("shuttle.txt", b"The shuttle to the airport leaves at six.")
        .await;
    let new = json!({"client_id": scene.client(), "title": "Shuttle", "file": file});
    let made = id(&directus
        .call("POST", "/items/knowledge_base", Some(new), 200)
        .await);
    let is_here = async || scene.document(made).await["status"] == "processing";
    scene.until("the item becomes a document", is_here).await;
    scene.sweep().await;
    assert_eq!(
        scene.passages("When does the shuttle leave?").await,
        ["The shuttle to the airport leaves at six."]
    );
    is_ready(&scene, &directus, &format!("/items/knowledge_base/{made}")).await;

    // For a client that there is not: refused with the reason.
    let new = json!({"client_id": scene.house.alice.user_id, "title": "Lost", "body": "x"});
    let lost = id(&directus
        .call("POST", "/items/knowledge_base", Some(new), 200)
        .await);
    let lost = format!("/items/knowledge_base/{lost}");
    let is_told = async || directus.call("GET", &lost, None, 200).await["status"] == "failed";
    scene.until("the editor is told", is_told).await;

    // Deleted there, and here.
    directus.call("DELETE", &path, None, 204).await;
    let is_gone = async || scene.document(document).await == Value::Null;
    scene
        .until("what is deleted there is deleted here", is_gone)
        .await;
    let call = scene.house.call("DELETE", &format!("{documents}/{made}"));
    assert!(call.send().await.status < 300);
    let is_forgotten = async || {
        scene.sweep().await;
        scene.house.database.rows_of("app.directus_items").await == 0
    };
    scene.until("nothing is left to do", is_forgotten).await;
    directus
        .call("GET", &format!("/items/knowledge_base/{made}"), None, 403)
        .await;
}

/// Sweeps until the item says so. One sweep need not do: while a Flow's call about our last change is worked on, the pair is taken.
async fn is_ready(scene: &Scene, directus: &Program, path: &str) {
    let is_ready = async || {
        scene.sweep().await;
        directus.call("GET", path, None, 200).await["status"] == "ready"
    };
    scene.until("its state is told", is_ready).await;
}

/// What is tried again, and why.
async fn waiting(scene: &Scene) -> Value {
    let sql = "select last_error from app.directus_items where last_error is not null and due_at > now() limit 1";
    scene.row(sql).await
}

#[tokio::test]
async fn a_file_goes_there_and_directus_away_blocks_nothing() {
    let (scene, mut directus, _database) = build().await;
    let documents = format!("/api/dashboard/knowledge/{}/documents", scene.client());
    let key = shared::objects::ObjectKey {
        client_id: scene.client(),
        document_id: uuid::Uuid::new_v4(),
        revision: 1,
    };
    let put = scene
        .store
        .put(
            &reqwest::Client::new(),
            key,
            b"Lunch is served at noon.".to_vec(),
        )
        .await;
    put.expect("a folder takes it");
    let insert = format!(
        "insert into documents (id, client_id, title, file_name, size_bytes, object_key)
         values ('{}', '{}', 'Lunch', 'lunch.txt', 24, '{key}')",
        key.document_id, key.client_id
    );
    scene.house.database.sql(&insert).await;
    scene.sweep().await;
    assert_eq!(waiting(&scene).await, Value::Null);
    let path = format!(
        "/items/knowledge_base/{}?fields=status,file.*",
        key.document_id
    );
    is_ready(&scene, &directus, &path).await;
    let item = directus.call("GET", &path, None, 200).await;
    assert_eq!(item["file"]["filename_download"], "lunch.txt");
    assert_eq!(item["file"]["filesize"], "24");

    directus.stop();
    let new = json!({"title": "Venue", "body": "The doors open at nine."});
    scene
        .house
        .call("POST", &documents)
        .json(&new)
        .expect(201)
        .await;
    scene.sweep().await;
    assert_eq!(scene.passages("When do the doors open?").await.len(), 1);
    let error = waiting(&scene).await;
    let error = error["last_error"].as_str().expect("a reason").to_owned();
    assert!(
        error.starts_with("Directus is away") && !error.contains("http://"),
        "{error}"
    );
}
