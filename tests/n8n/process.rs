//! Programs that run beside the test.

use std::fs::File;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tokio::net::TcpListener;

/// The workspace.
pub const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// A program that ends with this value.
pub struct Running {
    name: &'static str,
    child: Child,
}

impl Running {
    /// Starts it; what it says goes to a log of its name.
    pub fn start(name: &'static str, command: &mut Command, folder: &Path) -> Self {
        let log = File::create(folder.join(format!("{name}.log"))).expect("a log");
        command
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("the same log"))
            .stderr(log);
        let child = command.spawn();
        let child = child.unwrap_or_else(|error| panic!("{name} does not start: {error}"));
        Self { name, child }
    }

    /// Waits until something holds, as long as the program runs.
    pub async fn until(&mut self, what: &str, holds: impl AsyncFn() -> bool) {
        let limit = Instant::now() + Duration::from_secs(180);
        while !holds().await {
            let name = self.name;
            if let Some(status) = self.child.try_wait().expect("a child of ours") {
                panic!("{name} ended with {status} before {what}");
            }
            assert!(Instant::now() < limit, "{name} runs, but not {what}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Ends it without a warning.
    pub fn kill(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Both programs have children of their own, which they put away when they are asked to end.
impl Drop for Running {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(Some(_))) {
            return;
        }
        let asked = Command::new("kill")
            .arg(self.child.id().to_string())
            .status();
        let limit = Instant::now() + Duration::from_secs(10);
        while asked.is_ok() && Instant::now() < limit {
            if matches!(self.child.try_wait(), Ok(Some(_)) | Err(_)) {
                return;
            }
            #[expect(
                clippy::disallowed_methods,
                reason = "the pause between two looks at a condition"
            )]
            std::thread::sleep(Duration::from_millis(20));
        }
        self.kill();
    }
}

/// Another program may take it before ours does; then that one ends, and says so in its log.
pub async fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    listener.local_addr().expect("its number").port()
}

/// How long it is since then, for people.
pub fn seconds(since: Instant) -> String {
    format!("{:.1} s", since.elapsed().as_secs_f64())
}
