//! The loose ring around all names.

use super::{device_cookie, log_in, pass, wait_s};
use crate::support::{PASSWORD, app, credentials, register};
use test_support::{App, Call, TestDatabase};
use tokio::task::JoinSet;

const HERE: &str = "8.8.8.8";

fn from(app: &App, address: &str, name: &str, password: &str) -> Call {
    log_in(app, name, password).header("x-forwarded-for", address)
}

/// As if somebody at [`HERE`] had failed so often.
async fn failed_here(database: &TestDatabase, app: &App, times: i64) {
    let fail = from(app, HERE, "somebody", "wrong horse");
    fail.expect_error(401).await;
    // The name's is one of these, too, which nobody asks for again.
    let sql = format!("update sign_in_counters set used = {times}");
    database.sql(&sql).await;
}

#[tokio::test]
async fn an_address_that_fails_too_often_waits_for_all_names() {
    let database = TestDatabase::create().await;
    register(&database, "alice").await;
    let app = app(&database);
    let device = device_cookie(&log_in(&app, "alice", PASSWORD).send().await);
    failed_here(&database, &app, 99).await;
    let last = from(&app, HERE, "nobody", "wrong horse");
    last.expect_error(401).await;
    for name in ["alice", "nobody", "somebody else"] {
        let wait = wait_s(&from(&app, HERE, name, PASSWORD).send().await);
        assert!((1..=15 * 60).contains(&wait), "{wait}");
    }
    // Not elsewhere, and not a browser that is known.
    from(&app, "8.8.4.4", "alice", PASSWORD).expect(200).await;
    log_in(&app, "alice", PASSWORD).expect(200).await;
    let known = from(&app, HERE, "alice", PASSWORD).cookie(&device);
    known.expect(200).await;
    pass(&database, "15 minutes").await;
    from(&app, HERE, "alice", PASSWORD).expect(200).await;
}

#[tokio::test]
async fn only_failures_count() {
    let database = TestDatabase::create().await;
    register(&database, "alice").await;
    let app = app(&database);
    for _ in 0..3 {
        from(&app, HERE, "alice", PASSWORD).expect(200).await;
    }
    let used = "select sum(used) from sign_in_counters";
    assert_eq!(database.count(used).await, 0);
}

#[tokio::test]
async fn a_flood_from_one_address_stops_at_its_limit() {
    let database = TestDatabase::create().await;
    let app = app(&database);
    failed_here(&database, &app, 90).await;
    let mut flood = JoinSet::new();
    for number in 0..20 {
        let name = format!("nobody{number}");
        flood.spawn(from(&app, HERE, &name, "wrong horse").send());
    }
    let answers = flood.join_all().await;
    let let_through = answers.iter().filter(|answer| answer.status == 401).count();
    let refused = answers.iter().filter(|answer| answer.status == 429).count();
    // On a busy machine some are told to come back, instead of standing in line.
    assert!((1..=10).contains(&let_through), "{let_through}");
    assert_eq!(let_through + refused, 20);
}

#[tokio::test]
async fn one_network_of_ipv6_is_one_address() {
    let database = TestDatabase::create().await;
    let app = app(&database);
    for address in ["2606:4700::1", "2606:4700::2:3:4:5"] {
        let call = from(&app, address, "nobody", "wrong horse");
        call.expect_error(401).await;
    }
    // The name, and the network.
    assert_eq!(database.rows_of("sign_in_counters").await, 2);
}

#[tokio::test]
async fn behind_a_door_of_ours_each_visitor_has_a_ring_and_the_door_a_wider_one() {
    let database = TestDatabase::create().await;
    let app = app(&database);
    let door = "130.176.0.1";
    let through = |visitor: &str| {
        let list = format!("{visitor}, {door}");
        from(&app, &list, "nobody", "wrong horse")
    };
    through("1.1.1.1").expect_error(401).await;
    database
        .sql("update sign_in_counters set used = 100, blocked_until = null")
        .await;
    wait_s(&through("1.1.1.1").send().await);
    through("9.9.9.9").expect_error(401).await;
    database
        .sql("update sign_in_counters set used = 1000, blocked_until = null")
        .await;
    wait_s(&through("208.67.222.222").send().await);
}

#[tokio::test]
async fn an_address_that_is_not_known_or_not_public_has_no_ring() {
    let database = TestDatabase::create().await;
    register(&database, "alice").await;
    let app = app(&database);
    let registered = |name: &str| app.post("/api/auth/register", &credentials(name, PASSWORD));
    registered("ada").expect(201).await;
    for address in ["127.0.0.1", "10.0.0.1", "nonsense", ""] {
        from(&app, address, "alice", PASSWORD).expect(200).await;
        let name = format!("ada-{}", address.replace('.', "-"));
        let call = registered(&name).header("x-forwarded-for", address);
        call.expect(201).await;
    }
    assert_eq!(database.rows_of("sign_in_counters").await, 0);
}

#[tokio::test]
async fn an_address_registers_a_hundred_people_an_hour() {
    let database = TestDatabase::create().await;
    let app = app(&database);
    let registered = |name: &str, address: &str| {
        let call = app.post("/api/auth/register", &credentials(name, PASSWORD));
        call.header("x-forwarded-for", address)
    };
    registered("ada", HERE).expect(201).await;
    let so_far = "update sign_in_counters set used = used + 98";
    database.sql(so_far).await;
    registered("bea", HERE).expect(201).await;
    let before = database.snapshot().await;
    assert!(wait_s(&registered("cleo", HERE).send().await) > 0);
    assert_eq!(database.snapshot().await, before);
    registered("cleo", "8.8.4.4").expect(201).await;
    pass(&database, "1 hour").await;
    registered("dora", HERE).expect(201).await;
}

#[tokio::test]
async fn asking_which_names_are_taken_counts_as_failing() {
    let database = TestDatabase::create().await;
    register(&database, "alice").await;
    let app = app(&database);
    let ask = |name: &str| {
        let call = app.post("/api/auth/register", &credentials(name, PASSWORD));
        call.header("x-forwarded-for", HERE)
    };
    ask("alice").expect_error(409).await;
    assert_eq!(database.rows_of("sign_in_counters").await, 1);
    database.sql("update sign_in_counters set used = 100").await;
    for name in ["alice", "ada"] {
        wait_s(&ask(name).send().await);
    }
    wait_s(&from(&app, HERE, "alice", PASSWORD).send().await);
}
