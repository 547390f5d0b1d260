//! What else an organiser's database may hold stays as it is.

use crate::old_database::{in_full, migrate, old_database, try_migrate};

#[tokio::test]
async fn a_schema_named_like_the_owner_does_not_hide_the_old_tables() {
    let database = old_database().await;
    // The default search path looks there first.
    database.sql("create schema postgres").await;
    migrate(database.url()).await;
    let strays = "select count(*) from pg_class where relnamespace = 'postgres'::regnamespace";
    assert_eq!(database.count(strays).await, 0);
    let sql = "select format_type(atttypid, null) from pg_attribute
                where attrelid = 'public.users'::regclass and attname = 'id'";
    assert_eq!(database.text(sql).await, "uuid");
    assert_eq!(migrate(database.url()).await, Vec::<String>::new());
}

#[tokio::test]
async fn a_foreign_key_of_the_organisers_own_stays() {
    let database = old_database().await;
    database
        .sql(
            "create table plans (id int primary key);
             alter table clients add column plan_id int constraint clients_plan references plans (id)",
        )
        .await;
    migrate(database.url()).await;
    let sql = "select count(*) from pg_constraint where conname = 'clients_plan'";
    assert_eq!(database.count(sql).await, 1);
}

#[tokio::test]
async fn a_schema_that_is_not_ours_stops_the_takeover_before_it_begins() {
    let database = old_database().await;
    database.sql("create schema app").await;
    let error = try_migrate(database.url())
        .await
        .expect_err("the schema is taken");
    assert!(in_full(&error).contains("rename it"), "{}", in_full(&error));
    database.sql("alter schema app rename to theirs").await;
    migrate(database.url()).await;
}
