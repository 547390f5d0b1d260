//! An organiser whose requests are measured, with all that the requests have to name.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use knowledge::KnowledgeState;
use local::gateway::Functions;
use serde_json::{Value, json};
use shared::objects::{Folder, ObjectStore};
use shared::passwords::{PasswordAlgorithm, Passwords};
use shared::visitors::VisitorId;
use shared::{Secret, Services, Settings};
use std::collections::HashMap;
use test_support::{Person, SESSION_SECRET, services_at};
use tokio_postgres::Client;
use tower::ServiceExt;
use uuid::Uuid;

/// The password of everybody who is measured.
pub const PASSWORD: &str = "a long enough sentence";
/// What a Directus elsewhere shows.
pub const DIRECTUS_SECRET: &str = "of the measured Directus";

/// Where an organiser is at home.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a database with nobody else.
    Empty,
    /// Among 100 000 others, with a handful of conversations.
    Small,
    /// Among them, with the most of all.
    Big,
}

/// An organiser, and the functions over the database that has it.
#[derive(Debug)]
pub struct Tenant {
    /// How reports call it.
    pub name: &'static str,
    /// See [`Place`].
    pub place: Place,
    /// The user, client and key.
    pub person: Person,
    /// What paths and bodies name: `id`, `documentId`, …
    pub known: HashMap<&'static str, String>,
    /// The hash of the password that all have.
    pub password_hash: Secret,
    /// The connections of the functions.
    pub services: Services,
    url: String,
    router: Router,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The status code.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub bytes: Bytes,
}

impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|error| panic!("{error}: {:?}", self.bytes))
    }
}

impl Tenant {
    /// Takes the organiser of a place, making what is missing there. `admin` is the place's database, as superuser.
    pub async fn open(name: &'static str, place: Place, url: &str, admin: &Client) -> Self {
        let services = services_at(url, 2);
        let password_hash = Passwords::new(PasswordAlgorithm::Argon2id)
            .hash(Secret::new(PASSWORD))
            .await
            .expect("a hash");
        let person = match place {
            Place::Empty => {
                Person::register_with_hash(&services, "the only one", &password_hash).await
            }
            Place::Small => owner(&services, admin, 0.4, &password_hash).await,
            Place::Big => owner(&services, admin, 0.0, &password_hash).await,
        };
        let mut tenant = Self {
            name,
            place,
            router: router(&services, url),
            known: HashMap::from([("id", person.client_id.to_string())]),
            person,
            password_hash,
            services,
            url: url.to_owned(),
        };
        tenant.settle(admin).await;
        tenant
    }

    /// The same organiser over new connections, which know the settings of the database anew.
    pub fn reconnected(&self) -> Router {
        router(&services_at(&self.url, 1), &self.url)
    }

    /// Sends a request and takes the whole answer.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        send(&self.router, request).await
    }

    /// Makes what there is not yet of the things that requests name.
    async fn settle(&mut self, admin: &Client) {
        let id = self.person.client_id;
        let roomy = "update clients set requests_per_hour = 1000000, documents_at_most = 1000000, status = 'active', allowed_domains = '[]' where id = $1";
        admin.execute(roomy, &[&id]).await.expect("the client");
        let base = format!("/api/dashboard/knowledge/{id}");
        let logo = PIXEL;
        let logo_path = format!("/api/dashboard/widget/{id}/logo");
        self.organise("PUT", &logo_path, Some(json!({"image": logo})))
            .await;
        let sha256 = "select sha256 from widget_logos where client_id = $1";
        self.know("sha256", admin, sha256).await;
        let token = json!({"name": "measured"});
        let token = self
            .organise("POST", &format!("{base}/tokens"), Some(token))
            .await
            .json();
        let token = token["value"].as_str().expect("a token").to_owned();
        self.known.insert("token", token);
        if self.place == Place::Empty {
            let question =
                json!({"message": "When is the venue open?", "sessionId": Uuid::new_v4()});
            self.visit("/api/widget/chat", &self.new_visitor(), question)
                .await;
            let document =
                json!({"title": "Venue", "body": "The venue is open from nine to five."});
            self.organise("POST", &format!("{base}/documents"), Some(document))
                .await;
        }
        if self.place != Place::Big {
            let tag = json!({"name": format!("Measured {}", Uuid::new_v4()), "prompt": "Be kind."});
            self.organise("POST", &format!("{base}/tags"), Some(tag))
                .await;
        }
        let newest = "select id::text from conversations where client_id = $1 order by last_message_at desc limit 1";
        self.know("conversationId", admin, newest).await;
        let document =
            "select id::text from documents where client_id = $1 order by chunk_count desc limit 1";
        if admin
            .query_opt(document, &[&id])
            .await
            .expect("documents")
            .is_none()
        {
            let document =
                json!({"title": "Venue", "body": "The venue is open from nine to five."});
            self.organise("POST", &format!("{base}/documents"), Some(document))
                .await;
        }
        self.know("documentId", admin, document).await;
        self.know(
            "tagId",
            admin,
            "select id::text from tags where client_id = $1 limit 1",
        )
        .await;
        let asked = "select content from messages where client_id = $1 and role = 'visitor' order by created_at desc limit 1";
        self.know("question", admin, asked).await;
        let rare = "select w.word from (select lexeme as word, chunks from chunk_terms where client_id = $1 and lexeme ~ '^[a-z]+$'
                                       union all select 'nine', 1000000) w order by chunks limit 1";
        self.know("rareWord", admin, rare).await;
        self.know(
            "day",
            admin,
            "select to_char(now(), 'YYYY-MM-DD') from clients where id = $1",
        )
        .await;
        self.know(
            "yearAgo",
            admin,
            "select to_char(now() - interval '364 days', 'YYYY-MM-DD') from clients where id = $1",
        )
        .await;
        self.known.insert("username", self.person.username.clone());
    }

    async fn know(&mut self, name: &'static str, admin: &Client, sql: &str) {
        let row = admin.query_one(sql, &[&self.person.client_id]).await;
        let row = row.unwrap_or_else(|error| panic!("{} has no {name}: {error}", self.name));
        self.known.insert(name, row.get(0));
    }

    /// A request of the organiser that must succeed.
    pub async fn organise(&self, method: &str, path: &str, body: Option<Value>) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("cookie", &self.person.cookie);
        self.succeed(request, path, body).await
    }

    /// The token of a visitor that nobody has seen before.
    pub fn new_visitor(&self) -> String {
        VisitorId::new().token(&self.services.session_keys)
    }

    /// A request of a visitor, with its token, that must succeed.
    pub async fn visit(&self, path: &str, visitor: &str, body: Value) -> Answer {
        let request = Request::builder()
            .method("POST")
            .uri(path)
            .header("x-api-key", &self.person.key)
            .header("x-visitor-token", visitor);
        self.succeed(request, path, Some(body)).await
    }

    async fn succeed(
        &self,
        request: axum::http::request::Builder,
        path: &str,
        body: Option<Value>,
    ) -> Answer {
        let answer = self.send(with_body(request, body)).await;
        assert!(
            answer.status.is_success(),
            "{} {path}: {answer:?}",
            self.name
        );
        answer
    }
}

