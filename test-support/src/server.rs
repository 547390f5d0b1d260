//! One Postgres server for all tests of a process, with one migrated template database. It dies with the process.

use local_postgres::{Authentication, Binaries, Durability, Options, Port, ScratchDir, Server};
use shared::database::DatabaseConfig;
use std::sync::OnceLock;

/// A running server and where its files are.
#[derive(Debug)]
pub struct TestServer {
    /// The server; tests of a database that is away start their own instead of stopping this one.
    pub server: Server,
    _scratch: ScratchDir,
}

const TEMPLATE: &str = "migrated";

/// The name of the migrated template database.
#[must_use]
pub fn template_name() -> &'static str {
    TEMPLATE
}

impl TestServer {
    /// The server of this process, started when first asked for.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<TestServer> = OnceLock::new();
        SHARED.get_or_init(|| {
            let started = Self::start(Vec::new());
            // A runtime of its own: the tests' runtimes come and go.
            let url = started.server.url("postgres");
            std::thread::spawn(move || blocking(make_template(&url)))
                .join()
                .expect("the template can be made");
            started
        })
    }

    /// A server of the test's own, with extra settings (`ssl`, …) and no template.
    #[must_use]
    pub fn start(settings: Vec<(String, String)>) -> Self {
        let scratch =
            ScratchDir::new().unwrap_or_else(|error| panic!("no scratch directory: {error}"));
        let mut all = vec![("max_connections".to_owned(), "300".to_owned())];
        all.extend(settings);
        let options = Options {
            data_dir: scratch.path().join("data"),
            port: Port::Any,
            durability: Durability::Throwaway,
            authentication: Authentication::Trust,
            settings: all,
        };
        let binaries = binaries();
        let server = Server::start(&binaries, &options, &mut |_| ())
            .unwrap_or_else(|error| panic!("{error}"));
        Self {
            server,
            _scratch: scratch,
        }
    }
}

/// Postgres's programs. Where the machine has none they are fetched, kept between runs and shared with `cargo dev`.
#[must_use]
pub fn binaries() -> Binaries {
    let downloads = concat!(env!("CARGO_MANIFEST_DIR"), "/../.data/postgres");
    Binaries::find(downloads.as_ref(), &mut |_| ()).unwrap_or_else(|error| panic!("{error}"))
}

/// Runs a future to its end on a runtime of its own.
pub(crate) fn blocking<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.expect("a runtime can be built").block_on(future)
}

async fn make_template(url: &str) {
    let admin = crate::database::connect(url).await;
    admin
        .batch_execute(&format!("create database {TEMPLATE}"))
        .await
        .expect("the template database");
    drop(admin);
    let template_url = url.replace("/postgres?", &format!("/{TEMPLATE}?"));
    let config = DatabaseConfig::from_url(&template_url).expect("the server's URL");
    shared::migrations::run(&config)
        .await
        .unwrap_or_else(|error| panic!("migrations: {error:?}"));
}
