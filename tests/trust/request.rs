//! Requests that an operation takes, made from its description.

use crate::document::{Operation, Parameter, resolve};
use crate::ids::{Ids, Kind, kind_of};
use serde_json::{Map, Value, json};
use test_support::{App, Call};

/// The password of everybody here.
pub const PASSWORD: &str = "a-winding-stair-of-brass-7";
/// What all documents and visitors here speak of.
pub const WORD: &str = "zanzibarium";
/// The smallest picture: one pixel.
const PNG: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/// What requests say that no description could.
#[derive(Clone, Debug)]
pub struct Known {
    /// A page of an organiser's site.
    pub page: String,
    /// Of Bob's second factor.
    pub code: String,
}

/// A request that nobody has signed yet.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: String,
    pub path: String,
    pub query: Vec<(String, String)>,
    pub headers: Vec<(String, String)>,
    pub body: Option<Value>,
}

impl Request {
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn cookie(self, cookie: &str) -> Self {
        self.header("cookie", cookie)
    }

    pub fn call(&self, app: &App) -> Call {
        let query: Vec<_> = self
            .query
            .iter()
            .map(|(n, v)| format!("{n}={}", v.replace(' ', "%20")))
            .collect();
        let address = match query.as_slice() {
            [] => self.path.clone(),
            query => format!("{}?{}", self.path, query.join("&")),
        };
        let mut call = app.call(&self.method, &address);
        for (name, value) in &self.headers {
            call = call.header(name, value);
        }
        match &self.body {
            Some(body) => call.json(body),
            None => call,
        }
    }

    /// All that it says, in which what comes back with an answer may stand.
    pub fn says(&self) -> String {
        format!("{self:?}").to_lowercase()
    }
}

impl Operation {
    /// A request that its owner would be answered.
    ///
    /// # Errors
    /// What cannot be made up from the description, by its name.
    pub fn request(&self, ids: &Ids, known: &Known) -> Result<Request, String> {
        let making = Making {
            operation: self,
            ids,
            known,
        };
        let mut path = self.path.clone();
        let mut query = Vec::new();
        for parameter in &self.parameters {
            let Parameter { name, schema, .. } = parameter;
            match parameter.place.as_str() {
                "path" => {
                    let kind = kind_of(&self.path, name).ok_or(format!(
                        "nobody knows what {{{name}}} in {} is an id of: say so in ids.rs",
                        self.path
                    ))?;
                    path = path.replace(&format!("{{{name}}}"), ids.of(kind));
                }
                "query" if self.needs(parameter) => {
                    let value = making.value(name, schema)?;
                    let text = value
                        .as_str()
                        .map_or_else(|| value.to_string(), str::to_owned);
                    query.push((name.clone(), text));
                }
                // What a visitor or a list may say beside.
                "query" | "header" => {}
                other => return Err(format!("a parameter in {other}: {name}")),
            }
        }
        let body = self.body.as_ref().map(|schema| making.object(schema));
        Ok(Request {
            method: self.method.clone(),
            path,
            query,
            headers: Vec::new(),
            body: body.transpose()?,
        })
    }

    /// What the ids in its requests are of.
    pub fn kinds(&self) -> Vec<Kind> {
        let parameters = self.parameters.iter().filter(|p| p.place != "header");
        let members = self
            .body
            .iter()
            .filter_map(|body| body["properties"].as_object());
        let names = parameters.map(|parameter| &parameter.name);
        let names = names.chain(members.flat_map(Map::keys));
        let mut kinds: Vec<_> = names.filter_map(|name| kind_of(&self.path, name)).collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }

    /// Whether a parameter behind the `?` is sent: it must be, it names something, or it looks for something.
    fn needs(&self, parameter: &Parameter) -> bool {
        let name = parameter.name.as_str();
        parameter.is_required
            || kind_of(&self.path, name).is_some()
            || name == "search"
            // One of two, and neither is required.
            || (self.id == "deleteConversations" && name == "all")
    }

    /// Members that exclude others, which are sent instead.
    fn leaves_out(&self, member: &str) -> bool {
        // A text, not a file.
        self.id == "addDocument" && matches!(member, "fileName" | "sizeBytes")
    }
}

struct Making<'a> {
    operation: &'a Operation,
    ids: &'a Ids,
    known: &'a Known,
}

impl Making<'_> {
    fn object(&self, schema: &Value) -> Result<Value, String> {
        let members = schema["properties"].as_object().into_iter().flatten();
        let members = members.filter(|(name, _)| !self.operation.leaves_out(name));
        let members = members.map(|(name, schema)| Ok((name.clone(), self.value(name, schema)?)));
        members
            .collect::<Result<Map<_, _>, String>>()
            .map(Value::Object)
    }

    fn value(&self, name: &str, schema: &Value) -> Result<Value, String> {
        let schema = resolve(schema);
        let kinds = &schema["type"];
        let is = |kind: &str| {
            kinds == kind
                || kinds
                    .as_array()
                    .is_some_and(|kinds| kinds.contains(&kind.into()))
        };
        if let Some(kind) = kind_of(&self.operation.path, name) {
            let id = self.ids.of(kind);
            return Ok(if is("array") { json!([id]) } else { json!(id) });
        }
        if let Some(choices) = schema["oneOf"].as_array() {
            let choice = choices.iter().find(|choice| choice["type"] != "null");
            return self.value(name, choice.ok_or(format!("{name} has no choice"))?);
        }
        if let Some(value) = schema["enum"].get(0) {
            return Ok(value.clone());
        }
        if let Some(value) = self.named(name) {
            return Ok(value);
        }
        let unknown = || format!("nobody knows a {name} like {schema}: say one in request.rs");
        if is("object") {
            self.object(schema)
        } else if is("array") {
            Ok(json!([self.value("", &schema["items"])?]))
        } else if is("boolean") {
            Ok(json!(true))
        } else if is("integer") || is("number") {
            Ok(schema.get("minimum").cloned().unwrap_or(json!(1)))
        } else if is("string") && schema["format"] == "date-time" {
            Ok(json!("2026-01-31T10:00:00Z"))
        } else if is("string") && schema["format"] == "date" {
            Ok(json!("2026-01-31"))
        } else if is("string") && schema["format"].is_null() && schema["pattern"].is_null() {
            Ok(json!("Travel"))
        } else {
            Err(unknown())
        }
    }

    /// What only its name says.
    fn named(&self, name: &str) -> Option<Value> {
        Some(match (self.operation.id.as_str(), name) {
            (_, "password" | "currentPassword") => json!(PASSWORD),
            (_, "newPassword") => json!(format!("{PASSWORD}-too")),
            (_, "username") => json!("nobody-of-this-name"),
            (_, "question" | "message" | "context") => json!(format!("Where is the {WORD}?")),
            (_, "search") => json!(WORD),
            (_, "primaryColor") => json!("#123456"),
            (_, "domains") => json!(["example.com"]),
            (_, "image") => json!(PNG),
            (_, "fileName") => json!("programme.pdf"),
            (_, "language") => json!("english"),
            (_, "timeZone") => json!("Europe/Berlin"),
            (_, "code") => json!(self.known.code),
            (_, "webhookSecret" | "apiKey") => json!("a-secret-of-a-neighbour"),
            (_, "event") => json!("knowledge_base.items.update"),
            ("checkInstallation", "url") => json!(self.known.page),
            (_, "url" | "privacyUrl" | "webhookUrl" | "baseUrl" | "pageUrl") => {
                json!("https://conference.example/programme")
            }
            _ => return None,
        })
    }
}
