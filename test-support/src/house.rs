//! A function at work, with Alice and Bob in its database, and what holds for all of its routes: who is refused, what Alice does
//! not find, which bodies are not taken.

use crate::app::{App, Call};
use crate::bodies;
use crate::database::TestDatabase;
use crate::people::Person;
use crate::proxy::Proxy;
use crate::routes::Route;
use axum::Router;
use serde_json::Value;
use shared::{Secret, Services};
use uuid::Uuid;

/// A function's router over a database of its own.
#[derive(Debug)]
pub struct House {
    /// The database.
    pub database: TestDatabase,
    /// The function.
    pub app: App,
    /// Who calls.
    pub alice: Person,
    /// Whose things Alice must not see.
    pub bob: Person,
}

/// What a browser says of a request that another site's page sends.
const FROM_OTHER_SITES: [(&str, &str); 4] = [
    ("sec-fetch-site", "cross-site"),
    ("sec-fetch-site", "same-site"),
    ("origin", "https://evil.example"),
    ("origin", "null"),
];

impl House {
    /// With people whose password nobody knows.
    pub async fn build(router: impl FnOnce(Services) -> Router) -> Self {
        Self::build_with(&Secret::new("no hash fits this"), router).await
    }

    /// With a stored password hash for both.
    pub async fn build_with(
        password_hash: &Secret,
        router: impl FnOnce(Services) -> Router,
    ) -> Self {
        let database = TestDatabase::create().await;
        let services = database.services(4);
        Self::furnish(database, services, password_hash, router).await
    }

    /// The same behind a proxy, on a connection that was used before.
    pub async fn build_behind_proxy(
        password_hash: &Secret,
        router: impl FnOnce(Services) -> Router,
    ) -> (Self, Proxy) {
        let database = TestDatabase::create().await;
        let (proxy, services) = database.behind_proxy(16);
        let house = Self::furnish(database, services, password_hash, router).await;
        (house, proxy)
    }

    async fn furnish(
        database: TestDatabase,
        services: Services,
        password_hash: &Secret,
        router: impl FnOnce(Services) -> Router,
    ) -> Self {
        Self {
            alice: Person::register_with_hash(&services, "alice", password_hash).await,
            bob: Person::register_with_hash(&services, "bob", password_hash).await,
            app: App::new(router(services)),
            database,
        }
    }

    /// A call of Alice's.
    #[must_use]
    pub fn call(&self, method: &str, path: &str) -> Call {
        self.app.call(method, path).cookie(&self.alice.cookie)
    }

    /// Alice's calls of some routes.
    #[must_use]
    pub fn calls(&self, routes: &[Route]) -> Vec<Call> {
        let call = |route: &Route| route.call(&self.app).cookie(&self.alice.cookie);
        routes.iter().map(call).collect()
    }

    /// Expects 401 for everybody who only looks signed in, and that no request leaves a trace.
    pub async fn refuses_strangers(&self, routes: &[Route]) {
        for route in routes {
            let strangers = self.strangers().await;
            let before = self.database.snapshot().await;
            for (stranger, cookie) in strangers {
                let mut call = route.call(&self.app);
                if let Some(cookie) = cookie {
                    call = call.cookie(&cookie);
                }
                let what = format!("{route} with {stranger}");
                call.send().await.assert_error(&what, 401);
            }
            let mut after = self.database.snapshot().await;
            // A session whose user is gone is tidied away when it is used.
            after.insert("session".to_owned(), before["session"].clone());
            assert_eq!(after, before, "{route}");
        }
    }

    /// Expects 403 and no trace of a request that another site's page sends with Alice's cookie, unless it only reads.
    pub async fn refuses_other_sites(&self, routes: &[Route]) {
        let before = self.database.snapshot().await;
        for (route, (name, value)) in routes
            .iter()
            .flat_map(|route| FROM_OTHER_SITES.map(|header| (route, header)))
        {
            let call = route.call(&self.app).cookie(&self.alice.cookie);
            let answer = call.header(name, value).send().await;
            let what = format!("{route} with {name}: {value}");
            if route.only_reads() {
                assert_eq!(answer.status, 200, "{what}: {}", answer.text);
            } else {
                answer.assert_error(&what, 403);
            }
        }
        assert_eq!(self.database.snapshot().await, before);
    }

