//! What the role of requests reaches of each table. The tables are taken from the catalogue, so that one added later without a
//! policy fails here.

use super::{Outcome, REFUSED, as_request, house};
use test_support::House;

/// What may be done with own rows of a table.
pub(super) struct TenantTable {
    pub name: &'static str,
    /// By a signed-in user, besides reading them.
    pub user_changes: bool,
    /// By whoever has the client's public key.
    pub key_reads: bool,
    pub key_changes: bool,
}

const fn table(
    name: &'static str,
    user_changes: bool,
    key_reads: bool,
    key_changes: bool,
) -> TenantTable {
    TenantTable {
        name,
        user_changes,
        key_reads,
        key_changes,
    }
}

/// In the order of their names.
pub(super) const TENANT_TABLES: [TenantTable; 14] = [
    table("answer_settings", true, true, false),
    table("chunks", true, true, false),
    table("client_tokens", true, false, false),
    table("client_widgets", true, true, false),
    table("clients", true, true, false),
    // What a visitor says is kept in the visitor's name.
    table("conversations", true, true, true),
    table("document_tags", true, true, false),
    table("documents", true, true, false),
    table("identity_secrets", true, false, false),
    table("messages", true, true, true),
    table("tags", true, true, false),
    // Figures are what happened: their owner reads them.
    table("usage_hours", false, true, true),
    table("widget_logos", true, true, false),
    // What was seen is noted by a function.
    table("widget_sightings", false, false, false),
];

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
    // A table added there needs what the other tests of this folder ask for.
    let known: Vec<_> = TENANT_TABLES.iter().map(|table| table.name).collect();
    assert_eq!(readable, known);
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
        let column = changeable_column(&house, &table).await;
        let columns = insertable_columns(&house, &table).await;
        for (statement, expected) in [
            (format!("select from public.{table}"), Outcome::Rows(0)),
            (
                format!("update public.{table} set {column} = {column}"),
                Outcome::Rows(0),
            ),
            (format!("delete from public.{table}"), Outcome::Rows(0)),
            (
                format!(
                    "insert into public.{table} ({columns}) select {columns} from copies.{table}"
                ),
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

/// A column that requests may change.
pub(super) async fn changeable_column(house: &House, table: &str) -> String {
    let sql = format!(
        "select quote_ident(attname) from pg_attribute
          where attrelid = 'public.{table}'::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attidentity = ''
            and has_column_privilege('conference_app', attrelid, attnum, 'update')
          order by attnum limit 1"
    );
    house.database.text(&sql).await
}

/// The columns that requests may write in a new row.
pub(super) async fn insertable_columns(house: &House, table: &str) -> String {
    let sql = format!(
        "select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
          where attrelid = 'public.{table}'::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attidentity = ''
            and has_column_privilege('conference_app', attrelid, attnum, 'insert')"
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
