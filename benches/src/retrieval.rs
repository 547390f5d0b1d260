//! How well and how fast passages are found: real questions over real documents, then chunks of made-up words in one table, of which a client
//! has a thousand, ten thousand or a hundred thousand.

mod words;

use benches::corpus::{Corpus, Quality, Question};
use local::gateway::Functions;
use serde_json::json;
use shared::retrieval::{self, NewChunk};
use shared::{Services, Settings, clients};
use std::net::Ipv4Addr;
use std::time::{Duration, Instant};
use test_support::{Person, TestDatabase};
use tokio::net::TcpListener;
use uuid::Uuid;
use words::Words;

const RECALL_LIMIT: f64 = 0.9;
/// For a whole answer over ten thousand chunks, HTTP and both round trips included.
const ANSWER_LIMIT: Duration = Duration::from_millis(15);
const SIZES: [usize; 3] = [1_000, 10_000, 100_000];
const CHUNKS_A_DOCUMENT: usize = 250;
const WARM_UP: usize = 10;
const SAMPLES: usize = 150;

/// Measures and prints; true when every limit is kept.
pub async fn measure() -> bool {
    let well = quality().await;
    let fast = speed().await;
    println!(
        "{}",
        if well && fast {
            "Limits kept"
        } else {
            "Limits BROKEN"
        }
    );
    well && fast
}

async fn quality() -> bool {
    let database = TestDatabase::create().await;
    let corpus = Corpus::load(&database).await;
    let questions = Question::all();
    println!(
        "Retrieval: {} questions over {} chunks (limit: {RECALL_LIMIT} for recall@3 of all)",
        questions.len(),
        corpus.chunks
    );
    println!(
        "{:<12}{:>12}{:>10}{:>10}{:>10}{:>14}{:>10}",
        "questions", "answerable", "recall@1", "recall@3", "answered", "unanswerable", "told so"
    );
    let [tuned, held_out] = corpus.ask(&questions, |miss| println!("    {miss}")).await;
    print_quality("tuning", tuned);
    print_quality("held out", held_out);
    let all = tuned.and(held_out);
    print_quality("all", all);
    all.recall_at_3() >= RECALL_LIMIT
}

fn print_quality(name: &str, quality: Quality) {
    println!(
        "{name:<12}{:>12}{:>10.3}{:>10.3}{:>10.3}{:>14}{:>10.3}",
        quality.answerable,
        quality.recall_at_1(),
        quality.recall_at_3(),
        quality.answered(),
        quality.unanswerable,
        quality.told_so()
    );
}

async fn speed() -> bool {
    let database = TestDatabase::create().await;
    let services = database.services(1);
    let mut words = Words::new();
    let mut people = Vec::new();
    for size in SIZES {
        let person = Person::register(&services, &format!("has {size}")).await;
        let started = Instant::now();
        fill(&database, &services, &person, size, &mut words).await;
        let each =
            started.elapsed().as_secs_f64() * 1e3 / f64::from(u32::try_from(size).expect("small"));
        println!("{size} chunks indexed, {each:.2} ms each");
        people.push(person);
    }
    for sql in [
        "update clients set requests_per_hour = 1000000",
        "vacuum analyze",
    ] {
        database.sql(sql).await;
    }
    let address = serve(&services).await;
    let http = reqwest::Client::new();
    let questions: Vec<String> = (0..WARM_UP + SAMPLES).map(|_| words.question()).collect();

    // In turns, so that whatever else the machine does falls on all alike.
    let (mut found, mut answered) = ([const { Vec::new() }; 3], [const { Vec::new() }; 3]);
    let mut empty = Vec::new();
    for question in &questions {
        empty.push(timed(services.database.run_alone(())).await.1);
        for (place, person) in people.iter().enumerate() {
            let open = clients::open_by_key(&person.key, None);
            let find = retrieval::find_passages(question, None, 6);
            let (outcome, took) = timed(services.database.run(open, find)).await;
            outcome.expect("a key").1.expect("an answer");
            found[place].push(took);
            let body = json!({"message": question, "sessionId": Uuid::new_v4()}).to_string();
            let request = http
                .post(format!("{address}/api/widget/chat"))
                .header("x-api-key", &person.key)
                .header("content-type", "application/json")
                .body(body)
                .send();
            let (response, took) =
                timed(async { request.await.expect("an answer").error_for_status() }).await;
            response
                .expect("a good answer")
                .bytes()
                .await
                .expect("all of it");
            answered[place].push(took);
        }
    }
    report(empty, found, answered)
}

