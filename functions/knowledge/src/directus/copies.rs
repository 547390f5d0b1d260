//! What has to be carried: files from one side to the other, and changes to the database.

use super::api::Failed;
use super::item::File;
use super::merge::Seen;
use super::work::{Trouble, Work};
use serde_json::{Map, Value, json};
use shared::directus::{self, Applied, Claimed, Document};
use shared::objects::{LARGEST_BYTES, ObjectKey};
use uuid::Uuid;

impl Work<'_> {
    /// Reads a file there, and says among the changes that it comes. The inner error is for the editor.
    pub(super) async fn fetch(
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
    pub(super) async fn apply(
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
    pub(super) async fn upload(
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

    pub(super) async fn delete_our_file(self, seen: Option<&Seen>) -> Result<(), Trouble> {
        let file = seen.filter(|seen| seen.file_is_ours);
        if let Some(file_id) = file.and_then(|seen| seen.file) {
            self.directus.api.delete_file(file_id).await?;
        }
        Ok(())
    }
}

/// Always the same for a file of ours, so that none is there twice when the answer to its upload is lost.
fn file_id(key: &ObjectKey) -> Uuid {
    let revision = u128::from(key.revision.unsigned_abs());
    Uuid::from_u128(key.document_id.as_u128() ^ revision)
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
}
