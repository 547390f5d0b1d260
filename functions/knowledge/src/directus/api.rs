//! Calls to Directus' REST API. Every one has a limit, and none is repeated here.

use super::item::Item;
use super::multipart;
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use shared::{Secret, SettingsError, explain, neighbours};
use std::sync::Arc;
use std::time::Duration;
use url::Url;
use uuid::Uuid;

const LIMIT: Duration = Duration::from_secs(10);
/// For files, which are up to 10 MB.
const FILE_LIMIT: Duration = Duration::from_secs(60);
/// An answer may hold a document's text twice over.
const LARGEST_ANSWER: u64 = 24 * 1024 * 1024;
const LARGEST_REFUSAL: u64 = 64 * 1024;
const FIELDS: &str =
    "id,client_id,title,status,failure,body,url,tags,file.id,file.filename_download,file.filesize";

/// The way to one Directus. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Api(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    base: Url,
    token: Secret,
    http: Client,
}

/// Why Directus did not do what it was asked for. Holds neither addresses nor contents.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// It does not answer, or not in time, or says that it cannot now.
    #[error("Directus is away: {0}")]
    Away(String),
    /// Our token is not accepted, or may not do this at all.
    #[error("Directus does not let us in: status {0}")]
    NotAllowed(u16),
    /// There is one with this id already.
    #[error("Directus has one with this id already")]
    NotUnique,
    /// It answers, and refuses this one thing.
    #[error("Directus refuses with status {0}")]
    Refused(u16),
    /// Its answer is none that we know.
    #[error("Directus' answer cannot be read: {0}")]
    Unreadable(String),
    /// A file is larger than asked for.
    #[error("the file is too large")]
    TooLarge,
}

impl Failed {
    /// Whether any other call would fail as well.
    pub(super) fn concerns_all(&self) -> bool {
        matches!(self, Self::Away(_) | Self::NotAllowed(_))
    }
}

#[derive(Deserialize)]
struct Data<T> {
    data: T,
}

#[derive(Deserialize)]
struct Id {
    id: Uuid,
}

impl Api {
    pub(super) fn new(url: &str, token: Secret) -> Result<Self, SettingsError> {
        let malformed = |reason| SettingsError::malformed("DIRECTUS_URL", reason);
        let mut base =
            Url::parse(url.trim_end_matches('/')).map_err(|error| malformed(error.to_string()))?;
        if !matches!(base.scheme(), "http" | "https") {
            return Err(malformed(
                "it does not begin with https:// or http://".to_owned(),
            ));
        }
        base.set_query(None);
        Ok(Self(Arc::new(Inner {
            base,
            token,
            http: neighbours::trusted_client("DIRECTUS_URL")?,
        })))
    }

    /// What calls others on our behalf, too.
    pub(super) fn http(&self) -> &Client {
        &self.0.http
    }

    /// An item. Asked for as a list, because a single one that is not there answers 403, as one that may not be seen does.
    pub(super) async fn find_item(&self, id: Uuid) -> Result<Option<Item>, Failed> {
        let id = id.to_string();
        let query = [
            ("filter[id][_eq]", &*id),
            ("fields", FIELDS),
            ("limit", "1"),
        ];
        let found: Vec<Item> = self.list(&query).await?;
        Ok(found.into_iter().next())
    }

    /// The ids of items, those after `after`, in order.
    pub(super) async fn list_ids(
        &self,
        client_id: Option<Uuid>,
        after: Option<Uuid>,
        at_most: usize,
    ) -> Result<Vec<Uuid>, Failed> {
        let (client_id, after) = (client_id.map(text), after.map(text));
        let at_most = at_most.to_string();
        let mut query = vec![("fields", "id"), ("sort", "id"), ("limit", &*at_most)];
        if let Some(client_id) = &client_id {
            query.push(("filter[client_id][_eq]", client_id));
        }
        if let Some(after) = &after {
            query.push(("filter[id][_gt]", after));
        }
        let found: Vec<Id> = self.list(&query).await?;
        Ok(found.into_iter().map(|found| found.id).collect())
    }

    async fn list<T: DeserializeOwned>(&self, query: &[(&str, &str)]) -> Result<T, Failed> {
        let mut url = self.url(&["items", "knowledge_base"]);
        url.query_pairs_mut().extend_pairs(query);
        let bytes = self.send(self.request(Method::GET, url)).await?;
        read(&bytes)
    }

    pub(super) async fn create_item(&self, item: &Map<String, Value>) -> Result<(), Failed> {
        let url = self.url(&["items", "knowledge_base"]);
        let request = json(self.request(Method::POST, url), item);
        self.send(request).await.map(drop)
    }

    pub(super) async fn update_item(
        &self,
        id: Uuid,
        changes: &Map<String, Value>,
    ) -> Result<(), Failed> {
        let url = self.url(&["items", "knowledge_base", &text(id)]);
        let request = json(self.request(Method::PATCH, url), changes);
        self.send(request).await.map(drop)
    }

