//! Connecting and pooling.

use super::{tls, url};
use crate::settings::{Secret, Settings, SettingsError};
use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod};
use postgres_native_tls::MakeTlsConnector;
use std::fmt;
use tokio_postgres::Config;

/// Where the database is and how to reach it.
///
/// - `DATABASE_URL`: what requests use; Neon's pooled host will do.
/// - `DATABASE_URL_UNPOOLED`: what migrations use, when set.
/// - `DATABASE_CA_CERT`: PEM of a private certificate authority, trusted instead of the system's.
#[derive(Clone)]
pub struct DatabaseConfig {
    pub(super) pooled: Config,
    unpooled: Option<Config>,
    tls: MakeTlsConnector,
}

impl DatabaseConfig {
    /// Reads the settings; connects to nothing.
    ///
    /// # Errors
    /// When `DATABASE_URL` is missing or one of the values cannot be used.
    pub fn from_settings(settings: &Settings) -> Result<Self, SettingsError> {
        let ca_cert = settings.optional("DATABASE_CA_CERT");
        let unpooled = settings
            .optional("DATABASE_URL_UNPOOLED")
            .map(|url| url::parse("DATABASE_URL_UNPOOLED", url.expose()))
            .transpose()?;
        Ok(Self {
            pooled: url::parse("DATABASE_URL", settings.required("DATABASE_URL")?.expose())?,
            unpooled,
            tls: tls::connector(ca_cert.as_ref())?,
        })
    }

    /// The configuration for one URL and the system's certificates.
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
        let manager = Manager::from_config(self.pooled.clone(), self.tls.clone(), recycling);
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

/// Opens one connection beside the pool, as the owner, to the unpooled host when there is one. For migrations only.
pub(crate) async fn connect_directly(
    config: &DatabaseConfig,
) -> Result<tokio_postgres::Client, tokio_postgres::Error> {
    let target = config.unpooled.as_ref().unwrap_or(&config.pooled);
    let (client, connection) = target.connect(config.tls.clone()).await?;
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::warn!(error = %error, "the migrations' connection broke");
        }
    });
    Ok(client)
}
