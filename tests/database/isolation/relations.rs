//! Every relation of ours, and the ways around the rows: statistics, errors, files, other connections.

use super::tables::TENANT_TABLES;
use super::{Outcome, REFUSED, as_request, house, signed_in, visiting};

#[tokio::test]
async fn no_relation_is_open_but_the_tenants_tables() {
    let house = house().await;
    let known: Vec<_> = TENANT_TABLES
        .iter()
        .map(|table| format!("'{}'", table.name))
        .collect();
    let open = format!(
        "select coalesce(string_agg(c.oid::regclass || ' ' || r.right_name || ' ' || w.who, ', '), '')
           from pg_class c,
                unnest(array['conference_app', 'public']) w (who),
                unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger']) r (right_name)
          where c.relnamespace in ('public'::regnamespace, 'app'::regnamespace)
            and (c.relkind in ('r', 'p', 'v', 'm', 'f')
                     and (has_table_privilege(w.who, c.oid, r.right_name)
                          or r.right_name in ('select', 'insert', 'update', 'references')
                             and has_any_column_privilege(w.who, c.oid, r.right_name))
                 or c.relkind = 'S' and r.right_name in ('select', 'update') and has_sequence_privilege(w.who, c.oid, r.right_name)
                 or c.relkind = 'S' and r.right_name = 'insert' and has_sequence_privilege(w.who, c.oid, 'usage'))
            and not (w.who = 'conference_app' and c.relname in ({}) and r.right_name in ('select', 'insert', 'update', 'delete'))",
        known.join(", ")
    );
    assert_eq!(house.database.text(&open).await, "");
}

/// What Postgres has counted of a table's values would tell of all tenants at once.
#[tokio::test]
async fn statistics_tell_nothing() {
    let house = house().await;
    house.database.sql("analyze").await;
    let all = "select count(*) from pg_stats where schemaname in ('public', 'app')";
    assert!(house.database.count(all).await > 0);
    let of_rows = "select from pg_stats where schemaname in ('public', 'app') and tablename <> 'refinery_schema_history'";
    for before in [
        String::new(),
        signed_in(&house.alice),
        visiting(&house.alice),
    ] {
        assert_eq!(as_request(&house, &before, of_rows).await, Outcome::Rows(0));
    }
    for view in ["pg_stats_ext", "pg_stats_ext_exprs"] {
        let statement = format!("select from {view} where schemaname in ('public', 'app')");
        assert_eq!(as_request(&house, "", &statement).await, Outcome::Rows(0));
    }
}

/// An expression that fails for some values must not be tried on hidden rows: the error would tell of them.
#[tokio::test]
async fn an_error_tells_of_no_hidden_row() {
    let house = house().await;
    for statement in [
        "select from clients where 1 / (case when name like '%bob%' then 0 else 1 end) = 1",
        "select from clients where name::integer = 1 and name like 'bob%'",
        "select from clients c where length(repeat(c.name, case when c.name like '%bob%' then 2000000000 else 1 end)) > 0",
        "select from documents d where 1 / (case when d.client_id <> app.client_id() then 0 else 1 end) = 1",
        "select from messages m where m.client_id not in (select id from clients) and 1 / (m.role = 'nobody')::integer = 1",
    ] {
        for before in [signed_in(&house.alice), visiting(&house.alice)] {
            let outcome = as_request(&house, &before, statement).await;
            assert!(
                matches!(outcome, Outcome::Rows(0 | 1)),
                "{statement}: {outcome:?}"
            );
        }
    }
}

/// A reference to somebody else's row is refused as one to no row is.
#[tokio::test]
async fn a_reference_does_not_tell_what_there_is() {
    let house = house().await;
    let (alice, bob) = (house.alice.client_id, house.bob.client_id);
    let id_of = async |table: &str, client| {
        let sql = format!("select id::text from {table} where client_id = '{client}'");
        house.database.text(&sql).await
    };
    let none = "00000000-0000-4000-8000-000000000000";
    let own_tag = id_of("tags", alice).await;
    for table in ["documents", "conversations"] {
        let his = id_of(table, bob).await;
        let mut outcomes = Vec::new();
        for id in [his.as_str(), none] {
            let statement = match table {
                "documents" => format!(
                    "insert into document_tags (client_id, document_id, tag_id) values ('{alice}', '{id}', '{own_tag}')"
                ),
                _ => format!(
                    "insert into messages (id, conversation_id, client_id, role, content) values (gen_random_uuid(), '{id}', '{alice}', 'visitor', 'x')"
                ),
            };
            outcomes.push(as_request(&house, &signed_in(&house.alice), &statement).await);
        }
        assert!(
            matches!(outcomes[0], Outcome::Refused(_)),
            "{table}: {outcomes:?}"
        );
        assert_eq!(outcomes[0], outcomes[1], "{table}");
    }
}

#[tokio::test]
async fn files_and_other_connections_are_out_of_reach() {
    let house = house().await;
    for statement in [
        "select pg_read_binary_file('/etc/passwd')",
        "select pg_stat_file('/etc/passwd')",
        "select pg_ls_logdir()",
        "select pg_ls_waldir()",
        "select lo_export(1, '/tmp/x')",
        "select * from pg_largeobject",
        "select * from pg_user_mapping",
        "select * from pg_file_settings",
        "select * from pg_hba_file_rules",
        "select pg_reload_conf()",
        "select pg_logical_emit_message(false, 'x', 'x'), pg_create_logical_replication_slot('x', 'pgoutput')",
        "load 'auto_explain'",
    ] {
        for before in [String::new(), signed_in(&house.alice)] {
            let outcome = as_request(&house, &before, statement).await;
            assert_eq!(outcome, REFUSED, "{statement}");
        }
    }
    // Where somebody installed them, they lead out of the database.
    let leads_out = "select count(*) from pg_extension where extname in ('dblink', 'postgres_fdw', 'file_fdw', 'adminpack', 'plpython3u')";
    assert_eq!(house.database.count(leads_out).await, 0);
    // What others ask is not shown.
    let others = "select from pg_stat_activity where pid <> pg_backend_pid() and query not in ('', '<insufficient privilege>')";
    assert_eq!(as_request(&house, "", others).await, Outcome::Rows(0));
}
