//! Taking over a database of the old server: nothing is lost, everybody goes on working, and the old server may go on beside us.
#![expect(
    clippy::panic,
    reason = "a helper that cannot do its work ends the test"
)]

mod again;
mod beside;
mod nothing_is_lost;
mod odd_ids;
mod old_database;
mod old_server;
mod ordinary_owner;
mod own_things;
mod people_go_on;
mod same_schema;
mod schema;
