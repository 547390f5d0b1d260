//! One pair: asks Directus for the item as it is now, and brings both sides together.

use super::item::Item;
use super::merge::{self, FileMove, Merged, Seen};
use super::work::{Queued, Trouble, Work};
use serde_json::{Map, Value, json};
use shared::directus::{self, Agreed, Claimed, Document};
use uuid::Uuid;

impl Work<'_> {
    pub(super) async fn compare(self, claimed: &Claimed) -> Result<Queued, Trouble> {
        let id = claimed.claim.document_id;
        // What an older program wrote and we cannot read counts as never seen.
        let seen = claimed.seen.clone();
        let seen: Option<Seen> = seen.and_then(|seen| serde_json::from_value(seen).ok());
        let theirs = self.directus.api.find_item(id).await?;
        match (&claimed.document, theirs) {
            (None, None) => self.settle(claimed, None).await?,
            (Some(_), None) if claimed.deleted_there && seen.is_some() => {
                let deleted = directus::delete_document(claimed.claim);
                self.database
                    .run_alone((deleted, directus::settle(claimed.claim, None)))
                    .await?;
                self.delete_our_file(seen.as_ref()).await?;
            }
            // A document that nobody deleted is put back: its item may be gone for many a reason.
            (Some(ours), None) => self.create(claimed, seen.as_ref(), ours).await?,
            (None, Some(_)) if seen.is_some() => {
                self.directus.api.delete_item(id).await?;
                self.delete_our_file(seen.as_ref()).await?;
                self.settle(claimed, None).await?;
            }
            (None, Some(theirs)) => return self.adopt(claimed, &theirs).await,
            (Some(ours), Some(theirs)) => {
                return self.merge(claimed, seen.as_ref(), ours, &theirs).await;
            }
        }
        Ok(Queued(false))
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
    async fn adopt(self, claimed: &Claimed, theirs: &Item) -> Result<Queued, Trouble> {
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
                self.settle(claimed, Some((agreed, file))).await?;
                Ok(Queued(theirs.file.is_none()))
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
    ) -> Result<Queued, Trouble> {
        tracing::info!(document.id = %claimed.claim.document_id, reason, "an item of Directus is not taken");
        let is_told = theirs.status.as_deref() == Some("failed");
        if !is_told || theirs.failure.as_deref() != Some(reason) {
            let mut patch = Map::new();
            patch.insert("status".to_owned(), json!("failed"));
            patch.insert("failure".to_owned(), json!(reason));
            self.directus.api.update_item(theirs.id, &patch).await?;
        }
        self.settle(claimed, None).await?;
        Ok(Queued(false))
    }

    /// Brings the sides of a pair together.
    async fn merge(
        self,
        claimed: &Claimed,
        seen: Option<&Seen>,
        ours: &Document,
        theirs: &Item,
    ) -> Result<Queued, Trouble> {
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
        let queued = Queued(changes.contains_key("body"));
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
            Some(seen) if seen.file != file_now => self.delete_our_file(Some(seen)).await?,
            _ => {}
        }
        Ok(queued)
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
