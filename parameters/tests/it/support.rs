//! A deployer's terminal and file, and a look at Parameter Store from behind.

use serde_json::{Value, json};
use std::process::Output;
use tempfile::TempDir;
use test_support::ParameterStore;
use tokio::process::Command;

pub const PREFIX: &str = "/conference-chat/staging";
/// A part of every value that is a secret in these tests, so that none can be printed unnoticed.
pub const HIDDEN: &str = "hunter2";
pub const URL: &str = "postgres://chat:hunter2@localhost/chat";
pub const SESSION_SECRET: &str = "hunter2 and # thirty-two letters";

/// A folder with an `.env` file, and what the environment says.
pub struct Deployer {
    folder: TempDir,
    environment: Vec<(&'static str, String)>,
}

/// What came of a command.
#[derive(Debug)]
pub struct Outcome {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Deployer {
    pub fn at(endpoint: &str) -> Self {
        let environment = [
            ("AWS_ACCESS_KEY_ID", "ASIAEXAMPLE"),
            ("AWS_SECRET_ACCESS_KEY", "key-hunter2"),
            ("AWS_SESSION_TOKEN", "token-hunter2"),
            ("AWS_REGION", "eu-central-1"),
            ("AWS_ENDPOINT_URL", endpoint),
            // Must never become a parameter, nor be checked instead of one.
            ("DATABASE_URL", "mysql://of-the-environment"),
        ];
        Self {
            folder: TempDir::new().expect("a folder"),
            environment: environment
                .map(|(name, value)| (name, value.to_owned()))
                .into(),
        }
    }

    /// The same without a variable.
    pub fn without(mut self, name: &str) -> Self {
        self.environment.retain(|(other, _)| *other != name);
        self
    }

    /// Writes `.env`.
    pub fn file(&self, text: &str) {
        std::fs::write(self.folder.path().join(".env"), text).expect("a file");
    }

    /// Writes an `.env` that functions can work with, and more lines.
    pub fn file_with(&self, lines: &str) {
        self.file(&format!(
            "DATABASE_URL={URL}\nSESSION_SECRET=\"{SESSION_SECRET}\"\n{lines}"
        ));
    }

    pub async fn put(&self, options: &[&str]) -> Outcome {
        self.run(&[&["put", "--prefix", PREFIX], options].concat())
            .await
    }

    pub async fn check(&self, options: &[&str]) -> Outcome {
        self.run(&[&["check", "--prefix", PREFIX], options].concat())
            .await
    }

    pub async fn run(&self, arguments: &[&str]) -> Outcome {
        let output = Command::new(env!("CARGO_BIN_EXE_parameters"))
            .args(arguments)
            .env_clear()
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .current_dir(self.folder.path())
            .output()
            .await
            .expect("the program runs");
        Outcome::of(&output)
    }
}

impl Outcome {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("text");
        let outcome = Self {
            code: output.status.code(),
            out: text(&output.stdout),
            err: text(&output.stderr),
        };
        for text in [&outcome.out, &outcome.err] {
            assert!(!text.contains(HIDDEN), "a value is printed: {outcome:?}");
        }
        outcome
    }

    pub fn succeeded(self) -> Self {
        assert_eq!(self.code, Some(0), "{self:?}");
        self
    }

    pub fn failed(self) -> Self {
        assert_eq!(self.code, Some(1), "{self:?}");
        self
    }

    /// What is said of a name.
    pub fn said_of(&self, name: &str) -> &str {
        let words = |line| str::strip_prefix(line, "  ")?.strip_prefix(name);
        self.out
            .lines()
            .find_map(words)
            .unwrap_or_else(|| panic!("{name}: {self:?}"))
            .trim()
    }

    /// Everything in `parts` is among the errors and warnings.
    pub fn says(self, parts: &[&str]) -> Self {
        for part in parts {
            assert!(self.err.contains(part), "{part}: {self:?}");
        }
        self
    }
}

/// What Parameter Store answers to a question of its API.
pub async fn ask(store: &ParameterStore, action: &str, question: Value) -> Value {
    let answer = reqwest::Client::new()
        .post(store.url())
        .header("X-Amz-Target", format!("AmazonSSM.{action}"))
        .header("Content-Type", "application/x-amz-json-1.1")
        .header(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=ASIAEXAMPLE/20261123/eu-central-1/ssm/aws4_request, SignedHeaders=host, Signature=0",
        )
        .body(question.to_string())
        .send()
        .await
        .expect("moto answers");
    let answer = answer.text().await.expect("a body");
    serde_json::from_str(&answer).unwrap_or_else(|error| panic!("{error}: {answer}"))
}

/// All that Parameter Store tells of a parameter beside its value.
pub async fn describe(store: &ParameterStore, name: &str) -> Value {
    let name = format!("{PREFIX}/{name}");
    let question = json!({"ParameterFilters": [{"Key": "Name", "Values": [name]}]});
    ask(store, "DescribeParameters", question).await["Parameters"][0].clone()
}

/// The names of all parameters, the prefix left out.
pub async fn names(store: &ParameterStore) -> Vec<String> {
    let question = json!({"MaxResults": 50});
    let answer = ask(store, "DescribeParameters", question).await;
    let parameters = answer["Parameters"].as_array().expect("a list");
    let mut names: Vec<String> = parameters
        .iter()
        .filter_map(|parameter| {
            Some(
                parameter["Name"]
                    .as_str()?
                    .replace(&format!("{PREFIX}/"), ""),
            )
        })
        .collect();
    names.sort();
    names
}
