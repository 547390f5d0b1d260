//! The stack of `template.yaml`.

use crate::commands::{Commands, ROOT, Ran, seconds};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;
use test_support::Finished;
use tokio::process::Command;

const NAME: &str = "conference-chat-staging";
/// Instead of those in `samconfig.toml`: overrides of a command line are not added to them.
const OVERRIDES: &str = "Stage=staging LogRetentionDays=14";

pub struct Stack<'a> {
    commands: &'a Commands,
}

impl<'a> Stack<'a> {
    pub fn new(commands: &'a Commands) -> Self {
        Self { commands }
    }

    /// Deploys what SAM put into that folder, with these parameters beside those in `samconfig.toml`.
    pub async fn deploy(&self, build: &Path, name: &str, parameters: &[&str]) -> Ran {
        let started = Instant::now();
        let mut deploy = self.sam("deploy");
        let architecture = match std::env::consts::ARCH {
            "aarch64" => "arm64",
            other => other,
        };
        deploy
            .arg("--template-file")
            .arg(build.join("template.yaml"))
            .args(["--no-confirm-changeset", "--no-progressbar"])
            .args(["--parameter-overrides", OVERRIDES])
            .arg(format!("Architecture={architecture}"))
            .args(parameters);
        let log = format!("sam-deploy-{name}");
        let ran = self.commands.run(deploy, &log).await;
        println!("sam deploy ({name}) took {}", seconds(started));
        ran
    }

    pub async fn delete(&self) {
        let started = Instant::now();
        let mut delete = self.sam("delete");
        delete.arg("--no-prompts");
        let ran = self.commands.run(delete, "sam-delete").await;
        ran.expect_success("Deleted successfully");
        println!("sam delete took {}", seconds(started));
    }

    fn sam(&self, action: &str) -> Command {
        let mut command = self.commands.sam();
        command.args([action, "--config-file"]);
        command.arg(Path::new(ROOT).join("samconfig.toml"));
        command.args(["--config-env", "staging"]);
        command
    }

    /// The real names of the functions, by those in the template.
    pub async fn functions(&self) -> Value {
        let names = self.describe("describe-stack-resources").await;
        let resources = names["StackResources"].as_array().expect("a list");
        let is_function = |resource: &&Value| resource["ResourceType"] == "AWS::Lambda::Function";
        resources
            .iter()
            .filter(is_function)
            .map(|function| {
                let name = function["LogicalResourceId"].as_str().unwrap_or_default();
                (name.to_owned(), function["PhysicalResourceId"].clone())
            })
            .collect::<serde_json::Map<_, _>>()
            .into()
    }

    /// One of the stack's outputs.
    pub async fn output(&self, key: &str) -> String {
        let described = self.describe("describe-stacks").await;
        let outputs = described["Stacks"][0]["Outputs"].as_array();
        let is_it = |output: &&Value| output["OutputKey"] == key;
        let output = outputs.and_then(|outputs| outputs.iter().find(is_it));
        let value = output.and_then(|output| output["OutputValue"].as_str());
        value.unwrap_or_else(|| panic!("{described}")).to_owned()
    }

    /// What became of the last deployment.
    pub async fn expect_status(&self, status: &str) {
        let described = self.describe("describe-stacks").await;
        assert_eq!(described["Stacks"][0]["StackStatus"], status, "{described}");
    }

    async fn describe(&self, action: &str) -> Value {
        let mut command = self.commands.aws();
        command.args(["cloudformation", action, "--stack-name", NAME]);
        self.aws(command, action).await
    }

    /// Invokes a function and waits for its answer.
    pub async fn invoke(&self, function: &str, event: &Value) -> Finished {
        let file = |name: &str| -> PathBuf { crate::folder().join(name) };
        fs::write(file("event.json"), event.to_string()).expect("a file");
        let mut command = self.commands.aws();
        command
            .args(["lambda", "invoke", "--function-name", function])
            .arg("--payload")
            .arg(format!("file://{}", file("event.json").display()))
            .arg(file("answer"));
        let told = self.aws(command, "aws-lambda-invoke").await;
        assert_eq!(told["StatusCode"], 200, "{told}");
        Finished {
            headers: Default::default(),
            is_error: told["FunctionError"] != json!(null),
            body: fs::read(file("answer")).expect("an answer"),
            at: Instant::now(),
        }
    }

    async fn aws(&self, command: Command, name: &str) -> Value {
        let ran = self.commands.run(command, name).await;
        ran.expect_success("");
        let output = ran.output();
        serde_json::from_str(&output).unwrap_or_else(|error| panic!("{name}: {error}: {output}"))
    }
}

/// A copy with another archive of maintenance, so that CloudFormation has it migrate again.
pub async fn with_new_maintenance(build: &Path) -> PathBuf {
    let copy = crate::folder().join("build");
    let mut copying = Command::new("cp");
    copying.arg("-R").arg(build).arg(&copy);
    let status = copying.status().await.expect("cp starts");
    assert!(status.success(), "{copying:?}: {status}");
    fs::write(copy.join("Maintenance/new"), "").expect("one more file");
    copy
}