/// A PNG of one pixel.
pub const PIXEL: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/// The request with a body of JSON, or without any.
pub fn with_body(request: axum::http::request::Builder, body: Option<Value>) -> Request<Body> {
    let request = request.header("host", "app.example");
    match body {
        Some(body) => request
            .header("content-type", "application/json")
            .body(Body::from(body.to_string())),
        None => request.body(Body::empty()),
    }
    .expect("a request")
}

/// Sends a request to functions and takes the whole answer.
pub async fn send(router: &Router, request: Request<Body>) -> Answer {
    let response = router.clone().oneshot(request).await;
    let (parts, body) = response.unwrap_or_else(|never| match never {}).into_parts();
    let bytes = body.collect().await.expect("the whole body").to_bytes();
    Answer {
        status: parts.status,
        headers: parts.headers,
        bytes,
    }
}

fn router(services: &Services, url: &str) -> Router {
    let settings: Settings = [
        ("DATABASE_URL", url),
        ("SESSION_SECRET", SESSION_SECRET),
        // Nobody listens there: items stay due, as when a Directus is away.
        ("DIRECTUS_URL", "http://127.0.0.1:9"),
        ("DIRECTUS_TOKEN", "a token"),
        ("DIRECTUS_WEBHOOK_SECRET", DIRECTUS_SECRET),
    ]
    .into_iter()
    .collect();
    let mut functions =
        Functions::from_settings(&settings, services).expect("settings that can be used");
    let folder = Folder::new(
        std::env::temp_dir().join("measured-documents"),
        Secret::new("signs"),
    );
    let state = KnowledgeState::from_settings(&settings, services.clone())
        .expect("settings that can be used");
    functions.knowledge = knowledge::router(state.with_objects(Some(ObjectStore::Folder(folder))));
    functions.gateway()
}

/// The owner of the client that has a place among all, 0 for the one with the most conversations, with a session and a password of ours.
async fn owner(services: &Services, admin: &Client, place: f64, password_hash: &Secret) -> Person {
    let sql = "select c.id, c.public_api_key, u.id, u.username
                 from scale.sizes z
                 join clients c on c.id = scale.id('client', 1 + floor(z.clients * $1::float8)::bigint)
                 join users u on u.id = c.user_id";
    let row = admin.query_one(sql, &[&place]).await.expect("the client");
    let (client_id, key, user_id, username) =
        (row.get(0), row.get(1), row.get::<_, Uuid>(2), row.get(3));
    let set = "update users set password = $2 where id = $1";
    let set = admin
        .execute(set, &[&user_id, &password_hash.expose()])
        .await;
    set.expect("the user");
    let person = Person {
        user_id,
        username,
        cookie: String::new(),
        sid: String::new(),
        client_id,
        key,
    };
    person.log_in_elsewhere(services).await
}
