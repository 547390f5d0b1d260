//! Ids that neither server made stop the takeover before it changes anything.

use crate::old_database::{in_full, migrate, old_columns, old_database, try_migrate};
use crate::schema;
use test_support::TestDatabase;

/// An old row with an odd id, where the message must place it, and what corrects it.
const ODD_IDS: [(&str, &str, &str, &str); 5] = [
    (
        "insert into users values ('1', 'number-one', 'x')",
        "users",
        "id",
        "update users set id = gen_random_uuid() where id = '1'",
    ),
    (
        "insert into users values ('A0000000-0000-4000-8000-0000000000AA', 'capitals', 'x')",
        "users",
        "id",
        "update users set id = lower(id)",
    ),
    (
        "insert into clients (id, user_id, name, public_api_key)
         values ('', 'a0000000-0000-4000-8000-000000000001', 'empty', 'pk_live_empty')",
        "clients",
        "id",
        "update clients set id = gen_random_uuid() where id = ''",
    ),
    (
        "insert into client_widgets (id, client_id) values (' d0000000-0000-4000-8000-000000000009', 'c0000000-0000-4000-8000-000000000002')",
        "client_widgets",
        "id",
        "update client_widgets set id = trim(id)",
    ),
    (
        "alter table clients drop constraint clients_user_id_users_id_fk;
         insert into clients (user_id, name, public_api_key) values ('nobody', 'no owner', 'pk_live_nobody')",
        "clients",
        "user_id",
        "delete from clients where user_id = 'nobody'",
    ),
];

#[tokio::test]
async fn an_id_that_is_no_uuid_stops_the_takeover_and_the_message_says_where_it_is() {
    for (odd_row, table, column, _) in ODD_IDS {
        let database = old_database_with(odd_row).await;
        let refused = try_migrate(database.url()).await;
        let message = in_full(&refused.expect_err(odd_row));
        let place = format!("table {table} have a value in column {column} ");
        assert!(message.contains(&place), "{message}");
    }
}

#[tokio::test]
async fn a_stopped_takeover_has_changed_nothing_of_the_old_tables() {
    for (odd_row, ..) in ODD_IDS {
        let database = old_database_with(odd_row).await;
        let before = (
            old_schema(&database).await,
            old_columns(&database.admin).await,
        );
        try_migrate(database.url()).await.expect_err(odd_row);
        let after = (
            old_schema(&database).await,
            old_columns(&database.admin).await,
        );
        assert_eq!(after, before);
    }
}

#[tokio::test]
async fn after_the_id_is_corrected_the_takeover_goes_through() {
    for (odd_row, _, _, correction) in ODD_IDS {
        let database = old_database_with(odd_row).await;
        try_migrate(database.url()).await.expect_err(odd_row);
        database.sql(correction).await;
        let before = old_columns(&database.admin).await;
        migrate(database.url()).await;
        assert_eq!(old_columns(&database.admin).await, before);
    }
}

async fn old_database_with(odd_row: &str) -> TestDatabase {
    let database = old_database().await;
    database.sql(odd_row).await;
    database
}

/// All but the migrations' own record of what they did.
async fn old_schema(database: &TestDatabase) -> Vec<String> {
    let mut lines = schema::dump(&database.admin).await;
    lines.retain(|line| !line.contains("refinery_schema_history"));
    lines
}
