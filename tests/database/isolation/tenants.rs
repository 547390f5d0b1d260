//! What a signed-in user and a visitor reach of the tenant tables.

use super::tables::{
    TENANT_TABLES, changeable_column, copy, first_column, insertable_columns, tenant_tables,
};
use super::{Outcome, REFUSED, as_request, house, signed_in, visiting};
use axum::http::header::COOKIE;
use shared::{clients, sessions};
use test_support::Person;
use tokio_postgres::error::SqlState;

#[tokio::test]
async fn a_user_sees_and_changes_own_rows_only() {
    let house = house().await;
    for table in &TENANT_TABLES {
        let name = table.name;
        let stored = house.database.rows_of(name).await;
        assert_eq!(stored, 2, "{name} has not a row of each: give the test one");
        let column = changeable_column(&house, name).await;
        let changed = Outcome::Rows(u64::from(table.user_changes));
        for person in [&house.alice, &house.bob] {
            for (statement, expected) in [
                (format!("select from public.{name}"), &Outcome::Rows(1)),
                (
                    format!("update public.{name} set {column} = {column}"),
                    &changed,
                ),
                (format!("delete from public.{name}"), &changed),
            ] {
                let outcome = as_request(&house, &signed_in(person), &statement).await;
                assert_eq!(outcome, *expected, "{statement}");
            }
        }
    }
}

#[tokio::test]
async fn the_rows_a_user_sees_are_the_own_ones() {
    let house = house().await;
    for (person, other) in [(&house.alice, &house.bob), (&house.bob, &house.alice)] {
        for (table, column) in [
            ("clients", "id"),
            ("clients", "user_id"),
            ("client_widgets", "client_id"),
        ] {
            let id = |person: &Person| {
                if column == "user_id" {
                    person.user_id
                } else {
                    person.client_id
                }
            };
            let select = |id| format!("select from {table} where {column} = '{id}'");
            let seen = as_request(&house, &signed_in(person), &select(id(person))).await;
            assert_eq!(seen, Outcome::Rows(1), "{table}");
            let hidden = as_request(&house, &signed_in(person), &select(id(other))).await;
            assert_eq!(hidden, Outcome::Rows(0), "{table}");
        }
    }
}

#[tokio::test]
async fn a_user_adds_no_row_to_somebody_else() {
    let house = house().await;
    for table in tenant_tables(&house).await {
        copy(&house, &table).await;
        let column = first_column(&house, &table).await;
        let hidden = format!(
            "not exists (select from public.{table} seen where seen.{column} = copied.{column})"
        );
        let columns = insertable_columns(&house, &table).await;
        let insert = format!(
            "insert into public.{table} ({columns}) select {columns} from copies.{table} copied where {hidden}"
        );
        let outcome = as_request(&house, &signed_in(&house.alice), &insert).await;
        assert_eq!(outcome, REFUSED, "{table}");
    }
}

#[tokio::test]
async fn a_client_cannot_be_given_away_or_made_for_somebody_else() {
    let house = house().await;
    let (alice, bob) = (house.alice.user_id, house.bob.user_id);
    for statement in [
        format!("update clients set user_id = '{bob}'"),
        format!("update clients set user_id = '{bob}' where user_id = '{alice}'"),
        format!("insert into clients (user_id, name, public_api_key) values ('{bob}', 'x', 'pk_live_x')"),
        format!(
            "insert into clients (id, user_id, name, public_api_key) values ('{}', '{bob}', 'x', 'pk_live_x')
             on conflict (id) do update set user_id = '{alice}'",
            house.bob.client_id
        ),
        format!(
            "insert into clients (id, user_id, name, public_api_key) values ('{}', '{alice}', 'x', 'pk_live_x')
             on conflict (id) do update set name = 'mine'",
            house.bob.client_id
        ),
        format!(
            "merge into clients c using (select 1) s on c.id = '{}'
             when not matched then insert (user_id, name, public_api_key) values ('{bob}', 'x', 'pk_live_x')",
            house.bob.client_id
        ),
    ] {
        let outcome = as_request(&house, &signed_in(&house.alice), &statement).await;
        assert_eq!(outcome, REFUSED, "{statement}");
    }
}

#[tokio::test]
async fn a_widget_cannot_be_attached_to_somebody_elses_client() {
    let house = house().await;
    let bobs = house.bob.client_id;
    house
        .database
        .sql(&format!(
            "delete from client_widgets where client_id = '{bobs}'"
        ))
        .await;
    for statement in [
        format!("insert into client_widgets (client_id) values ('{bobs}')"),
        format!("update client_widgets set client_id = '{bobs}'"),
    ] {
        let outcome = as_request(&house, &signed_in(&house.alice), &statement).await;
        assert_eq!(outcome, REFUSED, "{statement}");
    }
}

#[tokio::test]
async fn a_visitor_reads_the_rows_of_the_keys_client_only() {
    let house = house().await;
    for table in &TENANT_TABLES {
        let select = format!("select from public.{}", table.name);
        let seen = as_request(&house, &visiting(&house.bob), &select).await;
        assert_eq!(seen, Outcome::Rows(u64::from(table.key_reads)), "{select}");
    }
    let id = house.bob.client_id;
    for (table, column) in [("clients", "id"), ("client_widgets", "client_id")] {
        let select = format!("select from {table} where {column} = '{id}'");
        let seen = as_request(&house, &visiting(&house.bob), &select).await;
        assert_eq!(seen, Outcome::Rows(1), "{table}");
    }
}

#[tokio::test]
async fn a_visitor_changes_what_visitors_say_to_the_keys_client_and_nothing_else() {
    let house = house().await;
    for table in &TENANT_TABLES {
        let name = table.name;
        copy(&house, name).await;
        let column = changeable_column(&house, name).await;
        let columns = insertable_columns(&house, name).await;
        let owner = if name == "clients" { "id" } else { "client_id" };
        let own = Outcome::Rows(u64::from(table.key_changes));
        for (statement, expected) in [
            (
                format!("update public.{name} set {column} = {column}"),
                &own,
            ),
            (format!("delete from public.{name}"), &own),
            (format!("select from public.{name} for update"), &own),
            (
                format!(
                    "insert into public.{name} ({columns}) select {columns} from copies.{name} where {owner} <> app.client_id()"
                ),
                &REFUSED,
            ),
        ] {
            let outcome = as_request(&house, &visiting(&house.alice), &statement).await;
            assert_eq!(outcome, *expected, "{statement}");
        }
    }
}

#[tokio::test]
async fn a_setting_that_is_no_id_opens_nothing() {
    let house = house().await;
    for setting in ["app.user_id", "app.client_id"] {
        let before = format!("set local {setting} = 'everybody'");
        let outcome = as_request(&house, &before, "select from clients").await;
        assert_eq!(
            outcome,
            Outcome::Refused(SqlState::INVALID_TEXT_REPRESENTATION)
        );
    }
}

#[tokio::test]
async fn what_one_request_opened_is_closed_for_the_next() {
    let house = house().await;
    let services = house.database.services(1);
    let cookie = house.alice.cookie.parse().expect("a header's value");
    let headers = [(COOKIE, cookie)].into_iter().collect();
    let sid = services.session_keys.sid(&headers).expect("Alice's");
    let batch = services.database.run(sessions::open(&sid), clients::list());
    let (_, listed) = batch.await.expect("a batch");
    assert_eq!(listed.expect("Alice's clients").len(), 1);
    let next = services.database.run_alone(clients::list()).await;
    assert!(next.expect("a batch").is_empty());
}