    pub(super) async fn delete_item(&self, id: Uuid) -> Result<(), Failed> {
        let url = self.url(&["items", "knowledge_base", &text(id)]);
        self.send(self.request(Method::DELETE, url)).await.map(drop)
    }

    /// Uploads a file under an id. One that is there already counts as uploaded: an answer was lost.
    pub(super) async fn upload_file(
        &self,
        id: Uuid,
        title: &str,
        name: &str,
        bytes: &[u8],
    ) -> Result<(), Failed> {
        let id = id.to_string();
        let (content_type, body) = multipart::file(&[("id", &id), ("title", title)], name, bytes);
        let request = self
            .request(Method::POST, self.url(&["files"]))
            .header("Content-Type", content_type)
            .body(body)
            .timeout(FILE_LIMIT);
        match self.send(request).await {
            Ok(_) | Err(Failed::NotUnique) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// A file's bytes.
    pub(super) async fn download_file(&self, id: Uuid, at_most: u64) -> Result<Vec<u8>, Failed> {
        let request = self
            .request(Method::GET, self.url(&["assets", &text(id)]))
            .timeout(FILE_LIMIT);
        self.send_for(request, at_most).await
    }

    /// Deletes a file. One that is gone, or not ours to delete, is left alone.
    pub(super) async fn delete_file(&self, id: Uuid) -> Result<(), Failed> {
        let request = self.request(Method::DELETE, self.url(&["files", &text(id)]));
        match self.send(request).await {
            Ok(_) | Err(Failed::Refused(_) | Failed::NotAllowed(403)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    fn url(&self, path: &[&str]) -> Url {
        let mut url = self.0.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        url
    }

    fn request(&self, method: Method, url: Url) -> RequestBuilder {
        self.0
            .http
            .request(method, url)
            .bearer_auth(self.0.token.expose())
            .timeout(LIMIT)
    }

    async fn send(&self, request: RequestBuilder) -> Result<Vec<u8>, Failed> {
        match self.send_for(request, LARGEST_ANSWER).await {
            Err(Failed::TooLarge) => Err(Failed::Unreadable("it is too large".to_owned())),
            other => other,
        }
    }

    async fn send_for(&self, request: RequestBuilder, at_most: u64) -> Result<Vec<u8>, Failed> {
        let answer = request.send().await.map_err(away)?;
        match answer.status() {
            status if status.is_success() => {}
            StatusCode::UNAUTHORIZED => return Err(Failed::NotAllowed(401)),
            StatusCode::FORBIDDEN => return Err(Failed::NotAllowed(403)),
            status @ (StatusCode::TOO_MANY_REQUESTS
            | StatusCode::BAD_GATEWAY
            | StatusCode::SERVICE_UNAVAILABLE
            | StatusCode::GATEWAY_TIMEOUT) => {
                return Err(Failed::Away(format!("status {}", status.as_u16())));
            }
            StatusCode::BAD_REQUEST => {
                let reason = whole(answer, LARGEST_REFUSAL).await?;
                return Err(if is_not_unique(&reason) {
                    Failed::NotUnique
                } else {
                    Failed::Refused(400)
                });
            }
            status => return Err(Failed::Refused(status.as_u16())),
        }
        whole(answer, at_most).await
    }
}

async fn whole(mut answer: Response, at_most: u64) -> Result<Vec<u8>, Failed> {
    if answer
        .content_length()
        .is_some_and(|length| length > at_most)
    {
        return Err(Failed::TooLarge);
    }
    let mut bytes = Vec::new();
    while let Some(piece) = answer.chunk().await.map_err(away)? {
        bytes.extend_from_slice(&piece);
        if u64::try_from(bytes.len()).is_ok_and(|length| length > at_most) {
            return Err(Failed::TooLarge);
        }
    }
    Ok(bytes)
}

fn is_not_unique(reason: &[u8]) -> bool {
    let reason: Value = serde_json::from_slice(reason).unwrap_or_default();
    reason["errors"][0]["extensions"]["code"] == "RECORD_NOT_UNIQUE"
}

fn json(request: RequestBuilder, body: &Map<String, Value>) -> RequestBuilder {
    let body = Value::Object(body.clone()).to_string();
    request
        .header("Content-Type", "application/json")
        .body(body)
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Failed> {
    let read = serde_json::from_slice(bytes).map(|Data { data }| data);
    // The error's own text may quote what it has read.
    read.map_err(|error| {
        Failed::Unreadable(format!("line {}, column {}", error.line(), error.column()))
    })
}

fn text(id: Uuid) -> String {
    id.to_string()
}

fn away(error: reqwest::Error) -> Failed {
    Failed::Away(explain(&error.without_url()))
}
