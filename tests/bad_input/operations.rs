//! The operations of `docs/openapi.json`, each with a request that could be right: what is described there is attacked, also what will be added.

use crate::bodies;
use crate::dice::{self, Dice};
use crate::headers::{self, Break};
use crate::request::Draft;
use crate::rules::Findings;
use crate::stage::{CANARY, Caller, SECRET, Stage};
use crate::{log, paths};
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/openapi.json");
/// So many requests with several things wrong at once, for each operation and round.
const AT_ONCE: usize = 8;
/// So many with one thing wrong.
const AT_A_TIME: usize = 30;

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    let text = std::fs::read_to_string(FILE).unwrap_or_else(|error| panic!("{FILE}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{FILE}: {error}"))
});

struct Operation {
    method: String,
    path: &'static str,
    schemes: Vec<String>,
    body: Option<Value>,
}

fn all() -> Vec<Operation> {
    let paths = DOCUMENT["paths"].as_object().expect("paths");
    let operations = paths.iter().flat_map(|(path, item)| {
        let methods = item.as_object().into_iter().flatten();
        methods.map(move |(method, described)| operation(method, path, described))
    });
    let operations: Vec<Operation> = operations.collect();
    assert!(operations.len() >= 60, "{} operations", operations.len());
    operations
}

fn operation(method: &str, path: &'static str, described: &Value) -> Operation {
    let security = described["security"].as_array().into_iter().flatten();
    let schemes = security.filter_map(|one| Some(one.as_object()?.keys().next()?.clone()));
    let schema = &described["requestBody"]["content"]["application/json"]["schema"];
    Operation {
        method: method.to_uppercase(),
        path,
        schemes: schemes.collect(),
        body: schema.is_object().then(|| example(schema)),
    }
}

/// A value that a schema allows, as far as that is easily told. Every free text holds the canary.
fn example(schema: &Value) -> Value {
    if let Some(reference) = schema["$ref"].as_str() {
        let pointer = reference.trim_start_matches('#');
        return example(DOCUMENT.pointer(pointer).expect("what is referred to"));
    }
    if let Some(first) = schema["enum"].get(0) {
        return first.clone();
    }
    for several in ["oneOf", "anyOf", "allOf"] {
        let mut options = schema[several].as_array().into_iter().flatten();
        if let Some(option) = options.find(|option| option["type"] != "null") {
            return example(option);
        }
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.first().unwrap_or(&Value::Null),
        kind => kind,
    };
    match kind.as_str() {
        Some("object") => {
            let members = schema["properties"].as_object().into_iter().flatten();
            let members: Map<String, Value> = members
                .map(|(name, schema)| (name.clone(), example(schema)))
                .collect();
            members.into()
        }
        Some("array") => json!([example(&schema["items"])]),
        Some("integer" | "number") => schema["minimum"].as_i64().unwrap_or(1).into(),
        Some("boolean") => true.into(),
        _ => text(schema),
    }
}

fn text(schema: &Value) -> Value {
    match schema["format"].as_str() {
        Some("uuid") => "123e4567-e89b-42d3-a456-426614174000".into(),
        Some("date") => "2026-11-23".into(),
        Some("date-time") => "2026-11-23T09:30:00Z".into(),
        Some("uri") => format!("https://{CANARY}.invalid/").into(),
        _ => {
            let most = schema["maxLength"].as_u64();
            let text = format!("{CANARY} {CANARY}");
            let most = most.and_then(|most| usize::try_from(most).ok());
            text[..most.unwrap_or(text.len()).min(text.len())].into()
        }
    }
}

impl Operation {
    /// Whether a request that succeeds takes something away that others need.
    fn consumes(&self) -> bool {
        self.method == "DELETE" || self.path.ends_with("/logout")
    }

    fn hashes_passwords(&self) -> bool {
        let ends = ["/login", "/register", "/password", "/account"];
        ends.iter().any(|end| self.path.ends_with(end))
    }

