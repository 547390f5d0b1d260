//! Directus on our own Postgres: set up as the guide says, then worked in as an editor works.

use crate::process::{ADMIN, Directus, Place, run_script};
use crate::scene::{Scene, id, name, port};
use serde_json::{Value, json};
use uuid::Uuid;

const EDITOR: &str = "an-editor-of-the-tests";

/// The function, and Directus beside it as the guide has it.
async fn build() -> (Scene, Directus) {
    let scene = Scene::build(async |_| None).await;
    let url = scene.house.database.url();
    let role = format!("directus_editor_{}", Uuid::new_v4().simple());
    let steps = include_str!("../../../../docs/directus/own-postgres.sql");
    let steps = steps
        .replace("directus_editor", &role)
        .replace("<client id>", &scene.client().to_string());
    scene.house.database.sql(&steps).await;
    let directus = Directus::start(Place {
        name: "own-postgres",
        port: port(url),
        database: &name(url),
        user: &role,
        search_path: "array:directus,public",
    })
    .await;
    let settings = [
        ("DIRECTUS_URL", &*directus.url),
        ("DIRECTUS_ADMIN_TOKEN", ADMIN),
    ];
    for _ in 0..2 {
        let output = run_script("set-up-own-postgres.mjs", &settings).await;
        assert!(output.status.success(), "{output:?}");
    }
    directus.add_editor("Conference knowledge", EDITOR).await;
    (scene, directus)
}

#[tokio::test]
async fn editors_change_the_rows_that_answers_are_made_from() {
    let (scene, directus) = build().await;
    let client = scene.client();
    let editor = async |method: &str, path: &str, body: Option<Value>, status: u16| {
        directus.call_as(EDITOR, method, path, body, status).await
    };

    // A new text is read and answers.
    let new = json!({"client_id": client, "title": "Venue", "body": "The doors of the Kaisersaal open at nine."});
    let made = editor("POST", "/items/documents", Some(new), 200).await;
    let document = id(&made);
    assert_eq!(made["status"], "processing");
    scene.sweep().await;
    assert_eq!(scene.document(document).await["status"], "ready");
    assert_eq!(
        scene.passages("When do the doors open?").await,
        ["The doors of the Kaisersaal open at nine."]
    );

    // A changed one goes on answering with what it said, until it is read anew.
    let path = format!("/items/documents/{document}");
    editor(
        "PATCH",
        &path,
        Some(json!({"body": "The doors of the Kaisersaal open at eight."})),
        200,
    )
    .await;
    assert_eq!(scene.document(document).await["status"], "processing");
    assert_eq!(
        scene.passages("When do the doors open?").await,
        ["The doors of the Kaisersaal open at nine."]
    );
    scene.sweep().await;
    assert_eq!(
        scene.passages("When do the doors open?").await,
        ["The doors of the Kaisersaal open at eight."]
    );

    // Tags and prompts count at once.
    let tag = json!({"client_id": client, "name": "venue", "prompt": "Doors are at the back."});
    let tag = editor("POST", "/items/tags", Some(tag), 200).await;
    let tags = json!({"tags": [{"tag_id": tag["id"]}]});
    editor("PATCH", &path, Some(tags), 200).await;
    let shown = editor(
        "GET",
        &format!("{path}?fields=tags.tag_id.name,client_id.name"),
        None,
        200,
    )
    .await;
    assert_eq!(shown["tags"][0]["tag_id"]["name"], "venue");
    let link = scene.row("select client_id from document_tags").await;
    assert_eq!(link["client_id"], json!(client));
    let prompt = json!({"client_id": client, "main_prompt": "Be kind."});
    editor("POST", "/items/answer_settings", Some(prompt), 200).await;
    let settings = scene
        .row("select main_prompt, answerer from answer_settings")
        .await;
    assert_eq!(
        settings,
        json!({"main_prompt": "Be kind.", "answerer": "auto"})
    );

    editor("DELETE", &path, None, 204).await;
    assert!(scene.passages("When do the doors open?").await.is_empty());
}

#[tokio::test]
async fn nothing_else_is_to_be_seen_or_changed_by_anybody_there() {
    let (scene, directus) = build().await;
    let bob = scene.house.bob.client_id;
    let begin =
        format!("insert into documents (client_id, title, body) values ('{bob}', 'Bob''s', 'x')");
    scene.house.database.sql(&begin).await;
    let new = json!({"client_id": scene.client(), "title": "Venue", "body": "x"});
    let document = id(&directus
        .call("POST", "/items/documents", Some(new), 200)
        .await);
    let before = scene.house.database.snapshot().await;
    for token in [ADMIN, EDITOR] {
        let call = async |method: &str, path: &str, body: Option<Value>, status: u16| {
            directus.call_as(token, method, path, body, status).await
        };
        let documents = call("GET", "/items/documents", None, 200).await;
        assert_eq!(documents.as_array().map(Vec::len), Some(1), "{documents}");
        let clients = call("GET", "/items/clients", None, 200).await;
        assert_eq!(clients.as_array().map(Vec::len), Some(1), "{clients}");
        for table in [
            "users",
            "session",
            "messages",
            "conversations",
            "client_tokens",
            "chunks",
        ] {
            call("GET", &format!("/items/{table}"), None, 403).await;
        }
        let path = format!("/items/documents/{document}");
        // What only the database refuses is an error like any to Directus.
        for (change, status) in [
            (json!({"client_id": bob}), 500),
            (json!({"status": "ready"}), 500),
            (json!({"url": "javascript:alert(1)"}), 400),
        ] {
            call("PATCH", &path, Some(change), status).await;
        }
        let new = json!({"client_id": bob, "title": "x", "body": "x"});
        call("POST", "/items/documents", Some(new), 500).await;
    }
    let mut after = scene.house.database.snapshot().await;
    for (table, rows) in &mut after {
        assert_eq!(*rows, before[table], "{table}");
    }
}
