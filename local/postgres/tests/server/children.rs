//! A second process that starts a server, so that it can be killed. It is this test binary again,
//! told by the environment to run the one "test" at the end of this file.

use std::{
    env,
    io::{BufRead, BufReader, Write, stdout},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
};

use local_postgres::Durability;

use crate::support::{options, start};

const DATA_DIR: &str = "LOCAL_POSTGRES_TEST_DATA_DIR";
const MODE: &str = "LOCAL_POSTGRES_TEST_MODE";
const READY: &str = "server ready: ";

/// What the second process does once its server runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    Durable,
    Throwaway,
    /// Pauses the server.
    Paused,
    /// Ends with `exit`, so without dropping the server.
    Exits,
}

/// A process with a server. Killed, not stopped, when dropped.
pub struct Parent {
    child: Child,
    pub url: String,
    pub port: u16,
}

impl Parent {
    /// Starts the process and waits until its server is ready.
    pub fn start(data_dir: &Path, mode: Mode) -> Self {
        let mut child = Command::new(env::current_exe().expect("a test knows its binary"))
            .args(["children::second_process", "--exact", "--nocapture"])
            .env(DATA_DIR, data_dir)
            .env(MODE, format!("{mode:?}"))
            .stdout(Stdio::piped())
            .spawn()
            .expect("the test binary can be run again");
        let output = child.stdout.take().expect("its output is piped");
        let line = BufReader::new(output)
            .lines()
            .map_while(Result::ok)
            .find_map(|line| line.split_once(READY).map(|(_, rest)| rest.to_owned()))
            .expect("it says when its server is ready");
        let (port, url) = line.split_once(' ').expect("port and URL");
        Self {
            child,
            url: url.to_owned(),
            port: port.parse().expect("a port is a number"),
        }
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        self.child.kill().expect("our own child can be killed");
        self.wait();
    }

    pub fn wait(&mut self) {
        self.child.wait().expect("our own child can be waited for");
    }
}

impl Drop for Parent {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn second_process() {
    // In an ordinary run there is nothing to do.
    let (Some(data_dir), Some(mode)) = (env::var_os(DATA_DIR), env::var_os(MODE)) else {
        return;
    };
    let mut options = options(&PathBuf::from(data_dir));
    if mode != "Throwaway" {
        options.durability = Durability::Durable;
    }
    let server = start(&options);
    if mode == "Paused" {
        server.pause();
    }
    println!("{READY}{} {}", server.port(), server.url("postgres"));
    stdout().flush().expect("our parent reads this");
    if mode == "Exits" {
        std::process::exit(0);
    }
    loop {
        thread::park();
    }
}
