//! How guessing is slowed: per account, per browser that is known, and loosely per address.

mod addresses;
mod own_account;

use crate::support::{PASSWORD, app, credentials, register};
use test_support::{Answer, App, Call, TestDatabase};
use tokio::task::JoinSet;

const PATH: &str = "/api/auth/login";
/// Attempts in a row before the first wait.
const FREE: usize = 5;

fn log_in(app: &App, name: &str, password: &str) -> Call {
    app.post(PATH, &credentials(name, password))
}

async fn fail(app: &App, name: &str, times: usize) {
    for _ in 0..times {
        log_in(app, name, "wrong horse").expect_error(401).await;
    }
}

/// Seconds until the next attempt.
fn wait_s(answer: &Answer) -> i64 {
    answer.assert_error("one attempt too many", 429);
    assert_eq!(answer.json()["error"], "Too many attempts");
    let header = answer.header("retry-after").expect("a time to wait");
    header.parse().expect("seconds")
}

/// As if so much time had passed.
async fn pass(database: &TestDatabase, interval: &str) {
    let sql = format!(
        "update sign_in_counters set blocked_until = blocked_until - interval '{interval}', over_at = over_at - interval '{interval}'"
    );
    database.sql(&sql).await;
}

/// The cookie by which the browser of an answer is known.
fn device_cookie(answer: &Answer) -> String {
    let cookies = answer.headers.get_all("set-cookie").iter();
    let mut pairs = cookies.filter_map(|cookie| cookie.to_str().ok()?.split(';').next());
    let device = pairs.find(|pair| pair.starts_with("conference-chat-device="));
    device.expect("a browser that is known").to_owned()
}

/// What an answer says, but for what differs from request to request and from second to second.
fn said(answer: &Answer) -> (u16, String, String, Vec<String>) {
    let json = answer.json();
    let mut headers: Vec<_> = answer
        .headers
        .iter()
        .filter(|(name, _)| *name != "x-request-id" && *name != "retry-after")
        .map(|(name, value)| format!("{name}: {value:?}"))
        .collect();
    headers.sort();
    headers.push(format!("{}", answer.header("retry-after").is_some()));
    let text = |member: &str| json[member].as_str().unwrap_or_default().to_owned();
    (answer.status, text("error"), text("message"), headers)
}

#[tokio::test]
async fn known_and_unknown_names_are_slowed_alike() {
    let database = TestDatabase::create().await;
    register(&database, "alice").await;
    let app = app(&database);
    let mut told = Vec::new();
    for name in ["alice", "nobody", "nobody\0"] {
        let mut answers = Vec::new();
        for _ in 0..FREE + 2 {
            answers.push(said(&log_in(&app, name, "wrong horse").send().await));
        }
        // While it waits, the right password is told the same.
        answers.push(said(&log_in(&app, name, PASSWORD).send().await));
        told.push(answers);
    }
    let statuses: Vec<_> = told[0].iter().map(|said| said.0).collect();
    assert_eq!(statuses, [401, 401, 401, 401, 401, 429, 429, 429]);
    assert_eq!(told[0], told[1]);
    assert_eq!(told[0], told[2]);
}

#[tokio::test]
async fn a_flood_in_parallel_gets_no_further_than_one_after_the_other() {
    let database = TestDatabase::create().await;
    register(&database, "alice").await;
    let app = app(&database);
    for name in ["alice", "nobody"] {
        let mut flood = JoinSet::new();
        for _ in 0..50 {
            flood.spawn(log_in(&app, name, "wrong horse").send());
        }
        let answers = flood.join_all().await;
        let of = |status| answers.iter().filter(|a| a.status == status).count();
        // On a busy machine some are told to come back, instead of standing in line.
        let let_through = of(401);
        assert!((1..=FREE).contains(&let_through), "{name}: {let_through}");
        assert_eq!(let_through + of(429), 50, "{name}");
        // None of those counted for more than one.
        let used = format!("select count(*) from sign_in_counters where used > {FREE}");
        assert_eq!(database.count(&used).await, 0);
    }
}

#[tokio::test]
async fn nobody_stands_in_line_for_a_counter_until_the_database_gives_up() {
    let database = TestDatabase::create().await;
    register(&database, "alice").await;
    let app = app(&database);
    fail(&app, "alice", 1).await;
    database
        .sql("begin; select from sign_in_counters for update")
        .await;
    let mut line = JoinSet::new();
    for _ in 0..8 {
        line.spawn(log_in(&app, "alice", PASSWORD).send());
    }
    for answer in line.join_all().await {
        assert_eq!(wait_s(&answer), 1);
    }
    database.sql("rollback").await;
    log_in(&app, "alice", PASSWORD).expect(200).await;
}

#[tokio::test]
async fn whoever_has_to_wait_is_told_so_while_others_hold_the_counter() {
    let database = TestDatabase::create().await;
    let app = app(&database);
    fail(&app, "alice", FREE).await;
    let lock = "begin; select from sign_in_counters for update";
    database.sql(lock).await;
    wait_s(&log_in(&app, "alice", PASSWORD).send().await);
    database.sql("rollback").await;
}

