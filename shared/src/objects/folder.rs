//! A folder that plays the bucket behind the local runner. Uploads come to the runner itself, by an address that is signed as S3's are.

use super::{NewObject, ObjectError, ObjectKey};
use crate::settings::Secret;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, ErrorKind, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// The folder. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Folder {
    root: Arc<Path>,
    key: Secret,
}

/// Why an upload is not taken.
#[derive(Debug, thiserror::Error)]
pub enum UploadRefused {
    /// Changed, or of another runner.
    #[error("the address is not one of ours")]
    NotSigned,
    /// It was good until a while ago.
    #[error("the address has expired")]
    Expired,
    /// More or fewer bytes than were announced.
    #[error("the file has not the size that was announced")]
    WrongSize,
    /// The disk does not take it.
    #[error("the file cannot be kept")]
    Failed(#[source] io::Error),
}

impl Folder {
    /// The folder `root`, made when the first file comes. `key` signs addresses.
    #[must_use]
    pub fn new(root: PathBuf, key: Secret) -> Self {
        Self {
            root: root.into(),
            key,
        }
    }

    /// Path and query that a file is uploaded to.
    pub(super) fn upload_path(&self, object: NewObject, expires_at: SystemTime) -> String {
        let NewObject {
            key, size_bytes, ..
        } = object;
        let expires = seconds(expires_at);
        let mut signature = String::new();
        for byte in self.mac(&key, size_bytes, expires).finalize().into_bytes() {
            write!(signature, "{byte:02x}").expect("writing to a String cannot fail");
        }
        format!("/objects/{key}?size={size_bytes}&expires={expires}&signature={signature}")
    }

    /// Takes an upload. `size_bytes`, `expires` (seconds since 1970) and `signature` are those of its address.
    ///
    /// # Errors
    /// See [`UploadRefused`].
    pub async fn accept(
        &self,
        key: &ObjectKey,
        (size_bytes, expires, signature): (u64, u64, &str),
        bytes: Vec<u8>,
        now: SystemTime,
    ) -> Result<(), UploadRefused> {
        let signature = unhex(signature).ok_or(UploadRefused::NotSigned)?;
        let mac = self.mac(key, size_bytes, expires);
        mac.verify_slice(&signature)
            .map_err(|_| UploadRefused::NotSigned)?;
        if seconds(now) > expires {
            return Err(UploadRefused::Expired);
        }
        if u64::try_from(bytes.len()).ok() != Some(size_bytes) {
            return Err(UploadRefused::WrongSize);
        }
        let path = self.path(key);
        on_disk(move || write(&path, &bytes))
            .await
            .map_err(UploadRefused::Failed)
    }

    pub(super) async fn get(
        &self,
        key: &ObjectKey,
        at_most: u64,
    ) -> Result<Option<Vec<u8>>, ObjectError> {
        let path = self.path(key);
        let read = on_disk(move || {
            let mut bytes = Vec::new();
            fs::File::open(path)?
                .take(at_most + 1)
                .read_to_end(&mut bytes)?;
            Ok(bytes)
        });
        match read.await {
            Ok(bytes) if u64::try_from(bytes.len()).is_ok_and(|length| length > at_most) => {
                Err(ObjectError::TooLarge(at_most))
            }
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(ObjectError::Away(error.to_string())),
        }
    }

    pub(super) async fn delete(&self, key: &ObjectKey) -> Result<(), ObjectError> {
        let path = self.path(key);
        let deleted = on_disk(move || {
            fs::remove_file(&path)?;
            // The folders above go with their last file; one that still holds another stays.
            for folder in path.ancestors().skip(1).take(2) {
                drop(fs::remove_dir(folder));
            }
            Ok(())
        });
        match deleted.await {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(ObjectError::Away(error.to_string()))
            }
            _ => Ok(()),
        }
    }

    fn path(&self, key: &ObjectKey) -> PathBuf {
        self.root
            .join(key.client_id.to_string())
            .join(key.document_id.to_string())
            .join(key.revision.to_string())
    }