    /// Expects that a body which is no JSON, or too much of it, is refused for that reason and leaves no trace, unless the request
    /// has none to have. `caller` adds who is calling.
    pub async fn refuses_broken_bodies(&self, routes: &[Route], caller: impl Fn(Call) -> Call) {
        let before = self.database.snapshot().await;
        for route in routes.iter().filter(|route| !route.only_reads()) {
            for broken in bodies::broken() {
                let call = caller(route.call_without_body(&self.app));
                let what = format!("{route} with {}", broken.name);
                let answer = broken.add_to(call).send().await;
                answer.assert_error(&what, broken.status);
            }
        }
        assert_eq!(self.database.snapshot().await, before);
    }

    /// Expects that Alice does not find a client that is Bob's, unknown, or no id at all, and that nothing changes.
    /// `{id}` in the path is where the id goes.
    pub async fn finds_only_own_clients(&self, method: &str, path: &str, body: Option<Value>) {
        let before = self.database.snapshot().await;
        let own = self.alice.client_id;
        for id in [
            &self.bob.client_id.to_string(),
            &Uuid::new_v4().to_string(),
            &own.to_string().to_uppercase(),
            &own.simple().to_string(),
            &self.alice.user_id.to_string(),
            &format!("{own}%00"),
            &format!("{own}%20"),
            "nope",
            "%00",
            "%ff",
            "1%27%20or%20%271%27=%271",
        ] {
            let call = self.call(method, &path.replace("{id}", id));
            let call = match &body {
                Some(body) => call.json(body),
                None => call,
            };
            call.expect_error(404).await;
        }
        assert_eq!(self.database.snapshot().await, before);
    }

    /// Expects each of Alice's bodies to be refused and to change nothing. `{id}` in the path is where her client's id goes; of
    /// Bob's client she is not even told what is wrong.
    pub async fn refuses_bodies(
        &self,
        status: u16,
        method: &str,
        path: &str,
        bodies: impl IntoIterator<Item = Value>,
    ) {
        let before = self.database.snapshot().await;
        let of = |person: &Person| path.replace("{id}", &person.client_id.to_string());
        for body in bodies {
            let own = self.call(method, &of(&self.alice)).json(&body);
            own.expect_error(status).await;
            if path.contains("{id}") {
                let bobs = self.call(method, &of(&self.bob)).json(&body);
                bobs.expect_error(404).await;
            }
        }
        assert_eq!(self.database.snapshot().await, before);
    }

    /// Expects that a route has other methods than this one.
    pub async fn refuses_method(&self, method: &str, path: &str, allowed: &str) {
        let answer = self.call(method, path).send().await;
        answer.assert_error(path, 405);
        assert_eq!(answer.header("allow"), Some(allowed), "{path}");
    }

    /// Gives every client a sister a day older and another a day younger, with the number of days behind their names.
    pub async fn add_clients(&self) {
        self.database
            .sql(
                "insert into clients (user_id, name, public_api_key, created_at)
                 select user_id, name || ' ' || days, public_api_key || days, created_at + days * interval '1 day'
                   from clients, unnest(array[-1, 1]) days",
            )
            .await;
    }

    /// Cookies that open nothing, by what is wrong with them.
    async fn strangers(&self) -> [(&'static str, Option<String>); 6] {
        let mut tampered = self.alice.cookie.clone();
        let last = tampered.pop();
        tampered.push(if last == Some('A') { 'E' } else { 'A' });
        let expired = "update session set expire = localtimestamp where sid = $sid";
        let too_old = "update session set created_at = now() - interval '30 days' where sid = $sid";
        let ended = "delete from session where sid = $sid";
        let gone = "delete from users where id = $user";
        [
            ("no cookie", None),
            ("a tampered cookie", Some(tampered)),
            ("an expired session", self.stranger(expired).await),
            ("a session of 30 days", self.stranger(too_old).await),
            ("an ended session", self.stranger(ended).await),
            ("a session whose user is gone", self.stranger(gone).await),
        ]
    }

    /// The cookie of somebody to whom `change` happened.
    async fn stranger(&self, change: &str) -> Option<String> {
        let name = Uuid::new_v4().to_string();
        let person = Person::register(&self.database.services(1), &name).await;
        let change = change
            .replace("$sid", &format!("'{}'", person.sid))
            .replace("$user", &format!("'{}'", person.user_id));
        self.database.sql(&change).await;
        Some(person.cookie)
    }
}
