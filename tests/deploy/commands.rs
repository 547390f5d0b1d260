//! The programs of a deployment, run as by hand but for where AWS is.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Instant;
use tokio::process::Command;

/// The workspace.
pub const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// Starts programs that take LocalStack for AWS, and keeps what they say.
pub struct Commands {
    endpoint: String,
    log: PathBuf,
}

/// What a program did.
pub struct Ran {
    what: String,
    is_success: bool,
    output: String,
}

impl Commands {
    pub fn new(endpoint: String, folder: &Path) -> Self {
        let log = folder.join("log");
        Self { endpoint, log }
    }

    /// SAM.
    pub fn sam(&self) -> Command {
        self.program(&tool("sam/bin/sam"))
    }

    /// AWS's own program, as LocalStack brings it along.
    pub fn aws(&self) -> Command {
        self.program(&tool("localstack/bin/aws"))
    }

    /// One of the workspace's binaries, built with the features that everything else here is built with.
    pub fn workspace(&self, binary: &str) -> Command {
        let mut command = self.program(Path::new("cargo"));
        command.args(["run", "--quiet", "--bin", binary, "--"]);
        command
    }

    /// Nothing of the caller's own AWS: no profile, no credentials, no address.
    fn program(&self, path: &Path) -> Command {
        let mut command = Command::new(path);
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("AWS_") {
                command.env_remove(name);
            }
        }
        let ours = [
            ("AWS_ENDPOINT_URL", self.endpoint.as_str()),
            ("AWS_ACCESS_KEY_ID", "test"),
            ("AWS_SECRET_ACCESS_KEY", "test"),
            ("AWS_REGION", "eu-central-1"),
            ("AWS_DEFAULT_REGION", "eu-central-1"),
            ("AWS_CONFIG_FILE", "/dev/null"),
            ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null"),
            ("SAM_CLI_TELEMETRY", "0"),
        ];
        command.envs(ours).current_dir(ROOT).stdin(Stdio::null());
        command.kill_on_drop(true);
        command
    }

    /// Runs a program to its end; what it says goes to a log of that name.
    pub async fn run(&self, mut command: Command, name: &str) -> Ran {
        let path = self.log.join(format!("{name}.log"));
        let log = File::create(&path).expect("a log");
        command.stderr(log.try_clone().expect("the same log"));
        let status = command.stdout(log).status().await;
        let status = status.unwrap_or_else(|error| panic!("{command:?}: {error}"));
        Ran {
            what: name.to_owned(),
            is_success: status.success(),
            output: fs::read_to_string(path).expect("a log of text"),
        }
    }
}

impl Ran {
    /// It succeeded and said so.
    pub fn expect_success(&self, words: &str) {
        assert!(self.is_success, "{} failed:\n{}", self.what, self.end());
        self.expect_to_say(words);
    }

    /// It failed and said why.
    pub fn expect_failure(&self, words: &str) {
        assert!(!self.is_success, "{} worked:\n{}", self.what, self.end());
        self.expect_to_say(words);
    }

    fn expect_to_say(&self, words: &str) {
        let is_said = self.says(words);
        let (what, end) = (&self.what, self.end());
        assert!(is_said, "{what} does not say {words:?}:\n{end}");
    }

    /// The last lines; its log has the rest.
    fn end(&self) -> String {
        let lines: Vec<&str> = self.output.lines().collect();
        lines[lines.len().saturating_sub(50)..].join("\n")
    }

    /// Whether it said that. SAM breaks lines within words to fit its table, so white space does not count.
    pub fn says(&self, words: &str) -> bool {
        let squeezed = |text: &str| text.split_whitespace().collect::<String>();
        squeezed(&self.output).contains(&squeezed(words))
    }

    /// All that it said.
    pub fn output(self) -> String {
        self.output
    }
}

/// Something that `cargo verify deploy` puts there: a program, or what SAM built.
pub fn tool(path: &str) -> PathBuf {
    let path = Path::new(ROOT).join(".data/deploy").join(path);
    let is_there = path.exists();
    assert!(
        is_there,
        "{} is missing: run `cargo verify deploy`",
        path.display()
    );
    path
}

/// How long it is since then, for people.
pub fn seconds(since: Instant) -> String {
    format!("{:.1} s", since.elapsed().as_secs_f64())
}
