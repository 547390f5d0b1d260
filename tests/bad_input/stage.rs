//! All functions behind one door over a database of their own: with somebody who has one of everything, and a bystander whose things nothing
//! may touch.

use crate::request::Draft;
use knowledge::KnowledgeState;
use local::gateway::Functions;
use serde_json::{Value, json};
use shared::objects::{Folder, ObjectStore};
use shared::{Secret, Services, Settings};
use std::collections::BTreeMap;
use test_support::{
    App, IDENTITY_SECRET, Person, SESSION_SECRET, TestDatabase, identity, set_identity_secret,
};
use uuid::Uuid;

/// What every secret that is sent begins with.
pub const CANARY: &str = "canary7f3a";

pub struct Stage {
    pub database: TestDatabase,
    pub app: App,
    services: Services,
    bystander: Person,
    /// The bystander's rows at the beginning.
    before: BTreeMap<String, Vec<String>>,
}

/// Somebody with an id for every parameter of a path.
pub struct Caller {
    pub person: Person,
    pub ids: BTreeMap<String, String>,
    pub token: String,
    pub visitor_identity: String,
}

impl Stage {
    pub async fn build(session_secret: &str) -> Self {
        let database = TestDatabase::create().await;
        let settings: Settings = [
            ("DATABASE_URL", database.url()),
            ("SESSION_SECRET", session_secret),
            // The cheaper one, and how the recorded hashes look.
            ("PASSWORD_HASH", "bcrypt"),
        ]
        .into_iter()
        .collect();
        let services = Services::from_settings(&settings, 4).expect("settings that can be used");
        let folder = std::env::temp_dir().join(format!("bad-input-{}", Uuid::new_v4().simple()));
        let store = ObjectStore::Folder(Folder::new(folder, Secret::new("a key of the tests")));
        let knowledge = KnowledgeState::from_settings(&settings, services.clone());
        let knowledge = knowledge
            .expect("usable settings")
            .with_objects(Some(store));
        let functions = Functions {
            knowledge: knowledge::router(knowledge),
            ..Functions::from_settings(&settings, &services).expect("usable settings")
        };
        let app = App::new(functions.gateway());
        let bystander = Person::register(&services, "bystander").await;
        let mut stage = Self {
            database,
            app,
            services,
            bystander,
            before: BTreeMap::new(),
        };
        stage.raise_limits().await;
        stage.before = stage.of_bystander().await;
        stage
    }

    /// Ends a whole house and begins another by these statements.
    pub async fn begin_again(&mut self, statements: &[String]) {
        for sql in statements {
            let is_truncate = sql.starts_with("truncate ");
            let cascade = if is_truncate { " cascade" } else { "" };
            self.database.sql(&format!("{sql}{cascade}")).await;
        }
        self.bystander = Person::register(&self.services, "bystander").await;
        self.raise_limits().await;
        self.before = self.of_bystander().await;
    }

    async fn raise_limits(&self) {
        let sql = "update clients set requests_per_hour = 1000000, documents_at_most = 1000000";
        self.database.sql(sql).await;
    }

    /// A new organiser, with what these parameters name.
    pub async fn caller(&self, parameters: &[&str]) -> Caller {
        let name = format!("{CANARY}-{}", Uuid::new_v4().simple());
        let person = Person::register(&self.services, &name).await;
        self.raise_limits().await;
        let client = person.client_id.to_string();
        let mut caller = Caller {
            ids: BTreeMap::from([("id".to_owned(), client)]),
            person,
            token: String::new(),
            visitor_identity: String::new(),
        };
        for parameter in parameters {
            let id = self.make(&mut caller, parameter).await;
            caller.ids.insert((*parameter).to_owned(), id);
        }
        caller
    }

