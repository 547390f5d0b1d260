//! PgBouncer in transaction mode, as in front of Neon's pooled host: transactions of many callers share few server connections.

use crate::support::functions_over;
use futures_util::future::join_all;
use test_support::{App, Person, PgBouncer, TestDatabase, services_at};

#[tokio::test]
async fn callers_that_share_server_connections_see_only_their_own() {
    let database = TestDatabase::create().await;
    let bouncer = PgBouncer::start().await;
    // Twenty environments with a connection each, over two server connections.
    let callers = join_all((0..20).map(async |number| {
        let services = services_at(&bouncer.url(&database), 1);
        let person = Person::register(&services, &format!("person{number}")).await;
        (App::new(functions_over(&services, &[]).gateway()), person)
    }))
    .await;
    for _ in 0..10 {
        join_all(callers.iter().map(async |(app, person)| {
            let clients = app
                .get("/api/dashboard/clients")
                .cookie(&person.cookie)
                .expect(200)
                .await;
            let clients = clients["clients"].as_array().expect("a list").clone();
            assert_eq!(clients.len(), 1);
            assert_eq!(clients[0]["id"], person.client_id.to_string());
            app.get("/api/widget/config")
                .key(&person.key)
                .expect(200)
                .await;
        }))
        .await;
    }
    let servers = database.connections().await;
    assert!((1..=2).contains(&servers), "{servers} server connections");
}

#[tokio::test]
async fn nothing_of_a_transaction_stays_on_the_server_connection() {
    let database = TestDatabase::create().await;
    let bouncer = PgBouncer::start().await;
    let services = services_at(&bouncer.url(&database), 1);
    let person = Person::register(&services, "alice").await;
    let app = App::new(functions_over(&services, &[]).gateway());
    app.get("/api/auth/me")
        .cookie(&person.cookie)
        .expect(200)
        .await;

    let (client, connection) =
        tokio_postgres::connect(&bouncer.url(&database), tokio_postgres::NoTls)
            .await
            .expect("a connection");
    tokio::spawn(connection);
    // Both server connections, whichever each query gets.
    for _ in 0..10 {
        let sql = "select current_user::text || coalesce(nullif(current_setting('app.user_id', true), ''), '') || current_setting('statement_timeout')";
        let messages = client.simple_query(sql).await.expect("an answer");
        let found = messages.iter().find_map(|message| match message {
            tokio_postgres::SimpleQueryMessage::Row(row) => row.get(0),
            _ => None,
        });
        assert_eq!(found, Some("postgres0"));
    }
}

#[tokio::test]
async fn a_pooler_that_went_away_and_came_back_is_found_again() {
    let database = TestDatabase::create().await;
    let mut bouncer = PgBouncer::start().await;
    let services = services_at(&bouncer.url(&database), 1);
    let person = Person::register(&services, "alice").await;
    let app = App::new(functions_over(&services, &[]).gateway());

    bouncer.crash();
    app.get("/api/auth/me")
        .cookie(&person.cookie)
        .expect(503)
        .await;
    bouncer.start_again().await;
    app.get("/api/auth/me")
        .cookie(&person.cookie)
        .expect(200)
        .await;
}

#[tokio::test]
async fn a_write_is_not_repeated_on_the_word_of_a_pooler_that_lost_the_server() {
    let database = TestDatabase::create().await;
    let (proxy, _) = database.behind_proxy(1);
    let bouncer = PgBouncer::before(proxy.port()).await;
    let services = services_at(&bouncer.through(&proxy.url(database.url())), 1);
    let person = Person::register(&services, "alice").await;
    let app = App::new(functions_over(&services, &[]).gateway());
    let create = || {
        let body = serde_json::json!({"name": "Second"});
        let call = app.post("/api/dashboard/clients", &body);
        call.cookie(&person.cookie)
    };
    // The server has done it by then; the pooler says that it lost the server, as if it had answered the first statement so.
    proxy.cut_at_next_commit();
    create().expect(503).await;
    assert_eq!(database.rows_of("clients").await, 2);
    create().expect(201).await;
    assert_eq!(database.rows_of("clients").await, 3);
}
