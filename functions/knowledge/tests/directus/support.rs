//! The knowledge function with a Directus elsewhere.

use crate::fake::{FakeDirectus, TOKEN};
use knowledge::KnowledgeState;
use knowledge::directus::{Directus, Swept};
use serde_json::{Value, json};
use shared::objects::{Folder, ObjectKey, ObjectStore};
use shared::{Secret, Services, Settings};
use std::path::PathBuf;
use std::time::Duration;
use test_support::{Answer, House};
use tokio::time::Instant;
use uuid::Uuid;

pub const SECRET: &str = "a-webhook-secret-of-the-tests";
pub const WEBHOOK: &str = "/api/knowledge/directus/webhook";

/// A function at work, Directus, and the way between.
pub struct Pair {
    pub house: House,
    pub fake: FakeDirectus,
    pub directus: Directus,
    pub services: Services,
    pub store: ObjectStore,
    folder: PathBuf,
}

pub fn settings(url: &str) -> Settings {
    [
        ("DIRECTUS_URL", url),
        ("DIRECTUS_TOKEN", TOKEN),
        ("DIRECTUS_WEBHOOK_SECRET", SECRET),
    ]
    .into_iter()
    .collect()
}

pub fn directus(url: &str) -> Directus {
    let read = Directus::from_settings(&settings(url));
    read.expect("settings").expect("a Directus")
}

/// A house whose function knows of this Directus.
pub async fn house_with(directus: Option<Directus>, store: &ObjectStore) -> House {
    house_from(&Settings::default(), directus, store).await
}

async fn house_from(settings: &Settings, directus: Option<Directus>, store: &ObjectStore) -> House {
    House::build(|services| {
        let state = KnowledgeState::from_settings(settings, services);
        let state = state.expect("settings").with_directus(directus);
        knowledge::router(state.with_objects(Some(store.clone())))
    })
    .await
}

impl Pair {
    pub async fn build() -> Self {
        Self::build_from(&Settings::default()).await
    }

    /// The same with further settings.
    pub async fn build_from(settings: &Settings) -> Self {
        let fake = FakeDirectus::start().await;
        let folder = std::env::temp_dir().join(format!("directus-{}", Uuid::new_v4().simple()));
        let store = ObjectStore::Folder(Folder::new(folder.clone(), Secret::new("a key")));
        let directus = directus(&fake.url());
        let house = house_from(settings, Some(directus.clone()), &store).await;
        Self {
            services: house.database.services(1),
            house,
            fake,
            directus,
            store,
            folder,
        }
    }

    pub fn client(&self) -> Uuid {
        self.house.alice.client_id
    }

    /// Everything that is due.
    pub async fn sweep(&self) -> Swept {
        self.sweep_for(Duration::from_secs(20)).await
    }

    pub async fn sweep_for(&self, limit: Duration) -> Swept {
        let deadline = Instant::now() + limit;
        let database = &self.services.database;
        let swept = self
            .directus
            .push_due(database, Some(&self.store), deadline);
        swept.await
    }

    /// A document of Alice's, made by the API.
    pub async fn write(&self, title: &str, body: &str) -> Uuid {
        let path = format!("/api/dashboard/knowledge/{}/documents", self.client());
        let call = self.house.call("POST", &path);
        let answer = call
            .json(&json!({"title": title, "body": body}))
            .expect(201);
        let id = answer.await["document"]["id"].as_str().map(str::to_owned);
        id.and_then(|id| id.parse().ok()).expect("an id")
    }

    /// The same, and Directus knows.
    pub async fn write_and_push(&self, title: &str, body: &str) -> Uuid {
        let id = self.write(title, body).await;
        let swept = self.sweep().await;
        assert_eq!((swept.settled, swept.postponed), (1, 0));
        id
    }

    /// A document of Alice's with a file, as it is when the file has come.
    pub async fn upload(&self, title: &str, name: &str, bytes: &[u8]) -> Uuid {
        let key = ObjectKey {
            client_id: self.client(),
            document_id: Uuid::new_v4(),
            revision: 1,
        };
        self.put(key, bytes).await;
        let insert = format!(
            "insert into documents (id, client_id, title, file_name, size_bytes, object_key)
             values ('{}', '{}', '{title}', '{name}', {}, '{key}')",
            key.document_id,
            key.client_id,
            bytes.len()
        );
        self.house.database.sql(&insert).await;
        key.document_id
    }

    pub async fn put(&self, key: ObjectKey, bytes: &[u8]) {
        let http = reqwest::Client::new();
        let put = self.store.put(&http, key, bytes.to_vec()).await;
        put.expect("a folder takes it");
    }

    /// What our store has for a document.
    pub async fn stored(&self, id: Uuid) -> Option<Vec<u8>> {
        let key = self.document(id).await["object_key"]
            .as_str()?
            .parse()
            .expect("a key");
        self.store
            .get(&key, 20_000_000)
            .await
            .expect("a folder gives it")
    }

    /// The row of a document with the names of its tags, or null.
    pub async fn document(&self, id: Uuid) -> Value {
        let sql = format!(
            "select coalesce((select to_jsonb(d) || jsonb_build_object('tags', (
                        select coalesce(jsonb_agg(t.name order by t.name), '[]')
                          from document_tags dt join tags t on t.id = dt.tag_id where dt.document_id = d.id))
                from documents d where d.id = '{id}'), 'null')::text"
        );
        serde_json::from_str(&self.house.database.text(&sql).await).expect("JSON")
    }

    /// What the pair's row says, or null.
    pub async fn pair(&self, id: Uuid) -> Value {
        let sql = format!(
            "select coalesce((select to_jsonb(i) from app.directus_items i where document_id = '{id}'), 'null')::text"
        );
        serde_json::from_str(&self.house.database.text(&sql).await).expect("JSON")
    }

    /// Makes what was postponed due now.
    pub async fn wait_over(&self) {
        let sql = "update app.directus_items set due_at = now() where due_at is not null";
        self.house.database.sql(sql).await;
    }

    /// What Directus' Flow sends.
    pub async fn tell(&self, event: &str, ids: &[Uuid]) -> Answer {
        let event = format!("knowledge_base.items.{event}");
        let body = match (&*event, ids) {
            ("knowledge_base.items.create", [id]) => json!({"event": event, "key": id}),
            _ => json!({"event": event, "keys": ids}),
        };
        let call = self.house.app.post(WEBHOOK, &body);
        let answer = call.header("x-webhook-secret", SECRET).send().await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer
    }
}

impl Drop for Pair {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.folder));
    }
}
