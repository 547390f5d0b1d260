//! PgBouncer in transaction mode, as in front of Neon's pooled host: transactions of many callers share few server connections.

use crate::support::functions_over;
use futures_util::future::join_all;
use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use test_support::{App, Person, TestDatabase, TestServer, services_at};
use tokio::net::TcpStream;

/// A running PgBouncer; ends with this value.
struct PgBouncer {
    process: Child,
    port: u16,
    dir: PathBuf,
}

impl PgBouncer {
    /// Starts one with two server connections in front of the tests' server.
    async fn start() -> Self {
        // A free port may be taken by another test before PgBouncer is there.
        for _ in 0..5 {
            let mut bouncer = Self::begin();
            if bouncer.is_ready().await {
                return bouncer;
            }
        }
        panic!("PgBouncer does not stay up");
    }

    fn begin() -> Self {
        let dir = std::env::temp_dir().join(format!("pgbouncer-{}", uuid::Uuid::new_v4().simple()));
        fs::create_dir(&dir).expect("a directory");
        // PgBouncer refuses root and so runs as somebody who must be able to read its files.
        fs::set_permissions(&dir, fs::Permissions::from_mode(0o755)).expect("a readable directory");
        let port = free_port();
        write_settings(&dir, port);
        Self {
            process: spawn(&dir),
            port,
            dir,
        }
    }

    /// Ends it as a crash would.
    fn crash(&mut self) {
        drop(self.process.kill().and_then(|()| self.process.wait()));
    }

    /// Starts it again where it was.
    async fn start_again(&mut self) {
        self.process = spawn(&self.dir);
        assert!(self.is_ready().await, "PgBouncer does not stay up");
    }

    /// Waits until it listens; false when it ended instead.
    async fn is_ready(&mut self) -> bool {
        let limit = Instant::now() + Duration::from_secs(10);
        loop {
            if self.process.try_wait().expect("a child of ours").is_some() {
                return false;
            }
            if TcpStream::connect(("127.0.0.1", self.port)).await.is_ok() {
                return true;
            }
            assert!(Instant::now() < limit, "PgBouncer does not listen");
            tokio::task::yield_now().await;
        }
    }

    fn url(&self, database: &TestDatabase) -> String {
        let port = TestServer::shared().server.port();
        database
            .url()
            .replace(&format!(":{port}/"), &format!(":{}/", self.port))
    }
}

impl Drop for PgBouncer {
    fn drop(&mut self) {
        self.crash();
        drop(fs::remove_dir_all(&self.dir));
    }
}

const NOBODY: u32 = 65_534;

fn spawn(dir: &Path) -> Child {
    let mut command = Command::new(program());
    command
        .arg("--quiet")
        .arg(dir.join("pgbouncer.ini"))
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    if is_root() {
        command.uid(NOBODY).gid(NOBODY);
    }
    command
        .spawn()
        .expect("PgBouncer starts (Debian: apt-get install pgbouncer)")
}

fn is_root() -> bool {
    fs::metadata("/proc/self")
        .is_ok_and(|metadata| std::os::unix::fs::MetadataExt::uid(&metadata) == 0)
}

fn program() -> &'static str {
    // Debian puts it where an ordinary user's PATH does not look.
    if Path::new("/usr/sbin/pgbouncer").exists() {
        "/usr/sbin/pgbouncer"
    } else {
        "pgbouncer"
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("a free port")
        .port()
}

fn write_settings(dir: &Path, port: u16) {
    let server = TestServer::shared().server.port();
    fs::write(dir.join("users.txt"), "\"postgres\" \"\"\n").expect("a file");
    let settings = format!(
        "[databases]\n* = host=127.0.0.1 port={server}\n\
         [pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n\
         auth_type = trust\nauth_file = {dir}/users.txt\n\
         pool_mode = transaction\ndefault_pool_size = 2\nmax_client_conn = 500\n",
        dir = dir.display(),
    );
    fs::write(dir.join("pgbouncer.ini"), settings).expect("a file");
}

#[tokio::test]
async fn callers_that_share_server_connections_see_only_their_own() {
    let database = TestDatabase::create().await;
    let bouncer = PgBouncer::start().await;
    // Twenty environments with a connection each, over two server connections.
    let callers = join_all((0..20).map(async |number| {
        let services = services_at(&bouncer.url(&database), 1);
        let person = Person::register(&services, &format!("person{number}")).await;
        (App::new(functions_over(&services, &[]).gateway()), person)
    }))
    .await;
    for _ in 0..10 {
        join_all(callers.iter().map(async |(app, person)| {
            let clients = app
                .get("/api/dashboard/clients")
                .cookie(&person.cookie)
                .expect(200)
                .await;
            let clients = clients["clients"].as_array().expect("a list").clone();
            assert_eq!(clients.len(), 1);
            assert_eq!(clients[0]["id"], person.client_id.to_string());
            app.get("/api/widget/config")
                .key(&person.key)
                .expect(200)
                .await;
        }))
        .await;
    }
    let servers = database.count("select count(*) from pg_stat_activity where application_name = 'conference-chat' and datname = current_database()").await;
    assert!((1..=2).contains(&servers), "{servers} server connections");
}

#[tokio::test]
async fn nothing_of_a_transaction_stays_on_the_server_connection() {
    let database = TestDatabase::create().await;
    let bouncer = PgBouncer::start().await;
    let services = services_at(&bouncer.url(&database), 1);
    let person = Person::register(&services, "alice").await;
    let app = App::new(functions_over(&services, &[]).gateway());
    app.get("/api/auth/me")
        .cookie(&person.cookie)
        .expect(200)
        .await;

    let (client, connection) =
        tokio_postgres::connect(&bouncer.url(&database), tokio_postgres::NoTls)
            .await
            .expect("a connection");
    tokio::spawn(connection);
    // Both server connections, whichever each query gets.
    for _ in 0..10 {
        let sql = "select current_user::text || coalesce(nullif(current_setting('app.user_id', true), ''), '') || current_setting('statement_timeout')";
        let messages = client.simple_query(sql).await.expect("an answer");
        let found = messages.iter().find_map(|message| match message {
            tokio_postgres::SimpleQueryMessage::Row(row) => row.get(0),
            _ => None,
        });
        assert_eq!(found, Some("postgres0"));
    }
}

#[tokio::test]
async fn a_pooler_that_went_away_and_came_back_is_found_again() {
    let database = TestDatabase::create().await;
    let mut bouncer = PgBouncer::start().await;
    let services = services_at(&bouncer.url(&database), 1);
    let person = Person::register(&services, "alice").await;
    let app = App::new(functions_over(&services, &[]).gateway());

    bouncer.crash();
    app.get("/api/auth/me")
        .cookie(&person.cookie)
        .expect(503)
        .await;
    bouncer.start_again().await;
    app.get("/api/auth/me")
        .cookie(&person.cookie)
        .expect(200)
        .await;
}
