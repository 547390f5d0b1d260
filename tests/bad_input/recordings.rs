//! What people's programs really sent to the server before ours, recorded in `tests/contract`, with something wrong in it.

use crate::dice::{self, Dice};
use crate::headers::{self, Break};
use crate::request::Draft;
use crate::rules::Findings;
use crate::stage::Stage;
use crate::{bodies, log, paths};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Each recorded request is sent as it was, and so many times with something wrong.
const TIMES: usize = 2;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("contract")
}

fn load(path: &Path) -> Value {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}"))
}

/// What every scenario begins with.
struct Fixtures {
    secret: String,
    statements: Vec<String>,
    variables: BTreeMap<String, String>,
    secrets: Vec<(&'static str, String)>,
}

impl Fixtures {
    fn load() -> Self {
        let all = load(&folder().join("fixtures.json"));
        let texts = |name: &str| {
            let members = all[name].as_object().expect("an object").iter();
            let texts = members
                .map(|(name, text)| (name.clone(), text.as_str().unwrap_or_default().to_owned()));
            texts.collect::<BTreeMap<String, String>>()
        };
        let mut variables = texts("variables");
        let mut secrets = Vec::new();
        for (name, cookie) in texts("cookies") {
            let value = cookie.trim_start_matches("connect.sid=s%3A");
            secrets.push(("a recorded cookie", value.to_owned()));
            variables.insert(format!("cookie.{name}"), cookie);
        }
        let of = |what: &'static str, name: &str| {
            texts(name)
                .into_values()
                .map(move |text| (what, text))
                .collect::<Vec<_>>()
        };
        secrets.extend(of("a recorded password", "passwords"));
        secrets.extend(of("a recorded key", "api_keys"));
        secrets.extend(of("a recorded session's id", "session_ids"));
        let statements = all["sql"].as_array().expect("a list").iter();
        Self {
            secret: all["session_secret"].as_str().expect("a text").to_owned(),
            statements: statements
                .filter_map(|sql| Some(sql.as_str()?.to_owned()))
                .collect(),
            variables,
            secrets,
        }
    }

    /// What an earlier answer would have filled in stays as it is: that is bad input, too.
    fn fill(&self, text: &str) -> String {
        let mut filled = text.to_owned();
        for (name, value) in &self.variables {
            filled = filled.replace(&format!("{{{{{name}}}}}"), value);
        }
        filled
    }

    fn draft(&self, request: &Value) -> Draft {
        let text = |name: &str| self.fill(request[name].as_str().unwrap_or_default());
        let mut draft = Draft::new(&text("method"), text("path"));
        for header in request["headers"].as_array().into_iter().flatten() {
            if let (Some(name), Some(value)) = (header[0].as_str(), header[1].as_str()) {
                let value: Vec<u8> = self
                    .fill(value)
                    .chars()
                    .filter_map(|byte| u8::try_from(byte).ok())
                    .collect();
                draft = draft.with(name, value.trim_ascii());
            }
        }
        draft.body = match request["body_base64"].as_str() {
            Some(base64) => STANDARD.decode(base64).expect("base64"),
            None => text("body").into_bytes(),
        };
        draft
    }
}

/// The requests of a file.
fn recorded(fixtures: &Fixtures, path: &Path) -> Vec<Draft> {
    let group = load(path);
    let scenarios = group["scenarios"].as_array().into_iter().flatten();
    let steps = scenarios.flat_map(|scenario| scenario["steps"].as_array().into_iter().flatten());
    let exchanges = steps.filter(|step| step["kind"] == "http");
    exchanges
        .map(|exchange| fixtures.draft(&exchange["request"]))
        .collect()
}

fn broken(draft: &Draft, breaks: &[Break], dice: &mut Dice) -> Draft {
    let kinds: &[fn(&Draft) -> Vec<Draft>] = &[bodies::of_draft, paths::of_paths, paths::methods];
    match dice.below(4) {
        kind @ 0..3 => dice.pick(&kinds[kind](draft)).clone(),
        _ => dice.pick(breaks)(draft.clone()),
    }
}

async fn replay(what: &str, is_meant: impl Fn(&str) -> bool) {
    log::keep();
    let fixtures = Fixtures::load();
    let mut stage = Stage::build(&fixtures.secret).await;
    let breaks: Vec<Break> = headers::breaks()
        .into_iter()
        .chain(paths::queries())
        .collect();
    let (mut dice, mut findings) = (Dice::seeded(what), Findings::default());
    let files = std::fs::read_dir(folder()).expect("the recordings");
    let mut files: Vec<PathBuf> = files.map(|file| file.expect("a file").path()).collect();
    files.sort();
    let name = |path: &Path| {
        path.file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default()
    };
    for path in files.iter().filter(|path| {
        let name = name(path);
        name.ends_with(".json") && is_meant(&name)
    }) {
        stage.begin_again(&fixtures.statements).await;
        for draft in recorded(&fixtures, path) {
            findings.send(&stage.app, &draft).await;
            for _ in 0..TIMES * dice::rounds() {
                findings
                    .send(&stage.app, &broken(&draft, &breaks, &mut dice))
                    .await;
            }
        }
        stage.is_sane().await;
    }
    assert!(findings.sent > 300, "{} sent", findings.sent);
    findings.finish(what);
    log::has_no_secret(&fixtures.secrets);
}

fn is_of_sessions(file: &str) -> bool {
    file.starts_with("auth-") || file.starts_with("session-")
}

#[tokio::test]
async fn recordings_of_sessions() {
    replay("recordings of sessions", is_of_sessions).await;
}

#[tokio::test]
async fn other_recordings() {
    replay("other recordings", |file| !is_of_sessions(file)).await;
}
