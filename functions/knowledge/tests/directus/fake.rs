//! A Directus that is small enough to break on demand. What it refuses with, and the shape of what it gives, are a real one's
//! (`fixtures/directus`).

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;
use tokio::net::TcpListener;
use uuid::Uuid;

pub const TOKEN: &str = "a-token-of-the-tests";

/// A running one. It stops with the runtime it was started on.
#[derive(Clone)]
pub struct FakeDirectus {
    port: u16,
    content: Arc<Mutex<Content>>,
}

/// What it holds.
#[derive(Default)]
pub struct Content {
    pub items: BTreeMap<Uuid, Map<String, Value>>,
    /// Names and bytes.
    pub files: BTreeMap<Uuid, (String, Vec<u8>)>,
    /// What was asked of it: method and path.
    pub calls: Vec<String>,
    /// What goes wrong from now on.
    pub trouble: Option<Trouble>,
}

/// What may go wrong.
#[derive(Clone, Copy)]
pub enum Trouble {
    /// This answer to everything.
    Status(u16),
    /// This answer to whatever concerns one item.
    StatusFor(Uuid, u16),
    /// The answer to whatever writes is lost on its way.
    LostAnswers,
    /// Every answer takes so long.
    Slow(Duration),
}

impl FakeDirectus {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("its number").port();
        let fake = Self {
            port,
            content: Arc::default(),
        };
        let router = Router::new().fallback(serve).with_state(fake.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        fake
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    pub fn content(&self) -> MutexGuard<'_, Content> {
        self.content.lock().expect("nobody panics holding it")
    }

    /// An item, or null.
    pub fn item(&self, id: Uuid) -> Value {
        let content = self.content();
        content
            .items
            .get(&id)
            .cloned()
            .map_or(Value::Null, Value::Object)
    }

    /// Does what an editor does: makes an item, or changes one.
    pub fn edit(&self, id: Uuid, fields: Value) {
        let Value::Object(fields) = fields else {
            panic!("fields are an object");
        };
        let mut content = self.content();
        let item = content.items.entry(id).or_insert_with(|| blank(id));
        item.extend(fields);
    }

    /// A file that an editor has uploaded.
    pub fn add_file(&self, name: &str, bytes: &[u8]) -> Uuid {
        let id = Uuid::new_v4();
        let file = (name.to_owned(), bytes.to_vec());
        self.content().files.insert(id, file);
        id
    }

    /// How many calls there were that write.
    pub fn writes(&self) -> usize {
        let content = self.content();
        let writes = content.calls.iter().filter(|call| !call.starts_with("GET"));
        writes.count()
    }
}

fn blank(id: Uuid) -> Map<String, Value> {
    let names = [
        "client_id",
        "title",
        "status",
        "failure",
        "file",
        "body",
        "url",
        "tags",
    ];
    let mut item: Map<String, Value> = names
        .map(|name| (name.to_owned(), Value::Null))
        .into_iter()
        .collect();
    item.insert("id".to_owned(), json!(id));
    item
}

async fn serve(State(fake): State<FakeDirectus>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, 20_000_000).await.expect("the whole body");
    let path = parts.uri.path().to_owned();
    let trouble = {
        let mut content = fake.content();
        content.calls.push(format!("{} {path}", parts.method));
        content.trouble
    };
    let token = parts.headers.get("authorization");
    if token.is_none_or(|token| *token != format!("Bearer {TOKEN}")) {
        return told(401, include_str!("../fixtures/directus/unauthorized.json"));
    }
    let query = parts.uri.query().unwrap_or_default();
    let concerns = |id: Uuid| path.contains(&id.to_string()) || query.contains(&id.to_string());
    match trouble {
        Some(Trouble::Status(status)) => return told(status, "{}"),
        Some(Trouble::StatusFor(id, status)) if concerns(id) => return told(status, "{}"),
        Some(Trouble::Slow(delay)) => tokio::time::sleep(delay).await,
        _ => {}
    }
    let answer = answer(&fake, &parts.method, &path, query, &body);
    if matches!(trouble, Some(Trouble::LostAnswers)) && parts.method != Method::GET {
        return lost();
    }
    answer
}

