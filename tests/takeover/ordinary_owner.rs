//! Databases whose owner is no superuser, as on Neon. Roles belong to the whole server, so `conference_app` may stand there already,
//! made by somebody else: on the tests' common server the superuser made it.

use crate::old_database::{
    LIVE_SESSIONS, ROWS, SCHEMA, connect, gateway, in_full, migrate, old_columns, people,
    try_migrate,
};
use crate::old_server::{self as old, one};
use serde_json::json;
use test_support::{TestDatabase, TestServer};
use tokio_postgres::Client;
use uuid::Uuid;

/// An ordinary role that owns an old database.
struct Owner {
    name: String,
    /// The database's URL for this role.
    url: String,
}

impl Owner {
    /// Makes a role with `rights` and gives it the empty database of `admin`, which it fills as the old server did.
    async fn of_an_old_database(admin: &Client, admin_url: &str, rights: &str) -> Self {
        let name = format!("owner_{}", Uuid::new_v4().simple());
        let give = format!(
            "create role {name} login nosuperuser {rights};
             do $$ begin execute format('alter database %I owner to {name}', current_database()); end $$"
        );
        admin.batch_execute(&give).await.expect("a new owner");
        let url = admin_url.replace("//postgres@", &format!("//{name}@"));
        let client = connect(&url).await;
        let fill = format!("{SCHEMA}; {ROWS}");
        client.batch_execute(&fill).await.expect("an old database");
        Self { name, url }
    }

    async fn may_become_conference_app(self, admin: &Client) -> Self {
        let grant = format!("grant conference_app to {}", self.name);
        admin.batch_execute(&grant).await.expect("the grant");
        self
    }
}

/// A server without the role `conference_app`, and a connection to it as superuser.
async fn fresh_server() -> (TestServer, Client, String) {
    let server = tokio::task::spawn_blocking(|| TestServer::start(Vec::new()));
    let server = server.await.expect("the server starts");
    let url = server.server.url("postgres");
    let admin = connect(&url).await;
    (server, admin, url)
}

#[tokio::test]
async fn an_owner_who_may_create_roles_needs_no_preparation() {
    let (_server, admin, url) = fresh_server().await;
    let owner = Owner::of_an_old_database(&admin, &url, "createrole").await;
    let before = old_columns(&admin).await;
    migrate(&owner.url).await;
    assert_eq!(old_columns(&admin).await, before);
    assert_serves(&owner.url).await;
}

#[tokio::test]
async fn an_owner_who_was_let_become_the_role_needs_no_right_to_create_one() {
    let database = TestDatabase::create_empty().await;
    let owner = Owner::of_an_old_database(&database.admin, database.url(), "nocreaterole").await;
    let owner = owner.may_become_conference_app(&database.admin).await;
    let before = old_columns(&database.admin).await;
    migrate(&owner.url).await;
    assert_eq!(old_columns(&database.admin).await, before);
    assert_serves(&owner.url).await;
}

#[tokio::test]
async fn an_owner_who_may_not_become_the_role_reads_what_to_do_about_it() {
    let database = TestDatabase::create_empty().await;
    let owner = Owner::of_an_old_database(&database.admin, database.url(), "nocreaterole").await;
    let message = refusal(&owner).await;
    let remedy = format!("grant conference_app to {}", owner.name);
    assert!(message.contains(&remedy), "{message}");

    let owner = owner.may_become_conference_app(&database.admin).await;
    migrate(&owner.url).await;
}

#[tokio::test]
async fn an_owner_who_may_not_create_the_missing_role_reads_what_to_do_about_it() {
    let (_server, admin, url) = fresh_server().await;
    let owner = Owner::of_an_old_database(&admin, &url, "nocreaterole").await;
    let message = refusal(&owner).await;
    let remedy = format!(
        "create role conference_app nologin; grant conference_app to {}",
        owner.name
    );
    assert!(message.contains(&remedy), "{message}");

    admin
        .batch_execute(&remedy)
        .await
        .expect("the remedy works");
    migrate(&owner.url).await;
}

#[tokio::test]
async fn the_old_server_as_owner_sees_every_row_and_writes_despite_row_level_security() {
    let database = TestDatabase::create_empty().await;
    let owner = Owner::of_an_old_database(&database.admin, database.url(), "nocreaterole").await;
    let owner = owner.may_become_conference_app(&database.admin).await;
    migrate(&owner.url).await;
    let old_server = connect(&owner.url).await;
    assert_eq!(
        old_columns(&old_server).await,
        old_columns(&database.admin).await
    );
    let user_id = one(&old_server, old::INSERT_USER, &["fresh", "x"]).await;
    let found = one(&old_server, old::FIND_USER, &[&user_id, "1"]).await;
    assert_eq!(found, "fresh");
}

async fn refusal(owner: &Owner) -> String {
    let refused = try_migrate(&owner.url).await;
    in_full(&refused.expect_err("the role is out of reach"))
}

/// One request of each kind: by password, by session, by key, and one that writes.
async fn assert_serves(url: &str) {
    let app = gateway(url);
    let [(username, password), ..] = people();
    let login = json!({"username": username, "password": password});
    app.post("/api/auth/login", &login).expect(200).await;
    let (cookie, _) = LIVE_SESSIONS[0];
    app.get("/api/auth/me").cookie(cookie).expect(200).await;
    let config = app.get("/api/widget/config").key("pk_live_ada_first");
    config.expect(200).await;
    let new = json!({"name": "New Conf"});
    let create = app.post("/api/dashboard/clients", &new).cookie(cookie);
    create.expect(201).await;
}
