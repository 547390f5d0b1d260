//! A house with a model that says what texts mean, and the functions that ask it.

use knowledge::KnowledgeState;
use knowledge::ingest::{Ingest, Reader, Report};
use local::gateway::Functions;
use serde_json::{Value, json};
use shared::retrieval::{self, Indexed, NewChunk};
use shared::{Services, Settings, clients};
use std::time::Duration;
use test_support::{FakeModel, House, ModelEmbeddings, Person};
use tokio::time::Instant;
use tokio_postgres::types::ToSql;
use uuid::Uuid;

/// Words that no search by words takes for each other.
pub const SYNONYMS: [(&str, &str); 2] = [("velocipede", "scooters"), ("stored", "kept")];
/// What a document says, in words that nobody asks with.
pub const SCOOTERS: &str = "Scooters are kept behind the green hall.";
pub const STEW: &str = "Thursday evening brings barley stew.";
pub const QUESTION: &str = "Velocipede stored?";

pub struct Scene {
    pub house: House,
    pub model: FakeModel,
    services: Services,
}

impl Scene {
    pub async fn set() -> Self {
        let model = FakeModel::start().await;
        model.embed_with(ModelEmbeddings::knowing(&SYNONYMS));
        let settings = settings(&model, "m");
        let house = House::build(|services| {
            let functions = Functions::from_settings(&settings, &services);
            functions.expect("settings that can be used").gateway()
        })
        .await;
        let extension = "select count(*) from pg_extension where extname = 'vector'";
        let is_there = house.database.count(extension).await;
        assert_eq!(is_there, 1, "no pgvector: run `cargo verify vector`");
        Self {
            services: house.database.services(4),
            house,
            model,
        }
    }

    /// A document with a chunk for each text, which nobody has read for its meaning.
    pub async fn add(&self, person: &Person, title: &str, texts: &[&'static str]) -> Uuid {
        let id = Uuid::new_v4();
        let insert =
            "insert into documents (id, client_id, title, status) values ($1, $2, $3, 'ready')";
        let database = &self.house.database;
        let values: [&(dyn ToSql + Sync); 3] = [&id, &person.client_id, &title];
        let inserted = database.admin.execute(insert, &values).await;
        inserted.expect("a document");
        self.index(person, id, 1, texts).await;
        id
    }

    /// The chunks of a document's revision.
    pub async fn index(&self, person: &Person, id: Uuid, revision: i32, texts: &[&'static str]) {
        let chunks: Vec<NewChunk<'_>> = (0..).zip(texts).map(chunk).collect();
        let open = clients::open_by_key(&person.key, None);
        let index = retrieval::index_chunks(id, revision, &chunks);
        let (_, indexed) = self
            .services
            .database
            .run(open, index)
            .await
            .expect("a key");
        assert_eq!(indexed.expect("an answer"), Indexed(true));
    }

    /// The ingest with a model of that name.
    pub fn ingest(&self, model: &str) -> Ingest {
        let settings = settings(&self.model, model);
        let state = KnowledgeState::from_settings(&settings, self.services.clone());
        state
            .expect("settings that can be used")
            .ingest(Reader::this_program())
    }

    /// Has everything read that is due.
    pub async fn sweep(&self) -> Report {
        let report = self.ingest("m").sweep(a_while()).await;
        report.expect("a report")
    }

    /// What a visitor of somebody's is told.
    pub async fn ask(&self, person: &Person, question: &str) -> Value {
        let body = json!({"message": question, "sessionId": Uuid::new_v4()});
        let call = self.house.app.post("/api/widget/chat", &body);
        call.key(&person.key).expect(200).await
    }

    /// The quotation that answers, without its place.
    pub async fn quoted(&self, person: &Person, question: &str) -> Option<String> {
        let answer = self.ask(person, question).await;
        let text = answer["response"].as_str()?.strip_prefix('“')?;
        Some(text.split('”').next()?.to_owned())
    }

    pub async fn count(&self, sql: &str) -> i64 {
        self.house.database.count(sql).await
    }
}

pub fn a_while() -> Instant {
    Instant::now() + Duration::from_secs(600)
}

pub fn settings(model: &FakeModel, name: &str) -> Settings {
    let url = model.url();
    let settings = [("EMBEDDINGS_MODEL", name), ("EMBEDDINGS_BASE_URL", &url)];
    settings.into_iter().collect()
}

fn chunk((ordinal, content): (i32, &&'static str)) -> NewChunk<'static> {
    NewChunk {
        ordinal,
        page: None,
        heading: None,
        content,
        tokens: 8,
    }
}
