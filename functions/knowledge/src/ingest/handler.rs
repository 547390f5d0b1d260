//! Events of Lambda.

use super::event::Event;
use super::{Failed, Ingest, Report};
use lambda_runtime::{Context, LambdaEvent};
use serde_json::{Value, json};
use std::time::{Duration, SystemTime};
use tokio::time::Instant;

/// How long Directus is told what became of files that came.
const TELLING_AFTER: Duration = Duration::from_secs(20);
/// Kept for saying what was done.
const RESERVE: Duration = Duration::from_secs(5);

impl Ingest {
    /// Handles an event that is no HTTP request.
    ///
    /// # Errors
    /// See [`Failed`]. One document that cannot be read is none: it says so itself.
    pub async fn handle(&self, event: LambdaEvent<Value>) -> Result<Value, Failed> {
        let end = end(&event.context);
        let report = match Event::read(&event.payload)? {
            Event::Sweep => self.sweep(end).await?,
            Event::ResyncDirectus => {
                self.resync_directus(end).await?;
                self.sweep(end).await?
            }
            Event::FilesCame(keys) => {
                let mut report = Report::default();
                for key in &keys {
                    if !self.has_time(end) {
                        // Lambda calls once more; what was read until then is not read again.
                        return Err(Failed::OutOfTime);
                    }
                    self.file_came(key, &mut report).await?;
                }
                // Its editors see that their files are read, and do not wait for a sweep.
                self.tell_directus(end.min(Instant::now() + TELLING_AFTER))
                    .await;
                report.finished = true;
                report
            }
        };
        tracing::info!(report = %json!(report), "the ingest has done what was due");
        Ok(json!(report))
    }
}

/// When to be done.
fn end(context: &Context) -> Instant {
    let whole = context.deadline().duration_since(SystemTime::now());
    // No invocation may take longer.
    let whole = whole.unwrap_or_default().min(Duration::from_secs(900));
    Instant::now() + whole.saturating_sub(RESERVE)
}
