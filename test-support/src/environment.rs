//! A Lambda execution environment: a function's own program as a process, fed with events by a Runtime API.

use crate::people::SESSION_SECRET;
use crate::runtime_api::{Invocation, Polls, RuntimeApi, Sent};
use axum::http::HeaderMap;
use serde_json::Value;
use std::ffi::OsString;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};
use tokio::sync::watch;
use tokio::time::timeout;

/// Nothing here takes so long unless it is broken.
const LIMIT: Duration = Duration::from_secs(40);

/// A running environment; the process ends with this value.
#[derive(Debug)]
pub struct Environment {
    api: RuntimeApi,
    process: Child,
    log: PathBuf,
    started: Instant,
    events_given: u64,
}

/// An answer that is coming in.
#[derive(Debug)]
pub struct Incoming<'a> {
    environment: &'a mut Environment,
    /// The headers with which the function answers Lambda.
    pub headers: HeaderMap,
    /// Whether the function reported an error instead of an answer.
    pub is_error: bool,
}

/// A whole answer.
#[derive(Debug)]
pub struct Finished {
    /// The headers with which the function answered Lambda.
    pub headers: HeaderMap,
    /// Whether the function reported an error instead of an answer.
    pub is_error: bool,
    /// The body.
    pub body: Vec<u8>,
    /// When its last byte was here.
    pub at: Instant,
}

/// The program to run: `built`, or that function's `bootstrap` below the folder that `BOOTSTRAPS` names, which is how the release
/// binaries are put through the same tests.
#[must_use]
pub fn bootstrap(name: &str, built: &str) -> PathBuf {
    std::env::var_os("BOOTSTRAPS").map_or_else(
        || PathBuf::from(built),
        |folder| Path::new(&folder).join(name).join("bootstrap"),
    )
}

impl Environment {
    /// Starts `program` as Lambda would, with these variables beside Lambda's own and nothing of ours.
    pub async fn start(program: &Path, variables: &[(&str, &str)]) -> Self {
        let api = RuntimeApi::start().await;
        let log =
            std::env::temp_dir().join(format!("lambda-{}.log", uuid::Uuid::new_v4().simple()));
        let output = File::create(&log).expect("a file for the log");
        let mut command = Command::new(program);
        command
            .env_clear()
            .envs(lambda_variables(&api.address))
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(output.try_clone().expect("the same file"))
            .stderr(output);
        let started = Instant::now();
        let process = command
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}", program.display()));
        Self {
            api,
            process,
            log,
            started,
            events_given: 0,
        }
    }

    /// The same for a function that needs the database.
    pub async fn with_database(program: &Path, url: &str, more: &[(&str, &str)]) -> Self {
        let mut variables = vec![("DATABASE_URL", url), ("SESSION_SECRET", SESSION_SECRET)];
        variables.extend_from_slice(more);
        Self::start(program, &variables).await
    }

    /// Waits until the init is done: the function asks for its first event. Gives how long that took.
    pub async fn ready(&mut self) -> Duration {
        self.polled(1).await;
        let first = self.polls().first.expect("it has polled");
        first - self.started
    }

    /// Whether the function asked to be told before it is ended.
    #[must_use]
    pub fn is_registered_for_shutdown(&self) -> bool {
        self.polls().is_registered
    }

    /// When the process was started.
    #[must_use]
    pub fn started(&self) -> Instant {
        self.started
    }

    /// The process's id.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.process.id()
    }

    /// Gives the function an event and waits for the whole answer.
    pub async fn invoke(&mut self, event: &Value) -> Finished {
        self.invoke_within(event, Duration::from_secs(30)).await
    }

    /// The same with another time limit than 30 seconds.
    pub async fn invoke_within(&mut self, event: &Value, time_limit: Duration) -> Finished {
        self.begin(event, time_limit).await.rest().await
    }

    /// Gives the function an event and waits until it begins to answer.
    pub async fn begin(&mut self, event: &Value, time_limit: Duration) -> Incoming<'_> {
        let invocation = Invocation {
            payload: event.to_string(),
            time_limit,
        };
        assert!(self.api.events.send(invocation).is_ok(), "the API listens");
        self.events_given += 1;
        match self.next_sent().await {
            Sent::Begun { headers, is_error } => Incoming {
                environment: self,
                headers,
                is_error,
            },
            other => panic!("an answer cannot begin with {other:?}"),
        }
    }

    /// Waits until the function is ready for another event after those that it was given.
    pub async fn idle(&mut self) {
        self.polled(self.events_given + 1).await;
    }

    /// Stops the process where it is, as Lambda does between events.
    pub fn freeze(&self) {
        self.signal("STOP");
    }

    /// Lets it go on.
    pub fn thaw(&self) {
        self.signal("CONT");
    }

    /// Tells it to end (SIGTERM), as Lambda does before it takes an environment down.
    pub fn terminate(&self) {
        self.signal("TERM");
    }

    /// Waits until the process has ended.
    pub async fn ended(&mut self) -> ExitStatus {
        let limit = Instant::now() + LIMIT;
        loop {
            if let Some(status) = self.process.try_wait().expect("a child of ours") {
                return status;
            }
            assert!(Instant::now() < limit, "it does not end:\n{}", self.log());
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    /// Everything it has written.
    #[must_use]
    pub fn log(&self) -> String {
        let mut text = String::new();
        File::open(&self.log)
            .and_then(|mut file| file.read_to_string(&mut text))
            .expect("the log can be read");
        text
    }

    /// A figure of `/proc/<pid>/status` in kB, such as `VmHWM`, the most memory it ever had.
    #[must_use]
    pub fn memory_kb(&self, name: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid()));
        status
            .expect("a live process")
            .lines()
            .find_map(|line| {
                line.strip_prefix(name)?
                    .trim_start_matches(':')
                    .trim()
                    .split(' ')
                    .next()?
                    .parse()
                    .ok()
            })
            .unwrap_or_else(|| panic!("no {name}"))
    }

    fn polls(&self) -> Polls {
        *self.api.polls.borrow()
    }

    async fn polled(&mut self, times: u64) {
        let mut polls: watch::Receiver<Polls> = self.api.polls.clone();
        let polled = polls.wait_for(|polls| polls.count >= times);
        let has_polled = tokio::select! {
            polled = timeout(LIMIT, polled) => matches!(polled, Ok(Ok(_))),
            status = self.ended() => panic!("it ended with {status}:\n{}", self.log()),
        };
        assert!(has_polled, "it does not ask for an event:\n{}", self.log());
    }

    async fn next_sent(&mut self) -> Sent {
        match timeout(LIMIT, self.api.sent.recv()).await {
            Ok(Some(sent)) => sent,
            _ => panic!("it does not answer:\n{}", self.log()),
        }
    }

    fn signal(&self, name: &str) {
        let status = Command::new("kill")
            .args([format!("-{name}"), self.pid().to_string()])
            .status();
        assert!(status.is_ok_and(|status| status.success()), "kill -{name}");
    }
}

