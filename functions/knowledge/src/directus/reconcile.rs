//! One pair after the other: asks Directus for the item as it is now, and brings both sides together.

use super::api::Failed;
use super::item::{File, Item};
use super::merge::{self, FileMove, Merged, Seen};
use super::{Directus, Swept};
use serde_json::{Map, Value, json};
use shared::directus::{self, Agreed, Applied, Claimed, Document};
use shared::objects::{LARGEST_BYTES, ObjectError, ObjectKey, ObjectStore};
use shared::{Database, StorageError, explain};
use std::time::Duration;
use tokio::time::{Instant, timeout_at};
use uuid::Uuid;

/// Longer than the calls for one pair take, two files among them.
const LEASE: Duration = Duration::from_secs(180);
/// With less than this left, a further pair is not begun.
const LEAST_TIME: Duration = Duration::from_millis(500);
const FIRST_DELAY: Duration = Duration::from_secs(15);
const LONGEST_DELAY: Duration = Duration::from_secs(60 * 60);

/// What work needs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Work<'a> {
    pub(super) directus: &'a Directus,
    pub(super) database: &'a Database,
    pub(super) store: Option<&'a ObjectStore>,
    pub(super) deadline: Instant,
}

/// Why a pair could not be brought together.
#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error(transparent)]
    Directus(#[from] Failed),
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error(transparent)]
    Store(#[from] ObjectError),
    #[error("there was no time left")]
    Late,
}

/// What became of a pair.
enum Outcome {
    Settled,
    Postponed,
    /// Nothing else would work now.
    Stop,
}

