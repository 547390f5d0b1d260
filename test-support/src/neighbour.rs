//! Programs that tests put beside the functions: started on a free port, waited for until they listen.

use std::net::TcpListener;
use std::process::Child;
use std::time::{Duration, Instant};
use tokio::net::TcpStream;

/// Python takes its time to start on a busy machine.
const LIMIT: Duration = Duration::from_secs(60);

/// A port that was free a moment ago; another test may take it before the program is there.
pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("a free port")
        .port()
}

/// Waits until the program listens; false when it ended instead.
pub(crate) async fn listens(process: &mut Child, port: u16) -> bool {
    let limit = Instant::now() + LIMIT;
    loop {
        if process.try_wait().expect("a child of ours").is_some() {
            return false;
        }
        if TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
            return true;
        }
        assert!(Instant::now() < limit, "nobody listens on port {port}");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}
