//! A database for one test.

use crate::people::SESSION_SECRET;
use crate::proxy::Proxy;
use crate::server::{TestServer, blocking, template_name};
use shared::Services;
use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;
use tokio_postgres::{Client, NoTls, Row};
use uuid::Uuid;

/// A database of its own on the process's server; dropped with this value.
#[derive(Debug)]
pub struct TestDatabase {
    name: String,
    url: String,
    /// A connection as superuser, for what a test must see or change behind the product's back.
    pub admin: Client,
}

impl TestDatabase {
    /// A migrated database without rows.
    pub async fn create() -> Self {
        Self::copy_of(template_name()).await
    }

    /// A database without tables.
    pub async fn create_empty() -> Self {
        Self::copy_of("template0").await
    }

    async fn copy_of(template: &str) -> Self {
        // Starting the server may take a second, which must not hold up this runtime's other tasks.
        let server = tokio::task::spawn_blocking(TestServer::shared)
            .await
            .expect("the server starts");
        let name = format!("test_{}", Uuid::new_v4().simple());
        let maintenance = connect(&server.server.url("postgres")).await;
        let create = format!("create database {name} template {template} strategy file_copy");
        maintenance
            .batch_execute(&create)
            .await
            .expect("a database for the test");
        let url = server.server.url(&name);
        let admin = connect(&url).await;
        Self { name, url, admin }
    }

    /// Its URL as superuser.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The services that functions are given, over a pool of `connections`.
    #[must_use]
    pub fn services(&self, connections: usize) -> Services {
        services_at(&self.url, connections)
    }

    /// A proxy in front of it, and services that go through the proxy.
    #[must_use]
    pub fn behind_proxy(&self, connections: usize) -> (Proxy, Services) {
        let server = TestServer::shared();
        let proxy = Proxy::start(server.server.port(), Duration::ZERO);
        let services = services_at(&proxy.url(&self.url), connections);
        (proxy, services)
    }

    /// Every row of every table as text, to see what a request changed. That attempts to sign in are counted is no change.
    pub async fn snapshot(&self) -> BTreeMap<String, Vec<String>> {
        let tables = "select tablename::text from pg_tables
                       where schemaname = 'public' and tablename <> 'sign_in_counters'";
        let mut rows_by_table = BTreeMap::new();
        for row in self.admin.query(tables, &[]).await.expect("the catalogue") {
            let table: String = row.get(0);
            let rows = format!("select t::text from public.{table} t order by 1");
            let rows = self.admin.query(&rows, &[]).await.expect("the table");
            rows_by_table.insert(table, rows.iter().map(|row| row.get(0)).collect());
        }
        rows_by_table
    }

    /// Runs SQL as superuser.
    pub async fn sql(&self, sql: &str) {
        self.admin
            .batch_execute(sql)
            .await
            .unwrap_or_else(|error| panic!("{sql}: {error:?}"));
    }

    /// The number that a query gives, as superuser.
    pub async fn count(&self, sql: &str) -> i64 {
        self.row(sql).await.get(0)
    }

    /// How many connections the functions hold to it.
    pub async fn connections(&self) -> i64 {
        let sql = "select count(*) from pg_stat_activity where application_name = 'conference-chat' and datname = current_database()";
        self.count(sql).await
    }

    /// Waits until the functions hold none, which Postgres notices a moment after the other end is gone.
    pub async fn has_no_connections(&self) {
        let limit = std::time::Instant::now() + Duration::from_secs(5);
        while self.connections().await > 0 {
            assert!(std::time::Instant::now() < limit, "a connection stays open");
        }
    }

    /// How many rows a table has.
    pub async fn rows_of(&self, table: &str) -> i64 {
        self.count(&format!("select count(*) from {table}")).await
    }

    /// The text that a query gives, as superuser.
    pub async fn text(&self, sql: &str) -> String {
        self.row(sql).await.get(0)
    }

    async fn row(&self, sql: &str) -> Row {
        let row = self.admin.query_one(sql, &[]).await;
        row.unwrap_or_else(|error| panic!("{sql}: {error:?}"))
    }
}

/// The services that functions are given, over a pool of `connections` to any URL.
#[must_use]
pub fn services_at(url: &str, connections: usize) -> Services {
    let settings = [("DATABASE_URL", url), ("SESSION_SECRET", SESSION_SECRET)]
        .into_iter()
        .collect();
    Services::from_settings(&settings, connections).unwrap_or_else(|error| panic!("{error}"))
}

pub(crate) async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls)
        .await
        .unwrap_or_else(|error| panic!("{error:?}"));
    tokio::spawn(connection);
    client
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        // Nobody may be left to hear about a failure, and the whole server goes away in the end.
        drop(janitor().send(std::mem::take(&mut self.name)));
    }
}

/// Drops databases that tests are done with, so that memory does not fill with them.
fn janitor() -> &'static Sender<String> {
    static JANITOR: OnceLock<Sender<String>> = OnceLock::new();
    JANITOR.get_or_init(|| {
        let (sender, names) = channel::<String>();
        std::thread::spawn(move || {
            blocking(async {
                let admin = connect(&TestServer::shared().server.url("postgres")).await;
                for name in names {
                    drop(
                        admin
                            .batch_execute(&format!("drop database if exists {name} with (force)"))
                            .await,
                    );
                }
            });
        });
        sender
    })
}