impl Work<'_> {
    /// Works through everything that is due.
    pub(super) async fn sweep(self) -> Swept {
        let mut swept = Swept::default();
        while self.work_on(None, &mut swept).await {}
        swept
    }

    /// Works on these pairs, as far as they are due.
    pub(super) async fn work_on_all(self, ids: &[Uuid]) -> Swept {
        let mut swept = Swept::default();
        for id in ids {
            // Once for what there is to learn, once more for what came of it.
            for _ in 0..2 {
                if !self.work_on(Some(*id), &mut swept).await {
                    break;
                }
            }
            if swept.is_away {
                break;
            }
        }
        swept
    }

    /// False when there is nothing (more) to do, or it cannot be done.
    async fn work_on(self, id: Option<Uuid>, swept: &mut Swept) -> bool {
        if Instant::now() + LEAST_TIME >= self.deadline {
            return false;
        }
        let claimed = match self.database.run_alone(directus::claim(id, LEASE)).await {
            Ok(Some(claimed)) => claimed,
            Ok(None) => return false,
            Err(error) => {
                tracing::warn!(error = %explain(&error), "what is due for Directus cannot be looked up");
                return false;
            }
        };
        match self.bring_together(&claimed).await {
            Outcome::Settled => swept.settled += 1,
            Outcome::Postponed => swept.postponed += 1,
            Outcome::Stop => {
                swept.postponed += 1;
                swept.is_away = true;
                return false;
            }
        }
        true
    }

    async fn bring_together(self, claimed: &Claimed) -> Outcome {
        let worked = timeout_at(self.deadline, self.compare(claimed)).await;
        let Err(trouble) = worked.unwrap_or(Err(Trouble::Late)) else {
            return Outcome::Settled;
        };
        let reason = explain(&trouble);
        tracing::warn!(document.id = %claimed.claim.document_id, attempts = claimed.attempts, reason, "a document and its item in Directus are still to be brought together");
        let delay = delay_after(claimed.attempts);
        let postponed = directus::postpone(claimed.claim, delay, &reason);
        let postponed = self.database.run_alone(postponed).await;
        let stops = match &trouble {
            Trouble::Directus(failed) => failed.concerns_all(),
            Trouble::Storage(error) => matches!(error, StorageError::Unavailable { .. }),
            Trouble::Store(_) => false,
            Trouble::Late => true,
        };
        if stops || postponed.is_err() {
            Outcome::Stop
        } else {
            Outcome::Postponed
        }
    }

    async fn compare(self, claimed: &Claimed) -> Result<(), Trouble> {
        let id = claimed.claim.document_id;
        // What an older program wrote and we cannot read counts as never seen.
        let seen = claimed.seen.clone();
        let seen: Option<Seen> = seen.and_then(|seen| serde_json::from_value(seen).ok());
        let theirs = self.directus.api.find_item(id).await?;
        match (&claimed.document, theirs) {
            (None, None) => self.settle(claimed, None).await,
            (Some(_), None) if claimed.deleted_there && seen.is_some() => {
                let deleted = directus::delete_document(claimed.claim);
                self.database
                    .run_alone((deleted, directus::settle(claimed.claim, None)))
                    .await?;
                self.delete_our_file(seen.as_ref()).await
            }
            // A document that nobody deleted is put back: its item may be gone for many a reason.
            (Some(ours), None) => self.create(claimed, seen.as_ref(), ours).await,
            (None, Some(_)) if seen.is_some() => {
                self.directus.api.delete_item(id).await?;
                self.delete_our_file(seen.as_ref()).await?;
                self.settle(claimed, None).await
            }
            (None, Some(theirs)) => self.adopt(claimed, &theirs).await,
            (Some(ours), Some(theirs)) => self.merge(claimed, seen.as_ref(), ours, &theirs).await,
        }
    }

    /// Makes an item of a document.
    async fn create(
        self,
        claimed: &Claimed,
        seen: Option<&Seen>,
        ours: &Document,
    ) -> Result<(), Trouble> {
        let mut item = merge::new_item(claimed.claim.document_id, ours);
        let mut agreed = merge::as_made(ours);
        let uploaded = match (&ours.object_key, claimed.file_id) {
            (Some(_), _) if ours.status == "uploading" => None,
            // From a try that did not come to its end. Where an item was and is no more, its file may be gone too.
            (Some(key), Some(file_id))
                if seen.is_none() && claimed.file_key.as_ref() == Some(key) =>
            {
                Some((file_id, key.clone()))
            }
            (Some(key), _) => self.upload(claimed, ours, key).await?,
            (None, _) => None,
        };
        if let Some((file_id, _)) = &uploaded {
            item.insert("file".to_owned(), json!(file_id));
            agreed.file = Some(*file_id);
            agreed.file_is_ours = true;
        }
        self.directus.api.create_item(&item).await?;
        self.settle(claimed, Some((agreed, uploaded))).await
    }

    /// Makes a document of an item that an editor has made.
    async fn adopt(self, claimed: &Claimed, theirs: &Item) -> Result<(), Trouble> {
        let Some(client_id) = theirs.client_id else {
            return self.refuse(claimed, theirs, "It names no client.").await;
        };
        let mut changes = Map::new();
        changes.insert("clientId".to_owned(), json!(client_id));
        changes.insert("title".to_owned(), json!(theirs.title()));
        changes.insert("url".to_owned(), json!(theirs.url));
        changes.insert("tags".to_owned(), json!(theirs.tags));
        let mut bytes = None;
        if let Some(file) = &theirs.file {
            match self.fetch(file, &mut changes).await? {
                Ok(fetched) => bytes = Some(fetched),
                Err(reason) => return self.refuse(claimed, theirs, reason).await,
            }
        } else {
            changes.insert("body".to_owned(), json!(theirs.body));
        }
        match self.apply(claimed, changes, bytes).await? {
            Ok(key) => {
                let file = theirs.file.as_ref().map(|file| file.id).zip(key);
                let agreed = merge::as_seen(theirs);
                self.settle(claimed, Some((agreed, file))).await
            }
            Err(reason) => self.refuse(claimed, theirs, reason).await,
        }
    }

    /// Tells the editor that an item is not taken, and why. Saying it once is enough: our own change comes back as a further call.
    async fn refuse(
        self,
        claimed: &Claimed,
        theirs: &Item,
        reason: &'static str,
    ) -> Result<(), Trouble> {
        tracing::info!(document.id = %claimed.claim.document_id, reason, "an item of Directus is not taken");
        let is_told = theirs.status.as_deref() == Some("failed");
        if !is_told || theirs.failure.as_deref() != Some(reason) {
            let mut patch = Map::new();
            patch.insert("status".to_owned(), json!("failed"));
            patch.insert("failure".to_owned(), json!(reason));
            self.directus.api.update_item(theirs.id, &patch).await?;
        }
        self.settle(claimed, None).await
    }

    /// Brings the sides of a pair together.
    async fn merge(
        self,
        claimed: &Claimed,
        seen: Option<&Seen>,
        ours: &Document,
        theirs: &Item,
    ) -> Result<(), Trouble> {
        let Merged {
            mut changes,
            mut patch,
            file,
            mut agreed,
        } = merge::merge(claimed, seen, ours, theirs);
        let mut known = claimed.file_id.zip(claimed.file_key.clone());
        let mut bytes = None;
        agreed.file = theirs.file.as_ref().map(|file| file.id);
        match file {
            FileMove::Stay => {}
            FileMove::Removed => known = None,
            FileMove::Unlink => {
                patch.insert("file".to_owned(), Value::Null);
                (known, agreed.file) = (None, None);
            }
            FileMove::Link(file_id) => {
                patch.insert("file".to_owned(), json!(file_id));
                (agreed.file, agreed.file_is_ours) = (Some(file_id), true);
            }
            FileMove::Send(key) => {
                if let Some((file_id, key)) = self.upload(claimed, ours, &key).await? {
                    patch.insert("file".to_owned(), json!(file_id));
                    (agreed.file, agreed.file_is_ours) = (Some(file_id), true);
                    known = Some((file_id, key));
                }
            }
            FileMove::Fetch(file) => {
                agreed.file_is_ours = false;
                // What was refused is not fetched again; the old file goes on answering.
                known = Some(file.id).zip(ours.object_key.clone());
                match self.fetch(&file, &mut changes).await? {
                    Ok(fetched) => bytes = Some(fetched),
                    Err(reason) => drop(patch.insert("failure".to_owned(), json!(reason))),
                }
            }
        }
        if !changes.is_empty() {
            // A document that is gone meanwhile is due once more because of that.
            let applied = self.apply(claimed, changes, bytes).await?;
            if let (Ok(Some(key)), Some(file_id)) = (applied, agreed.file) {
                known = Some((file_id, key));
            }
        }
        if !patch.is_empty() {
            self.directus.api.update_item(theirs.id, &patch).await?;
        }
        let file_now = agreed.file;
        self.settle(claimed, Some((agreed, known))).await?;
        match seen {
            Some(seen) if seen.file != file_now => self.delete_our_file(Some(seen)).await,
            _ => Ok(()),
        }
    }

    /// Reads a file there, and says among the changes that it comes. The inner error is for the editor.
    async fn fetch(
        self,
        file: &File,
        changes: &mut Map<String, Value>,
    ) -> Result<Result<Vec<u8>, &'static str>, Trouble> {
        if self.store.is_none() {
            return Ok(Err("Files cannot be kept here."));
        }
        match self
            .directus
            .api
            .download_file(file.id, LARGEST_BYTES)
            .await
        {
            Ok(bytes) => {
                let name = file.name.as_deref().unwrap_or("file");
                changes.insert(
                    "file".to_owned(),
                    json!({"name": name, "sizeBytes": bytes.len()}),
                );
                Ok(Ok(bytes))
            }
            Err(Failed::TooLarge) => Ok(Err("The file has more than 10 MB.")),
            Err(error) => Err(error.into()),
        }
    }

    /// Does here what was done there. Gives the name of the file, if there is one; the inner error is for the editor.
    async fn apply(
        self,
        claimed: &Claimed,
        changes: Map<String, Value>,
        bytes: Option<Vec<u8>>,
    ) -> Result<Result<Option<String>, &'static str>, Trouble> {
        let applied = directus::apply(claimed.claim, Value::Object(changes));
        let key = match self.database.run_alone(applied).await? {
            Applied::Done(key) => key,
            Applied::Void => None,
            Applied::NoClient => return Ok(Err("There is no client with this id.")),
            Applied::Full => return Ok(Err("The client has as many documents as it may have.")),
        };
        // Known to the database first: a bucket tells us at once of a file that came, and one that no document awaits is deleted.
        if let (Some(key), Some(bytes), Some(store)) = (key, bytes, self.store) {
            store.put(self.directus.api.http(), key, bytes).await?;
            self.database.run_alone(directus::take_file(&key)).await?;
        }
        Ok(Ok(key.map(|key| key.to_string())))
    }

    /// Copies a file of ours there. `None` when there is no such file.
    async fn upload(
        self,
        claimed: &Claimed,
        ours: &Document,
        key: &str,
    ) -> Result<Option<(Uuid, String)>, Trouble> {
        let (Some(store), Ok(object)) = (self.store, key.parse::<ObjectKey>()) else {
            return Ok(None);
        };
        let Some(bytes) = store.get(&object, LARGEST_BYTES).await? else {
            return Ok(None);
        };
        let name = ours.file_name.as_deref().unwrap_or("file");
        let file_id = file_id(&object);
        self.directus
            .api
            .upload_file(file_id, &ours.title, name, &bytes)
            .await?;
        let kept = directus::keep_file(claimed.claim, file_id, key);
        self.database.run_alone(kept).await?;
        Ok(Some((file_id, key.to_owned())))
    }

    async fn delete_our_file(self, seen: Option<&Seen>) -> Result<(), Trouble> {
        let file = seen.filter(|seen| seen.file_is_ours);
        if let Some(file_id) = file.and_then(|seen| seen.file) {
            self.directus.api.delete_file(file_id).await?;
        }
        Ok(())
    }

    async fn settle(
        self,
        claimed: &Claimed,
        agreed: Option<(Seen, Option<(Uuid, String)>)>,
    ) -> Result<(), Trouble> {
        let agreed = agreed.map(|(seen, file)| {
            let (file_id, file_key) = file.unzip();
            Agreed {
                seen: json!(seen),
                file_id,
                file_key,
            }
        });
        let settled = directus::settle(claimed.claim, agreed);
        Ok(self.database.run_alone(settled).await?)
    }
}

