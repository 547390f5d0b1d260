//! What nearly every function needs: the database and the keys of session cookies.

use crate::database::{Database, DatabaseConfig};
use crate::sealed::Sealer;
use crate::session_cookie::SessionKeys;
use crate::settings::{Settings, SettingsError};

/// Built once at start and lent to handlers. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Services {
    /// The way to Postgres.
    pub database: Database,
    /// What signs and verifies session cookies.
    pub session_keys: SessionKeys,
    /// What seals secrets that organisers give us to keep.
    pub sealer: Sealer,
}

impl Services {
    /// Reads the settings; connects to nothing. `connections` is the size of the pool: 1 in a Lambda environment.
    ///
    /// # Errors
    /// When a setting is missing or cannot be used.
    pub fn from_settings(settings: &Settings, connections: usize) -> Result<Self, SettingsError> {
        let database = DatabaseConfig::from_settings(settings)?;
        let session_keys = SessionKeys::from_settings(settings)?;
        Ok(Self {
            database: Database::new(&database, connections),
            sealer: Sealer::new(&session_keys),
            session_keys,
        })
    }
}
