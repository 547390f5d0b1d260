//! The database layer and what it promises.

mod identity;
mod isolation;
mod outages;
mod pgbouncer;
mod round_trips;
mod support;
mod tls;