impl Drop for Environment {
    fn drop(&mut self) {
        drop(self.process.kill().and_then(|()| self.process.wait()));
        drop(std::fs::remove_file(&self.log));
    }
}

impl Incoming<'_> {
    /// The next bytes; `None` at the end.
    pub async fn piece(&mut self) -> Option<Vec<u8>> {
        match self.environment.next_sent().await {
            Sent::Piece(bytes) => Some(bytes),
            Sent::Ended { is_whole, .. } => {
                assert!(
                    is_whole,
                    "the answer broke off:\n{}",
                    self.environment.log()
                );
                None
            }
            Sent::Begun { .. } => panic!("two answers at once"),
        }
    }

    /// Everything that has not come yet.
    pub async fn rest(self) -> Finished {
        let mut body = Vec::new();
        loop {
            match self.environment.next_sent().await {
                Sent::Piece(bytes) => body.extend(bytes),
                Sent::Ended { is_whole, at } => {
                    assert!(
                        is_whole,
                        "the answer broke off:\n{}",
                        self.environment.log()
                    );
                    return Finished {
                        headers: self.headers,
                        is_error: self.is_error,
                        body,
                        at,
                    };
                }
                Sent::Begun { .. } => panic!("two answers at once"),
            }
        }
    }
}

/// What Lambda puts into the environment.
/// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html>
fn lambda_variables(address: &str) -> Vec<(&'static str, OsString)> {
    [
        ("PATH", "/usr/local/bin:/usr/bin:/bin:/opt/bin"),
        ("LANG", "en_US.UTF-8"),
        ("TZ", ":UTC"),
        ("AWS_LAMBDA_RUNTIME_API", address),
        ("AWS_LAMBDA_FUNCTION_NAME", "conference-chat"),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256"),
        ("AWS_LAMBDA_LOG_FORMAT", "JSON"),
        ("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/conference-chat"),
        ("AWS_LAMBDA_LOG_STREAM_NAME", "2026/11/23/[$LATEST]0"),
        ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"),
        ("AWS_REGION", "eu-central-1"),
        ("AWS_DEFAULT_REGION", "eu-central-1"),
        ("AWS_ACCESS_KEY_ID", "ASIAEXAMPLE"),
        ("AWS_SECRET_ACCESS_KEY", "example"),
        ("AWS_SESSION_TOKEN", "example"),
        ("LAMBDA_TASK_ROOT", "/var/task"),
        ("_HANDLER", "bootstrap"),
    ]
    .into_iter()
    .map(|(name, value)| (name, value.into()))
    .collect()
}
