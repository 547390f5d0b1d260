//! Closed loops of requests: so many at a time, each followed by the next as soon as it is answered.

use super::Stage;
use super::process;
use super::request::{Request, Route};
use super::servers::OnStage;
use super::statistics::{Times, count, median, ms};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use std::time::{Duration, Instant};
use tokio::net::TcpStream;

/// So many requests at a time.
const LEVELS: [usize; 3] = [1, 16, 64];
const ROUNDS: usize = 3;
const WARM_UP: Duration = Duration::from_millis(200);
const SLOT: Duration = Duration::from_millis(400);

/// What a server did with one route at one level.
#[derive(Debug)]
pub struct Load {
    pub name: &'static str,
    pub route: Route,
    /// How many requests there were at a time.
    pub level: usize,
    pub times: Times,
    pub per_second: f64,
    /// Processor seconds of the server for a thousand requests.
    pub cpu: f64,
    /// The same of Postgres.
    pub cpu_of_postgres: f64,
    /// Waits for the database, a request; only one at a time can be told apart.
    pub round_trips: f64,
}

struct Round {
    times: Vec<Duration>,
    per_second: f64,
    cpu: Duration,
    cpu_of_postgres: Duration,
    round_trips: u64,
}

/// Each route at each level, the servers by turns.
pub async fn measure(servers: &[OnStage], stage: &Stage) -> Vec<Load> {
    let mut measured = Vec::new();
    for route in Route::ALL {
        // Each of a pool's connections has its first time.
        for server in servers {
            drop(round(server, route, 16, WARM_UP, stage).await);
        }
        for level in levels(route) {
            let mut rounds: Vec<Vec<Round>> = servers.iter().map(|_| Vec::new()).collect();
            for _ in 0..ROUNDS {
                for (server, rounds) in servers.iter().zip(&mut rounds) {
                    rounds.push(round(server, route, level, SLOT, stage).await);
                }
            }
            for (server, rounds) in servers.iter().zip(rounds) {
                measured.push(load(server.name(), route, level, rounds));
            }
        }
    }
    measured
}

/// Sixty-four hashes at a time only wait for each other.
pub fn levels(route: Route) -> impl Iterator<Item = usize> {
    let most = if route.hashes() { 16 } else { 64 };
    LEVELS.into_iter().filter(move |level| *level <= most)
}

fn load(name: &'static str, route: Route, level: usize, rounds: Vec<Round>) -> Load {
    let requests: usize = rounds.iter().map(|round| round.times.len()).sum();
    let of_each = |all: f64| all / count(requests);
    let sum = |of: fn(&Round) -> Duration| of_each(ms(rounds.iter().map(of).sum()));
    let round_trips = rounds.iter().map(|round| round.round_trips).sum::<u64>();
    Load {
        name,
        route,
        level,
        per_second: median(rounds.iter().map(|round| round.per_second).collect()),
        // Milliseconds a request are seconds a thousand.
        cpu: sum(|round| round.cpu),
        cpu_of_postgres: sum(|round| round.cpu_of_postgres),
        round_trips: of_each(count(usize::try_from(round_trips).expect("a count"))),
        times: Times::of(rounds.into_iter().flat_map(|round| round.times).collect()),
    }
}

async fn round(
    server: &OnStage,
    route: Route,
    level: usize,
    slot: Duration,
    stage: &Stage,
) -> Round {
    server.proxy.take_round_trips();
    let pid = server.server.pid();
    let before = (process::cpu(pid), process::cpu_of_postgres());
    let started = Instant::now();
    let workers = (0..level).map(|_| worker(server, route, stage, started + slot));
    let times: Vec<Vec<Duration>> = futures_util::future::join_all(workers).await;
    let elapsed = started.elapsed();
    let times: Vec<Duration> = times.into_iter().flatten().collect();
    Round {
        per_second: count(times.len()) / elapsed.as_secs_f64(),
        cpu: process::cpu(pid) - before.0,
        cpu_of_postgres: process::cpu_of_postgres().saturating_sub(before.1),
        round_trips: server.proxy.take_round_trips(),
        times,
    }
}

/// One connection that is kept.
async fn worker(server: &OnStage, route: Route, stage: &Stage, until: Instant) -> Vec<Duration> {
    let host = server.server.url.trim_start_matches("http://");
    let stream = TcpStream::connect(host).await.expect("a connection");
    stream.set_nodelay(true).expect("an open connection");
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.expect("HTTP");
    let connection = tokio::spawn(connection);
    let mut times = Vec::new();
    while Instant::now() < until {
        let request = route.request(&stage.people, &server.names);
        let request = http(&request, host);
        sender.ready().await.expect("a connection that is kept");
        let sent = Instant::now();
        let answer = sender.send_request(request).await.expect("an answer");
        let status = answer.status();
        let body = answer.into_body().collect().await.expect("all of it");
        times.push(sent.elapsed());
        assert_eq!(
            status,
            route.status(),
            "{route:?} at {}: {:?}",
            server.name(),
            body.to_bytes()
        );
    }
    drop(sender);
    drop(connection.await);
    times
}

fn http(request: &Request, host: &str) -> hyper::Request<Full<Bytes>> {
    let mut call = hyper::Request::builder()
        .method(request.method)
        .uri(&request.path)
        .header("host", host);
    for (name, value) in &request.headers {
        call = call.header(*name, value);
    }
    let body = request.body.as_ref().map(ToString::to_string);
    let body = Full::new(Bytes::from(body.unwrap_or_default()));
    call.body(body).expect("a request")
}
