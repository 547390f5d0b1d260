//! The Postgres that the large database is kept in, and beside it an empty one.

use super::fill;
use super::{Options, Place, Tenant};
use local_postgres::{Authentication, Durability, Options as ServerOptions, Port, Server};
use shared::database::DatabaseConfig;
use shared::migrations::MigrationError;
use std::path::Path;
use std::time::Instant;
use test_support::binaries;
use tokio_postgres::{Client, NoTls};

/// The large database.
pub const LARGE: &str = "conference_chat";
const EMPTY: &str = "nearly_empty";

/// What a compute of 1 CU (4 GB) has at Neon, as far as it bears on plans and memory (docs/SCALING.md says where from). What is logged of
/// plans is switched on for the part that looks at them.
const SETTINGS: [(&str, &str); 12] = [
    ("shared_buffers", "1GB"),
    ("effective_cache_size", "3GB"),
    ("work_mem", "4MB"),
    ("maintenance_work_mem", "64MB"),
    ("max_connections", "100"),
    ("random_page_cost", "4"),
    ("max_parallel_workers_per_gather", "0"),
    ("max_wal_size", "1GB"),
    ("session_preload_libraries", "auto_explain"),
    ("log_line_prefix", "@@ "),
    ("auto_explain.log_format", "json"),
    ("autovacuum_naptime", "60s"),
];

/// The running server with both databases.
#[derive(Debug)]
pub struct ScaleServer {
    pub server: Server,
    /// To the large database, as superuser.
    pub admin: Client,
    empty: Client,
}

impl ScaleServer {
    /// Starts it; fills the large database when there is none, or one that another generator made.
    pub async fn start(options: &Options) -> Self {
        let data_dir = options.data_dir();
        let server = start_server(&data_dir);
        let maintenance = connect(&server.url("postgres")).await;
        run(
            &maintenance,
            &format!("drop database if exists {EMPTY} with (force)"),
        )
        .await;
        if exists(&maintenance, LARGE).await && (options.rebuild || !is_of_use(&server).await) {
            let drop = format!("drop database {LARGE} with (force)");
            run(&maintenance, &drop).await;
        }
        if !exists(&maintenance, LARGE).await {
            run(&maintenance, &format!("create database {LARGE}")).await;
            migrate(&server, LARGE).await.expect("an empty database");
            let admin = connect(&server.url(LARGE)).await;
            fill::fill(&admin, options.factor, |line| eprintln!("{line}")).await;
        }
        run(&maintenance, &format!("create database {EMPTY}")).await;
        migrate(&server, EMPTY).await.expect("an empty database");
        let admin = connect(&server.url(LARGE)).await;
        fill::refresh(&admin).await;
        let empty = connect(&server.url(EMPTY)).await;
        Self {
            server,
            admin,
            empty,
        }
    }

    /// The large database, for the functions.
    pub fn url(&self) -> String {
        self.server.url(LARGE)
    }

    /// The database of a place, as superuser.
    pub fn admin_of(&self, place: Place) -> &Client {
        match place {
            Place::Empty => &self.empty,
            Place::Small | Place::Big => &self.admin,
        }
    }

    /// Who is measured: the organiser of a conference in the empty database, of a small one and of the largest one in the other.
    pub async fn tenants(&self) -> Vec<Tenant> {
        let (empty, large) = (self.server.url(EMPTY), self.server.url(LARGE));
        vec![
            Tenant::open("empty", Place::Empty, &empty, &self.empty).await,
            Tenant::open("small", Place::Small, &large, &self.admin).await,
            Tenant::open("big", Place::Big, &large, &self.admin).await,
        ]
    }
}

fn start_server(data_dir: &Path) -> Server {
    let options = ServerOptions {
        data_dir: data_dir.to_owned(),
        port: Port::Any,
        durability: Durability::Durable,
        authentication: Authentication::Trust,
        settings: SETTINGS
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec(),
    };
    Server::start(&binaries(), &options, &mut |line| eprintln!("{line}"))
        .unwrap_or_else(|error| panic!("{error}"))
}

async fn exists(maintenance: &Client, database: &str) -> bool {
    let sql = "select from pg_database where datname = $1";
    let found = maintenance.query_opt(sql, &[&database]).await;
    found.expect("the catalogue").is_some()
}

/// Whether the large database is of this generator, and its migrations are ours or the beginning of them. New ones run on it as they would on
/// a deployer's.
async fn is_of_use(server: &Server) -> bool {
    let admin = connect(&server.url(LARGE)).await;
    let made = admin.query_opt("select version from scale.made", &[]).await;
    if !made.is_ok_and(|row| row.is_some_and(|row| row.get::<_, i64>(0) == fill::version())) {
        eprintln!("The database is of another generator: it is made anew.");
        return false;
    }
    if let Err(error) = migrate(server, LARGE).await {
        eprintln!("The database is made anew: {error}");
        return false;
    }
    true
}

async fn migrate(server: &Server, database: &str) -> Result<(), MigrationError> {
    let config = DatabaseConfig::from_url(&server.url(database)).expect("the server's URL");
    let started = Instant::now();
    let applied = shared::migrations::run(&config).await?;
    if database == LARGE && !applied.is_empty() {
        let took = started.elapsed().as_secs_f64();
        eprintln!("migrated in {took:.1} s: {}", applied.join(", "));
    }
    Ok(())
}

/// A connection as superuser.
pub async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls)
        .await
        .unwrap_or_else(|error| panic!("{error:?}"));
    tokio::spawn(connection);
    client
}

async fn run(client: &Client, sql: &str) {
    client
        .batch_execute(sql)
        .await
        .unwrap_or_else(|error| panic!("{sql}: {error:?}"));
}
