//! How the server is run, and how one sees that it is ready.

use std::{
    env, fs, io,
    net::TcpListener,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal};

use crate::{
    Binaries, Durability, Error, Options, cluster::Cluster, error::Doing, log::Log,
    process::ServerProcess, wait::POLL,
};

pub(crate) const HOST: &str = "127.0.0.1";
const STARTING: Duration = Duration::from_secs(30);

/// A command that takes nothing from the developer's settings for Postgres clients, nor from the
/// terminal.
pub(crate) fn command(program: &Path) -> Command {
    let mut command = Command::new(program);
    for (name, _) in env::vars_os() {
        if name.as_encoded_bytes().starts_with(b"PG") {
            command.env_remove(name);
        }
    }
    command.env("LC_ALL", "C").stdin(Stdio::null());
    command
}

/// The command that runs the server.
pub(crate) fn postgres(
    binaries: &Binaries,
    cluster: &Cluster,
    options: &Options,
    port: u16,
) -> Command {
    let mut command = command(&binaries.program("postgres"));
    command.arg("-D").arg(&cluster.data_dir);
    // No Unix sockets: their paths are limited to 107 bytes, and their lock files survive a crash.
    let ours = [
        ("listen_addresses", HOST),
        ("unix_socket_directories", ""),
        ("logging_collector", "off"),
    ];
    let given = options
        .settings
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    let settings = ours
        .into_iter()
        .chain(options.durability.settings().iter().copied())
        .chain(given);
    for (name, value) in settings {
        command.arg("-c").arg(format!("{name}={value}"));
    }
    // The last one wins.
    command.arg("-c").arg(format!("port={port}"));
    command
}

/// What the server gets when we die. SIGINT: write out and end. SIGQUIT: end.
pub(crate) fn signal_on_our_death(durability: Durability) -> Signal {
    match durability {
        Durability::Durable => Signal::INT,
        Durability::Throwaway => Signal::QUIT,
    }
}

/// The port, if nothing listens on it; for 0 any such.
pub(crate) fn free_port(port: u16) -> Result<u16, Error> {
    match TcpListener::bind((HOST, port)).and_then(|listener| listener.local_addr()) {
        Ok(address) => Ok(address.port()),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => Err(Error::PortTaken { port }),
        Err(error) => Err(error).doing(|| format!("listen on port {port} of {HOST}")),
    }
}

/// Waits until the server accepts connections. One that takes too long is killed.
pub(crate) fn wait_until_ready(
    process: &ServerProcess,
    data_dir: &Path,
    log: &Log,
) -> Result<(), Error> {
    let pid_file = data_dir.join("postmaster.pid");
    let deadline = Instant::now() + STARTING;
    while Instant::now() < deadline {
        if let Some(status) = process.wait(POLL) {
            return Err(Error::Exited {
                status: status.to_string(),
                log: log.path.clone(),
                tail: log.tail(),
            });
        }
        if fs::read_to_string(&pid_file).is_ok_and(|text| says_ready(&text, process.pid)) {
            return Ok(());
        }
    }
    process.kill();
    Err(Error::TimedOut {
        seconds: STARTING.as_secs(),
        log: log.path.clone(),
        tail: log.tail(),
    })
}

/// Line 8 of `postmaster.pid` is the state. Line 1 must be our child: a file left by another server
/// may say `ready`.
fn says_ready(text: &str, pid: Pid) -> bool {
    let mut lines = text.lines().map(str::trim);
    let is_ours =
        lines.next().and_then(|line| line.parse().ok()) == Some(pid.as_raw_nonzero().get());
    is_ours && lines.nth(6) == Some("ready")
}
