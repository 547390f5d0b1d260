//! Whether the time of a refused log-in tells who exists (OWASP ASVS 5.0, 6.3.8): a name that nobody has against users with a wrong
//! password, by the log-in route over HTTP and Postgres.
//!
//! The kinds take turns in a new order each round, so that what else the machine does falls on all of them; no name is tried twice, since
//! a name that is slowed answers early. For each kind the medians' difference from the unknown name is given with a 95 % confidence
//! interval (percentile bootstrap over rounds). Two kinds count as the same only when the whole interval is within the margin: too few or
//! too noisy samples fail, they do not pass. Rounds go on until the intervals are narrow enough, wherever they lie. Smaller differences
//! than the margin are not excluded.

mod statistics;

use crate::latency::serve;
use serde_json::json;
use shared::passwords::{PasswordAlgorithm, Passwords};
use shared::{Secret, Settings};
use statistics::{Interval, Random};
use std::time::Instant;
use test_support::{TestDatabase, services_at};

/// After so many rounds the intervals are looked at…
const STEP: usize = 100;
/// …and these are the most.
const MOST_ROUNDS: usize = 1_500;
const WARM_UP: usize = 10;
/// How far medians may lie apart, as a part of the unknown name's.
const MARGIN: f64 = 0.05;
/// How wide an interval may be to either side.
const NARROW: f64 = MARGIN / 2.0;
/// By how much the second control is made slower.
const SLOWER: f64 = 1.10;

const UNKNOWN: usize = 0;
const NO_ONE_EITHER: usize = 1;
const BLOCKED: usize = 5;
/// What is tried, by the beginning of the names.
const KINDS: [(&str, &str); 6] = [
    ("nobody", "nobody has the name"),
    ("no-one", "nobody has the other name either"),
    ("bcrypt", "user with a bcrypt hash"),
    ("argon2", "user with an Argon2id hash"),
    ("second", "user with a second factor"),
    ("blocked", "control: a name that is slowed"),
];

/// Measures and prints; true when no user is told from nobody, and both controls are.
pub async fn measure() -> bool {
    let database = TestDatabase::create().await;
    insert_users(&database).await;
    let services = services_at(database.url(), 1);
    let door = Door {
        address: serve(&services, &Settings::default()).await,
        http: reqwest::Client::new(),
    };
    for index in 0..WARM_UP {
        door.time(&format!("warm-up-{index}"), 401).await;
    }
    block(&door, &database).await;
    let times = sample(&door).await;
    let met = print_all(&times);
    println!(
        "No user told from nobody within ±{:.0} %, both controls told: {}",
        MARGIN * 100.0,
        if met { "kept" } else { "BROKEN" }
    );
    met
}

/// The times of each kind, by round.
type Times = [Vec<f64>; KINDS.len()];

/// Prints a line for each kind and one for the second control; true when each is as it should be.
fn print_all(times: &Times) -> bool {
    let unknown = &times[UNKNOWN];
    println!(
        "Log-in with a wrong password, {} samples of each kind in turns, in ms",
        unknown.len()
    );
    println!(
        "{:<34}{:>8}{:>8}{:>8}{:>14}{:>22}",
        "", "p10", "p50", "p90", "p50 differs", "95 % confidence"
    );
    print_times(KINDS[UNKNOWN].1, unknown);
    println!();
    let mut met = true;
    for (index, (_, label)) in KINDS.iter().enumerate().skip(1) {
        print_times(label, &times[index]);
        let interval = statistics::difference(unknown, &times[index]);
        met &= print_verdict(interval, index == BLOCKED);
    }
    let no_one_either = times[NO_ONE_EITHER].iter();
    let slower: Vec<f64> = no_one_either.map(|time| time * SLOWER).collect();
    print_times("control: the other, 10 % slower", &slower);
    met & print_verdict(statistics::difference(unknown, &slower), true)
}

