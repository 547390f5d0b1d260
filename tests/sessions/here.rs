//! Our side, with the same verbs as [`crate::express::Express`]: every function behind one router, hashing with bcrypt as it must
//! while the old server runs beside it.

use local::gateway::Functions;
use serde_json::json;
use shared::{Services, Settings};
use test_support::{Answer, App, Call};

/// The functions over one database.
#[derive(Debug)]
pub struct Here {
    pub app: App,
}

impl Here {
    /// Builds them, signing with a comma-separated list of secrets and hashing as `PASSWORD_HASH` says.
    pub fn start(database_url: &str, secrets: &str, password_hash: &str) -> Self {
        let settings: Settings = [
            ("DATABASE_URL", database_url),
            ("SESSION_SECRET", secrets),
            ("PASSWORD_HASH", password_hash),
        ]
        .into_iter()
        .collect();
        let services = Services::from_settings(&settings, 2).expect("settings that can be used");
        let functions = Functions::from_settings(&settings, &services);
        let app = App::new(functions.expect("settings that can be used").gateway());
        Self { app }
    }

    /// Logs in without a cookie and gives the one that came back.
    pub async fn log_in(&self, username: &str, password: &str) -> String {
        let body = json!({"username": username, "password": password});
        let answer = self.app.post("/api/auth/login", &body).send().await;
        expect(200, &answer).cookie()
    }

    /// The same for somebody new.
    pub async fn register(&self, username: &str, password: &str) -> String {
        let body = json!({"username": username, "password": password});
        let answer = self.app.post("/api/auth/register", &body).send().await;
        expect(201, &answer).cookie()
    }

    /// Whom a cookie signs in.
    pub async fn me(&self, cookie: &str) -> Option<String> {
        let answer = self.app.get("/api/auth/me").cookie(cookie).send().await;
        if answer.status == 401 {
            return None;
        }
        let name = expect(200, &answer).json()["user"]["username"].clone();
        Some(name.as_str().expect("a name").to_owned())
    }

    pub async fn log_out(&self, cookie: &str) {
        self.done(self.app.call("POST", "/api/auth/logout"), cookie)
            .await;
    }

    /// Any call that must succeed for the holder of a cookie.
    pub async fn done(&self, call: Call, cookie: &str) -> Answer {
        let answer = call.cookie(cookie).send().await;
        expect(200, &answer);
        answer
    }
}

fn expect(status: u16, answer: &Answer) -> &Answer {
    assert_eq!(answer.status, status, "{}", answer.text);
    answer
}
