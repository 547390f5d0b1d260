//! What the role of requests reaches of each table. The tables are taken from the catalogue, so that one added later without a
//! policy fails here.

use super::{Outcome, REFUSED, as_request, house};
use test_support::House;

#[tokio::test]
async fn requests_read_the_tenant_tables_and_no_others() {
    let house = house().await;
    let mut readable = Vec::new();
    for table in relations(&house).await {
        let outcome = as_request(&house, "", &format!("select from public.{table}")).await;
        if outcome != REFUSED {
            readable.push(table);
        }
    }
    // A table added here needs what the other tests of this folder ask for.
    assert_eq!(readable, ["client_widgets", "clients"]);
}

#[tokio::test]
async fn every_table_has_row_level_security_and_every_tenant_table_a_policy() {
    let house = house().await;
    let unprotected = "select count(*) from pg_class c
         where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f')
           and relname <> 'refinery_schema_history'
           and (not relrowsecurity
                or has_any_column_privilege('conference_app', oid, 'select')
                   and not exists (select from pg_policy where polrelid = c.oid))";
    assert_eq!(house.database.count(unprotected).await, 0);
}

#[tokio::test]
async fn a_table_that_is_not_the_tenants_takes_no_statement_at_all() {
    let house = house().await;
    let tenant_tables = tenant_tables(&house).await;
    for table in relations(&house).await {
        if tenant_tables.contains(&table) {
            continue;
        }
        for statement in [
            format!("select from public.{table}"),
            format!("select count(*) from public.{table}"),
            format!("insert into public.{table} default values"),
            format!(
                "update public.{table} set {} = null",
                first_column(&house, &table).await
            ),
            format!("delete from public.{table}"),
            format!("truncate public.{table}"),
            format!("lock table public.{table} in access share mode"),
            format!("copy public.{table} to stdout"),
        ] {
            assert_eq!(
                as_request(&house, "", &statement).await,
                REFUSED,
                "{statement}"
            );
        }
    }
}

#[tokio::test]
async fn nobody_sees_or_changes_a_row_of_any_tenant() {
    let house = house().await;
    for table in tenant_tables(&house).await {
        let stored = house.database.rows_of(&table).await;
        assert!(
            stored > 0,
            "{table} has no row to be hidden: give the test one"
        );
        copy(&house, &table).await;
        let column = first_column(&house, &table).await;
        for (statement, expected) in [
            (format!("select from public.{table}"), Outcome::Rows(0)),
            (
                format!("update public.{table} set {column} = {column}"),
                Outcome::Rows(0),
            ),
            (format!("delete from public.{table}"), Outcome::Rows(0)),
            (
                format!("insert into public.{table} select * from copies.{table}"),
                REFUSED,
            ),
            (format!("truncate public.{table}"), REFUSED),
        ] {
            for nobody in [
                "",
                "set local app.user_id = ''; set local app.client_id = ''",
            ] {
                assert_eq!(
                    as_request(&house, nobody, &statement).await,
                    expected,
                    "{statement}"
                );
            }
        }
    }
}

#[tokio::test]
async fn requests_have_no_right_on_tables_beyond_rows() {
    let house = house().await;
    let rights = "select count(*)
          from pg_class, unnest(array['truncate', 'references', 'trigger']) right_name
         where relnamespace in ('public'::regnamespace, 'app'::regnamespace) and relkind in ('r', 'p', 'v', 'm', 'f')
           and has_table_privilege('conference_app', oid, right_name)";
    assert_eq!(house.database.count(rights).await, 0);
    let public = "select count(*)
          from pg_class, unnest(array['select', 'insert', 'update', 'delete', 'truncate']) right_name
         where relnamespace in ('public'::regnamespace, 'app'::regnamespace) and relkind in ('r', 'p', 'v', 'm', 'f')
           and has_table_privilege('public', oid, right_name)";
    assert_eq!(house.database.count(public).await, 0);
}

/// All tables, views and the like that hold rows, also those that are yet to come.
async fn relations(house: &House) -> Vec<String> {
    names(house, "true").await
}

/// Those of them that requests may read.
pub(super) async fn tenant_tables(house: &House) -> Vec<String> {
    names(
        house,
        "has_any_column_privilege('conference_app', oid, 'select')",
    )
    .await
}

async fn names(house: &House, condition: &str) -> Vec<String> {
    let sql = format!(
        "select relname::text from pg_class
          where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f') and {condition}
          order by 1"
    );
    let rows = house.database.admin.query(&sql, &[]).await;
    let rows = rows.expect("the catalogue");
    assert!(!rows.is_empty(), "{sql}");
    rows.iter().map(|row| row.get(0)).collect()
}

pub(super) async fn first_column(house: &House, table: &str) -> String {
    let sql = format!(
        "select quote_ident(attname) from pg_attribute
          where attrelid = 'public.{table}'::regclass and attnum > 0 and not attisdropped
          order by attnum limit 1"
    );
    house.database.text(&sql).await
}

/// Puts a copy of a table where requests may read it, for statements that insert what is somebody else's.
pub(super) async fn copy(house: &House, table: &str) {
    let sql = format!(
        "create schema if not exists copies;
         grant usage on schema copies to conference_app;
         create table copies.{table} as table public.{table};
         grant select on copies.{table} to conference_app"
    );
    house.database.sql(&sql).await;
}
