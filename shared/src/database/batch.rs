//! A request's statements as one transaction in one round trip: `BEGIN` and role, the statements, `COMMIT` are all sent before
//! the first answer is read. When one fails, Postgres skips the rest and the commit becomes a rollback.

use super::error::Refusal;
use super::lease::{Lease, now_s, pool_error};
use super::statement::{Query, Statement, Statements};
use super::{DatabaseConfig, StorageError};
use crate::explain;
use deadpool_postgres::Pool;
use futures_util::future::{join_all, join3};
use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::time::timeout;
use tokio_postgres::Row;
use tokio_postgres::types::{ToSql, Type};

/// The role gives up the owner's rights for this transaction; the search path names our schema whatever the role's own says, and
/// temporary tables last; the time limit ends what the caller no longer waits for.
const BEGIN: &str = "begin; set local role conference_app; set local search_path = public, pg_temp; \
                     set local statement_timeout = '2500ms'";
/// How much sooner than its caller a statement gives up, so that the reason is the database's own.
const SOONER: Duration = Duration::from_millis(200);
/// How long a request waits for the database in all, connecting included.
const DEADLINE: Duration = Duration::from_millis(2_700);
/// After this long without use a connection is asked whether it still lives: whatever stands between (a NAT gateway, a proxy)
/// may have dropped it without a word while the environment was frozen.
const IDLE_BEFORE_CHECK: Duration = Duration::from_secs(60);

/// The database, reached through a pool. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Database {
    pub(super) pool: Pool,
    pub(super) last_use_s: Arc<AtomicU64>,
    pub(super) idle_before_check: Duration,
    begin: Cow<'static, str>,
    deadline: Duration,
}

/// A statement that follows the opening one, answered or refused.
type Answers = Vec<Result<Vec<Row>, tokio_postgres::Error>>;

impl Database {
    /// A database reached by up to `connections` connections at once. Opens none yet: use 1 in a Lambda environment, which
    /// serves one request at a time.
    #[must_use]
    pub fn new(config: &DatabaseConfig, connections: usize) -> Self {
        Self {
            pool: config.pool(connections),
            last_use_s: Arc::default(),
            idle_before_check: IDLE_BEFORE_CHECK,
            begin: Cow::Borrowed(BEGIN),
            deadline: DEADLINE,
        }
    }

    /// The same, over the same connections, for work that nobody waits for: a batch may take as long as `limit`.
    #[must_use]
    pub fn patient(&self, limit: Duration) -> Self {
        let statement_limit = limit.saturating_sub(SOONER).as_millis();
        Self {
            begin: Cow::Owned(format!(
                "{BEGIN}; set local statement_timeout = '{statement_limit}ms'"
            )),
            deadline: limit,
            ..self.clone()
        }
    }

    /// The same, asking connections whether they live after another time without use.
    #[must_use]
    pub fn checking_after(self, idle: Duration) -> Self {
        Self {
            idle_before_check: idle,
            ..self
        }
    }

    /// Opens a connection for the first request, while Lambda gives the environment a whole processor (during init). A database that
    /// does not answer is only logged: the first request tries again, and gets the error if there still is one.
    pub async fn connect_ahead(&self) {
        match timeout(DEADLINE, self.pool.get()).await {
            Ok(Ok(connection)) => drop(connection),
            Ok(Err(error)) => {
                let error = pool_error(error);
                tracing::warn!(error = %explain(&error), "no connection ahead of the first request");
            }
            Err(_) => {
                tracing::warn!("no connection ahead of the first request: no answer in time");
            }
        }
        // Counts as its first use: it is as fresh as one that just answered.
        self.last_use_s.store(now_s(), Ordering::Relaxed);
    }

    /// Runs `opening` and `statements` as one transaction in one round trip. Statements see what the opening one set
    /// (`app.user_id`, `app.client_id`) and nothing at all when it set nothing.
    ///
    /// The inner result is that of the statements: the opening one may have answered while a later one was refused; then
    /// nothing of the batch is kept.
    ///
    /// # Errors
    /// The outer one when the opening statement could not be answered.
    pub async fn run<O: Send, S: Statements>(
        &self,
        opening: Statement<O>,
        statements: S,
    ) -> Result<(O, Result<S::Output, StorageError>), StorageError> {
        let mut queries = opening.queries();
        queries.extend(statements.queries());
        let mut answers = self.send(&queries).await?.into_iter();

        let opened = answers.next().ok_or(StorageError::MissingRow)??;
        let opened = opening.read(vec![opened])?;
        // The first refusal is the reason; the ones after it only say that the transaction is over.
        let rest = answers
            .collect::<Result<Vec<_>, _>>()
            .map_err(StorageError::from)
            .and_then(|rows| statements.read(rows));
        Ok((opened, rest))
    }

