//! What a taken-over database looks like compared with one built from nothing. There is no difference that had to stay.

use crate::old_database::{SCHEMA, gateway, migrate, old_columns, old_database, taken_over};
use crate::schema;
use serde_json::json;
use test_support::TestDatabase;

#[tokio::test]
async fn a_taken_over_database_and_a_new_one_have_the_same_schema() {
    let old = taken_over().await;
    assert_same_as_new(&old).await;
}

#[tokio::test]
async fn an_old_database_without_a_session_table_ends_up_the_same() {
    let database = TestDatabase::create_empty().await;
    database.sql(SCHEMA).await;
    database.sql("drop table session").await;
    migrate(database.url()).await;
    assert_same_as_new(&database).await;
}

#[tokio::test]
async fn an_old_database_that_stopped_halfway_through_its_tables_ends_up_the_same() {
    for missing in ["client_widgets, session", "clients, client_widgets"] {
        let database = old_database().await;
        database.sql(&format!("drop table {missing}")).await;
        migrate(database.url()).await;
        assert_same_as_new(&database).await;
    }
}

#[tokio::test]
async fn old_constraints_under_the_names_that_postgres_chooses_get_ours() {
    let database = old_database().await;
    database.sql(
        "alter table users rename constraint users_username_unique to users_username_key;
         alter table clients rename constraint clients_public_api_key_unique to clients_public_api_key_key;
         alter table clients rename constraint clients_user_id_users_id_fk to clients_user_id_fkey;
         alter table client_widgets rename constraint client_widgets_client_id_unique to client_widgets_client_id_key;
         alter table client_widgets rename constraint client_widgets_client_id_clients_id_fk to client_widgets_client_id_fkey",
    ).await;
    let before = old_columns(&database.admin).await;
    migrate(database.url()).await;
    assert_eq!(old_columns(&database.admin).await, before);
    assert_same_as_new(&database).await;
}

#[tokio::test]
async fn a_database_built_from_nothing_serves() {
    let database = TestDatabase::create_empty().await;
    migrate(database.url()).await;
    let app = gateway(database.url());
    let body = json!({"username": "first", "password": "first-pass"});
    let answer = app.post("/api/auth/register", &body).send().await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let me = app.get("/api/auth/me").cookie(&answer.cookie());
    assert_eq!(me.expect(200).await["user"]["username"], "first");
}

async fn assert_same_as_new(database: &TestDatabase) {
    let new = TestDatabase::create_empty().await;
    migrate(new.url()).await;
    let expected = schema::dump(&new.admin).await;
    assert!(expected.len() > 60, "{expected:#?}");
    let differences = schema::differences(&schema::dump(&database.admin).await, &expected);
    assert!(differences.is_empty(), "{differences:#?}");
}
