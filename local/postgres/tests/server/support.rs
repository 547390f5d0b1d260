//! What every test here needs: a scratch cluster, a client and patience.

use std::{
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use local_postgres::{
    Authentication, Binaries, Durability, Error, Options, Port, ScratchDir, Server,
};
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::{Client, NoTls, SimpleQueryMessage};

pub const PATIENCE: Duration = Duration::from_secs(20);

/// The programs on this machine.
pub fn binaries() -> Binaries {
    let download_dir = std::env::temp_dir().join("local-postgres-tests");
    Binaries::find(&download_dir, &mut |_| ()).expect("the tests need a Postgres")
}

/// A directory of its own for a test. Keep it longer than its servers.
pub fn scratch() -> (ScratchDir, PathBuf) {
    let scratch = ScratchDir::new().expect("a scratch directory can be made");
    let data_dir = scratch.path().join("data");
    (scratch, data_dir)
}

/// A throw-away cluster without a password on any port.
pub fn options(data_dir: &Path) -> Options {
    Options {
        data_dir: data_dir.to_owned(),
        port: Port::Any,
        durability: Durability::Throwaway,
        authentication: Authentication::Trust,
        settings: Vec::new(),
    }
}

pub fn try_start(options: &Options) -> Result<Server, Error> {
    Server::start(&binaries(), options, &mut |_| ())
}

pub fn start(options: &Options) -> Server {
    try_start(options).expect("the server must start")
}

/// The error a start must end with.
pub fn refusal(options: &Options) -> Error {
    try_start(options).expect_err("this start must be refused")
}

pub fn runtime() -> Runtime {
    Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime can be made")
}

pub async fn connect(url: &str) -> Result<Client, tokio_postgres::Error> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    tokio::spawn(connection);
    Ok(client)
}

/// Runs statements over a connection of their own; the first column of the first row, if there is
/// one.
pub fn try_ask(url: &str, sql: &str) -> Result<Option<String>, tokio_postgres::Error> {
    runtime().block_on(async {
        let messages = connect(url).await?.simple_query(sql).await?;
        Ok(messages.iter().find_map(|message| match message {
            SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
            _ => None,
        }))
    })
}

pub fn ask(server: &Server, sql: &str) -> Option<String> {
    try_ask(&server.url("postgres"), sql).expect("the server must answer")
}

/// Waits until a condition holds.
pub fn eventually(what: &str, mut condition: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !condition() {
        assert!(Instant::now() < deadline, "not within {PATIENCE:?}: {what}");
        #[expect(
            clippy::disallowed_methods,
            reason = "the pause between two looks at a condition"
        )]
        thread::sleep(Duration::from_millis(10));
    }
}
