//! Migrating more than once, and more than one at a time.

use crate::old_database::{
    gateway, in_full, migrate, old_columns, old_database, taken_over, try_migrate,
};
use crate::schema;
use serde_json::json;
use test_support::TestDatabase;

#[tokio::test]
async fn migrating_again_changes_nothing() {
    let database = taken_over().await;
    let before = (
        schema::dump(&database.admin).await,
        old_columns(&database.admin).await,
    );
    assert!(migrate(database.url()).await.is_empty());
    let after = (
        schema::dump(&database.admin).await,
        old_columns(&database.admin).await,
    );
    assert_eq!(after, before);
}

#[tokio::test]
async fn migrating_again_keeps_what_was_written_since() {
    let database = taken_over().await;
    let app = gateway(database.url());
    let new = json!({"username": "newcomer", "password": "newcomer-pass"});
    app.post("/api/auth/register", &new).expect(201).await;
    let before = old_columns(&database.admin).await;
    migrate(database.url()).await;
    assert_eq!(old_columns(&database.admin).await, before);
}

#[tokio::test]
async fn several_migrating_an_old_database_at_once_all_succeed_and_one_does_the_work() {
    let database = old_database().await;
    let before = old_columns(&database.admin).await;
    at_once(&database).await;
    assert_eq!(old_columns(&database.admin).await, before);
}

#[tokio::test]
async fn several_migrating_an_empty_database_at_once_all_succeed_and_one_does_the_work() {
    at_once(&TestDatabase::create_empty().await).await;
}

#[tokio::test]
async fn several_databases_of_one_server_migrate_at_once() {
    let databases = [
        old_database().await,
        old_database().await,
        TestDatabase::create_empty().await,
    ];
    let runs = databases.each_ref().map(|database| migrate(database.url()));
    let ran = futures_util::future::join_all(runs).await;
    assert!(ran.iter().all(|names| !names.is_empty()), "{ran:?}");
}

async fn at_once(database: &TestDatabase) {
    let runs = [(); 5].map(|()| {
        let url = database.url().to_owned();
        tokio::spawn(async move { try_migrate(&url).await })
    });
    let mut workers = 0;
    for run in runs {
        let ran = run.await.expect("no panic");
        let ran = ran.unwrap_or_else(|error| panic!("{}", in_full(&error)));
        workers += usize::from(!ran.is_empty());
    }
    assert_eq!(workers, 1);
    let history = "select count(*) - count(distinct version) from refinery_schema_history";
    assert_eq!(database.count(history).await, 0);
}
