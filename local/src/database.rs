//! The database of the local runner: a Postgres started here, or the one that was named.

use crate::Failed;
use crate::data_dir::DataDir;
use crate::say::say;
use local_postgres::{Authentication, Durability, Options, Port, Search, Server, cluster_major};
use shared::Settings;
use shared::database::DatabaseConfig;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio_postgres::NoTls;

const NAME: &str = "conference_chat";

/// A database that can be connected to. One that was started here stops when this value is dropped.
#[derive(Debug)]
pub enum LocalDatabase {
    /// Started here.
    Started {
        /// The server, which lives as long as this value.
        server: Server,
        /// Its URL.
        url: String,
        /// The file that holds its URL, for psql.
        url_file: PathBuf,
    },
    /// Somebody else's.
    Named {
        /// Its URL.
        url: String,
    },
}

impl LocalDatabase {
    /// The URL to connect with.
    #[must_use]
    pub fn url(&self) -> &str {
        match self {
            Self::Started { url, .. } | Self::Named { url } => url,
        }
    }

    /// Returns when a server that was started here has ended by itself.
    pub async fn ended(&self) -> Failed {
        let Self::Started { server, .. } = self else {
            return std::future::pending().await;
        };
        let mut every_second = tokio::time::interval(Duration::from_secs(1));
        loop {
            every_second.tick().await;
            if !server.is_running() {
                return Failed::PostgresEnded {
                    log: server.log_file().to_owned(),
                };
            }
        }
    }

    /// How a person gets at it; without any password.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::Started { url_file, .. } => format!("psql \"$(cat {})\"", url_file.display()),
            Self::Named { .. } => "the one in DATABASE_URL".to_owned(),
        }
    }
}

/// Starts Postgres on the data folder, or takes the database of `url` when given.
///
/// # Errors
/// When Postgres cannot be found or started, or when `reset` was asked for a database that is not ours.
pub async fn start(
    data_dir: &DataDir,
    url: Option<String>,
    reset: bool,
) -> Result<LocalDatabase, Failed> {
    if let Some(url) = url {
        return if reset {
            Err(Failed::ResetOfForeignDatabase)
        } else {
            Ok(LocalDatabase::Named { url })
        };
    }
    let options = Options {
        data_dir: data_dir.cluster(),
        port: Port::Any,
        durability: Durability::Durable,
        authentication: Authentication::Password,
        settings: Vec::new(),
    };
    let download_dir = data_dir.postgres();
    let started = tokio::task::spawn_blocking(move || start_server(&download_dir, &options, reset));
    let server = started.await.map_err(|error| Failed::Io {
        what: "starting Postgres".to_owned(),
        source: error.into(),
    })??;
    create_if_missing(&server.url("postgres")).await?;
    let url = server.url(NAME);
    let url_file = data_dir.write_private("database-url", &url)?;
    Ok(LocalDatabase::Started {
        server,
        url,
        url_file,
    })
}

fn start_server(download_dir: &Path, options: &Options, reset: bool) -> Result<Server, Failed> {
    let progress = &mut |line: &str| say(line);
    let start = |progress: &mut dyn FnMut(&str)| -> Result<Server, local_postgres::Error> {
        let mut search = Search::from_environment(download_dir);
        // A cluster can be run by the version that made it only.
        search.major = cluster_major(&options.data_dir);
        Server::start(&search.run(progress)?, options, progress)
    };
    if reset {
        progress("Deleting the local database …");
        match start(&mut |_| ()) {
            // Starting is the proof that nobody else is using it. One that does not start may be deleted all the more.
            Err(error @ local_postgres::Error::InUse { .. }) => return Err(error.into()),
            Ok(server) => server.stop(),
            Err(_) => {}
        }
        delete(&options.data_dir)?;
    }
    progress("Starting Postgres …");
    Ok(start(progress)?)
}

/// Deletes the cluster. The session secret and Postgres itself stay.
fn delete(cluster: &Path) -> Result<(), Failed> {
    match fs::remove_dir_all(cluster) {
        Err(source) if source.kind() != ErrorKind::NotFound => Err(Failed::File {
            path: cluster.to_owned(),
            source,
        }),
        _ => Ok(()),
    }
}

async fn create_if_missing(url: &str) -> Result<(), Failed> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    let connection = tokio::spawn(connection);
    let exists = client
        .query_opt("select 1 from pg_database where datname = $1", &[&NAME])
        .await?
        .is_some();
    if !exists {
        client
            .batch_execute(&format!("create database {NAME}"))
            .await?;
    }
    drop(client);
    connection.abort();
    Ok(())
}

/// Brings the database up to date and says what it did.
///
/// # Errors
/// When the database cannot be reached or a migration fails.
pub async fn migrate(settings: &Settings) -> Result<(), Failed> {
    let config = DatabaseConfig::from_settings(settings)?;
    for migration in shared::migrations::run(&config).await? {
        say(format!("Migrated: {migration}"));
    }
    Ok(())
}
