//! Every function over a database in which Alice and Bob have one of everything. Bob is whose things are tried for.

use crate::request::Known;
use crate::tenant::Tenant;
use local::gateway::Functions;
use shared::Settings;
use shared::session_cookie::SessionKeys;
use shared::sessions::NewSession;
use std::collections::BTreeSet;
use std::time::SystemTime;
use test_support::{App, FakeWebhook, Person, TestDatabase, WebhookAnswer};
use tokio_postgres::types::ToSql;
use uuid::Uuid;

/// What the Directus elsewhere sends.
pub const WEBHOOK_SECRET: &str = "what-only-our-directus-knows";

pub struct World {
    pub database: TestDatabase,
    pub app: App,
    pub alice: Tenant,
    pub bob: Tenant,
    pub known: Known,
    pub keys: SessionKeys,
    /// What stands in all that Bob's visitors said and were told.
    pub visitors_canary: String,
    /// All that is Bob's alone and tells of him, in lower case.
    pub bobs_values: BTreeSet<String>,
    rows: String,
    marks: Vec<String>,
}

/// Ours, and whatever holds rows.
const TABLES: &str =
    "relnamespace in ('public'::regnamespace, 'app'::regnamespace) and relkind in ('r', 'p', 'm')";

/// Rows of Bob's, each with its table in front.
pub type Rows = BTreeSet<String>;

impl World {
    pub async fn build() -> Self {
        let database = TestDatabase::create().await;
        let services = database.services(2);
        let neighbour = FakeWebhook::start().await;
        neighbour.answer_with(WebhookAnswer::json(&serde_json::json!({"data": []})));
        let page = neighbour.url();
        let settings = settings(page.trim_end_matches("/webhook/chat"));
        let functions = Functions::from_settings(&settings, &services);
        let app = App::new(functions.expect("settings that can be used").gateway());
        let alice = Tenant::furnish(&database, &services, "alice").await;
        let bob = Tenant::furnish(&database, &services, "bob").await;
        let mut world = Self {
            rows: every_row(&database).await,
            marks: vec![
                bob.person.client_id.to_string(),
                bob.person.user_id.to_string(),
                bob.canary.clone(),
            ],
            visitors_canary: format!("{}-visitor", bob.canary),
            bobs_values: BTreeSet::new(),
            keys: services.session_keys.clone(),
            database,
            app,
            alice,
            bob,
            known: Known {
                page,
                code: "000000".to_owned(),
            },
        };
        world.take_bobs_values().await;
        world
    }

    /// Every row that names Bob, his client, or something of his.
    pub async fn rows_of_bob(&self) -> Rows {
        let marks = self.marks.join("|");
        let parameters: [&(dyn ToSql + Sync); 1] = [&marks];
        let rows = self.database.admin.query(&self.rows, &parameters).await;
        let rows = rows.unwrap_or_else(|error| panic!("{error:?}"));
        let rows = rows.iter().map(|row| row.get::<_, String>(0));
        rows.filter(|row| !self.is_alices(row)).collect()
    }

    /// Hers, in which she may write down any id she has heard of.
    fn is_alices(&self, row: &str) -> bool {
        let names = |tenant: &Tenant| {
            let Person {
                client_id, user_id, ..
            } = &tenant.person;
            row.contains(&client_id.to_string()) || row.contains(&user_id.to_string())
        };
        names(&self.alice) && !names(&self.bob)
    }

    /// Rows that name a row of Bob's without naming Bob are found by that row's id.
    async fn take_bobs_values(&mut self) {
        for _ in 0..2 {
            let rows = self.rows_of_bob().await;
            self.marks.extend(rows.iter().flat_map(|row| uuids(row)));
            self.marks.sort_unstable();
            self.marks.dedup();
        }
        let Tenant {
            person,
            ids,
            token,
            visitor_token,
            canary,
            ..
        } = &self.bob;
        let Person { sid, key, .. } = person;
        let mut values: BTreeSet<_> = self.marks.iter().cloned().collect();
        for value in [
            sid,
            key,
            token,
            visitor_token,
            canary,
            ids.of(crate::ids::Kind::Logo),
        ] {
            values.insert(value.to_lowercase());
        }
        values.insert(self.visitors_canary.clone());
        self.bobs_values = values;
    }

