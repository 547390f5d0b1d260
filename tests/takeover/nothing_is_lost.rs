//! Old rows after the takeover.

use crate::old_database::{migrate, old_columns, old_database, taken_over};

#[tokio::test]
async fn every_old_column_of_every_old_row_stays_as_it_was_to_the_letter() {
    let database = old_database().await;
    let before = old_columns(&database.admin).await;
    assert_eq!(before.len(), 30, "{before:#?}");
    migrate(database.url()).await;
    assert_eq!(old_columns(&database.admin).await, before);
}

#[tokio::test]
async fn ids_are_uuids_afterwards() {
    let database = taken_over().await;
    let ids = "select string_agg(format('%s.%s %s', table_name, column_name, data_type), ', ' order by table_name, column_name)
                 from information_schema.columns
                where table_schema = 'public'
                  and (table_name, column_name) in (('users', 'id'), ('clients', 'id'), ('clients', 'user_id'),
                                                    ('client_widgets', 'id'), ('client_widgets', 'client_id'))";
    assert_eq!(
        database.text(ids).await,
        "client_widgets.client_id uuid, client_widgets.id uuid, clients.id uuid, clients.user_id uuid, users.id uuid"
    );
}

#[tokio::test]
async fn old_sessions_are_as_old_as_the_takeover_and_end_30_days_later_at_most() {
    let database = taken_over().await;
    let born_now = "select count(*) from session where created_at between now() - interval '1 minute' and now()";
    assert_eq!(database.count(born_now).await, 7);
    assert_eq!(
        database
            .count("select count(*) from session where user_agent is not null")
            .await,
        0
    );
}