fn report(empty: Vec<Duration>, found: [Vec<Duration>; 3], answered: [Vec<Duration>; 3]) -> bool {
    let bare = percentiles(empty).0;
    println!(
        "{:<12}{:>12}{:>10}{:>14}{:>14}{:>12}{:>10}{:>14}",
        "chunks",
        "find p50 ms",
        "p95 ms",
        "× round trip",
        "× the smaller",
        "answer p50",
        "p95 ms",
        "× the smaller"
    );
    let mut met = true;
    let mut smaller: Option<(Duration, Duration)> = None;
    for ((size, found), answered) in SIZES.into_iter().zip(found).zip(answered) {
        let (find, find_95) = percentiles(found);
        let (answer, answer_95) = percentiles(answered);
        let (find_before, answer_before) = smaller.unwrap_or((find, answer));
        println!(
            "{size:<12}{:>12.2}{:>10.2}{:>14.1}{:>14.2}{:>12.2}{:>10.2}{:>14.2}",
            millis(find),
            millis(find_95),
            find.as_secs_f64() / bare.as_secs_f64(),
            find.as_secs_f64() / find_before.as_secs_f64(),
            millis(answer),
            millis(answer_95),
            answer.as_secs_f64() / answer_before.as_secs_f64(),
        );
        // Ten times the chunks must not take half of ten times as long.
        met &= find < find_before * 5 && (size != 10_000 || answer < ANSWER_LIMIT);
        smaller = Some((find, answer));
    }
    met
}

async fn fill(
    database: &TestDatabase,
    services: &Services,
    person: &Person,
    size: usize,
    words: &mut Words,
) {
    let patient = services.database.patient(Duration::from_secs(60));
    for _ in 0..size / CHUNKS_A_DOCUMENT {
        let id = Uuid::new_v4();
        let insert = "insert into documents (id, client_id, title) values ($1, $2, $3)";
        let title = words.take(3);
        let inserted = database
            .admin
            .execute(insert, &[&id, &person.client_id, &title])
            .await;
        inserted.expect("a document");
        let texts: Vec<(String, String)> = (0..CHUNKS_A_DOCUMENT)
            .map(|_| (words.take(4), words.text()))
            .collect();
        let mut chunks: Vec<NewChunk<'_>> = Vec::with_capacity(texts.len());
        for (ordinal, (heading, content)) in (0..).zip(&texts) {
            chunks.push(NewChunk {
                ordinal,
                page: Some(ordinal / 2 + 1),
                heading: Some(heading),
                content,
                tokens: 300,
            });
        }
        let open = clients::open_by_key(&person.key, None);
        let (_, indexed) = patient
            .run(open, retrieval::index_chunks(id, 1, &chunks))
            .await
            .expect("a key");
        assert!(indexed.expect("an answer").0);
    }
}

async fn serve(services: &Services) -> String {
    let router = Functions::from_settings(&Settings::default(), services)
        .expect("settings that can be used")
        .gateway();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .await
        .expect("a port");
    let address = listener.local_addr().expect("its number");
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

async fn timed<T>(work: impl Future<Output = T>) -> (T, Duration) {
    let started = Instant::now();
    let done = work.await;
    (done, started.elapsed())
}

/// The median and the 95th, without the first ones.
fn percentiles(times: Vec<Duration>) -> (Duration, Duration) {
    let mut times = times[WARM_UP..].to_vec();
    times.sort_unstable();
    (times[times.len() / 2], times[times.len() * 95 / 100])
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}
