//! The recordings as they stand in the JSON files beside this one.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// `fixtures.json`: what every scenario begins with.
#[derive(Debug, Deserialize)]
pub struct Fixtures {
    pub session_secret: String,
    pub cookies: BTreeMap<String, String>,
    pub sql: Vec<String>,
    pub variables: BTreeMap<String, String>,
}

/// One file of scenarios.
#[derive(Debug, Deserialize)]
pub struct Group {
    pub scenarios: Vec<Scenario>,
}

#[derive(Debug, Deserialize)]
pub struct Scenario {
    pub name: String,
    pub profile: Profile,
    pub steps: Vec<Step>,
    #[serde(default)]
    pub cleanup_sql: Vec<String>,
}

/// How the server was configured.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    Main,
    NoN8n,
    Prod,
    DeadN8n,
    BadN8n,
    NoPublic,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Step {
    Http(Box<Exchange>),
    Sql {
        sql: Statements,
    },
    Rows {
        sql: String,
        rows: Vec<Map<String, Value>>,
    },
    Sleep {
        ms: u64,
    },
    N8n {
        behaviour: Behaviour,
    },
    Upstream {
        count: usize,
        last: Option<Request>,
    },
}

/// SQL to be run in order.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Statements {
    One(String),
    Many(Vec<String>),
}

#[derive(Clone, Debug, Deserialize)]
pub struct Exchange {
    pub request: Request,
    pub response: Response,
    #[serde(default)]
    pub capture: BTreeMap<String, Capture>,
}

/// A request, to us or from us to the webhook. A header without a value is one that a client usually sends and this one did not.
#[derive(Clone, Debug, Deserialize)]
pub struct Request {
    pub method: String,
    pub path: String,
    pub headers: Vec<(String, Option<String>)>,
    #[serde(flatten)]
    pub body: Body,
}

/// At most one of them is there.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Body {
    pub body: Option<String>,
    pub body_base64: Option<String>,
    pub body_gen: Option<GeneratedBody>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct GeneratedBody {
    pub prefix: String,
    pub repeat: String,
    pub times: usize,
    pub suffix: String,
}

/// `status` 0: the connection was closed without an answer.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Response {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Option<String>,
    pub json: Option<Value>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "from", rename_all = "lowercase")]
pub enum Capture {
    Body { pointer: String },
    Cookie,
}

/// What the webhook answers next.
#[derive(Clone, Debug, Deserialize)]
pub struct Behaviour {
    #[serde(default)]
    pub status: u16,
    #[serde(default)]
    pub headers: Vec<(String, String)>,
    #[serde(flatten)]
    pub body: Body,
    #[serde(default)]
    pub delay_ms: u64,
    #[serde(default)]
    pub stall_body_ms: u64,
    #[serde(default)]
    pub destroy: bool,
}

/// Reads a file beside this one.
pub fn load<T: DeserializeOwned>(name: &str) -> T {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("contract")
        .join(format!("{name}.json"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

impl Statements {
    pub fn joined(&self) -> String {
        match self {
            Self::One(sql) => sql.clone(),
            Self::Many(all) => all.join(";\n"),
        }
    }
}

impl Response {
    /// The values of a header, in order.
    pub fn header<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let found = self
            .headers
            .iter()
            .filter(move |(header, _)| header.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

impl Request {
    /// The first value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let (_, value) = headers.find(|(header, _)| header.eq_ignore_ascii_case(name))?;
        value.as_deref()
    }
}