/// Always the same for a file of ours, so that none is there twice when the answer to its upload is lost.
fn file_id(key: &ObjectKey) -> Uuid {
    let revision = u128::from(key.revision.unsigned_abs());
    Uuid::from_u128(key.document_id.as_u128() ^ revision)
}

/// 15 s, 30 s, 1 min, … 1 h.
fn delay_after(attempts: i16) -> Duration {
    let doublings = u32::try_from(attempts.clamp(1, 9) - 1).unwrap_or_default();
    (FIRST_DELAY * 2_u32.pow(doublings)).min(LONGEST_DELAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_file_of_a_document_has_an_id_of_its_own() {
        let key = |document, revision| ObjectKey {
            client_id: Uuid::nil(),
            document_id: Uuid::from_u128(document),
            revision,
        };
        assert_eq!(file_id(&key(8, 1)), file_id(&key(8, 1)));
        assert_ne!(file_id(&key(8, 1)), file_id(&key(8, 2)));
        assert_ne!(file_id(&key(8, 1)), file_id(&key(16, 1)));
    }

    #[test]
    fn the_longer_it_fails_the_longer_it_waits() {
        let delays: Vec<u64> = [1, 2, 3, 9, 1000, -1]
            .map(|attempts| delay_after(attempts).as_secs())
            .into();
        assert_eq!(delays, [15, 30, 60, 3600, 3600, 15]);
    }
}
