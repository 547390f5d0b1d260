//! Connecting and pooling.

use super::direct::DirectConnection;
use super::url;
use crate::settings::{Secret, Settings, SettingsError};
use crate::trust::{DATABASE_ROOTS, Trust};
use deadpool_postgres::{Connect, Manager, ManagerConfig, Pool, RecyclingMethod};
use futures_util::future::BoxFuture;
use postgres_native_tls::{MakeTlsConnector, set_postgresql_alpn};
use std::fmt;
use tokio::task::JoinHandle;
use tokio_postgres::config::SslMode;
use tokio_postgres::{CancelToken, Client, Config, Error, NoTls};

/// Where the database is and how to reach it.
///
/// - `DATABASE_URL`: what requests use; Neon's pooled host will do.
/// - `DATABASE_URL_UNPOOLED`: what migrations use, when set.
/// - `DATABASE_CA_CERT`: PEM of a private certificate authority, trusted instead of the public ones.
#[derive(Clone)]
pub struct DatabaseConfig {
    pub(super) pooled: Config,
    unpooled: Option<Config>,
    tls: Tls,
}

/// `None` when no URL asks for TLS.
#[derive(Clone)]
pub(super) struct Tls(Option<Trust>);

impl DatabaseConfig {
    /// Reads the settings; connects to nothing.
    ///
    /// # Errors
    /// When `DATABASE_URL` is missing or one of the values cannot be used.
    pub fn from_settings(settings: &Settings) -> Result<Self, SettingsError> {
        let pooled = url::parse("DATABASE_URL", settings.required("DATABASE_URL")?.expose())?;
        let unpooled = settings
            .optional("DATABASE_URL_UNPOOLED")
            .map(|url| url::parse("DATABASE_URL_UNPOOLED", url.expose()))
            .transpose()?;
        let needs_tls = [Some(&pooled), unpooled.as_ref()]
            .into_iter()
            .flatten()
            .any(|config| config.get_ssl_mode() != SslMode::Disable);
        // Asked for by sslnegotiation=direct and harmless otherwise.
        let prepare = |builder: &mut native_tls::TlsConnectorBuilder| {
            set_postgresql_alpn(builder);
        };
        let trust = match settings.optional("DATABASE_CA_CERT") {
            Some(pem) => Some(Trust::only("DATABASE_CA_CERT", &pem, prepare)?),
            None if needs_tls => {
                let trust = Trust::public(DATABASE_ROOTS, prepare);
                Some(trust.map_err(|error| {
                    SettingsError::malformed("DATABASE_URL", format!("TLS cannot be used: {error}"))
                })?)
            }
            None => None,
        };
        Ok(Self {
            pooled,
            unpooled,
            tls: Tls(trust),
        })
    }

    /// The configuration for one URL and public certificate authorities.
    ///
    /// # Errors
    /// When the URL cannot be used.
    pub fn from_url(url: &str) -> Result<Self, SettingsError> {
        Self::from_settings(&[("DATABASE_URL", url)].into_iter().collect())
    }

    /// The same with a private certificate authority (PEM).
    ///
    /// # Errors
    /// When one of the two cannot be used.
    pub fn from_url_and_ca(url: &str, ca_cert: &Secret) -> Result<Self, SettingsError> {
        Self::from_settings(
            &[
                ("DATABASE_URL", url),
                ("DATABASE_CA_CERT", ca_cert.expose()),
            ]
            .into_iter()
            .collect(),
        )
    }

    /// A pool that opens its first connection when it is first asked for one.
    pub(super) fn pool(&self, size: usize) -> Pool {
        let recycling = ManagerConfig {
            recycling_method: RecyclingMethod::Fast,
        };
        let manager = Manager::from_connect(self.pooled.clone(), self.tls.clone(), recycling);
        Pool::builder(manager)
            .max_size(size)
            .build()
            .expect("a pool without timeouts of its own needs no runtime and cannot fail to build")
    }
}

impl fmt::Debug for DatabaseConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DatabaseConfig")
            .field("hosts", &self.pooled.get_hosts())
            .finish_non_exhaustive()
    }
}

impl Tls {
    /// Opens a connection. Its task ends with the client, or when the connection breaks.
    async fn open(&self, config: &Config) -> Result<(Client, JoinHandle<()>), Error> {
        let Some(trust) = self
            .0
            .as_ref()
            .filter(|_| config.get_ssl_mode() != SslMode::Disable)
        else {
            let (client, connection) = config.connect(NoTls).await?;
            return Ok((client, tokio::spawn(watch(connection))));
        };
        let connect = |connector| config.connect(MakeTlsConnector::new(connector));
        let (client, connection) = trust.connect(connect).await?;
        Ok((client, tokio::spawn(watch(connection))))
    }

    /// Asks the server to stop what one of its connections is doing.
    pub(super) async fn cancel(&self, token: CancelToken) -> Result<(), Error> {
        match &self.0 {
            // Which certificates are trusted was found out when that connection was opened.
            Some(trust) => {
                let tls = MakeTlsConnector::new(trust.connector());
                token.cancel_query(tls).await
            }
            None => token.cancel_query(NoTls).await,
        }
    }
}

impl Connect for Tls {
    fn connect(&self, config: &Config) -> BoxFuture<'_, Result<(Client, JoinHandle<()>), Error>> {
        let config = config.clone();
        Box::pin(async move { self.open(&config).await })
    }
}

async fn watch(connection: impl Future<Output = Result<(), Error>>) {
    if let Err(error) = connection.await {
        tracing::warn!(error = %crate::explain(&error), "a connection to the database broke");
    }
}

/// Opens one connection beside the pool, as the owner, to the unpooled host when there is one. For migrations only.
pub(crate) async fn connect_directly(config: &DatabaseConfig) -> Result<DirectConnection, Error> {
    let mut target = config.unpooled.as_ref().unwrap_or(&config.pooled).clone();
    // Whoever waits for its lock reads this name.
    let name = target.get_application_name().unwrap_or("conference-chat");
    let name = format!("{name} migrations");
    target.application_name(name);
    let (client, task) = config.tls.open(&target).await?;
    Ok(DirectConnection::new(client, task, config.tls.clone()))
}
