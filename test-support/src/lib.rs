//! What tests share: a real database each, people with accounts, calls to a function's router, and a proxy that counts, delays and
//! cuts what goes to Postgres. Nothing here is part of the product.
//!
//! Helpers panic with what they saw instead of returning errors: in a test there is nobody to handle one.
#![expect(
    clippy::panic,
    reason = "a helper that cannot do its work ends the test"
)]

mod app;
mod bodies;
mod bucket;
mod database;
mod description;
mod environment;
mod event;
mod house;
mod identity;
mod model;
mod moto;
mod neighbour;
mod parameter_store;
mod people;
mod pgbouncer;
mod proxy;
mod routes;
mod runtime_api;
mod server;
mod tls_server;
mod unpacked;
mod webhook;
mod webhook_by_hand;

pub use app::{Answer, App, Call};
pub use bucket::Bucket;
pub use database::{TestDatabase, services_at};
pub use description::described_routes;
pub use environment::{Environment, Finished, Incoming, bootstrap};
pub use event::{HttpAnswer, HttpEvent};
pub use house::House;
pub use identity::{IDENTITY_SECRET, identity, set_identity_secret};
pub use model::{FakeModel, ModelAnswer, ModelEmbeddings, ModelFailure, Pace};
pub use parameter_store::ParameterStore;
pub use people::{Person, SESSION_SECRET, session_keys};
pub use pgbouncer::PgBouncer;
pub use proxy::Proxy;
pub use routes::{Route, expect_unavailable};
pub use server::{TestServer, binaries, template_name};
pub use tls_server::{Authority, TlsServer};
pub use unpacked::unpacked;
pub use webhook::{FakeWebhook, WebhookAnswer, WebhookRequest};
pub use webhook_by_hand::{Asked, WebhookByHand};