    async fn caller(&self, stage: &Stage) -> Caller {
        let named = self.path.split(['{', '}']).skip(1).step_by(2);
        let mut wanted: Vec<&str> = named.filter(|name| *name != "id").collect();
        for (scheme, what) in [("token", "token"), ("publicKey", "identity")] {
            if self.schemes.iter().any(|own| own == scheme) {
                wanted.push(what);
            }
        }
        stage.caller(&wanted).await
    }

    fn draft(&self, caller: &Caller) -> Draft {
        let draft = Draft::new(&self.method, caller.fill(self.path));
        let mut draft = caller.sign(draft, &self.schemes);
        if let Some(body) = &self.body {
            draft = draft.with("content-type", "application/json");
            draft.body = body.to_string().into_bytes();
        }
        draft
    }
}

/// One thing wrong at a time, all of them.
fn systematically(draft: &Draft, breaks: &[Break]) -> Vec<Draft> {
    let mut drafts = bodies::of_draft(draft);
    drafts.extend(paths::of_paths(draft));
    drafts.extend(paths::methods(draft));
    drafts.extend(breaks.iter().map(|broken| broken(draft.clone())));
    drafts
}

/// Several at once.
fn by_chance(draft: &Draft, breaks: &[Break], dice: &mut Dice) -> Draft {
    let mut broken = draft.clone();
    if draft.has_body() && dice.below(2) == 0 {
        broken = dice.pick(&bodies::of_draft(&broken)).clone();
    }
    if dice.below(3) == 0 {
        broken = dice.pick(&paths::of_paths(&broken)).clone();
    }
    for _ in 0..=dice.below(3) {
        broken = dice.pick(breaks)(broken);
    }
    broken
}

fn breaks() -> Vec<Break> {
    headers::breaks()
        .into_iter()
        .chain(paths::queries())
        .collect()
}

/// Everything that is wrong with requests of these operations is refused, and leaves others' things and the log alone.
async fn attack(what: &str, is_meant: impl Fn(&Operation) -> bool) {
    log::keep();
    let stage = Stage::build(SECRET).await;
    let (breaks, mut dice) = (breaks(), Dice::seeded(what));
    let mut findings = Findings::default();
    let mut secrets = vec![("what a caller said", CANARY.to_owned())];
    for operation in all().into_iter().filter(is_meant) {
        let mut caller = operation.caller(&stage).await;
        let draft = operation.draft(&caller);
        let mut drafts = systematically(&draft, &breaks);
        // Some of them in every run, others in the next, and all of them when there are many rounds.
        let most = if operation.hashes_passwords() {
            AT_A_TIME / 2
        } else {
            AT_A_TIME
        };
        while drafts.len() > most * dice::rounds() {
            let place = dice.below(drafts.len());
            drafts.swap_remove(place);
        }
        for _ in 0..AT_ONCE * dice::rounds() {
            drafts.push(by_chance(&draft, &breaks, &mut dice));
        }
        for broken in drafts {
            let before = findings.wrong.len();
            findings.send(&stage.app, &broken).await;
            if operation.consumes() && findings.wrong.len() == before && dice.below(10) == 0 {
                secrets.extend(caller.secrets());
                caller = operation.caller(&stage).await;
            }
        }
        secrets.extend(caller.secrets());
    }
    stage.is_sane().await;
    findings.finish(what);
    log::has_no_secret(&secrets);
}

#[tokio::test]
async fn operations_of_sessions() {
    attack("sessions", |operation| {
        operation.path.starts_with("/api/auth/")
    })
    .await;
}

#[tokio::test]
async fn operations_of_clients() {
    let is_meant = |operation: &Operation| operation.path.starts_with("/api/dashboard/clients");
    attack("clients", is_meant).await;
}

#[tokio::test]
async fn operations_of_knowledge() {
    attack("knowledge", |operation| {
        operation.path.contains("/knowledge")
    })
    .await;
}

#[tokio::test]
async fn operations_of_widgets_and_visitors() {
    attack("widgets", |operation| {
        let others = ["/api/auth/", "/api/dashboard/clients"];
        let is_other = others
            .iter()
            .any(|prefix| operation.path.starts_with(prefix));
        !is_other && !operation.path.contains("/knowledge")
    })
    .await;
}
