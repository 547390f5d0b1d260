//! AWS as moto plays it, all services behind one port.
//! <https://docs.getmoto.org/en/latest/docs/server_mode.html>

use crate::neighbour::{free_port, listens};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Where `cargo verify python` puts it.
const PROGRAM: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../.data/python/bin/moto_server"
);

/// A running moto; ends with this value.
#[derive(Debug)]
pub(crate) struct Moto {
    process: Child,
    port: u16,
}

impl Moto {
    /// Starts an empty one.
    pub(crate) async fn start() -> Self {
        // A free port may be taken by another test before moto is there.
        for _ in 0..5 {
            let mut moto = Self::begin();
            if listens(&mut moto.process, moto.port).await {
                return moto;
            }
        }
        panic!("moto does not stay up");
    }

    fn begin() -> Self {
        assert!(
            Path::new(PROGRAM).exists(),
            "moto is not installed: run `cargo verify python`"
        );
        let port = free_port();
        let process = Command::new(PROGRAM)
            .args(["-H", "127.0.0.1", "-p", &port.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("moto starts");
        Self { process, port }
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        drop(self.process.kill().and_then(|()| self.process.wait()));
    }
}
