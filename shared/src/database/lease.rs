//! A connection of the pool, in the hands of one batch.

use super::{Database, StorageError};
use deadpool_postgres::{Object, PoolError};
use std::sync::atomic::Ordering;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::time::timeout;

const CHECK_LIMIT: Duration = Duration::from_millis(500);

/// A connection taken from the pool. Unless given back it is closed: when a request is dropped halfway, answers of its batch are
/// still under way, and the next request must not wait for them.
pub(super) struct Lease<'a> {
    database: &'a Database,
    connection: Option<Object>,
}

impl<'a> Lease<'a> {
    pub(super) async fn take(database: &'a Database) -> Result<Self, StorageError> {
        let idle = Duration::from_secs(
            now_s().saturating_sub(database.last_use_s.load(Ordering::Relaxed)),
        );
        if idle > Duration::from_secs(1) {
            // Let the runtime notice what happened to idle connections before one of them is chosen.
            tokio::task::yield_now().await;
        }
        loop {
            let connection = database.pool.get().await.map_err(pool_error)?;
            let is_fresh = Object::metrics(&connection).recycle_count == 0;
            let lease = Self {
                database,
                connection: Some(connection),
            };
            if is_fresh || idle < database.idle_before_check || lease.answers().await {
                return Ok(lease);
            }
            lease.discard_with_idle();
        }
    }

    pub(super) fn client(&self) -> &tokio_postgres::Client {
        self.connection
            .as_ref()
            .expect("the connection leaves only with the lease")
    }

    async fn answers(&self) -> bool {
        matches!(
            timeout(CHECK_LIMIT, self.client().batch_execute("")).await,
            Ok(Ok(()))
        )
    }

    pub(super) fn give_back(mut self) {
        self.database.last_use_s.store(now_s(), Ordering::Relaxed);
        drop(self.connection.take());
    }

    /// What took this one took the others that were idle with it as a rule; finding that out one by one would take longer than a request may.
    pub(super) fn discard_with_idle(self) {
        self.database.pool.retain(|_, _| false);
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            drop(Object::take(connection));
        }
    }
}

pub(super) fn pool_error(error: PoolError) -> StorageError {
    match error {
        PoolError::Backend(error) => StorageError::Unavailable {
            reason: "connecting failed".to_owned(),
            source: Some(error),
        },
        other => StorageError::unavailable(other.to_string()),
    }
}

/// Wall-clock seconds: monotonic clocks may stand still while an environment is frozen.
pub(super) fn now_s() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}
