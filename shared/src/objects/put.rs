//! Keeping a file that reached us by another way than an upload.

use super::{NewObject, ObjectError, ObjectKey, ObjectStore, UPLOAD_IS_GOOD_FOR, UploadRefused};
use reqwest::Client;
use reqwest::header::CONTENT_TYPE;
use std::time::{Duration, SystemTime};
use url::Url;

/// What it is, is found by its content.
const ANY_TYPE: &str = "application/octet-stream";
const LIMIT: Duration = Duration::from_secs(60);

impl ObjectStore {
    /// Keeps a file. A bucket is reached by `http`.
    ///
    /// # Errors
    /// See [`ObjectError`].
    pub async fn put(
        &self,
        http: &Client,
        key: ObjectKey,
        bytes: Vec<u8>,
    ) -> Result<(), ObjectError> {
        let now = SystemTime::now();
        let object = NewObject {
            key,
            size_bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            content_type: ANY_TYPE,
        };
        match self {
            Self::S3(s3) => {
                let url = s3.presigned_put(object, UPLOAD_IS_GOOD_FOR, now)?;
                let sending = http.put(url).header(CONTENT_TYPE, ANY_TYPE).body(bytes);
                let answer = sending.timeout(LIMIT).send().await;
                // Whoever reads the address in a log could use it.
                let answer = answer
                    .map_err(|error| ObjectError::Away(crate::explain(&error.without_url())))?;
                match answer.status() {
                    status if status.is_success() => Ok(()),
                    status if status.is_server_error() => {
                        Err(ObjectError::Away(format!("status {}", status.as_u16())))
                    }
                    status => Err(ObjectError::Refused(format!("status {}", status.as_u16()))),
                }
            }
            Self::Folder(folder) => {
                let expires_at = now + UPLOAD_IS_GOOD_FOR;
                let address = format!("http://folder{}", folder.upload_path(object, expires_at));
                let (expires, signature) = read(&address).ok_or_else(not_signed)?;
                let query = (object.size_bytes, expires, &*signature);
                let accepted = folder.accept(&key, query, bytes, now).await;
                accepted.map_err(|error| match error {
                    UploadRefused::Failed(_) => ObjectError::Away(crate::explain(&error)),
                    _ => ObjectError::Refused(error.to_string()),
                })
            }
        }
    }
}

/// What a folder's address says of its upload.
fn read(address: &str) -> Option<(u64, String)> {
    let url = Url::parse(address).ok()?;
    let value = |name: &str| {
        let mut pairs = url.query_pairs();
        pairs.find_map(|(key, value)| (key == name).then(|| value.into_owned()))
    };
    Some((value("expires")?.parse().ok()?, value("signature")?))
}

fn not_signed() -> ObjectError {
    ObjectError::Refused(UploadRefused::NotSigned.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Secret;
    use crate::objects::Folder;
    use uuid::Uuid;

    #[tokio::test]
    async fn what_is_put_into_a_folder_can_be_read() {
        let root = std::env::temp_dir().join(format!("objects-{}", Uuid::new_v4().simple()));
        let store = ObjectStore::Folder(Folder::new(root.clone(), Secret::new("a key")));
        let key = ObjectKey {
            client_id: Uuid::from_u128(1),
            document_id: Uuid::from_u128(2),
            revision: 1,
        };
        let put = store.put(&Client::new(), key, b"hello".to_vec()).await;
        put.expect("a folder takes it");
        let read = store.get(&key, 5).await.expect("a folder gives it");
        assert_eq!(read.as_deref(), Some(&b"hello"[..]));
        store.delete(&key).await.expect("deleted");
        std::fs::remove_dir(root).expect("empty");
    }
}
