//! A Directus elsewhere, played by a small one whose answers are a real one's; and the rights of editors on our own Postgres.
#![expect(
    clippy::panic,
    reason = "a helper that cannot do its work ends the test"
)]

mod editors;
mod edits;
mod fake;
mod pushes;
mod resync;
mod support;
mod troubles;
mod wake;
mod webhook;
