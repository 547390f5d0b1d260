//! Ctrl-C and SIGTERM end the runner cleanly; a second one at once.

use crate::Failed;
use crate::say::say;
use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

/// How long requests under way are given.
const GRACE: Duration = Duration::from_secs(5);

/// Becomes true when somebody asked to stop. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Stopped(watch::Receiver<bool>);

/// Listens for both signals from now on.
///
/// # Errors
/// [`Failed::Io`] when the system does not let us.
pub fn on_signal() -> Result<Stopped, Failed> {
    let listen = |kind| {
        signal(kind).map_err(|source| Failed::Io {
            what: "listening for signals".to_owned(),
            source,
        })
    };
    let (mut interrupt, mut terminate) = (
        listen(SignalKind::interrupt())?,
        listen(SignalKind::terminate())?,
    );
    let (sender, receiver) = watch::channel(false);
    tokio::spawn(async move {
        tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
        sender.send_replace(true);
        say("Stopping …");
        tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
        std::process::exit(130);
    });
    Ok(Stopped(receiver))
}

impl Stopped {
    /// Returns when somebody asked to stop.
    pub async fn wait(mut self) {
        if self.0.wait_for(|stopped| *stopped).await.is_err() {
            // The listener is gone, so nobody can ask any more.
            std::future::pending::<()>().await;
        }
    }

    /// Returns when somebody asked to stop and requests have had time to finish.
    pub async fn wait_and_grace(self) {
        self.wait().await;
        tokio::time::sleep(GRACE).await;
    }
}
