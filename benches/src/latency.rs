//! How long requests take with 2 ms of delay between the functions and Postgres, as multiples of one bare round trip.

use axum::serve::ListenerExt;
use local::gateway::Functions;
use serde_json::json;
use shared::{Services, Settings};
use std::net::Ipv4Addr;
use std::time::{Duration, Instant};
use test_support::{Person, Proxy, TestDatabase, TestServer, services_at};
use tokio::net::TcpListener;

const DELAY: Duration = Duration::from_millis(2);
const WARM_UP: usize = 50;
const SAMPLES: usize = 500;
/// What each request may take: one and a half times the delay and a millisecond.
const LIMIT: Duration = Duration::from_micros(4_000);

type Request<'a> = Box<dyn Fn() -> reqwest::RequestBuilder + 'a>;

/// Measures and prints; true when every limit is kept.
pub async fn measure() -> bool {
    let database = TestDatabase::create().await;
    let proxy = Proxy::start(TestServer::shared().server.port(), DELAY);
    let services = services_at(&proxy.url(database.url()), 1);
    let alice = Person::register(&services, "alice").await;
    let address = serve(&services, &Settings::default()).await;
    let http = reqwest::Client::new();

    println!(
        "Latency with {} ms of delay to Postgres, {SAMPLES} requests each over HTTP on loopback",
        DELAY.as_millis()
    );
    println!(
        "{:<36}{:>10}{:>10}{:>14}{:>14}",
        "", "p50 ms", "p95 ms", "× round trip", "round trips"
    );
    let bare = sample(async || bare_round_trip(&services).await).await;
    proxy.take_round_trips();
    print_line("one empty transaction", &bare, &bare, 1.0);

    let widget = format!("{address}/api/dashboard/widget/{}", alice.client_id);
    let requests: [(&str, Request<'_>); 5] = [
        (
            "GET /api/auth/me",
            Box::new(|| {
                http.get(format!("{address}/api/auth/me"))
                    .header("cookie", &alice.cookie)
            }),
        ),
        (
            "PUT /api/dashboard/widget/:id",
            Box::new(|| put_widget(&http, &widget, &alice)),
        ),
        (
            "GET /api/widget/config",
            Box::new(|| {
                http.get(format!("{address}/api/widget/config"))
                    .header("x-api-key", &alice.key)
            }),
        ),
        (
            "GET /api/dashboard/clients",
            Box::new(|| {
                http.get(format!("{address}/api/dashboard/clients"))
                    .header("cookie", &alice.cookie)
            }),
        ),
        (
            "GET /api/widget/health",
            Box::new(|| http.get(format!("{address}/api/widget/health"))),
        ),
    ];
    let mut met = true;
    for (name, request) in requests {
        proxy.take_round_trips();
        let times = sample(async || answered(request()).await).await;
        let round_trips = proxy.take_round_trips();
        #[expect(clippy::cast_precision_loss, reason = "a count of hundreds")]
        let each = round_trips as f64 / (SAMPLES + WARM_UP) as f64;
        print_line(name, &times, &bare, each);
        met &= percentile(&times, 50) < LIMIT;
    }
    println!(
        "Limit for p50: {:.1} ms: {}",
        millis(LIMIT),
        if met { "kept" } else { "BROKEN" }
    );
    met
}

fn put_widget(http: &reqwest::Client, url: &str, person: &Person) -> reqwest::RequestBuilder {
    let body = json!({"widgetName": "Help", "primaryColor": "#112233"}).to_string();
    http.put(url)
        .header("cookie", &person.cookie)
        .header("content-type", "application/json")
        .body(body)
}

/// Every function behind one address.
pub async fn serve(services: &Services, settings: &Settings) -> String {
    let router = Functions::from_settings(settings, services)
        .expect("settings that can be used")
        .gateway();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .await
        .expect("a port");
    let address = listener.local_addr().expect("its number");
    // Otherwise the system collects what is streamed.
    let listener = listener.tap_io(|stream| stream.set_nodelay(true).expect("an open connection"));
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

pub async fn bare_round_trip(services: &Services) {
    services.database.run_alone(()).await.expect("an answer");
}

async fn answered(request: reqwest::RequestBuilder) {
    let response = request.send().await.expect("an answer");
    assert!(response.status().is_success(), "{}", response.status());
    response.bytes().await.expect("the whole answer");
}

pub async fn sample(request: impl AsyncFn()) -> Vec<Duration> {
    for _ in 0..WARM_UP {
        request().await;
    }
    let mut times = Vec::with_capacity(SAMPLES);
    for _ in 0..SAMPLES {
        let started = Instant::now();
        request().await;
        times.push(started.elapsed());
    }
    times.sort_unstable();
    times
}

pub fn percentile(sorted: &[Duration], percent: usize) -> Duration {
    sorted[(sorted.len() * percent / 100).min(sorted.len() - 1)]
}

pub fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000.0
}

fn print_line(name: &str, times: &[Duration], bare: &[Duration], round_trips: f64) {
    let p50 = percentile(times, 50);
    let ratio = p50.as_secs_f64() / percentile(bare, 50).as_secs_f64();
    println!(
        "{name:<36}{:>10.2}{:>10.2}{ratio:>14.2}{round_trips:>14.2}",
        millis(p50),
        millis(percentile(times, 95))
    );
}