    /// What must have been before an operation, so that its owner is answered.
    pub async fn prepare(&mut self, operation: &str) {
        let asks_for_code = [
            "confirmSecondFactor",
            "disableSecondFactor",
            "replaceRecoveryCodes",
        ];
        if !asks_for_code.contains(&operation) {
            return;
        }
        let since = SystemTime::UNIX_EPOCH
            .elapsed()
            .expect("a clock after 1970");
        let step = i64::try_from(since.as_secs() / 30).expect("a time step");
        // Good for this step and the next one.
        self.known.code = format!("{:06}", self.bob.factor.code(step + 1));
        if operation != "confirmSecondFactor" {
            let user = self.bob.person.user_id;
            let enable =
                format!("update second_factors set enabled_at = now() where user_id = '{user}'");
            self.database.sql(&enable).await;
        }
    }

    /// All tables there are, as Postgres names them.
    pub async fn tables(&self) -> Vec<String> {
        let names = format!("select oid::regclass::text from pg_class where {TABLES} order by 1");
        let rows = self.database.admin.query(&names, &[]).await;
        rows.expect("the catalogue")
            .iter()
            .map(|row| row.get(0))
            .collect()
    }

    /// A cookie that we signed, of a session that never was.
    pub fn cookie_of_nobody(&self) -> String {
        let session = NewSession::begin(Uuid::new_v4(), SystemTime::now(), false, None, None);
        signed(&self.keys, &session)
    }

    /// Somebody's cookie whose session `change` befell.
    pub async fn cookie_of(&self, user_id: Uuid, change: &str) -> String {
        let session = NewSession::begin(user_id, SystemTime::now(), false, None, None);
        let sid = session.sid.expose();
        let insert = format!(
            "insert into session (sid, sess, expire)
             select '{sid}', sess, expire from session where sess ->> 'userId' = '{user_id}' limit 1;"
        );
        self.database.sql(&insert).await;
        self.database
            .sql(&change.replace("$sid", &format!("'{sid}'")))
            .await;
        signed(&self.keys, &session)
    }

    /// The cookie of a live session of Bob's, signed with another secret.
    pub async fn forged_cookie(&self) -> String {
        let secret = [("SESSION_SECRET", "a-guess-at-what-signs-the-cookies")];
        let guessed = SessionKeys::from_settings(&secret.into_iter().collect());
        let session = NewSession::begin(
            self.bob.person.user_id,
            SystemTime::now(),
            false,
            None,
            None,
        );
        let sid = session.sid.expose();
        let user_id = self.bob.person.user_id;
        let insert = format!(
            "insert into session (sid, sess, expire)
             select '{sid}', sess, expire from session where sess ->> 'userId' = '{user_id}' limit 1"
        );
        self.database.sql(&insert).await;
        signed(&guessed.expect("keys"), &session)
    }
}

fn signed(keys: &SessionKeys, session: &NewSession) -> String {
    let header = keys.set_cookie(session);
    let pair = header.to_str().ok().and_then(|text| text.split(';').next());
    pair.expect("a cookie is ASCII").to_owned()
}

/// With all that can be configured, so that no route refuses because something is missing.
fn settings(directus: &str) -> Settings {
    let settings = [
        ("PRIVATE_NEIGHBOURS", "allow"),
        ("DIRECTUS_URL", directus),
        ("DIRECTUS_TOKEN", "our-token-there"),
        ("DIRECTUS_WEBHOOK_SECRET", WEBHOOK_SECRET),
        // Addresses for uploads are signed here; nobody asks the bucket.
        ("DOCUMENTS_BUCKET", "papers"),
        ("AWS_REGION", "eu-central-1"),
        ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
        ("AWS_SECRET_ACCESS_KEY", "example"),
    ];
    settings.into_iter().collect()
}

/// The rows of all tables there are that hold what `$1` matches.
async fn every_row(database: &TestDatabase) -> String {
    let tables = format!(
        "select string_agg(format(
                'select %L || '' '' || t::text from %s t where t::text ~ $1', oid::regclass, oid::regclass), ' union all ')
           from pg_class where {TABLES}"
    );
    database.text(&tables).await
}

/// Ids as Postgres writes them.
fn uuids(text: &str) -> Vec<String> {
    let is_id = |word: &&str| word.len() == 36 && Uuid::try_parse(word).is_ok();
    let words = text.split(|c: char| !c.is_ascii_hexdigit() && c != '-');
    words.filter(is_id).map(str::to_owned).collect()
}
