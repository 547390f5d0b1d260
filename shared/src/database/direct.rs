//! A connection beside the pool that is ended in order: whoever opened it knows that its locks are free again.

use super::connection::Tls;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_postgres::Client;

/// How long ending it may take. More than a living server needs; for a dead one there is nothing to wait for.
const END_LIMIT: Duration = Duration::from_millis(1_500);

/// An open connection. Dropping it ends it too, but later: when the statement under way is done, in the background.
pub(crate) struct DirectConnection {
    pub(crate) client: Client,
    task: JoinHandle<()>,
    tls: Tls,
}

impl DirectConnection {
    pub(super) fn new(client: Client, task: JoinHandle<()>, tls: Tls) -> Self {
        Self { client, task, tls }
    }

    /// Ends it. Waits until the server was told: a Lambda environment freezes as soon as it has answered, and a connection that is
    /// still open then keeps its locks.
    pub(crate) async fn close(self) {
        let Self { client, task, .. } = self;
        drop(client);
        end(task, async {}).await;
    }

    /// Has the server stop the statement under way, then ends it. What was begun is rolled back.
    pub(crate) async fn stop(self) {
        let Self { client, task, tls } = self;
        let token = client.cancel_token();
        drop(client);
        end(task, async move {
            if let Err(error) = tls.cancel(token).await {
                tracing::warn!(error = %error, "the server cannot be asked to stop a statement");
            }
        })
        .await;
    }
}

/// Waits for the connection's task after `first`; past the limit cuts the connection, which a living server notices by itself.
async fn end(mut task: JoinHandle<()>, first: impl Future<Output = ()>) {
    let ended = timeout(END_LIMIT, async {
        first.await;
        // It has logged how it ended.
        drop((&mut task).await);
    });
    if ended.await.is_err() {
        task.abort();
    }
}
