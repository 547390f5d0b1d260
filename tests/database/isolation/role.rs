//! What the role of requests is: nobody who could give itself more rights.

use super::{REFUSED, as_request, house, signed_in};

#[tokio::test]
async fn the_role_has_no_powers_and_nobody_elses() {
    let house = house().await;
    let powers = "select count(*) from pg_roles
         where rolname = 'conference_app'
           and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication or rolcanlogin)";
    let roles = "select count(*) from pg_auth_members where member = 'conference_app'::regrole";
    let owned = "select count(*) from pg_shdepend
         where refclassid = 'pg_authid'::regclass and refobjid = 'conference_app'::regrole and deptype = 'o'";
    for what in [powers, roles, owned] {
        assert_eq!(house.database.count(what).await, 0, "{what}");
    }
}

#[tokio::test]
async fn it_cannot_become_the_owner() {
    let house = house().await;
    let owner = house
        .database
        .text("select tableowner::text from pg_tables where tablename = 'users'")
        .await;
    // `set local role` alone would leave the superuser's right to become anybody.
    let statement = format!("set local role {owner}");
    let outcome = as_request(
        &house,
        "set local session authorization conference_app",
        &statement,
    )
    .await;
    assert_eq!(outcome, REFUSED);
}

#[tokio::test]
async fn it_makes_nothing_in_the_schemas_of_ours() {
    let house = house().await;
    for schema in ["public", "app"] {
        for what in [
            format!("create table {schema}.x (id int)"),
            format!("create table {schema}.x as select 1"),
            format!("create view {schema}.x as select 1"),
            format!("create function {schema}.x() returns int language sql return 1"),
            format!(
                "create function {schema}.x() returns int language sql security definer return 1"
            ),
            format!(
                "create operator {schema}.== (function = int4eq, leftarg = int, rightarg = int)"
            ),
            format!("create type {schema}.x as (id int)"),
        ] {
            assert_eq!(as_request(&house, "", &what).await, REFUSED, "{what}");
        }
    }
    for what in [
        "create schema x",
        "create database x",
        "create extension dblink",
        "create language x",
    ] {
        let outcome = as_request(&house, "", what).await;
        assert!(matches!(outcome, super::Outcome::Refused(_)), "{what}");
    }
}

#[tokio::test]
async fn it_changes_no_table_policy_function_or_role() {
    let house = house().await;
    for what in [
        "alter table clients disable row level security",
        "alter table clients add column x int",
        "alter table clients owner to conference_app",
        "drop table client_widgets",
        "create policy everything on clients to conference_app using (true)",
        "alter policy clients_of_the_user on clients using (true)",
        "drop policy clients_of_the_user on clients",
        "create trigger x before insert on clients for each row execute function suppress_redundant_updates_trigger()",
        "create rule x as on update to clients do instead nothing",
        "create index on clients (name)",
        "alter function app.open_key security invoker",
        "drop function app.open_key",
        "alter schema app rename to app2",
        "grant select on users to conference_app",
        "grant execute on function app.insert_session to conference_app",
        "alter role conference_app bypassrls",
        "grant pg_read_all_data to conference_app",
    ] {
        assert_eq!(as_request(&house, "", what).await, REFUSED, "{what}");
    }
}

#[tokio::test]
async fn it_finds_no_way_around_the_tables() {
    let house = house().await;
    let around = [
        "select pg_read_file('/etc/passwd')",
        "select pg_ls_dir('/')",
        "select lo_import('/etc/passwd')",
        "copy clients to '/tmp/clients'",
        "copy clients to program 'cat'",
        "copy clients from program 'cat'",
        "set local session_replication_role = 'replica'",
        "select rolpassword from pg_authid",
        "select * from pg_statistic",
        "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and usesysid is not null",
    ];
    for what in around {
        assert_eq!(
            as_request(&house, &signed_in(&house.alice), what).await,
            REFUSED,
            "{what}"
        );
    }
    // Switched off, row-level security refuses instead of showing everything.
    let before = format!("{}; set local row_security = off", signed_in(&house.alice));
    for table in ["clients", "client_widgets"] {
        let outcome = as_request(&house, &before, &format!("select from {table}")).await;
        assert_eq!(outcome, REFUSED, "{table}");
    }
}
