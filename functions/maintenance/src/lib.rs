//! Migrations at deploy, expired rows on a schedule. One Lambda function for three callers: CloudFormation (a custom resource),
//! EventBridge (a schedule), and an operator (`aws lambda invoke`).
//!
//! Settings are read by each invocation and not during init: CloudFormation hears of a function that works and cannot be used, but
//! waits an hour for one that never starts. An hour lies between two of the schedule's; a password may have changed.

mod custom_resource;
mod deadline;
mod delivery;
mod event;
mod failed;
mod plan;
mod prune;

pub use failed::Failed;

use custom_resource::{Answer, Request};
use deadline::Deadline;
use event::Event;
use futures_util::FutureExt;
use lambda_runtime::LambdaEvent;
use serde_json::{Value, json};
use shared::database::DatabaseConfig;
use shared::explain;
use shared::migrations::{self, Migrated};
use shared::{Settings, SettingsError};
use std::fmt;
use std::panic::AssertUnwindSafe;
use std::time::{Instant, SystemTime};
use tokio::time::timeout;

/// The function. `L` reads the settings.
pub struct Maintenance<L> {
    load: L,
    batch_size: i32,
}

impl<L> fmt::Debug for Maintenance<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Maintenance")
            .field("batch_size", &self.batch_size)
            .finish_non_exhaustive()
    }
}

impl<L: AsyncFn() -> Result<Settings, SettingsError>> Maintenance<L> {
    /// Reads nothing yet.
    pub fn new(load: L) -> Self {
        Self {
            load,
            batch_size: prune::BATCH_SIZE,
        }
    }

    /// The same, deleting other numbers of rows at once.
    #[must_use]
    pub fn with_batch_size(self, rows: i32) -> Self {
        Self {
            batch_size: rows,
            ..self
        }
    }

    /// Handles one event.
    ///
    /// # Errors
    /// See [`Failed`]. Migrations that failed are none once CloudFormation was told of them.
    pub async fn handle(&self, event: LambdaEvent<Value>) -> Result<Value, Failed> {
        let deadline = Deadline::of(&event.context, SystemTime::now());
        match Event::read(event.payload)? {
            Event::CustomResource(request) => self.serve_stack(&request, deadline).await,
            Event::Migrate => {
                let migrated = self.migrate(deadline).await;
                let Migrated { applied, version } = migrated.map_err(Failed::Migrations)?;
                Ok(json!({"applied": applied, "version": version}))
            }
            Event::Prune => {
                let database = self.database(deadline).await.map_err(Failed::CleanUp)?;
                prune::run(&database, self.batch_size, deadline).await
            }
            Event::SetPlan(change) => {
                let database = self.database(deadline).await.map_err(Failed::Plan)?;
                plan::set(&database, &change, deadline).await
            }
        }
    }

    async fn serve_stack(&self, request: &Request, deadline: Deadline) -> Result<Value, Failed> {
        let outcome = match request.request_type() {
            // Older code has nothing to run on a newer schema, and what made the newer one fail would make this fail too.
            "Update" if request.takes_back() => Ok(None),
            "Create" | "Update" => self.migrate_whatever_happens(deadline).await.map(Some),
            // Data is never given up because a stack is.
            "Delete" => Ok(None),
            other => Err(format!(
                "a request of type {other:?} is none of Create, Update and Delete"
            )),
        };
        if let Err(reason) = &outcome {
            tracing::error!(reason, "CloudFormation's request failed");
        }
        let answer = Answer::new(request, &outcome);
        let delivered = delivery::put(request.response_url(), answer.body(), deadline).await;
        delivered.map_err(|reason| Failed::NotDelivered {
            status: answer.status(),
            reason,
        })?;
        Ok(answer.for_the_log())
    }

    /// A mistake in the program is a reason like any other: without an answer CloudFormation would wait an hour.
    async fn migrate_whatever_happens(&self, deadline: Deadline) -> Result<Migrated, String> {
        let caught = AssertUnwindSafe(self.migrate(deadline))
            .catch_unwind()
            .await;
        caught.unwrap_or_else(|_| {
            Err("the program has a mistake and broke off; its log says where".to_owned())
        })
    }

    /// Brings the database up to date, or gives the reason why not.
    async fn migrate(&self, deadline: Deadline) -> Result<Migrated, String> {
        let started = Instant::now();
        let database = self.database(deadline).await?;
        let migrated = migrations::run_within(&database, deadline.left_for_work()).await;
        let migrated = migrated.map_err(|error| error.reason())?;
        tracing::info!(
            applied = migrated.applied.join(","),
            version = migrated.version,
            duration_ms = deadline::milliseconds(started.elapsed()),
            "the database is up to date"
        );
        Ok(migrated)
    }

    async fn database(&self, deadline: Deadline) -> Result<DatabaseConfig, String> {
        let read = async {
            let settings = (self.load)().await?;
            DatabaseConfig::from_settings(&settings)
        };
        match timeout(deadline.left_for_work(), read).await {
            Ok(read) => read.map_err(|error| explain(&error)),
            Err(_) => Err("the settings could not be read in time".to_owned()),
        }
    }
}
