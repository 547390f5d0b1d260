//! What is queued, one after another, until nothing is due or the time is nearly over; and files that no document has any more. Every
//! document that waits for something is looked at in time, so that none waits for ever.

use super::{Failed, Ingest, LEASE, Outcome};
use serde::Serialize;
use shared::database::Changed;
use shared::documents::ingest::{self, DeletedFile};
use shared::objects::ObjectKey;
use shared::{StorageError, explain};
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// Files of one batch.
const FILES_AT_ONCE: i32 = 100;
/// Beside reading: fetching, storing, saying so.
const REST_OF_THE_WORK: Duration = Duration::from_secs(60);

/// How long a model reads a document that has just come. What is left is for the sweep.
const EMBEDDING_AT_ONCE: Duration = Duration::from_secs(20);

/// How long Directus is told what changed before documents are read.
const TELLING_FIRST: Duration = Duration::from_secs(20);

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Documents whose chunks answer now.
    pub ready: u32,
    /// Documents that cannot be read.
    pub failed: u32,
    /// Documents that will be tried again.
    pub postponed: u32,
    /// Documents that were changed, or taken by somebody else, meanwhile.
    pub void: u32,
    /// Files that were deleted.
    pub deleted_files: u32,
    /// Chunks that are found by their meaning now.
    pub embedded_chunks: u32,
    /// Whether all is done that was due. What is left is for the next run.
    pub finished: bool,
}

impl Report {
    pub(super) fn count(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Ready => self.ready += 1,
            Outcome::Failed => self.failed += 1,
            Outcome::Postponed | Outcome::StoreAway => self.postponed += 1,
            Outcome::Void => self.void += 1,
        }
    }
}

impl Ingest {
    /// Works through what is due. Nothing is begun that might not be done before `end`.
    ///
    /// # Errors
    /// When the database does not do its part. What was done until then stays done.
    pub async fn sweep(&self, end: Instant) -> Result<Report, Failed> {
        let mut report = Report::default();
        self.delete_files(&mut report).await?;
        // Before as well as after: reading may take all the time there is.
        self.tell_directus(end.min(Instant::now() + TELLING_FIRST))
            .await;
        let mut ingest = self.clone();
        while self.has_time(end) {
            let Some(claimed) = self.database.run_alone(ingest::claim_next(LEASE)).await? else {
                report.finished = true;
                break;
            };
            let outcome = ingest.work(claimed).await?;
            report.count(outcome);
            if outcome == Outcome::StoreAway {
                // Whoever else waits for it is put off at once: a silent one would take ten seconds of each, and texts wait behind them.
                ingest.objects = None;
            }
        }
        self.tell_directus(end).await;
        report.embedded_chunks += self.embed(None, end).await;
        Ok(report)
    }

    /// Brings what changed here and in Directus together. One that is away is asked again next time.
    pub(super) async fn tell_directus(&self, end: Instant) {
        if let Some(directus) = &self.directus {
            let swept = directus
                .push_due(&self.database, self.objects.as_ref(), end)
                .await;
            tracing::info!(
                ?swept,
                "documents and their items in Directus were compared"
            );
        }
    }

    /// Reads the document whose file has come. A file that no document waits for or has is deleted.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn file_came(&self, key: &ObjectKey, report: &mut Report) -> Result<(), Failed> {
        let statements = (ingest::claim_file(key, LEASE), ingest::has_file(key));
        let (claimed, Changed(is_wanted)) = self.database.run_alone(statements).await?;
        if let Some(claimed) = claimed {
            let document_id = claimed.claim.document_id;
            report.count(self.work(claimed).await?);
            let end = Instant::now() + EMBEDDING_AT_ONCE;
            report.embedded_chunks += self.embed(Some(document_id), end).await;
        } else if !is_wanted && let Some(store) = &self.objects {
            match store.delete(key).await {
                Ok(()) => report.deleted_files += 1,
                Err(error) => {
                    tracing::error!(error = %explain(&error), "a file that nobody wants stays");
                }
            }
        }
        Ok(())
    }

    pub(super) fn has_time(&self, end: Instant) -> bool {
        let longest = self.reader.time_limit() + REST_OF_THE_WORK;
        end.saturating_duration_since(Instant::now()) >= longest
    }

    /// Deletes files of documents that are gone. A store that is away is asked again next time.
    async fn delete_files(&self, report: &mut Report) -> Result<(), StorageError> {
        let Some(store) = &self.objects else {
            return Ok(());
        };
        let list = ingest::list_deleted_files(FILES_AT_ONCE);
        let mut deleted = Vec::new();
        for DeletedFile(key) in self.database.run_alone(list).await? {
            // What is no key of ours can only be forgotten.
            if let Ok(parsed) = key.parse::<ObjectKey>() {
                match timeout(LEASE, store.delete(&parsed)).await {
                    Ok(Ok(())) => {}
                    Ok(Err(error)) => {
                        tracing::error!(error = %explain(&error), "a file cannot be deleted now");
                        break;
                    }
                    Err(_) => break,
                }
            }
            deleted.push(key);
        }
        if deleted.is_empty() {
            return Ok(());
        }
        report.deleted_files += u32::try_from(deleted.len()).unwrap_or(u32::MAX);
        self.database
            .run_alone(ingest::forget_deleted_files(deleted))
            .await
    }
}