    fn mac(&self, key: &ObjectKey, size_bytes: u64, expires: u64) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.key.expose().as_bytes())
            .expect("HMAC takes keys of any length");
        mac.update(format!("PUT {key} {size_bytes} {expires}").as_bytes());
        mac
    }
}

/// Beside and renamed: a reader never sees half a file.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let draft = path.with_extension(format!("{}.new", uuid::Uuid::new_v4().simple()));
    fs::write(&draft, bytes)?;
    fs::rename(&draft, path)
}

async fn on_disk<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|error| Err(io::Error::other(error)))
}

fn seconds(moment: SystemTime) -> u64 {
    moment
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2);
    pairs
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;
    use uuid::Uuid;

    const KEY: ObjectKey = ObjectKey {
        client_id: Uuid::from_u128(1),
        document_id: Uuid::from_u128(2),
        revision: 3,
    };
    const NOW: SystemTime = UNIX_EPOCH;
    const LATER: Duration = Duration::from_secs(60);

    /// A folder of its own, and the query of an address for two bytes.
    fn folder() -> (Folder, (u64, u64, String)) {
        let root = std::env::temp_dir().join(format!("objects-{}", Uuid::new_v4().simple()));
        let folder = Folder::new(root, Secret::new("a key"));
        let object = NewObject {
            key: KEY,
            size_bytes: 2,
            content_type: "text/plain",
        };
        let address = folder.upload_path(object, NOW + LATER);
        let (_, signature) = address.rsplit_once('=').expect("a query");
        (folder, (2, 60, signature.to_owned()))
    }

    async fn put(
        folder: &Folder,
        key: ObjectKey,
        query: (u64, u64, &str),
        bytes: &[u8],
        now: SystemTime,
    ) -> Result<(), UploadRefused> {
        folder.accept(&key, query, bytes.to_vec(), now).await
    }

    #[tokio::test]
    async fn what_was_uploaded_can_be_read_and_deleted() {
        let (folder, (size, expires, signature)) = folder();
        assert!(matches!(folder.get(&KEY, 2).await, Ok(None)));
        let upload = put(&folder, KEY, (size, expires, &signature), b"hi", NOW);
        upload.await.expect("it is signed");
        let read = folder.get(&KEY, 2).await.expect("a folder");
        assert_eq!(read.as_deref(), Some(&b"hi"[..]));
        assert!(matches!(
            folder.get(&KEY, 1).await,
            Err(ObjectError::TooLarge(1))
        ));
        for _ in 0..2 {
            folder.delete(&KEY).await.expect("deleted");
        }
        assert!(matches!(folder.get(&KEY, 2).await, Ok(None)));
        assert!(
            fs::read_dir(&folder.root)
                .expect("the folder")
                .next()
                .is_none()
        );
        fs::remove_dir(&folder.root).expect("empty");
    }

    #[tokio::test]
    async fn an_address_is_good_for_one_file_of_one_size_and_for_a_while() {
        let (folder, (size, expires, signature)) = folder();
        let signature = signature.as_str();
        let other = ObjectKey { revision: 4, ..KEY };
        let not_signed = [
            (other, (size, expires, signature)),
            (KEY, (3, expires, signature)),
            (KEY, (size, expires + 1, signature)),
            (KEY, (size, expires, "")),
            (KEY, (size, expires, "é")),
            (KEY, (size, expires, &signature[2..])),
        ];
        for (key, query) in not_signed {
            let refused = put(&folder, key, query, b"hi", NOW).await;
            assert!(
                matches!(refused, Err(UploadRefused::NotSigned)),
                "{query:?}"
            );
        }
        let query = (size, expires, signature);
        let late = put(&folder, KEY, query, b"hi", NOW + 2 * LATER).await;
        assert!(matches!(late, Err(UploadRefused::Expired)));
        for bytes in [&b"h"[..], b"hi!", b""] {
            let refused = put(&folder, KEY, query, bytes, NOW).await;
            assert!(matches!(refused, Err(UploadRefused::WrongSize)));
        }
        assert!(!folder.root.exists());
    }
}