fn answer(fake: &FakeDirectus, method: &Method, path: &str, query: &str, body: &Bytes) -> Response {
    let mut content = fake.content();
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    let id = || {
        parts
            .last()
            .and_then(|id| id.parse::<Uuid>().ok())
            .unwrap_or_default()
    };
    match (method.as_str(), &parts[..]) {
        ("GET", ["items", "knowledge_base"]) => list(&content, query),
        ("POST", ["items", "knowledge_base"]) => {
            let given = object(body);
            let id = given["id"]
                .as_str()
                .and_then(|id| id.parse().ok())
                .expect("an id");
            if content.items.contains_key(&id) {
                return told(400, include_str!("../fixtures/directus/not-unique.json"));
            }
            let mut item = blank(id);
            item.extend(given);
            content.items.insert(id, item.clone());
            data(json!(item))
        }
        ("PATCH", ["items", "knowledge_base", _]) => match content.items.get_mut(&id()) {
            Some(item) => {
                item.extend(object(body));
                data(json!(item))
            }
            None => forbidden(),
        },
        ("DELETE", ["items", "knowledge_base", _]) => match content.items.remove(&id()) {
            Some(_) => StatusCode::NO_CONTENT.into_response(),
            None => forbidden(),
        },
        ("POST", ["files"]) => {
            let file = form(body);
            let id = text_in_form(body, "id").parse().expect("an id");
            if content.files.contains_key(&id) {
                return told(400, include_str!("../fixtures/directus/not-unique.json"));
            }
            let mut answer: Value =
                serde_json::from_str(include_str!("../fixtures/directus/file.json"))
                    .expect("a fixture");
            answer["data"]["id"] = json!(id);
            answer["data"]["filename_download"] = json!(file.0);
            content.files.insert(id, file);
            told(200, &answer.to_string())
        }
        ("GET", ["assets", _]) => match content.files.get(&id()) {
            Some((_, bytes)) => bytes.clone().into_response(),
            None => forbidden(),
        },
        ("DELETE", ["files", _]) => match content.files.remove(&id()) {
            Some(_) => StatusCode::NO_CONTENT.into_response(),
            None => forbidden(),
        },
        _ => told(404, "{}"),
    }
}

/// Understands what is asked of it here, and panics at anything else.
fn list(content: &Content, query: &str) -> Response {
    let query: BTreeMap<String, String> = url::form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    let mut found: Vec<Value> = Vec::new();
    for (id, item) in &content.items {
        let fits = query.iter().all(|(name, value)| match &**name {
            "filter[id][_eq]" => id.to_string() == *value,
            "filter[id][_gt]" => id.to_string() > *value,
            "filter[client_id][_eq]" => item["client_id"] == json!(value),
            "fields" | "sort" | "limit" => true,
            other => panic!("{other} is not understood"),
        });
        if fits {
            let mut item = item.clone();
            let file = item["file"].as_str().and_then(|id| id.parse::<Uuid>().ok());
            if let Some(file) = file {
                let (name, bytes) = content.files.get(&file).cloned().unwrap_or_default();
                item["file"] = json!({"id": file, "filename_download": name, "filesize": bytes.len().to_string()});
            }
            found.push(Value::Object(item));
        }
    }
    let limit = query.get("limit").and_then(|limit| limit.parse().ok());
    found.truncate(limit.unwrap_or(100));
    data(json!(found))
}

fn object(body: &Bytes) -> Map<String, Value> {
    serde_json::from_slice(body).expect("an object")
}

fn text_in_form(body: &[u8], field: &str) -> String {
    let text = String::from_utf8_lossy(body);
    let begin = format!("name=\"{field}\"\r\n\r\n");
    let (_, rest) = text.split_once(&begin).expect("a field of the form");
    let (value, _) = rest.split_once("\r\n").expect("the end of a field");
    value.to_owned()
}

/// Name and bytes of the one file in a form.
fn form(body: &[u8]) -> (String, Vec<u8>) {
    let find = |needle: &[u8], from: usize| {
        let place = body[from..]
            .windows(needle.len())
            .position(|window| window == needle);
        from + place.expect("a part of a form")
    };
    let boundary = &body[..find(b"\r\n", 0)];
    let name = find(b"filename=\"", 0) + b"filename=\"".len();
    let name_end = find(b"\"", name);
    let bytes = find(b"\r\n\r\n", name_end) + 4;
    let end = find(&[b"\r\n", boundary].concat(), bytes);
    let name = String::from_utf8_lossy(&body[name..name_end]).into_owned();
    (name, body[bytes..end].to_vec())
}

fn data(data: Value) -> Response {
    told(200, &json!({"data": data}).to_string())
}

fn forbidden() -> Response {
    told(403, include_str!("../fixtures/directus/forbidden.json"))
}

fn told(status: u16, text: &str) -> Response {
    let status = StatusCode::from_u16(status).expect("a status");
    let headers = [("content-type", "application/json; charset=utf-8")];
    (status, headers, text.to_owned()).into_response()
}

/// An answer that breaks off.
fn lost() -> Response {
    let broken = async { Err::<Bytes, _>(io::Error::other("the connection broke")) };
    Body::from_stream(futures_util::stream::once(broken)).into_response()
}
