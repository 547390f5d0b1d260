//! The function for documents as it is deployed: its API on a port, its ingest, its store.

use knowledge::KnowledgeState;
use knowledge::directus::Directus;
use knowledge::ingest::{Ingest, Reader};
use serde_json::{Value, json};
use shared::Secret;
use shared::Settings;
use shared::objects::{Folder, ObjectStore};
use std::path::PathBuf;
use std::time::Duration;
use test_support::House;
use tokio::net::TcpListener;
use tokio::time::Instant;
use uuid::Uuid;

pub struct Scene {
    pub house: House,
    pub store: ObjectStore,
    ingest: Ingest,
    folder: PathBuf,
}

impl Scene {
    /// With the Directus that `directus` makes of the function's address.
    pub async fn build(directus: impl AsyncFnOnce(&str) -> Option<Directus>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let directus = directus(&url).await;
        let folder = std::env::temp_dir().join(format!("knowledge-{}", Uuid::new_v4().simple()));
        let store = ObjectStore::Folder(Folder::new(folder.clone(), Secret::new("a key")));
        let mut ingest = None;
        let mut served = None;
        let house = House::build(|services| {
            let state = KnowledgeState::from_settings(&Settings::default(), services);
            let state = state
                .expect("settings")
                .with_objects(Some(store.clone()))
                .with_directus(directus);
            let reader = Reader::program(env!("CARGO_BIN_EXE_knowledge").into());
            ingest = Some(state.ingest(reader));
            served = Some(knowledge::router(state.clone()));
            knowledge::router(state)
        })
        .await;
        let router = served.expect("the house is built");
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self {
            house,
            store,
            ingest: ingest.expect("the house is built"),
            folder,
        }
    }

    pub fn client(&self) -> Uuid {
        self.house.alice.client_id
    }

    /// What the schedule does.
    pub async fn sweep(&self) {
        let end = Instant::now() + Duration::from_secs(600);
        self.ingest.sweep(end).await.expect("a database");
    }

    /// What answers would be made from.
    pub async fn passages(&self, question: &str) -> Vec<String> {
        let path = format!("/api/dashboard/knowledge/{}/test", self.client());
        let answer = self
            .house
            .call("POST", &path)
            .json(&json!({"question": question}))
            .expect(200)
            .await;
        let passages = answer["passages"].as_array().cloned().unwrap_or_default();
        let contents = passages
            .iter()
            .filter_map(|passage| passage["content"].as_str());
        contents.map(str::to_owned).collect()
    }

    /// A row as JSON, or null.
    pub async fn row(&self, sql: &str) -> Value {
        let sql = format!("select coalesce((select to_jsonb(r) from ({sql}) r), 'null')::text");
        serde_json::from_str(&self.house.database.text(&sql).await).expect("JSON")
    }

    /// A document, or null.
    pub async fn document(&self, id: Uuid) -> Value {
        self.row(&format!("select * from documents where id = '{id}'"))
            .await
    }

    /// Waits until something is so that another program brings about.
    pub async fn until(&self, what: &str, is_so: impl AsyncFn() -> bool) {
        let limit = Instant::now() + Duration::from_secs(30);
        while !is_so().await {
            assert!(Instant::now() < limit, "{what}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Drop for Scene {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

/// An id in an answer.
pub fn id(value: &Value) -> Uuid {
    let id = value["id"].as_str().and_then(|id| id.parse().ok());
    id.unwrap_or_else(|| panic!("no id in {value}"))
}

/// The port of a database's URL.
pub fn port(url: &str) -> u16 {
    let (_, rest) = url.rsplit_once(':').expect("a port");
    rest.split('/')
        .next()
        .and_then(|port| port.parse().ok())
        .expect("a port")
}

/// The database of its URL.
pub fn name(url: &str) -> String {
    let (_, rest) = url.rsplit_once('/').expect("a database");
    rest.split('?').next().expect("a name").to_owned()
}
