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
    dir: PathBuf,
}

impl PgBouncer {
    /// Starts one with two server connections in front of the tests' server.
    pub async fn start() -> Self {
        // A free port may be taken by another test before PgBouncer is there.
        for _ in 0..5 {
            let mut bouncer = Self::begin();
            if listens(&mut bouncer.process, bouncer.port).await {
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

    /// The URL of a database of the tests' server through it.
    #[must_use]
    pub fn url(&self, database: &TestDatabase) -> String {
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
