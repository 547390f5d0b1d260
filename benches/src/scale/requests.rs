//! One request at least for each operation of the API, and what has to be made before it can be sent.

mod fresh;
mod list;

pub use fresh::Fresh;
pub use list::REQUESTS;

use super::Tenant;
use super::tenant::{DIRECTUS_SECRET, with_body};
use axum::body::Body;
use axum::http::Request;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use tokio_postgres::Client;

/// The API as it describes itself.
const DESCRIPTION: &str = include_str!("../../../docs/openapi.json");

/// Operations that are not measured, and why.
pub const NOT_MEASURED: [(&str, &str); 5] = [
    (
        "checkInstallation",
        "fetches a page from the internet; it reads one client by its id",
    ),
    (
        "resyncDirectus",
        "asks a Directus for all its items before anything is written",
    ),
    ("confirmSecondFactor", NEEDS_A_CODE),
    ("replaceRecoveryCodes", NEEDS_A_CODE),
    ("disableSecondFactor", NEEDS_A_CODE),
];

const NEEDS_A_CODE: &str = "takes a code only once in half a minute; it finds one account's rows by their key, as `setUpSecondFactor` does";

/// Who sends a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Nobody,
    Organiser,
    Visitor,
    Program,
    Directus,
}

/// What a request names.
pub type Given = HashMap<&'static str, String>;

/// A request that is measured.
#[derive(Clone, Copy, Debug)]
pub struct Measured {
    /// As the description names the operation.
    pub operation: &'static str,
    /// What sets it apart from others of the operation.
    pub note: &'static str,
    /// Who sends it.
    pub who: Who,
    /// What is made for it and not measured.
    pub fresh: Fresh,
    /// Behind the path, with `{names}`.
    pub query: &'static str,
    /// The body, when it has one.
    pub body: Option<fn(&Given) -> Value>,
}

impl Measured {
    /// How reports call it.
    #[must_use]
    pub fn name(&self, api: &Api) -> String {
        let (method, path) = &api.operations[self.operation];
        let short = path.trim_start_matches("/api/").replace("dashboard/", "");
        if self.note.is_empty() {
            format!("{method} {short}")
        } else {
            format!("{method} {short}: {}", self.note)
        }
    }

    /// Makes what it needs and gives the request.
    pub async fn prepare(&self, api: &Api, tenant: &Tenant, admin: &Client) -> Request<Body> {
        let mut given = tenant.known.clone();
        given.insert("random", uuid::Uuid::new_v4().to_string());
        given.insert("cookie", tenant.person.cookie.clone());
        self.fresh.make(tenant, admin, &mut given).await;
        let (method, path) = &api.operations[self.operation];
        let mut uri = format!("{path}{}", self.query);
        for (name, value) in &given {
            uri = uri.replace(&format!("{{{name}}}"), value);
        }
        let request = Request::builder().method(method.as_str()).uri(uri);
        let request = match self.who {
            Who::Nobody => request,
            Who::Organiser => request.header("cookie", &given["cookie"]),
            Who::Visitor => {
                let request = request.header("x-api-key", &tenant.person.key);
                match given.get("visitorToken") {
                    Some(token) => request.header("x-visitor-token", token),
                    None => request,
                }
            }
            Who::Program => request.header("authorization", format!("Bearer {}", given["token"])),
            Who::Directus => request.header("x-webhook-secret", DIRECTUS_SECRET),
        };
        with_body(request, self.body.map(|body| body(&given)))
    }
}

/// The operations of the API: method and path by name.
#[derive(Debug)]
pub struct Api {
    operations: BTreeMap<String, (String, String)>,
}

impl Api {
    /// Reads the description.
    #[must_use]
    pub fn read() -> Self {
        let description: Value =
            serde_json::from_str(DESCRIPTION).expect("the description is JSON");
        let mut operations = BTreeMap::new();
        for (path, item) in description["paths"].as_object().expect("paths") {
            for (method, operation) in item.as_object().expect("methods") {
                if let Some(name) = operation["operationId"].as_str() {
                    operations.insert(name.to_owned(), (method.to_uppercase(), path.clone()));
                }
            }
        }
        Self { operations }
    }

    /// Operations that nobody measures and nobody says why.
    #[must_use]
    pub fn forgotten(&self) -> Vec<&str> {
        let is_known = |name: &str| {
            REQUESTS.iter().any(|request| request.operation == name)
                || NOT_MEASURED.iter().any(|(operation, _)| *operation == name)
        };
        let names = self.operations.keys().map(String::as_str);
        names.filter(|name| !is_known(name)).collect()
    }
}
