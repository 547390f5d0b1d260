//! Lambda environments: ours, one for each function, and one with all of Express, adapted by serverless-http and bundled by esbuild.

use super::people::People;
use super::process;
use super::request::{Request, Route};
use super::same::{Target, ask};
use super::statistics::{Times, count, median, ms};
use super::{Express, Own, Stage};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use test_support::{Environment, HttpAnswer, Proxy, SESSION_SECRET};
use tokio::sync::Mutex;

const ROUNDS: usize = 3;
const REQUESTS: usize = 60;
const HASHING_REQUESTS: usize = 10;

/// The functions of one side.
#[derive(Debug)]
pub struct Lambda {
    pub name: &'static str,
    parts: Vec<(&'static str, Mutex<Environment>)>,
    proxy: Proxy,
    names: Vec<String>,
}

/// What one route took, asked one request after the other.
#[derive(Debug)]
pub struct Alone {
    pub name: &'static str,
    pub route: Route,
    /// From the event to the last byte of the answer.
    pub times: Times,
    /// Processor time of the function, in milliseconds a request.
    pub cpu_ms: f64,
    /// Waits for the database, a request.
    pub round_trips: f64,
    /// The most memory that the environment ever had, in megabytes.
    pub peak_mb: f64,
}

/// Programs that start Express as a function.
#[derive(Debug)]
pub struct Bootstraps {
    folder: TempDir,
}

impl Bootstraps {
    /// Writes them, the bundle too.
    pub fn write(express: &Express) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let bundled = bundle(express);
        let mut node = express.command("node");
        let node = node.args(["-p", "process.execPath"]).output();
        let node = String::from_utf8(node.expect("node runs").stdout).expect("a path");
        for (name, code) in [
            ("installed", express.folder().join("lambda.mjs")),
            ("bundled", bundled),
        ] {
            let program = folder.path().join(name);
            let text = format!("#!/bin/sh\nexec {} {}\n", node.trim(), code.display());
            fs::write(&program, text).expect("a program");
            fs::set_permissions(&program, Permissions::from_mode(0o755)).expect("it can be run");
        }
        Self { folder }
    }

    /// With the packages as npm installs them.
    pub fn installed(&self) -> PathBuf {
        self.folder.path().join("installed")
    }

    /// As one file, but for bcrypt.
    pub fn bundled(&self) -> PathBuf {
        self.folder.path().join("bundled")
    }
}

/// Makes one file of the code and its packages.
pub fn bundle(express: &Express) -> PathBuf {
    let made = node::run(express.command("npm").args(["run", "--silent", "bundle"]));
    made.expect("esbuild makes one file");
    express.folder().join("node_modules/.bundle/lambda.mjs")
}

/// Starts a program as Lambda does, with all settings it needs.
pub async fn start(program: &Path, database_url: &str, workflow_url: &str) -> Environment {
    let variables = [
        ("DATABASE_URL", database_url),
        ("SESSION_SECRET", SESSION_SECRET),
        ("N8N_WEBHOOK_URL", workflow_url),
        ("NODE_ENV", "production"),
        ("POOL_SIZE", "1"),
    ];
    Environment::start(program, &variables).await
}

/// What was answered: chat answers as a stream, Express never does.
pub fn read(answer: &test_support::Finished) -> HttpAnswer {
    if answer
        .headers
        .contains_key("lambda-runtime-function-response-mode")
    {
        HttpAnswer::streamed(answer)
    } else {
        HttpAnswer::whole(answer)
    }
}

/// Both sides, ours first.
pub async fn all(own: &Own, bootstraps: &Bootstraps, stage: &Stage) -> Vec<Lambda> {
    let functions = own.functions().to_vec();
    let express = vec![("all", bootstraps.bundled())];
    let mut all = Vec::new();
    for (name, programs) in [("ours", functions), ("Express", express)] {
        let proxy = stage.proxy();
        let database_url = proxy.url(stage.database.url());
        let mut parts = Vec::new();
        for (function, program) in programs {
            let mut environment = start(&program, &database_url, &stage.workflow.url).await;
            environment.ready().await;
            parts.push((function, Mutex::new(environment)));
        }
        let lambda = Lambda {
            name,
            parts,
            proxy,
            names: People::names(name),
        };
        for username in &lambda.names {
            let (status, _) = ask(&Target::Lambda(&lambda), &Request::register(username)).await;
            assert_eq!(status, Route::Register.status(), "{username}");
        }
        all.push(lambda);
    }
    all
}

impl Lambda {
    /// Status and body.
    pub async fn answer(&self, request: &Request) -> (u16, Vec<u8>) {
        let environment = self.part(request.function());
        let answer = environment.lock().await.invoke(&request.event()).await;
        let answer = read(&answer);
        let status = u16::try_from(answer.status).expect("a status");
        (status, answer.body)
    }

    fn part(&self, function: &str) -> &Mutex<Environment> {
        let named = self.parts.iter().find(|(name, _)| *name == function);
        &named.unwrap_or(&self.parts[0]).1
    }
}

/// Each route at both, by turns.
pub async fn measure(all: &[Lambda], stage: &Stage) -> Vec<Alone> {
    let mut measured = Vec::new();
    for route in Route::ALL {
        let mut rounds: Vec<Vec<Round>> = all.iter().map(|_| Vec::new()).collect();
        for _ in 0..ROUNDS {
            for (lambda, rounds) in all.iter().zip(&mut rounds) {
                rounds.push(lambda.round(route, &stage.people).await);
            }
        }
        for (lambda, rounds) in all.iter().zip(rounds) {
            measured.push(lambda.alone(route, rounds).await);
        }
    }
    measured
}

struct Round {
    times: Vec<Duration>,
    cpu_ms: f64,
    round_trips: f64,
}

impl Lambda {
    async fn round(&self, route: Route, people: &People) -> Round {
        let requests = if route.hashes() {
            HASHING_REQUESTS
        } else {
            REQUESTS
        };
        let mut environment = self.part(route.function()).lock().await;
        let mut times = Vec::new();
        self.proxy.take_round_trips();
        let before = process::cpu(environment.pid());
        for _ in 0..requests {
            let event = route.request(people, &self.names).event();
            environment.idle().await;
            let given = Instant::now();
            let answer = environment.invoke(&event).await;
            times.push(answer.at - given);
            assert_eq!(read(&answer).status, u64::from(route.status()), "{route:?}");
        }
        environment.idle().await;
        let cpu = process::cpu(environment.pid()) - before;
        let round_trips = usize::try_from(self.proxy.take_round_trips()).expect("a count");
        Round {
            times,
            cpu_ms: ms(cpu) / count(requests),
            round_trips: count(round_trips) / count(requests),
        }
    }

    async fn alone(&self, route: Route, rounds: Vec<Round>) -> Alone {
        let environment = self.part(route.function()).lock().await;
        let mean = |of: fn(&Round) -> f64| rounds.iter().map(of).sum::<f64>() / count(ROUNDS);
        Alone {
            name: self.name,
            route,
            cpu_ms: mean(|round| round.cpu_ms),
            round_trips: median(rounds.iter().map(|round| round.round_trips).collect()),
            peak_mb: process::megabytes(environment.pid(), "VmHWM"),
            times: Times::of(rounds.into_iter().flat_map(|round| round.times).collect()),
        }
    }
}
