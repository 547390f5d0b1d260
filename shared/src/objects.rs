//! Where documents' files are: an S3 bucket, or a folder of the local runner. Browsers upload to it themselves, by an address that is
//! good for one file of one size and for some minutes.

mod folder;
mod put;
mod s3;

pub use folder::{Folder, UploadRefused};
pub use s3::S3;

use crate::settings::{Settings, SettingsError};
use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime};
use uuid::Uuid;

/// A file may have 10 MB.
pub const LARGEST_BYTES: u64 = 10 * 1024 * 1024;
/// How long an upload may be begun after it was asked for.
const UPLOAD_IS_GOOD_FOR: Duration = Duration::from_secs(15 * 60);

/// A file's name in the store: `documents/<client>/<document>/<revision>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ObjectKey {
    /// The client.
    pub client_id: Uuid,
    /// The document.
    pub document_id: Uuid,
    /// The revision it came with.
    pub revision: i32,
}

impl fmt::Display for ObjectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            client_id,
            document_id,
            revision,
        } = self;
        write!(f, "documents/{client_id}/{document_id}/{revision}")
    }
}

/// A text that is no file's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no name of a document's file")]
pub struct NotAKey;

impl FromStr for ObjectKey {
    type Err = NotAKey;

    /// Only the written form counts, so that a name leads to one place and never out of the folder.
    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let mut parts = text.split('/');
        let mut part = || parts.next().unwrap_or_default();
        let prefix = part();
        let (client_id, document_id) = (part().parse(), part().parse());
        let key = match (client_id, document_id, part().parse()) {
            (Ok(client_id), Ok(document_id), Ok(revision)) => Self {
                client_id,
                document_id,
                revision,
            },
            _ => return Err(NotAKey),
        };
        if prefix == "documents" && key.to_string() == text {
            Ok(key)
        } else {
            Err(NotAKey)
        }
    }
}

/// A store of files. Cheap to clone.
#[derive(Clone, Debug)]
pub enum ObjectStore {
    /// A bucket.
    S3(S3),
    /// A folder, behind the local runner.
    Folder(Folder),
}

/// A file that may be uploaded.
#[derive(Clone, Copy, Debug)]
pub struct NewObject {
    /// Its name.
    pub key: ObjectKey,
    /// Its size, to the byte.
    pub size_bytes: u64,
    /// Its MIME type.
    pub content_type: &'static str,
}

/// How a file is uploaded. Who has the address may upload, so it is a secret for as long as it is good.
#[derive(Clone)]
pub struct Upload {
    /// Where to `PUT` the bytes.
    pub url: String,
    /// Headers that must be sent along, `Content-Length` aside, which every HTTP client sends by itself.
    pub headers: Vec<(&'static str, String)>,
    /// When it must have begun.
    pub expires_at: SystemTime,
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Upload")
    }
}

/// The store does not do what it was asked for. Holds no address and no key.
#[derive(Debug, thiserror::Error)]
pub enum ObjectError {
    /// It does not answer, or not in time.
    #[error("the object store is away: {0}")]
    Away(String),
    /// It answers, and refuses.
    #[error("the object store refuses with {0}")]
    Refused(String),
    /// The file has more bytes than asked for.
    #[error("the file has more than {0} bytes")]
    TooLarge(u64),
}

impl ObjectStore {
    /// The bucket that the settings name, if they name one.
    ///
    /// # Errors
    /// When `DOCUMENTS_BUCKET` is set and what is needed to use it is not.
    pub fn from_settings(settings: &Settings) -> Result<Option<Self>, SettingsError> {
        Ok(S3::from_settings(settings)?.map(Self::S3))
    }

    /// An address to upload a file to. `own_origin` is where the caller reached us, which is where a folder is reached too.
    ///
    /// # Errors
    /// [`ObjectError::Refused`] when the address cannot be signed.
    pub fn upload(
        &self,
        object: NewObject,
        own_origin: &str,
        now: SystemTime,
    ) -> Result<Upload, ObjectError> {
        let expires_at = now + UPLOAD_IS_GOOD_FOR;
        let url = match self {
            Self::S3(s3) => s3.presigned_put(object, UPLOAD_IS_GOOD_FOR, now)?,
            Self::Folder(folder) => {
                format!("{own_origin}{}", folder.upload_path(object, expires_at))
            }
        };
        Ok(Upload {
            url,
            headers: vec![("Content-Type", object.content_type.to_owned())],
            expires_at,
        })
    }

    /// A file's bytes; `None` when there is no such file.
    ///
    /// # Errors
    /// See [`ObjectError`]. No more than `at_most` bytes are read, or waited for.
    pub async fn get(&self, key: &ObjectKey, at_most: u64) -> Result<Option<Vec<u8>>, ObjectError> {
        match self {
            Self::S3(s3) => s3.get(key, at_most).await,
            Self::Folder(folder) => folder.get(key, at_most).await,
        }
    }

    /// Deletes a file. One that is not there counts as deleted.
    ///
    /// # Errors
    /// See [`ObjectError`].
    pub async fn delete(&self, key: &ObjectKey) -> Result<(), ObjectError> {
        match self {
            Self::S3(s3) => s3.delete(key).await,
            Self::Folder(folder) => folder.delete(key).await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_as_it_is_written_and_in_no_other_form() {
        let key = ObjectKey {
            client_id: Uuid::from_u128(1),
            document_id: Uuid::from_u128(2),
            revision: 3,
        };
        let text = key.to_string();
        assert_eq!(text.parse(), Ok(key));
        for other in [
            "",
            "documents",
            &text.replace("documents/", "documents//"),
            &text.replace("documents/", "other/"),
            &format!("{text}/"),
            &format!("/{text}"),
            &format!("{text}0x"),
            &text.replace("/3", "/03"),
            &text.replace("/3", "/../3"),
            &text.replace('-', ""),
            &text.replace("00000000-0000-0000-0000-000000000002", ".."),
        ] {
            assert_eq!(other.parse::<ObjectKey>(), Err(NotAKey), "{other}");
        }
    }
}
