//! `cargo bench-all scale`: how every route fares in a database of 100 000 clients and ten million messages, against an empty one in the same
//! run; which plans Postgres makes there; and whether what runs beside requests holds them up. `docs/SCALING.md` keeps the figures.
#![expect(
    clippy::panic,
    reason = "a measurement that cannot be made ends the program"
)]

mod beside;
pub mod fill;
mod options;
pub mod plans;
mod report;
pub mod requests;
mod server;
mod sizes;
mod tenant;
mod timing;

pub use options::Options;
pub use tenant::{Place, Tenant};

use server::ScaleServer;

/// Measures and prints Markdown; true when every operation of the API answered, and no plan was bad.
///
/// The words behind `scale` are its [`Options`].
pub async fn measure(words: &[String]) -> bool {
    let options = match Options::read(words) {
        Ok(options) => options,
        Err(reason) => {
            println!("{reason}");
            return false;
        }
    };
    let server = ScaleServer::start(&options).await;
    let tenants = server.tenants().await;
    report::head(&server, &options).await;
    let mut is_good = true;
    if options.is_wanted("routes") {
        is_good &= timing::routes(&server, &tenants, &options).await;
    }
    if options.is_wanted("plans") {
        is_good &= plans::report(&server, &tenants).await;
    }
    if options.is_wanted("beside") {
        is_good &= beside::report(&server, &tenants, &options).await;
    }
    if options.is_wanted("sizes") {
        sizes::report(&server).await;
    }
    is_good
}
