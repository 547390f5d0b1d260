//! Migrations that would take longer than Lambda allows: the answer comes in time, and nothing of ours is left behind.

use crate::support::{CREATE, UPDATE, ask, ask_in_vain, function, none_are_left};
use maintenance::Maintenance;
use shared::database::DatabaseConfig;
use shared::migrations;
use std::time::Duration;
use test_support::TestDatabase;

/// The migrations' lock.
const LOCK: &str = "x'436f6e6643686174'::bigint";
/// The fourth migration takes a minute.
const SLOW: &str = "create function dawdle() returns event_trigger language plpgsql as 'begin perform pg_sleep(60); end';
    create event trigger dawdle on ddl_command_start when tag in ('CREATE SCHEMA') execute function dawdle()";
const QUICK_AGAIN: &str = "drop event trigger dawdle; drop function dawdle";

const OUR_CONNECTIONS: &str = "select count(*) from pg_stat_activity
    where datname = current_database() and application_name = 'conference-chat migrations'";
const OUR_LOCKS: &str = "select count(*) from pg_locks
    where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())";

#[tokio::test]
async fn a_lock_that_somebody_holds_is_a_failure_that_names_them() {
    let database = TestDatabase::create().await;
    let hold =
        format!("set application_name = 'a forgotten psql'; select pg_advisory_lock({LOCK})");
    database.sql(&hold).await;
    let pid = database.text("select pg_backend_pid()::text").await;

    let function = function(database.url());
    let reason = ask_in_vain(&function, UPDATE, Duration::from_secs(4)).await;
    assert!(reason.contains(r#""a forgotten psql""#), "{reason}");
    assert!(
        reason.contains(&format!("pid {pid}, from 127.0.0.1, ")),
        "{reason}"
    );
    // Half of the three seconds that are for work.
    assert!(reason.contains("not free within 1.5 s"), "{reason}");
    none_are_left(&database, OUR_CONNECTIONS).await;

    database
        .sql(&format!("select pg_advisory_unlock({LOCK})"))
        .await;
    let answer = ask(&function, UPDATE, Duration::from_secs(4)).await;
    assert_eq!(answer["Status"], "SUCCESS");
}

#[tokio::test]
async fn of_another_roles_connection_at_least_the_number_is_told() {
    let database = TestDatabase::create_empty().await;
    let owner = database
        .text("select 'owner_' || replace(current_database(), 'test_', '')")
        .await;
    database
        .sql(&format!(
            "create role {owner} login; select pg_advisory_lock({LOCK})"
        ))
        .await;
    let pid = database.text("select pg_backend_pid()::text").await;
    let url = database
        .url()
        .replace("//postgres@", &format!("//{owner}@"));
    let reason = ask_in_vain(&function(&url), CREATE, Duration::from_secs(2)).await;
    let expected = format!("held by a program that gives no name, pid {pid}. ");
    assert!(reason.contains(&expected), "{reason}");
}

#[tokio::test]
async fn a_table_that_somebody_holds_is_a_failure() {
    let database = TestDatabase::create_empty().await;
    let hold = "create table users (id varchar primary key, username text unique, password text);
                begin; lock table users";
    database.sql(hold).await;
    let reason = ask_in_vain(&function(database.url()), CREATE, Duration::from_secs(4)).await;
    assert!(reason.contains("migration V"), "{reason}");
    assert!(reason.contains("lock timeout"), "{reason}");
    none_are_left(&database, OUR_LOCKS).await;
}

#[tokio::test]
async fn a_migration_that_takes_too_long_is_stopped_and_goes_on_next_time() {
    let database = TestDatabase::create_empty().await;
    database.sql(SLOW).await;
    let function = function(database.url());
    let reason = ask_in_vain(&function, CREATE, Duration::from_secs(4)).await;
    assert!(reason.contains("not finished within 3.0 s"), "{reason}");
    none_are_left(&database, OUR_CONNECTIONS).await;
    none_are_left(&database, OUR_LOCKS).await;

    let history =
        "select string_agg(version::text, ',' order by version) from refinery_schema_history";
    assert_eq!(database.text(history).await, "1,2,3");
    let begun = "select count(*) from pg_namespace where nspname = 'app'";
    assert_eq!(database.count(begun).await, 0);

    database.sql(QUICK_AGAIN).await;
    let answer = ask(&function, CREATE, Duration::from_secs(30)).await;
    let applied = answer["Data"]["Applied"].as_str().expect("a list");
    assert!(applied.starts_with("V4__"), "{answer}");
}

#[tokio::test]
async fn a_run_that_nobody_waits_for_any_more_leaves_nothing_half_done() {
    let database = TestDatabase::create_empty().await;
    database.sql(&SLOW.replace("60", "0.5")).await;
    let config = DatabaseConfig::from_url(database.url()).expect("the server's URL");
    let run = migrations::run(&config);
    let given_up = tokio::time::timeout(Duration::from_millis(250), run).await;
    given_up.expect_err("half a second is more");
    none_are_left(&database, OUR_CONNECTIONS).await;
    let begun = "select count(*) from pg_namespace where nspname = 'app'";
    assert_eq!(database.count(begun).await, 0);
}

#[tokio::test]
async fn a_database_that_goes_silent_is_a_failure_in_time() {
    let database = TestDatabase::create().await;
    let (proxy, _) = database.behind_proxy(1);
    proxy.stall();
    let function = function(&proxy.url(database.url()));
    let reason = ask_in_vain(&function, UPDATE, Duration::from_secs(2)).await;
    assert!(reason.contains("not finished within 1.5 s"), "{reason}");
}

#[tokio::test]
async fn settings_that_never_come_are_a_failure_in_time() {
    let function = Maintenance::new(async || std::future::pending().await);
    let reason = ask_in_vain(&function, CREATE, Duration::from_secs(1)).await;
    assert!(reason.contains("settings"), "{reason}");
}
