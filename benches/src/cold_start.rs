//! From the start of a release binary's process to its first request for an event, and to its first answer: what TLS, the password
//! and Parameter Store cost, each as the difference to the line above. And what a warm event costs beside its round trip.

use crate::binaries;
use serde_json::Value;
use shared::database::DatabaseConfig;
use shared::{Services, Settings};
use std::time::{Duration, Instant};
use test_support::{
    Authority, Environment, ParameterStore, Person, Proxy, SESSION_SECRET, TestDatabase, TlsServer,
};

const RUNS: usize = 20;
const WARM: usize = 100;
const POLL_LIMIT_MS: f64 = 25.0;
const ANSWER_LIMIT_MS: f64 = 40.0;
/// What the template sets for functions that need no other authorities than those in the binary.
const NO_SYSTEM_ROOTS: (&str, &str) = ("SSL_CERT_FILE", "/dev/null");

/// Of a process's environment.
type Variables<'a> = Vec<(&'a str, &'a str)>;

/// Measures and prints; true when every limit is kept.
pub async fn measure() -> bool {
    let plain = TestDatabase::create().await;
    let reader = Person::register(&plain.services(1), "alice").await;
    let hosted = Hosted::start().await;
    let store = ParameterStore::start().await;
    hosted.put_into(&store).await;
    let url = hosted.url();
    let endpoint = store.url();

    println!(
        "Cold start, medians of {RUNS}: spawn → first poll, → first answer (limits: {POLL_LIMIT_MS} and {ANSWER_LIMIT_MS} ms without Parameter Store)"
    );
    println!(
        "{:<12}{:<44}{:>10}{:>12}",
        "function", "", "poll ms", "answer ms"
    );
    let mut met = true;
    for function in binaries::HTTP {
        let Some(binary) = binaries::find(function) else {
            met = false;
            continue;
        };
        let lines: [(&str, &Person, Variables<'_>); 4] = [
            (
                "Postgres without TLS or password",
                &reader,
                settings(plain.url(), None),
            ),
            (
                "+ TLS and SCRAM",
                &hosted.alice,
                settings(&url, Some(&hosted.ca)),
            ),
            ("the same, the system's bundle unread", &hosted.alice, {
                let mut all = settings(&url, Some(&hosted.ca));
                all.push(NO_SYSTEM_ROOTS);
                all
            }),
            (
                "+ settings from Parameter Store",
                &hosted.alice,
                vec![
                    NO_SYSTEM_ROOTS,
                    ("SSM_PREFIX", "/bench"),
                    ("AWS_ENDPOINT_URL", &endpoint),
                ],
            ),
        ];
        for (index, (what, person, variables)) in lines.into_iter().enumerate() {
            let event = function.event(person);
            let (poll, answer) = medians(&binary, &event, &variables).await;
            println!(
                "{:<12}{what:<44}{poll:>10.1}{answer:>12.1}",
                if index == 0 { function.name } else { "" }
            );
            met &= index == 3 || (poll < POLL_LIMIT_MS && answer < ANSWER_LIMIT_MS);
        }
    }
    met &= warm(&plain, &reader).await;
    println!("{}", if met { "Limits kept" } else { "Limits BROKEN" });
    met
}

/// A database as hosted ones are: TLS, a private authority, a password.
struct Hosted {
    server: TlsServer,
    ca: String,
    alice: Person,
}

impl Hosted {
    async fn start() -> Self {
        let authority = Authority::new();
        let server = TlsServer::start(Some(authority.issue("localhost", false)));
        let ca = authority.pem();
        let url = server.url("sslmode=verify-full");
        let config = DatabaseConfig::from_url_and_ca(&url, &ca).expect("settings that can be used");
        shared::migrations::run(&config).await.expect("migrations");
        let values = [
            ("DATABASE_URL", url.as_str()),
            ("DATABASE_CA_CERT", ca.expose()),
            ("SESSION_SECRET", SESSION_SECRET),
        ];
        let settings: Settings = values.into_iter().collect();
        let services = Services::from_settings(&settings, 1).expect("settings that can be used");
        let alice = Person::register(&services, "alice").await;
        Self {
            server,
            ca: ca.expose().to_owned(),
            alice,
        }
    }

    fn url(&self) -> String {
        self.server.url("sslmode=verify-full")
    }

    /// What a deployment cannot do without.
    async fn put_into(&self, store: &ParameterStore) {
        for (name, value) in settings(&self.url(), Some(&self.ca)) {
            store.put(&format!("/bench/{name}"), value).await;
        }
    }
}

fn settings<'a>(url: &'a str, ca: Option<&'a str>) -> Variables<'a> {
    let mut all = vec![("DATABASE_URL", url), ("SESSION_SECRET", SESSION_SECRET)];
    all.extend(ca.map(|ca| ("DATABASE_CA_CERT", ca)));
    all
}

/// Milliseconds to the first poll and to the first answer.
async fn medians(
    binary: &std::path::Path,
    event: &Value,
    variables: &[(&str, &str)],
) -> (f64, f64) {
    let (mut polls, mut answers) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let mut environment = Environment::start(binary, variables).await;
        polls.push(environment.ready().await);
        let answer = environment.invoke(event).await;
        assert!(!answer.is_error, "{}", environment.log());
        answers.push(answer.at - environment.started());
    }
    (median_ms(polls), median_ms(answers))
}

fn median_ms(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64() * 1e3
}

/// What a warm event takes beyond the bare round trip through the same proxy, with 2 ms of delay.
async fn warm(database: &TestDatabase, person: &Person) -> bool {
    let (proxy, services) = behind(database);
    let mut bare = Vec::new();
    for _ in 0..WARM {
        let started = Instant::now();
        services.database.run_alone(()).await.expect("an answer");
        bare.push(started.elapsed());
    }
    let bare = median_ms(bare);
    let mut met = true;
    println!(
        "Warm events, medians of {WARM} with 2 ms of delay to Postgres; one empty transaction takes {bare:.2} ms"
    );
    for function in binaries::HTTP {
        let Some(binary) = binaries::find(function) else {
            continue;
        };
        let url = proxy.url(database.url());
        let mut environment = Environment::with_database(&binary, &url, &[]).await;
        let mut times = Vec::new();
        for _ in 0..WARM {
            let event = function.event(person);
            environment.idle().await;
            let given = Instant::now();
            let answer = environment.invoke(&event).await;
            times.push(answer.at - given);
        }
        let more = median_ms(times) - bare * f64::from(function.round_trips);
        let (round_trips, limit) = (function.round_trips, function.warm_limit_ms);
        println!(
            "{:<12}{more:>10.2} ms beyond {round_trips} round trip(s) (limit: {limit})",
            function.name
        );
        met &= more < limit;
    }
    met
}

fn behind(database: &TestDatabase) -> (Proxy, Services) {
    let port = test_support::TestServer::shared().server.port();
    let proxy = Proxy::start(port, Duration::from_millis(2));
    let services = test_support::services_at(&proxy.url(database.url()), 1);
    (proxy, services)
}
