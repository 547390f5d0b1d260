//! Tenants under attack: every operation of `docs/openapi.json`, asked for Bob's things by everybody who should get none of them.
#![expect(
    clippy::panic,
    reason = "a description that cannot be read ends the test"
)]

mod attempts;
mod document;
mod ids;
mod judge;
mod leftovers;
mod matrix;
mod origins;
mod request;
mod tenant;
mod world;
