//! Which passages fit a question: the client's own, as its documents stand now, and nobody else's.

mod answers;
mod any_text;
mod understanding;
mod whose;

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use shared::database::Statement;
use shared::retrieval::{self, ExplainedPassage, Indexed, NewChunk, Passage};
use shared::{Services, clients, sessions};
use test_support::{Person, TestDatabase};
use uuid::Uuid;

/// Two organisers with documents.
struct Library {
    database: TestDatabase,
    services: Services,
    alice: Person,
    bob: Person,
}

impl Library {
    async fn open() -> Self {
        let database = TestDatabase::create().await;
        let services = database.services(2);
        Self {
            alice: Person::register(&services, "alice").await,
            bob: Person::register(&services, "bob").await,
            database,
            services,
        }
    }

    async fn as_visitor<T: Send>(&self, person: &Person, statement: Statement<T>) -> T {
        let open = clients::open_by_key(&person.key, None);
        let (_, outcome) = self
            .services
            .database
            .run(open, statement)
            .await
            .expect("a key");
        outcome.expect("an answer")
    }

    /// A document with a chunk for each text.
    async fn add(&self, person: &Person, title: &str, texts: &[&str]) -> Uuid {
        let id = Uuid::new_v4();
        let insert = "insert into documents (id, client_id, title, dated_at) values ($1, $2, $3, '2026-01-01')";
        let inserted = self
            .database
            .admin
            .execute(insert, &[&id, &person.client_id, &title])
            .await;
        inserted.expect("a document");
        assert_eq!(self.index(person, id, 1, texts).await, Indexed(true));
        id
    }

    async fn index(&self, person: &Person, id: Uuid, revision: i32, texts: &[&str]) -> Indexed {
        self.as_visitor(
            person,
            retrieval::index_chunks(id, revision, &chunks(texts)),
        )
        .await
    }

    async fn find(&self, person: &Person, question: &str) -> Vec<Passage> {
        self.as_visitor(person, retrieval::find_passages(question, None, 5))
            .await
    }

    async fn contents(&self, question: &str) -> Vec<String> {
        let found = self.find(&self.alice, question).await;
        found.into_iter().map(|passage| passage.content).collect()
    }

    async fn best(&self, question: &str) -> String {
        self.contents(question)
            .await
            .into_iter()
            .next()
            .unwrap_or_default()
    }

    async fn sql(&self, sql: &str, id: Uuid) {
        self.database
            .sql(&sql.replace("$1", &format!("'{id}'")))
            .await;
    }

    /// How often each word stands in Alice's chunks: as kept, and as counted anew.
    async fn statistics(&self) -> [String; 2] {
        let id = self.alice.client_id;
        let kept = format!(
            "select coalesce(string_agg(lexeme || ' ' || chunks, ',' order by lexeme), '') from chunk_terms where client_id = '{id}'"
        );
        let counted = format!(
            "select coalesce(string_agg(lexeme || ' ' || n, ',' order by lexeme), '')
               from (select l collate \"C\" as lexeme, count(*) as n
                       from chunks c, unnest(tsvector_to_array(c.search)) l where c.client_id = '{id}' group by 1) counted"
        );
        [
            self.database.text(&kept).await,
            self.database.text(&counted).await,
        ]
    }
}

fn chunks<'a>(texts: &[&'a str]) -> Vec<NewChunk<'a>> {
    let chunk = |(ordinal, content): (i32, &&'a str)| NewChunk {
        ordinal,
        page: Some(ordinal + 1),
        heading: None,
        content,
        tokens: 10,
    };
    (0..).zip(texts).map(chunk).collect()
}

const PARKING: &str = "Parking costs twelve euros a day in the garage.";
const LUNCH: &str = "Lunch is served at noon in the tent.";
const WIFI: &str = "The Wi-Fi network is called GUEST.";

/// What Alice is told of somebody's client.
async fn explain(library: &Library, of: &Person, question: &str) -> Vec<ExplainedPassage> {
    let cookie = HeaderValue::from_str(&library.alice.cookie).expect("ASCII");
    let headers = HeaderMap::from_iter([(COOKIE, cookie)]);
    let sid = library
        .services
        .session_keys
        .sid(&headers)
        .expect("a signed cookie");
    let statement = retrieval::explain(Some(of.client_id), question, None, 5);
    let batch = library
        .services
        .database
        .run(sessions::open(&sid), statement);
    let (_, outcome) = batch.await.expect("a session");
    outcome.expect("an answer")
}