    async fn make(&self, caller: &mut Caller, parameter: &str) -> String {
        let client = caller.person.client_id;
        let knowledge = format!("/api/dashboard/knowledge/{client}");
        let post = async |path: String, body: Value| {
            let call = self.app.post(&path, &body).cookie(&caller.person.cookie);
            call.expect(201).await
        };
        let made = match parameter {
            "documentId" => {
                let body = json!({"title": "Venue", "body": "The hall opens at nine."});
                post(format!("{knowledge}/documents"), body).await["document"]["id"].clone()
            }
            "tagId" => {
                post(format!("{knowledge}/tags"), json!({"name": "Venue"})).await["id"].clone()
            }
            "tokenId" => {
                let made = post(format!("{knowledge}/tokens"), json!({"name": "A program"})).await;
                made["token"]["id"].clone()
            }
            "token" => {
                let made = post(format!("{knowledge}/tokens"), json!({"name": "A program"})).await;
                caller.token = made["value"].as_str().unwrap_or_default().to_owned();
                made["value"].clone()
            }
            "identity" => {
                set_identity_secret(&self.database, &caller.person, IDENTITY_SECRET).await;
                caller.visitor_identity = identity(IDENTITY_SECRET, "visitor-1", "Ada");
                Value::from("")
            }
            "conversationId" => {
                let question = json!({"message": "When?", "sessionId": Uuid::new_v4()});
                let asked = self.app.post("/api/widget/chat", &question);
                asked.key(&caller.person.key).expect(200).await;
                let list = format!("/api/dashboard/clients/{client}/conversations");
                let list = self.app.get(&list).cookie(&caller.person.cookie);
                list.expect(200).await["conversations"][0]["id"].clone()
            }
            "sha256" => Value::from("0".repeat(64)),
            other => panic!("nobody knows how to make {other}"),
        };
        made.as_str().expect("a text").to_owned()
    }

    /// The rows that belong to the bystander.
    async fn of_bystander(&self) -> BTreeMap<String, Vec<String>> {
        let (user, client) = (
            self.bystander.user_id.to_string(),
            self.bystander.client_id.to_string(),
        );
        let mut rows = self.database.snapshot().await;
        for rows in rows.values_mut() {
            rows.retain(|row| row.contains(&user) || row.contains(&client));
        }
        rows
    }

    /// Expects the bystander's things as they were, and no client without a user or with a key that is none.
    pub async fn is_sane(&self) {
        assert!(
            self.before.values().flatten().count() >= 4,
            "{:?}",
            self.before
        );
        assert_eq!(self.of_bystander().await, self.before);
        let broken = "select count(*) from clients where user_id is null or public_api_key !~ '^pk_live_[0-9a-f]{64}$'";
        assert_eq!(self.database.count(broken).await, 0);
    }
}

impl Caller {
    /// The path with the caller's ids in it.
    pub fn fill(&self, template: &str) -> String {
        let mut path = template.to_owned();
        for (name, id) in &self.ids {
            path = path.replace(&format!("{{{name}}}"), id);
        }
        path
    }

    /// What opens an operation of these schemes.
    pub fn sign(&self, draft: Draft, schemes: &[String]) -> Draft {
        let signed = schemes.iter().fold(draft, |draft, scheme| match &**scheme {
            "session" => draft.with("cookie", &self.person.cookie),
            "publicKey" => draft
                .with("x-api-key", &self.person.key)
                .with("x-visitor-token", format!("vt_{CANARY}"))
                .with("x-visitor-identity", &self.visitor_identity),
            "token" => draft.with("authorization", format!("Bearer {}", self.token)),
            "webhookSecret" => draft.with("x-webhook-secret", CANARY),
            other => panic!("nobody knows how to sign for {other}"),
        });
        signed.with("origin", "https://chat.example")
    }

    /// What of this caller's no log may tell.
    pub fn secrets(&self) -> Vec<(&'static str, String)> {
        let cookie = self.person.cookie.trim_start_matches("connect.sid=s%3A");
        let secrets = [
            ("a cookie", cookie.to_owned()),
            ("a session's id", self.person.sid.clone()),
            ("a public key", self.person.key.clone()),
            ("a token", self.token.clone()),
            ("an identity", self.visitor_identity.clone()),
        ];
        secrets
            .into_iter()
            .filter(|(_, secret)| !secret.is_empty())
            .collect()
    }
}

/// What signs the sessions of callers.
pub const SECRET: &str = SESSION_SECRET;
