//! The function under test, with a folder for a bucket.

use knowledge::ingest::{Ingest, Reader, Report};
use knowledge::{KnowledgeState, router};
use serde_json::{Value, json};
use shared::objects::{Folder, ObjectKey, ObjectStore};
use shared::{Secret, Services};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use test_support::{Call, House, Person, Proxy, Route};
use tokio::time::Instant;
use uuid::Uuid;

pub const PROGRAMME: &[u8] = include_bytes!("../../../../extraction/tests/fixtures/programme.pdf");
pub const SCANNED: &[u8] = include_bytes!("../../../../extraction/tests/fixtures/scanned.pdf");

/// Where the routes of somebody's knowledge begin; `{id}` is where the client's id goes.
pub const KNOWLEDGE: &str = "/api/dashboard/knowledge/{id}";
pub const DOCUMENTS: &str = "/api/dashboard/knowledge/{id}/documents";

/// The function, its ingest, and the folder that both use. The folder goes with this value.
pub struct Workshop {
    pub house: House,
    pub ingest: Ingest,
    pub store: ObjectStore,
    folder: Folder,
    root: PathBuf,
}

pub async fn workshop() -> Workshop {
    let (folder, root) = folder();
    let store = ObjectStore::Folder(folder.clone());
    let house = House::build(|services| router(state(services, Some(store.clone())))).await;
    let services = house.database.services(4);
    let ingest = state(services, Some(store.clone())).ingest(reader());
    Workshop {
        house,
        ingest,
        store,
        folder,
        root,
    }
}

/// The function alone.
pub async fn house() -> House {
    House::build(|services| router(state(services, Some(ObjectStore::Folder(folder().0))))).await
}

pub async fn house_and_proxy() -> (House, Proxy) {
    let nobody = Secret::new("nobody logs in");
    let store = ObjectStore::Folder(folder().0);
    House::build_behind_proxy(&nobody, |services| router(state(services, Some(store)))).await
}

/// The function's own program reads documents.
pub fn reader() -> Reader {
    Reader::program(env!("CARGO_BIN_EXE_knowledge").into())
}

pub fn state(services: Services, objects: Option<ObjectStore>) -> KnowledgeState {
    let nothing = std::iter::empty::<(String, String)>().collect();
    KnowledgeState::from_settings(&nothing, services)
        .expect("nothing is set")
        .with_objects(objects)
}

/// Made when the first file comes.
fn folder() -> (Folder, PathBuf) {
    let root = std::env::temp_dir().join(format!("documents-{}", Uuid::new_v4().simple()));
    (Folder::new(root.clone(), Secret::new("a key")), root)
}

impl Drop for Workshop {
    fn drop(&mut self) {
        // There is none where nothing was uploaded.
        drop(std::fs::remove_dir_all(&self.root));
    }
}

impl Workshop {
    /// A call of Alice's, below her client's knowledge.
    pub fn call(&self, method: &str, path: &str) -> Call {
        call(&self.house, method, path)
    }

    /// Asks for a document with a file and puts the file where it is told. Gives the document's id and the file's name in the store.
    pub async fn upload(&self, name: &str, bytes: &[u8]) -> (Uuid, ObjectKey) {
        let file = json!({"fileName": name, "sizeBytes": bytes.len()});
        let asked = self
            .call("POST", "/documents")
            .json(&file)
            .expect(201)
            .await;
        let key = self.put(&asked["upload"], bytes).await;
        (id(&asked["document"]), key)
    }

    /// Puts a file where an answer says.
    pub async fn put(&self, upload: &Value, bytes: &[u8]) -> ObjectKey {
        let url = upload["url"].as_str().expect("an address");
        let path = url.strip_prefix("http://app.example/objects/");
        let (key, query) = path.and_then(|path| path.split_once('?')).expect(url);
        let value = |name: &str| {
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            let found = pairs.find(|(key, _)| *key == name);
            found.expect("a signed address").1
        };
        let number = |name| value(name).parse::<u64>().expect("a number");
        let address = (number("size"), number("expires"), value("signature"));
        let key = key.parse().expect("a key");
        let now = SystemTime::now();
        let taken = self.folder.accept(&key, address, bytes.to_vec(), now);
        taken.await.expect("it is signed");
        key
    }

    /// Adds a document that is written here; gives its id.
    pub async fn write(&self, title: &str, body: &str) -> Uuid {
        let new = json!({"title": title, "body": body});
        let added = self.call("POST", "/documents").json(&new).expect(201).await;
        id(&added["document"])
    }