#[tokio::test]
async fn the_wait_doubles_up_to_a_quarter_of_an_hour_and_attempts_meanwhile_do_not_lengthen_it() {
    let database = TestDatabase::create().await;
    let app = app(&database);
    fail(&app, "alice", FREE - 1).await;
    for longest in [15, 30, 60, 120, 240, 480, 900, 900, 900] {
        fail(&app, "alice", 1).await;
        let wait = wait_s(&log_in(&app, "alice", PASSWORD).send().await);
        assert!((longest - 10..=longest).contains(&wait), "{wait}/{longest}");
        let again = wait_s(&log_in(&app, "alice", PASSWORD).send().await);
        assert!(again <= wait, "{again} after {wait}");
        // Not what the counter forgets by itself, to see each step.
        let end = "update sign_in_counters set blocked_until = now()";
        database.sql(end).await;
    }
}

#[tokio::test]
async fn attempts_are_forgotten_one_every_quarter_of_an_hour() {
    let database = TestDatabase::create().await;
    register(&database, "alice").await;
    let app = app(&database);
    fail(&app, "alice", FREE).await;
    pass(&database, "30 minutes").await;
    fail(&app, "alice", 2).await;
    wait_s(&log_in(&app, "alice", PASSWORD).send().await);
    pass(&database, "3 hours").await;
    fail(&app, "alice", FREE).await;
    wait_s(&log_in(&app, "alice", PASSWORD).send().await);
    // A real person is held up for seconds.
    pass(&database, "15 seconds").await;
    log_in(&app, "alice", PASSWORD).expect(200).await;
}

#[tokio::test]
async fn success_forgets_what_failed_before() {
    let database = TestDatabase::create().await;
    register(&database, "alice").await;
    let app = app(&database);
    for _ in 0..3 {
        fail(&app, "alice", FREE - 1).await;
        log_in(&app, "alice", PASSWORD).expect(200).await;
        assert_eq!(database.rows_of("sign_in_counters").await, 0);
    }
}

#[tokio::test]
async fn one_name_does_not_slow_another() {
    let database = TestDatabase::create().await;
    register(&database, "alice").await;
    let app = app(&database);
    for name in ["Alice", "alice ", "bob"] {
        fail(&app, name, FREE).await;
    }
    log_in(&app, "alice", PASSWORD).expect(200).await;
}

#[tokio::test]
async fn a_browser_that_is_known_gets_in_while_its_name_is_under_attack() {
    let database = TestDatabase::create().await;
    register(&database, "alice").await;
    let app = app(&database);
    let device = device_cookie(&log_in(&app, "alice", PASSWORD).send().await);
    fail(&app, "alice", FREE).await;
    wait_s(&log_in(&app, "alice", PASSWORD).send().await);

    let known = |password| log_in(&app, "alice", password).cookie(&device);
    let answer = known(PASSWORD).send().await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    // That tells nothing to those who attack.
    wait_s(&log_in(&app, "alice", PASSWORD).send().await);
    // It has as many attempts of its own.
    for _ in 0..FREE {
        known("wrong horse").expect_error(401).await;
    }
    wait_s(&known(PASSWORD).send().await);
}

#[tokio::test]
async fn whoever_registers_has_a_browser_that_is_known() {
    let database = TestDatabase::create().await;
    let app = app(&database);
    let body = credentials("ada", PASSWORD);
    let registered = app.post("/api/auth/register", &body).send().await;
    let device = device_cookie(&registered);
    fail(&app, "ada", FREE).await;
    let known = log_in(&app, "ada", PASSWORD).cookie(&device).send().await;
    assert_eq!(known.status, 200, "{}", known.text);
    // The same browser, known for another year.
    let renewed = device_cookie(&known);
    let counter = "select count(*) from sign_in_counters where used = 1";
    for device in [&device, &renewed] {
        let call = log_in(&app, "ada", "wrong horse").cookie(device);
        call.expect_error(401).await;
    }
    assert_eq!(database.count(counter).await, 0);
}

#[tokio::test]
async fn a_browser_of_somebody_else_or_a_forged_one_is_a_stranger() {
    let database = TestDatabase::create().await;
    register(&database, "alice").await;
    register(&database, "bob").await;
    let app = app(&database);
    let bobs = device_cookie(&log_in(&app, "bob", PASSWORD).send().await);
    let alices = device_cookie(&log_in(&app, "alice", PASSWORD).send().await);
    let mut forged = alices.clone();
    let last = forged.pop();
    forged.push(if last == Some('A') { 'E' } else { 'A' });
    fail(&app, "alice", FREE).await;
    for cookie in [&bobs, &forged, "conference-chat-device="] {
        let call = log_in(&app, "alice", PASSWORD).cookie(cookie);
        wait_s(&call.send().await);
    }
}

#[tokio::test]
async fn what_is_counted_shows_no_name_and_no_address() {
    let database = TestDatabase::create().await;
    let app = app(&database);
    let call = log_in(&app, "alice", "wrong horse").header("x-forwarded-for", "8.8.8.8");
    call.expect_error(401).await;
    // The name and the address.
    let hashes = "select count(*) from sign_in_counters where octet_length(key) = 32";
    assert_eq!(database.count(hashes).await, 2);
    let plain = "select count(*) from sign_in_counters c, unnest(array['alice', '8.8.8.8']) told
                  where key in (sha256(told::bytea), sha512(told::bytea), told::bytea)";
    assert_eq!(database.count(plain).await, 0);
}
