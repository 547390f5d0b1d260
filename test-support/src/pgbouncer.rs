//! PgBouncer in transaction mode, as in front of Neon's pooled host: transactions of many callers share two server connections.

use crate::database::TestDatabase;
use crate::neighbour::{free_port, listens};
use crate::server::TestServer;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A running PgBouncer; ends with this value.
#[derive(Debug)]
pub struct PgBouncer {
    process: Child,
    port: u16,
    /// Of the Postgres behind it.
    server: u16,
    dir: PathBuf,
}

impl PgBouncer {
    /// Starts one with two server connections in front of the tests' server.
    pub async fn start() -> Self {
        Self::before(TestServer::shared().server.port()).await
    }

    /// The same in front of another server on this machine.
    pub async fn before(server: u16) -> Self {
        // A free port may be taken by another test before PgBouncer is there.
        for _ in 0..5 {
            let mut bouncer = Self::begin(server);
            if listens(&mut bouncer.process, bouncer.port).await {
                return bouncer;
            }
        }
        panic!("PgBouncer does not stay up");
    }

    fn begin(server: u16) -> Self {
        let dir = std::env::temp_dir().join(format!("pgbouncer-{}", uuid::Uuid::new_v4().simple()));
        fs::create_dir(&dir).expect("a directory");
        // PgBouncer refuses root and so runs as somebody who must be able to read its files.
        fs::set_permissions(&dir, fs::Permissions::from_mode(0o755)).expect("a readable directory");
        let port = free_port();
        write_settings(&dir, port, server);
        Self {
            process: spawn(&dir),
            port,
            server,
            dir,
        }
    }

    /// Ends it as a crash would.
    pub fn crash(&mut self) {
        drop(self.process.kill().and_then(|()| self.process.wait()));
    }

    /// Starts it again where it was.
    pub async fn start_again(&mut self) {
        self.process = spawn(&self.dir);
        assert!(
            listens(&mut self.process, self.port).await,
            "PgBouncer does not stay up"
        );
    }

    /// Stops it where it is: it takes what is sent and says nothing.
    pub fn freeze(&self) {
        self.signal("STOP");
    }

    /// Lets it go on.
    pub fn thaw(&self) {
        self.signal("CONT");
    }

    fn signal(&self, name: &str) {
        let status = Command::new("kill")
            .args([format!("-{name}"), self.process.id().to_string()])
            .status();
        assert!(status.is_ok_and(|status| status.success()), "kill -{name}");
    }

    /// The URL of a database of the tests' server through it.
    #[must_use]
    pub fn url(&self, database: &TestDatabase) -> String {
        self.through(database.url())
    }

    /// A URL of the server behind it, through it.
    #[must_use]
    pub fn through(&self, url: &str) -> String {
        url.replace(&format!(":{}/", self.server), &format!(":{}/", self.port))
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

fn write_settings(dir: &Path, port: u16, server: u16) {
    fs::write(dir.join("users.txt"), "\"postgres\" \"\"\n").expect("a file");
    let settings = format!(
        "[databases]\n* = host=127.0.0.1 port={server}\n\
         [pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n\
         auth_type = trust\nauth_file = {dir}/users.txt\n\
         pool_mode = transaction\ndefault_pool_size = 2\nmax_client_conn = 500\n\
         server_login_retry = 1\n",
        dir = dir.display(),
    );
    fs::write(dir.join("pgbouncer.ini"), settings).expect("a file");
}