    pub async fn document(&self, id: Uuid) -> Value {
        self.call("GET", &format!("/documents/{id}"))
            .expect(200)
            .await
    }

    /// The texts of a document's chunks that answer now.
    pub async fn chunks(&self, id: Uuid) -> Vec<String> {
        let path = format!("/documents/{id}/chunks");
        let answer = self.call("GET", &path).expect(200).await;
        let chunks = answer["chunks"].as_array().expect("a list");
        let texts = chunks.iter().map(|chunk| chunk["content"].as_str());
        texts.map(|text| text.expect("a text").to_owned()).collect()
    }

    /// Tells the ingest that a file has come.
    pub async fn file_came(&self, key: &ObjectKey) -> Report {
        file_came(&self.ingest, key).await
    }

    /// Has everything done that is due.
    pub async fn sweep(&self) -> Report {
        let report = self.ingest.sweep(a_while()).await.expect("a report");
        assert!(report.finished, "{report:?}");
        report
    }

    pub async fn has_file(&self, key: &ObjectKey) -> bool {
        let file = self.store.get(key, 100_000_000).await;
        file.expect("a folder").is_some()
    }

    pub fn folder(&self) -> &Path {
        &self.root
    }
}

pub async fn file_came(ingest: &Ingest, key: &ObjectKey) -> Report {
    let mut report = Report::default();
    let told = ingest.file_came(key, &mut report).await;
    told.expect("the database is there");
    report
}

pub fn a_while() -> Instant {
    Instant::now() + Duration::from_secs(600)
}

/// A call of Alice's, below her client's knowledge.
pub fn call(house: &House, method: &str, path: &str) -> Call {
    house.call(method, &format!("{}{path}", knowledge_of(&house.alice)))
}

pub fn knowledge_of(person: &Person) -> String {
    KNOWLEDGE.replace("{id}", &person.client_id.to_string())
}

/// The id in an answer.
pub fn id(value: &Value) -> Uuid {
    let id = value["id"].as_str().expect("an id");
    id.parse().expect("a UUID")
}

/// Gives a person a document that was read, a tag on it, and a token; the same id is all three's.
pub async fn furnish(house: &House, person: &Person) -> Uuid {
    let (id, client) = (Uuid::new_v4(), person.client_id);
    let sql = format!(
        "insert into documents (id, client_id, title, body, status, progress) values ('{id}', '{client}', 'Venue', 'At the sea', 'ready', 100);
         insert into tags (id, client_id, name) values ('{id}', '{client}', 'Travel');
         insert into document_tags (document_id, tag_id, client_id) values ('{id}', '{id}', '{client}');
         insert into client_tokens (id, client_id, name, token_hash, hint) values ('{id}', '{client}', 'n8n', decode(md5('{id}'), 'hex'), 'abcd')"
    );
    house.database.sql(&sql).await;
    id
}

/// Every route that a session opens, as a person may call it who has what [`furnish`] gives. Each finds what it needs in this order.
pub fn every_route(person: &Person, id: Uuid) -> Vec<Route> {
    let knowledge = knowledge_of(person);
    let below = |path: &str| format!("{knowledge}{path}");
    let document = below(&format!("/documents/{id}"));
    let tag = below(&format!("/tags/{id}"));
    let text = json!({"title": "Venue", "body": "At the sea"});
    let file = json!({"fileName": "programme.pdf", "sizeBytes": 5});
    vec![
        Route::new("GET", below("/documents")),
        Route::new("POST", below("/documents")).with(text),
        Route::new("GET", &document),
        Route::new("GET", format!("{document}/chunks")),
        Route::new("PATCH", &document).with(json!({"title": "The venue"})),
        Route::new("POST", format!("{document}/reprocess")),
        Route::new("POST", format!("{document}/replace")).with(file),
        Route::new("DELETE", &document),
        Route::new("GET", below("/tags")),
        Route::new("POST", below("/tags")).with(json!({"name": Uuid::new_v4().to_string()})),
        Route::new("PATCH", &tag).with(json!({"prompt": "Be kind."})),
        Route::new("DELETE", &tag),
        Route::new("GET", below("/tokens")),
        Route::new("POST", below("/tokens")).with(json!({"name": "n8n"})),
        Route::new("DELETE", below(&format!("/tokens/{id}"))),
        Route::new("POST", below("/test")).with(json!({"question": "Where is it?"})),
    ]
}
