//! Connecting to the database as functions do: the same URL rules, the same TLS, the same role.

use crate::say::say_of;
use shared::database::DatabaseConfig;
use shared::{Database, Settings, StorageError, explain};

/// What Postgres says to `set role` when there is no such role; the migrations create it.
/// <https://www.postgresql.org/docs/current/errcodes-appendix.html>
const NO_SUCH_ROLE: &str = "22023";

/// Connects to both addresses, says what came of it, and gives what is wrong. An address that cannot be used is not tried: whoever checked the
/// settings has said so.
pub async fn check(settings: &Settings) -> Vec<String> {
    let mut wrong = Vec::new();
    for name in ["DATABASE_URL", "DATABASE_URL_UNPOOLED"] {
        let Some(config) = config_of(name, settings) else {
            continue;
        };
        // Only DATABASE_URL is for requests, which must be able to take the role.
        let needs_role = name == "DATABASE_URL";
        match Database::new(&config, 1).run_alone(()).await {
            Ok(()) => say_of(name, "connected"),
            Err(StorageError::Refused(error))
                if error.code().is_some_and(|code| code.code() == NO_SUCH_ROLE) =>
            {
                say_of(
                    name,
                    "connected; no migration has run there yet, which the deployment does",
                );
            }
            Err(StorageError::Refused(_)) if !needs_role => say_of(name, "connected"),
            Err(error) => {
                say_of(name, "cannot be used");
                wrong.push(format!("{name}: {}", explain(&error)));
            }
        }
    }
    wrong
}

/// The configuration for one of the addresses alone.
fn config_of(name: &'static str, settings: &Settings) -> Option<DatabaseConfig> {
    let url = settings.optional(name)?;
    let certificate = settings.optional("DATABASE_CA_CERT");
    let pairs = [
        ("DATABASE_URL", Some(url)),
        ("DATABASE_CA_CERT", certificate),
    ];
    let alone: Settings = pairs
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?.expose().to_owned())))
        .collect();
    DatabaseConfig::from_settings(&alone).ok()
}
