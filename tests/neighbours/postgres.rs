//! A Postgres server of the test's own, with ordinary durability, that breaks on demand and comes back where it was.

use local_postgres::{Authentication, Durability, Options, Port, ScratchDir, Server};
use shared::database::DatabaseConfig;
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::{Duration, Instant};
use test_support::binaries;
use tokio_postgres::{Client, NoTls};

pub struct Postgres {
    server: Mutex<Option<Server>>,
    options: Options,
    port: u16,
    _scratch: ScratchDir,
}

const DATABASE: &str = "site";

impl Postgres {
    /// Starts one with a migrated database; its files are in `folder`, else in a place of its own.
    pub async fn start(folder: Option<PathBuf>, settings: &[(&str, &str)]) -> Self {
        let scratch = ScratchDir::new().expect("a scratch directory");
        let folder = folder.unwrap_or_else(|| scratch.path().to_owned());
        let mut options = Options {
            data_dir: folder.join("data"),
            port: Port::Any,
            durability: Durability::Durable,
            authentication: Authentication::Trust,
            settings: settings
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
        };
        let server = launch(options.clone()).await.expect("Postgres starts");
        let port = server.port();
        options.port = Port::Fixed(port);
        let postgres = Self {
            server: Mutex::new(Some(server)),
            options,
            port,
            _scratch: scratch,
        };
        let admin = connect(&postgres.url_of("postgres")).await;
        let create = format!("create database {DATABASE}");
        let created = admin.expect("a connection").batch_execute(&create).await;
        created.expect("a database");
        let config = DatabaseConfig::from_url(&postgres.url()).expect("a URL");
        let migrated = shared::migrations::run(&config).await;
        migrated.expect("the migrations");
        postgres
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn url(&self) -> String {
        self.url_of(DATABASE)
    }

    fn url_of(&self, database: &str) -> String {
        let port = self.port;
        format!("postgres://postgres@127.0.0.1:{port}/{database}?sslmode=disable")
    }

    /// A connection as superuser that nobody counts.
    pub async fn admin(&self) -> Client {
        let url = format!("{}&application_name=admin", self.url());
        connect(&url).await.expect("a connection")
    }

    /// Another one, or none when there is no room.
    pub async fn hog(&self) -> Option<Client> {
        connect(&self.url()).await.ok()
    }

    /// Ends all its processes without a warning.
    pub fn kill(&self) {
        let mut server = self.server.lock().expect("nobody panics holding it");
        if let Some(mut server) = server.take() {
            server.kill();
        }
    }

    /// Starts it again where it was; gives the moment at which it accepts connections.
    pub async fn start_again(&self) -> Instant {
        drop(self.server.lock().expect("nobody panics").take());
        let server = launch(self.options.clone()).await.expect("Postgres starts");
        *self.server.lock().expect("nobody panics") = Some(server);
        Instant::now()
    }

    /// Waits until it answers; starts it where it has given up.
    pub async fn is_back(&self) -> Instant {
        let limit = Instant::now() + Duration::from_secs(30);
        loop {
            if let Ok(client) = connect(&self.url()).await
                && client.batch_execute("select 1").await.is_ok()
            {
                return Instant::now();
            }
            let runs = |server: &Option<Server>| server.as_ref().is_some_and(Server::is_running);
            if !runs(&self.server.lock().expect("nobody panics")) {
                return self.start_again().await;
            }
            assert!(Instant::now() < limit, "Postgres does not come back");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    pub fn pause(&self) {
        self.with(Server::pause);
    }

    pub fn resume(&self) {
        self.with(Server::resume);
    }

    fn with(&self, what: impl FnOnce(&Server)) {
        let server = self.server.lock().expect("nobody panics holding it");
        server.as_ref().map(what).expect("a running server");
    }

    /// Ends every connection of the functions.
    pub async fn terminate_all(&self, admin: &Client) -> usize {
        let terminate = "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'conference-chat'";
        admin
            .query(terminate, &[])
            .await
            .map_or(0, |rows| rows.len())
    }

    /// How many connections the functions hold.
    pub async fn connections(&self, admin: &Client) -> i64 {
        let count =
            "select count(*) from pg_stat_activity where application_name = 'conference-chat'";
        admin.query_one(count, &[]).await.expect("a count").get(0)
    }
}

/// In a thread, because it waits.
async fn launch(options: Options) -> Result<Server, local_postgres::Error> {
    let started =
        tokio::task::spawn_blocking(move || Server::start(&binaries(), &options, &mut |_| ()));
    started.await.expect("no panic")
}

async fn connect(url: &str) -> Result<Client, tokio_postgres::Error> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    tokio::spawn(connection);
    Ok(client)
}
