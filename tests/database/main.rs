//! The database layer and what it promises.
#![expect(
    clippy::panic,
    reason = "a helper that cannot do its work ends the test"
)]

mod isolation;
mod outages;
mod pgbouncer;
mod round_trips;
mod support;
mod tls;
