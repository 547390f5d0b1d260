//! How long a session lives and which keys open it.

use crate::support::{PASSWORD, app_over, credentials, house, register};
use shared::{Services, Settings};
use test_support::{App, House, SESSION_SECRET, TestDatabase};

/// Alice's session after a request, when it was as the columns are set to be before.
async fn use_when(house: &House, columns: &str) {
    let sql = format!("update session set {columns}");
    house.database.sql(&sql).await;
    house.call("GET", "/api/auth/me").expect(200).await;
}

/// Whether that can be said of Alice's session.
async fn is(house: &House, condition: &str) -> bool {
    let sid = &house.alice.sid;
    let sql = format!("select count(*) from session where sid = '{sid}' and {condition}");
    house.database.count(&sql).await == 1
}

#[tokio::test]
async fn use_moves_the_expiry_to_seven_days_from_now() {
    let house = house().await;
    // From later too: such a row was written with another lifetime.
    for expiry in ["1 hour", "6 days 23 hours 54 minutes", "7 days 6 minutes"] {
        use_when(&house, &expires_in(expiry)).await;
        let moved = "expire between localtimestamp + interval '7 days' - interval '20 seconds'
                                and localtimestamp + interval '7 days' + interval '1 second'";
        assert!(is(&house, moved).await, "{expiry}");
        assert!(is(&house, "expire = date_trunc('second', expire)").await);
    }
}

#[tokio::test]
async fn an_expiry_that_would_move_by_less_than_five_minutes_stays() {
    let house = house().await;
    for expiry in ["6 days 23 hours 56 minutes", "7 days", "7 days 4 minutes"] {
        use_when(&house, &expires_in(expiry)).await;
        // What the server writes are whole seconds.
        assert!(
            is(
                &house,
                "expire = date_trunc('second', expire) + interval '0.5 s'"
            )
            .await,
            "{expiry}"
        );
    }
}

fn expires_in(interval: &str) -> String {
    format!(
        "expire = date_trunc('second', localtimestamp) + interval '{interval}' + interval '0.5 s'"
    )
}

#[tokio::test]
async fn no_session_outlives_thirty_days() {
    let house = house().await;
    use_when(
        &house,
        "created_at = now() - interval '29 days', expire = localtimestamp + interval '1 hour'",
    )
    .await;
    assert!(is(&house, "expire = created_at + interval '30 days'").await);
}

#[tokio::test]
async fn a_session_of_thirty_days_is_over_whatever_its_expiry_says() {
    let house = house().await;
    use_when(
        &house,
        "created_at = now() - interval '29 days 23 hours 59 minutes'",
    )
    .await;
    house.database.sql("update session set created_at = now() - interval '30 days', expire = localtimestamp + interval '1 year'").await;
    house.call("GET", "/api/auth/me").expect_error(401).await;
}

#[tokio::test]
async fn a_session_of_the_old_server_without_a_max_age_lives_a_day() {
    let house = house().await;
    use_when(&house, "expire = localtimestamp + interval '1 hour', sess = (sess::jsonb #- '{cookie,originalMaxAge}')::json").await;
    let a_day = "expire between localtimestamp + interval '1 day' - interval '20 seconds'
                            and localtimestamp + interval '1 day' + interval '1 second'";
    assert!(is(&house, a_day).await);
}

#[tokio::test]
async fn a_row_that_is_no_log_in_opens_nothing() {
    let house = house().await;
    for sess in [
        "{}",
        "[]",
        "null",
        r#"{"cookie":{}}"#,
        r#"{"cookie":{},"userId":""}"#,
        r#"{"cookie":{},"userId":5}"#,
        r#"{"cookie":5,"userId":"$id"}"#,
        r#"{"userId":"$id"}"#,
        r#"{"cookie":{"originalMaxAge":{}},"userId":"no uuid"}"#,
    ] {
        let sess = sess.replace("$id", &house.alice.user_id.to_string());
        let sid = &house.alice.sid;
        house.database.sql(&format!("delete from session; insert into session (sid, sess, expire) values ('{sid}', '{sess}', localtimestamp + interval '1 day')")).await;
        house.call("GET", "/api/auth/me").expect_error(401).await;
    }
}

#[tokio::test]
async fn an_odd_max_age_does_no_harm() {
    let house = house().await;
    for max_age in [
        "null",
        "-1",
        "0",
        "1e99",
        "\"soon\"",
        "{}",
        "604800000.5",
        "999999999999",
        "9999999999999999",
    ] {
        let sql = format!(
            "expire = localtimestamp + interval '1 hour', sess = jsonb_set(sess::jsonb, '{{cookie,originalMaxAge}}', '{max_age}')::json"
        );
        use_when(&house, &sql).await;
        assert!(
            is(&house, "expire <= created_at + interval '30 days'").await,
            "{max_age}"
        );
    }
}

/// A secret of the list before [`SESSION_SECRET`].
fn app_of_secrets(database: &TestDatabase, secrets: &str) -> App {
    let settings: Settings = [
        ("DATABASE_URL", database.url()),
        ("SESSION_SECRET", secrets),
    ]
    .into_iter()
    .collect();
    app_over(Services::from_settings(&settings, 1).expect("settings that can be used"))
}

#[tokio::test]
async fn after_a_change_of_secrets_old_cookies_stay_good_and_new_ones_have_the_new_signature() {
    let database = TestDatabase::create().await;
    let alice = register(&database, "alice").await;
    let both = app_of_secrets(&database, &format!("a-new-secret, {SESSION_SECRET}"));
    both.get("/api/auth/me")
        .cookie(&alice.cookie)
        .expect(200)
        .await;
    let new = both
        .post("/api/auth/login", &credentials("alice", PASSWORD))
        .send()
        .await
        .cookie();

    for (secrets, of_old, of_new) in [
        ("a-new-secret", 401, 200),
        (SESSION_SECRET, 200, 401),
        ("another", 401, 401),
    ] {
        let app = app_of_secrets(&database, secrets);
        app.get("/api/auth/me")
            .cookie(&alice.cookie)
            .expect(of_old)
            .await;
        app.get("/api/auth/me").cookie(&new).expect(of_new).await;
    }
}
