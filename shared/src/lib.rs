//! The storage crate every function is built from: settings, the database and its SQL by noun, sessions, passwords, and
//! the manners all HTTP answers share. It knows no endpoint; those live in `functions/`.

pub mod analytics;
pub mod answer_plans;
pub mod answer_settings;
pub mod api_key;
mod aws;
pub mod client_settings;
pub mod client_tokens;
pub mod clients;
pub mod common_passwords;
pub mod conversations;
pub mod database;
pub mod device_cookie;
pub mod directus;
pub mod documents;
pub mod embeddings;
mod explain;
pub mod history;
pub mod http;
pub mod identity;
pub mod identity_secrets;
pub mod lambda;
pub mod logging;
pub mod migrations;
pub mod neighbours;
pub mod objects;
pub mod origins;
pub mod parameter_store;
pub mod passwords;
pub mod retrieval;
pub mod sealed;
pub mod second_factor;
pub mod services;
pub mod session_cookie;
pub mod sessions;
pub mod settings;
pub mod sign_in;
pub mod tags;
pub mod timestamps;
mod trust;
pub mod usage;
pub mod users;
pub mod visitors;
pub mod wake;
pub mod widget_logos;
pub mod widget_sightings;
pub mod widgets;

pub use database::{Database, StorageError};
pub use explain::explain;
pub use services::Services;
pub use settings::{Secret, Settings, SettingsError};

/// Random bytes from the operating system.
///
/// # Panics
/// When the operating system has no randomness to give; then nothing here may go on.
#[must_use]
pub(crate) fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}