    /// Runs statements that need nothing opened as one transaction in one round trip.
    ///
    /// # Errors
    /// When one of them could not be answered; then nothing of the batch is kept.
    pub async fn run_alone<S: Statements>(&self, statements: S) -> Result<S::Output, StorageError> {
        let answers = self.send(&statements.queries()).await?;
        let rows = answers.into_iter().collect::<Result<Vec<_>, _>>()?;
        statements.read(rows)
    }

    /// Sends a batch within the deadline. A batch that may run twice is sent again, once, when its connection turned out dead.
    async fn send(&self, queries: &[&Query]) -> Result<Answers, StorageError> {
        let attempts = async {
            let first = self.attempt(queries).await;
            match first {
                Err(Failed::NothingKept(error)) => {
                    tracing::info!(error = %explain(&error), "nothing of a batch is kept: trying once more");
                    self.attempt(queries).await.map_err(Failed::into_error)
                }
                Err(Failed::Unknown(error)) if queries.iter().all(|query| query.is_repeatable) => {
                    tracing::info!(error = %explain(&error), "a connection died: repeating a batch that may run twice");
                    self.attempt(queries).await.map_err(Failed::into_error)
                }
                other => other.map_err(Failed::into_error),
            }
        };
        timeout(self.deadline, attempts).await.unwrap_or_else(|_| {
            Err(StorageError::unavailable(format!(
                "no answer within {} ms",
                self.deadline.as_millis()
            )))
        })
    }

    async fn attempt(&self, queries: &[&Query]) -> Result<Answers, Failed> {
        let connection = Lease::take(self).await.map_err(Failed::NotConnected)?;
        let client = connection.client();
        // join polls in order, and each future hands its bytes to the connection when first polled: that order is the order on
        // the wire, and nothing waits for an answer.
        let (began, answers, committed) = join3(
            client.batch_execute(&self.begin),
            join_all(queries.iter().map(|query| async move {
                let parameters: Vec<(&(dyn ToSql + Sync), Type)> = query
                    .parameters
                    .iter()
                    .map(|(value, sql_type)| (&**value as &(dyn ToSql + Sync), sql_type.clone()))
                    .collect();
                client.query_typed(query.sql, &parameters).await
            })),
            client.batch_execute("commit"),
        )
        .await;

        if let Err(error) = began {
            // The server's answer that refuses even `begin` proves that nothing ran; a silence proves nothing.
            let refused = Refusal::of(&error).is_some();
            connection.discard_with_idle();
            return Err(if refused {
                Failed::NothingKept(error.into())
            } else {
                Failed::Unknown(error.into())
            });
        }
        // A refused statement takes the transaction with it, whatever became of the commit.
        let refused = |answer: &Result<_, _>| answer.as_ref().err().and_then(Refusal::of);
        if let Some(refusal) = answers.iter().find_map(refused)
            && refusal.may_pass
        {
            if refusal.ends_connection || committed.is_err() {
                connection.discard_with_idle();
            } else {
                connection.give_back();
            }
            let error = answers.into_iter().find_map(Result::err);
            return Err(Failed::NothingKept(
                error.map_or(StorageError::MissingRow, StorageError::from),
            ));
        }
        let lost = answers
            .iter()
            .any(|answer| matches!(answer, Err(error) if error.is_closed()));
        match committed {
            Ok(()) if !lost => {
                connection.give_back();
                Ok(answers)
            }
            // A deferred constraint, or the server going away: either way not kept for sure, and never to be reported as kept.
            Err(error) => {
                if Refusal::of(&error).is_some_and(|refusal| !refusal.ends_connection) {
                    connection.give_back();
                } else {
                    connection.discard_with_idle();
                }
                Err(Failed::Unknown(error.into()))
            }
            Ok(()) => {
                connection.discard_with_idle();
                Err(Failed::Unknown(StorageError::unavailable(
                    "the connection broke",
                )))
            }
        }
    }
}

/// Why a batch was not answered.
enum Failed {
    NotConnected(StorageError),
    /// The server has said so: it may be sent again, also if it writes.
    NothingKept(StorageError),
    Unknown(StorageError),
}

impl Failed {
    fn into_error(self) -> StorageError {
        match self {
            Self::NotConnected(error) | Self::NothingKept(error) | Self::Unknown(error) => error,
        }
    }
}