/// Where people log in.
struct Door {
    address: String,
    http: reqwest::Client,
}

impl Door {
    /// The milliseconds until a name with a wrong password is refused.
    async fn time(&self, username: &str, status: u16) -> f64 {
        let body = json!({"username": username, "password": "not the password"}).to_string();
        let request = self
            .http
            .post(format!("{}/api/auth/login", self.address))
            .header("content-type", "application/json")
            .body(body);
        let started = Instant::now();
        let answer = request.send().await.expect("an answer");
        let answered = answer.status();
        answer.bytes().await.expect("the whole answer");
        let took = started.elapsed();
        assert_eq!(answered, status, "{username}");
        took.as_secs_f64() * 1_000.0
    }
}

/// As many users of each kind as there are rounds at most.
async fn insert_users(database: &TestDatabase) {
    let right = || Secret::new("this is the password");
    for (name, algorithm) in [
        ("bcrypt", PasswordAlgorithm::Bcrypt),
        ("argon2", PasswordAlgorithm::Argon2id),
        ("second", PasswordAlgorithm::Argon2id),
    ] {
        let passwords = Passwords::new(algorithm);
        let hash = passwords.hash(right()).await.expect("hashing works");
        let insert = format!(
            "insert into users (username, password) select '{name}-' || n, '{}' from generate_series(0, {MOST_ROUNDS} - 1) n",
            hash.expose()
        );
        database.sql(&insert).await;
    }
    // It is not opened before the password was right.
    let factors = "insert into second_factors (user_id, secret, enabled_at)
                   select id, 'sealed', now() from users where username like 'second-%'; analyze users, second_factors";
    database.sql(factors).await;
}

/// Has a name slowed for as long as this takes, as five attempts would for 15 seconds.
async fn block(door: &Door, database: &TestDatabase) {
    database.sql("truncate sign_in_counters").await;
    door.time(KINDS[BLOCKED].0, 401).await;
    let keep = "update sign_in_counters set blocked_until = now() + interval '1 day', over_at = now() + interval '1 day'";
    database.sql(keep).await;
}

async fn sample(door: &Door) -> Times {
    let mut random = Random::default();
    let mut times = [const { Vec::new() }; KINDS.len()];
    for round in 0..MOST_ROUNDS {
        for index in random.order::<{ KINDS.len() }>() {
            let name = KINDS[index].0;
            let time = if index == BLOCKED {
                door.time(name, 429).await
            } else {
                door.time(&format!("{name}-{round}"), 401).await
            };
            times[index].push(time);
        }
        if (round + 1) % STEP == 0 && are_narrow(&times) {
            break;
        }
    }
    times
}

fn are_narrow(times: &Times) -> bool {
    times[NO_ONE_EITHER..BLOCKED].iter().all(|other| {
        let interval = statistics::difference(&times[UNKNOWN], other);
        interval.high - interval.low < 2.0 * NARROW
    })
}

fn print_times(label: &str, times: &[f64]) {
    let at = |part: f64| statistics::quantile(times, part);
    print!(
        "{label:<34}{:>8.2}{:>8.2}{:>8.2}",
        at(0.1),
        at(0.5),
        at(0.9)
    );
}

/// Whether it is as it should be: a control is told from nobody, anybody else is not.
fn print_verdict(interval: Interval, is_control: bool) -> bool {
    let is_same = interval.low > -MARGIN && interval.high < MARGIN;
    let is_other = interval.high < -MARGIN || interval.low > MARGIN;
    let verdict = match (is_same, is_other) {
        (true, _) => "the same",
        (_, true) => "told apart",
        _ => "not known: too noisy",
    };
    println!(
        "{:>+12.2} %{:>+12.2} … {:>+5.2} %  {verdict}",
        interval.middle * 100.0,
        interval.low * 100.0,
        interval.high * 100.0
    );
    if is_control { is_other } else { is_same }
}
