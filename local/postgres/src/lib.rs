//! Starts a real Postgres server on this machine, for local development and for tests.
//!
//! The server is an ordinary child process running the ordinary `initdb` and `postgres` programs.
//! It listens on 127.0.0.1 only, works for root and for ordinary users, and dies with the process
//! that started it, however that process dies.
//!
//! ```no_run
//! use local_postgres::{Authentication, Binaries, Durability, Options, Port, ScratchDir, Server};
//!
//! # fn main() -> Result<(), local_postgres::Error> {
//! let binaries = Binaries::find("target/postgres".as_ref(), &mut |line| println!("{line}"))?;
//! let scratch = ScratchDir::new()?;
//! let server = Server::start(
//!     &binaries,
//!     &Options {
//!         data_dir: scratch.path().join("data"),
//!         port: Port::Any,
//!         durability: Durability::Throwaway,
//!         authentication: Authentication::Trust,
//!         settings: vec![("max_connections".into(), "200".into())],
//!     },
//!     &mut |_| (),
//! )?;
//! println!("{}", server.url("postgres"));
//! server.stop();
//! # Ok(())
//! # }
//! ```
//!
//! What lies beside the data directory `D`: `D.lock` (held while a server of ours runs), `D.log`
//! (what Postgres says), `D.password` (only with [`Authentication::Password`]) and, during the
//! first start, `D.new`.
//!
//! It is not for production, does not upgrade clusters, and does not run on Windows.

mod binaries;
mod cluster;
mod error;
mod identity;
mod initdb;
mod launch;
mod log;
#[cfg(target_os = "linux")]
mod namespace;
mod npm;
mod npm_links;
mod options;
mod orphans;
mod password;
mod process;
mod process_table;
mod scratch;
mod search;
mod server;
mod wait;

pub use binaries::{Binaries, OLDEST_MAJOR};
pub use cluster::cluster_major;
pub use error::Error;
pub use options::{Authentication, Durability, Options, Port};
pub use password::Password;
pub use scratch::ScratchDir;
pub use search::Search;
pub use server::Server;
