//! A running server, from its start to its end.

use std::{fs::File, path::Path, time::Duration};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use rustix::process::Signal;

use crate::{
    Binaries, Error, Options, Password, Port,
    cluster::Cluster,
    error::Doing,
    identity::Identity,
    initdb,
    launch::{HOST, free_port, postgres, signal_on_our_death, wait_until_ready},
    log::Log,
    orphans,
    process::ServerProcess,
};

const USER: &str = "postgres";
const FAST_SHUTDOWN: Duration = Duration::from_secs(10);
const IMMEDIATE_SHUTDOWN: Duration = Duration::from_secs(6);
/// Between choosing a free port and listening on it, another program may take it. Only messages
/// would tell that from another reason to end at once, so every such end is tried again.
const PORTS_TO_TRY: u32 = 3;

/// What is escaped in a database's name within a URL.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'_').remove(b'-');

/// A running server. Dropping it ends it.
#[derive(Debug)]
pub struct Server {
    process: ServerProcess,
    cluster: Cluster,
    port: u16,
    password: Option<Password>,
    log: Log,
    _lock: File,
}

impl Server {
    /// Starts a server and waits until it accepts connections. Makes the cluster first when there
    /// is none, and first ends a server that a killed run has left behind on it.
    ///
    /// `progress` is told what takes long.
    ///
    /// # Errors
    ///
    /// [`Error::InUse`] and [`Error::PortTaken`] when another run is in the way;
    /// [`Error::OtherMajor`], [`Error::NotACluster`], [`Error::AuthenticationDiffers`] and
    /// [`Error::NotOwner`] when the data directory does not suit; [`Error::Initdb`],
    /// [`Error::Exited`] and [`Error::TimedOut`] with the last lines printed when Postgres fails;
    /// [`Error::RootOnly`] when root can become nobody else; [`Error::Orphan`] and [`Error::Io`]
    /// for the rest.
    pub fn start(
        binaries: &Binaries,
        options: &Options,
        progress: &mut dyn FnMut(&str),
    ) -> Result<Self, Error> {
        let cluster = Cluster::at(&options.data_dir)?;
        // First, because the lock file of somebody else cannot be opened either, which would say
        // less.
        cluster.directory_owner()?;
        let lock = cluster.lock()?;
        let owner = cluster.owner()?;
        let identity = Identity::choose(owner, &cluster.data_dir, binaries)?;
        orphans::clear(&cluster.data_dir, progress)?;
        if let Port::Fixed(port) = options.port {
            // Before a cluster is made for nothing.
            free_port(port)?;
        }
        let password = if owner.is_some() {
            cluster.open(binaries, options.authentication)?
        } else {
            progress(&format!(
                "Making a Postgres {} cluster in {}",
                binaries.major,
                cluster.data_dir.display()
            ));
            initdb::make(&cluster, binaries, &identity, options)?
        };
        let mut tries_left = PORTS_TO_TRY;
        let (process, port, log) = loop {
            tries_left -= 1;
            match run(binaries, &cluster, &identity, options) {
                Err(Error::Exited { .. }) if options.port == Port::Any && tries_left > 0 => {}
                outcome => break outcome?,
            }
        };
        Ok(Self {
            process,
            cluster,
            port,
            password,
            log,
            _lock: lock,
        })
    }

    /// `postgres://postgres[:password]@127.0.0.1:port/database?sslmode=disable`
    pub fn url(&self, database: &str) -> String {
        let password = match &self.password {
            Some(password) => format!(":{}", password.reveal()),
            None => String::new(),
        };
        let database = utf8_percent_encode(database, ESCAPED);
        format!(
            "postgres://{USER}{password}@{HOST}:{}/{database}?sslmode=disable",
            self.port
        )
    }

    /// The port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The superuser's name.
    pub fn user(&self) -> &'static str {
        USER
    }

    /// The superuser's password; nothing with [`crate::Authentication::Trust`].
    pub fn password(&self) -> Option<&Password> {
        self.password.as_ref()
    }

    /// The cluster's directory.
    pub fn data_dir(&self) -> &Path {
        &self.cluster.data_dir
    }

    /// The file with the server's messages.
    pub fn log_file(&self) -> &Path {
        &self.log.path
    }

    /// The process number of the postmaster.
    pub fn pid(&self) -> i32 {
        self.process.pid.as_raw_nonzero().get()
    }

    /// Whether the server still runs. When not, [`Self::log_tail`] says why.
    pub fn is_running(&self) -> bool {
        !self.process.has_ended()
    }

    /// The last lines of what the server has said since it was started.
    pub fn log_tail(&self) -> String {
        self.log.tail()
    }

    /// Ends the server: connections are cut, data is written out. Returns when it has gone.
    /// Dropping does the same.
    pub fn stop(self) {}

    /// Makes the server hang: connections are accepted by the system, but nothing is answered.
    pub fn pause(&self) {
        self.process.freeze();
    }

    /// Ends a pause.
    pub fn resume(&self) {
        self.process.thaw();
    }

    /// Ends the server as a crash would, without letting it write anything. Start another on the
    /// same directory after dropping this one: it will recover, with every commit if the cluster is
    /// [`crate::Durability::Durable`].
    pub fn kill(&mut self) {
        self.process.kill();
        // The children have been killed too, but are reaped by somebody else, in their time.
        let _ = orphans::kill(&self.cluster.data_dir);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.process.thaw();
        self.process.signal(Signal::INT);
        if self.process.wait(FAST_SHUTDOWN).is_none() {
            self.process.signal(Signal::QUIT);
        }
        if self.process.wait(IMMEDIATE_SHUTDOWN).is_none() {
            self.process.kill();
        }
    }
}

/// Runs the server once and waits until it is ready.
fn run(
    binaries: &Binaries,
    cluster: &Cluster,
    identity: &Identity,
    options: &Options,
) -> Result<(ServerProcess, u16, Log), Error> {
    let port = match options.port {
        Port::Fixed(port) => port,
        Port::Any => free_port(0)?,
    };
    let (log, file) = Log::open(&cluster.beside(".log"))?;
    let mut command = postgres(binaries, cluster, options, port);
    let doing = || "share the log file with Postgres".to_owned();
    command.stdout(file.try_clone().doing(doing)?).stderr(file);
    identity.apply(&mut command, signal_on_our_death(options.durability));
    let process = ServerProcess::start(command)?;
    match wait_until_ready(&process, &cluster.data_dir, &log) {
        Ok(()) => Ok((process, port, log)),
        // Somebody was faster since the port was found free.
        Err(Error::Exited { .. })
            if options.port == Port::Fixed(port) && free_port(port).is_err() =>
        {
            Err(Error::PortTaken { port })
        }
        Err(error) => Err(error),
    }
}
