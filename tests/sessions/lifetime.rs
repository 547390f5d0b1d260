//! How long a session can be kept alive by using it: seven days without use, thirty in all. OWASP ASVS 5.0, 7.3.1 and 7.3.2.
//! Time goes by through moving the rows into the past.

use crate::here::Here;
use test_support::{SESSION_SECRET, TestDatabase};

const PASSWORD: &str = "a horse of another colour";

struct Days {
    here: Here,
    database: TestDatabase,
}

impl Days {
    async fn begin() -> Self {
        let database = TestDatabase::create().await;
        let here = Here::start(database.url(), SESSION_SECRET, "bcrypt");
        Self { here, database }
    }

    async fn go_by(&self, interval: &str) {
        let sql = format!(
            "update session set created_at = created_at - interval '{interval}', expire = expire - interval '{interval}'"
        );
        self.database.sql(&sql).await;
    }

    /// Whether no row ends later than it may.
    async fn keep_the_limits(&self) -> bool {
        let too_late = "select count(*) from session
                         where expire > created_at at time zone current_setting('TimeZone') + interval '30 days 1 second'
                            or expire > localtimestamp + interval '7 days 1 second'";
        self.database.count(too_late).await == 0
    }

    async fn is_signed_in(&self, cookie: &str) -> bool {
        self.here.me(cookie).await.is_some()
    }
}

#[tokio::test]
async fn a_session_in_daily_use_ends_after_thirty_days() {
    let days = Days::begin().await;
    let cookie = days.here.register("ada", PASSWORD).await;
    for day in 1..30 {
        days.go_by("1 day").await;
        assert!(days.is_signed_in(&cookie).await, "day {day}");
        assert!(days.keep_the_limits().await, "day {day}");
    }
    days.go_by("23 hours 59 minutes").await;
    assert!(days.is_signed_in(&cookie).await);
    days.go_by("1 minute").await;
    assert!(!days.is_signed_in(&cookie).await);
}

#[tokio::test]
async fn a_session_out_of_use_ends_after_seven_days_and_use_begins_them_anew() {
    let days = Days::begin().await;
    let cookie = days.here.register("ada", PASSWORD).await;
    for _ in 0..3 {
        days.go_by("6 days 23 hours 59 minutes").await;
        assert!(days.is_signed_in(&cookie).await);
    }
    // With 30 days in all there are nine left: the seven count.
    days.go_by("7 days 1 second").await;
    assert!(!days.is_signed_in(&cookie).await);
}

#[tokio::test]
async fn many_requests_at_once_do_not_carry_a_session_past_its_end() {
    let days = Days::begin().await;
    let cookie = days.here.register("ada", PASSWORD).await;
    for _ in 0..4 {
        days.go_by("6 days").await;
        assert!(days.is_signed_in(&cookie).await);
    }
    days.go_by("5 days").await;
    let asked = (0..20).map(|_| days.here.me(&cookie));
    let answers = futures_util::future::join_all(asked).await;
    assert!(answers.iter().all(Option::is_some));
    assert!(days.keep_the_limits().await);
    days.go_by("1 day").await;
    assert!(!days.is_signed_in(&cookie).await);
}

#[tokio::test]
async fn the_cookie_ends_with_seven_days_and_no_answer_gives_it_longer() {
    let days = Days::begin().await;
    let body = serde_json::json!({"username": "ada", "password": PASSWORD});
    let answer = days.here.app.post("/api/auth/register", &body).send().await;
    let header = answer.header("set-cookie").expect("a cookie");
    let expires = header
        .split("; ")
        .find_map(|part| part.strip_prefix("Expires="));
    // Postgres reads the date as a browser does.
    let expires = expires.expect("an end");
    let left = format!(
        "select '{expires}'::timestamptz between now() + interval '7 days' - interval '1 minute' and now() + interval '7 days'"
    );
    assert_eq!(
        days.database.text(&format!("select ({left})::text")).await,
        "true",
        "{expires}"
    );

    let cookie = answer.cookie();
    for _ in 0..3 {
        days.go_by("1 day").await;
        for path in [
            "/api/auth/me",
            "/api/auth/sessions",
            "/api/dashboard/clients",
        ] {
            let answer = days.here.app.get(path).cookie(&cookie).send().await;
            assert_eq!(answer.status, 200, "{}", answer.text);
            assert_eq!(answer.header("set-cookie"), None, "{path}");
        }
    }
}

#[tokio::test]
async fn logging_in_again_begins_thirty_days_of_a_session_of_its_own() {
    let days = Days::begin().await;
    let old = days.here.register("ada", PASSWORD).await;
    days.go_by("6 days").await;
    let new = days.here.log_in("ada", PASSWORD).await;
    days.go_by("3 days").await;
    assert!(!days.is_signed_in(&old).await);
    assert!(days.is_signed_in(&new).await);
    assert!(days.keep_the_limits().await);
}
