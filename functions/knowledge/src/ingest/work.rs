//! One document: fetch, read, store, say what became of it.

use super::failure::{self, Trouble};
use super::progress::report_while;
use super::{Ingest, LEASE, Outcome, TRIES};
use extraction::child::Summary;
use extraction::{Chunk, Unreadable};
use shared::database::Changed;
use shared::documents::ingest::{self, Claimed, Failure, Finished};
use shared::objects::{ObjectError, ObjectKey};
use shared::retrieval::{self, Indexed, NewChunk};
use shared::{StorageError, explain};
use std::time::Instant;
use tokio::sync::watch;

/// Reading is so much of the work; the rest is storing what was read.
const READING_PERCENT: u8 = 70;
/// About a millisecond each: a batch of them takes no other batch's time.
const CHUNKS_AT_ONCE: usize = 200;

impl Ingest {
    /// Works on a claimed document. What went wrong is written on it.
    ///
    /// # Errors
    /// When the database cannot be told. The claim then ends by itself, and somebody tries again.
    pub(super) async fn work(&self, claimed: Claimed) -> Result<Outcome, StorageError> {
        let started = Instant::now();
        let outcome = match self.try_work(&claimed).await {
            Ok(Changed(true)) => Outcome::Ready,
            Ok(Changed(false)) | Err(Trouble::Void) => Outcome::Void,
            Err(Trouble::Lasting(reason)) => self.fail(&claimed, &reason).await?,
            Err(Trouble::Passing(reason)) => self.postpone(&claimed, &reason).await?,
            Err(Trouble::StoreAway) => {
                match self.postpone(&claimed, &failure::store_away()).await? {
                    Outcome::Postponed => Outcome::StoreAway,
                    other => other,
                }
            }
            Err(Trouble::Storage(error)) => return Err(error),
        };
        tracing::info!(
            document.id = %claimed.claim.document_id,
            client.id = %claimed.client_id,
            revision = claimed.claim.revision,
            attempts = claimed.attempts,
            outcome = ?outcome,
            duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
            "a document was looked at"
        );
        Ok(outcome)
    }

    async fn try_work(&self, claimed: &Claimed) -> Result<Changed, Trouble> {
        // Whoever tried before did not live to say what happened.
        if claimed.attempts > TRIES {
            return Err(Trouble::Lasting(failure::interrupted()));
        }
        let (bytes, file_name) = self.fetch(claimed).await?;
        let (seen, progress) = watch::channel(0);
        let reading = self.reader.read(bytes, file_name, |percent| {
            // Nobody may be watching any more.
            seen.send_replace(between(0, READING_PERCENT, percent.into(), 100));
        });
        let read = report_while(&self.database, claimed.claim, progress, reading).await?;
        let (summary, chunks) = read?;
        self.store(claimed, &chunks).await?;
        let finished = finished(&summary);
        Ok(self
            .patient
            .run_alone(ingest::finish(claimed.claim, &finished))
            .await?)
    }

    async fn fetch(&self, claimed: &Claimed) -> Result<(Vec<u8>, Option<String>), Trouble> {
        let Some(key) = &claimed.object_key else {
            let body = claimed.body.clone().ok_or(Unreadable::Empty)?;
            // What people write in a form is read as Markdown, which plain text is too.
            return Ok((body.into_bytes(), Some("text.md".to_owned())));
        };
        let key: ObjectKey = key
            .parse()
            .map_err(|_| Trouble::Lasting(failure::file_gone()))?;
        let store = self.objects.as_ref().ok_or(Trouble::StoreAway)?;
        match store.get(&key, self.reader.largest_bytes()).await {
            Ok(Some(bytes)) => Ok((bytes, claimed.file_name.clone())),
            Ok(None) if claimed.file_was_awaited => Err(Trouble::Lasting(failure::never_came())),
            Ok(None) => Err(Trouble::Lasting(failure::file_gone())),
            Err(ObjectError::TooLarge(_)) => Err(Unreadable::TooLarge.into()),
            Err(error) => {
                tracing::error!(error = %explain(&error), "a file cannot be fetched");
                Err(Trouble::StoreAway)
            }
        }
    }

    /// Adds the chunks to the document, some at a time. They answer when it is finished.
    async fn store(&self, claimed: &Claimed, chunks: &[Chunk]) -> Result<(), Trouble> {
        let claim = claimed.claim;
        let new: Vec<NewChunk<'_>> = chunks.iter().map(as_new).collect();
        for (number, some) in new.chunks(CHUNKS_AT_ONCE).enumerate() {
            let progress = between(READING_PERCENT, 100, number * CHUNKS_AT_ONCE, new.len());
            let opening = ingest::report_progress(claim, progress, LEASE);
            let add = retrieval::add_chunks(claim.document_id, claim.revision, some);
            let (Changed(is_ours), added) = self.patient.run(opening, add).await?;
            if !is_ours || added? == Indexed(false) {
                return Err(Trouble::Void);
            }
        }
        Ok(())
    }

    async fn fail(&self, claimed: &Claimed, reason: &Failure) -> Result<Outcome, StorageError> {
        let fail = ingest::fail(claimed.claim, reason);
        Ok(match self.database.run_alone(fail).await? {
            Changed(true) => Outcome::Failed,
            Changed(false) => Outcome::Void,
        })
    }

    async fn postpone(&self, claimed: &Claimed, reason: &Failure) -> Result<Outcome, StorageError> {
        if claimed.attempts >= TRIES {
            return self.fail(claimed, reason).await;
        }
        let delay = if claimed.attempts > 1 {
            self.pause * 6
        } else {
            self.pause
        };
        let postpone = ingest::postpone(claimed.claim, delay, reason);
        Ok(match self.database.run_alone(postpone).await? {
            Changed(true) => Outcome::Postponed,
            Changed(false) => Outcome::Void,
        })
    }
}

/// How far along from one percentage to another, when `done` of `all` is done.
fn between(from: u8, to: u8, done: usize, all: usize) -> u8 {
    let done = done.min(all) * usize::from(to - from) / all.max(1);
    from + u8::try_from(done).unwrap_or(to - from)
}

fn finished(summary: &Summary) -> Finished {
    Finished {
        kind: summary.kind.name(),
        pages: summary.pages.and_then(|pages| i32::try_from(pages).ok()),
    }
}

fn as_new(chunk: &Chunk) -> NewChunk<'_> {
    let number = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    NewChunk {
        ordinal: number(chunk.ordinal),
        page: chunk.page.map(number),
        heading: chunk.heading.as_deref(),
        content: &chunk.content,
        tokens: number(chunk.tokens),
    }
}
