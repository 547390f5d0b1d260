//! What a chat adds to the time of whoever answers, with 2 ms of delay between the function and Postgres. Both are measured in turn: the
//! answerer asked directly, and asked by the function. So are the two batches that go to Postgres: one before the first word, which counts
//! and keeps the question and finds its passages, and one before the end, which keeps the answer.

use crate::latency::{bare_round_trip, millis, percentile, sample, serve};
use serde_json::json;
use shared::answer_plans::Answering;
use shared::conversations::{self, NewAnswer, NewQuestion, Outcome};
use shared::identity::Claim;
use shared::{Services, Settings, clients};
use std::time::{Duration, Instant};
use test_support::{
    FakeModel, FakeWebhook, ModelAnswer, Pace, Person, Proxy, TestDatabase, TestServer,
    WebhookAnswer, services_at,
};
use uuid::Uuid;

const DELAY: Duration = Duration::from_millis(2);
const WARM_UP: usize = 20;
const SAMPLES: usize = 200;
/// What the function itself may add to the round trip of each of its batches.
const OWN_LIMIT: Duration = Duration::from_millis(2);
/// How long whoever answers takes for a word, or for all of them.
const PACE: Duration = Duration::from_millis(5);
const QUESTION: &str = "When do the doors open?";
const WORDS: [&str; 8] = ["w0 ", "w1 ", "w2 ", "w3 ", "w4 ", "w5 ", "w6 ", "w7 [1]"];

/// When something was read for the first time: the first word, the last, the end.
type Times = [Duration; 3];

struct Row {
    name: &'static str,
    /// What it takes without the function.
    answerer: Duration,
    added: Duration,
    /// The round trips that it waits for.
    batches: Duration,
    /// How many those are.
    waits: u32,
}

/// Measures and prints; true when every limit is kept.
pub async fn measure() -> bool {
    let database = TestDatabase::create().await;
    let proxy = Proxy::start(TestServer::shared().server.port(), DELAY);
    let services = services_at(&proxy.url(database.url()), 1);
    let alice = Person::register(&services, "alice").await;
    furnish(&database, &alice).await;

    let model = FakeModel::start().await;
    model.answer_with(ModelAnswer {
        pace: Pace::Every(PACE),
        ..ModelAnswer::of(&WORDS)
    });
    let webhook = FakeWebhook::start().await;
    webhook.answer_with(WebhookAnswer {
        delay: PACE,
        ..WebhookAnswer::json(&json!({"response": WORDS.concat()}))
    });
    let (model_url, webhook_url) = (model.url(), webhook.url());
    let of_model = [("OPENAI_MODEL", "m"), ("OPENAI_BASE_URL", &*model_url)];
    let of_webhook = [("N8N_WEBHOOK_URL", &*webhook_url)];

    let bare = sample(async || bare_round_trip(&services).await).await;
    let bare = percentile(&bare, 50);
    println!(
        "Chat with {} ms of delay to Postgres, where an empty transaction takes {:.2} ms (p50 of {SAMPLES})",
        DELAY.as_millis(),
        millis(bare)
    );
    let ask_model = json!({"model": "m", "messages": [], "stream": true, "stream_options": {"include_usage": true}});
    let direct = (format!("{model_url}/chat/completions"), ask_model);
    let [first, last, end] = compare(&services, &of_model, &alice, direct, "[DONE]").await;
    let [before, after] = batches(&services, &alice, Answering::OpenAi).await;
    let row = |name, (answerer, added), batches: &[Duration]| Row {
        name,
        answerer,
        added,
        batches: batches.iter().sum(),
        waits: u32::try_from(batches.len()).unwrap_or(u32::MAX),
    };
    let mut rows = vec![
        row("model: first word", first, &[before]),
        row("model: last word", last, &[before]),
        row("model: kept and done", end, &[before, after]),
    ];
    let direct = (webhook_url.clone(), json!({"message": "Hello"}));
    let [whole, _, kept] = compare(&services, &of_webhook, &alice, direct, "}").await;
    let [before, after] = batches(&services, &alice, Answering::N8n).await;
    rows.extend([
        row("webhook: the answer", whole, &[before]),
        row("webhook: kept and done", kept, &[before, after]),
    ]);
    print(&rows, bare)
}

fn print(rows: &[Row], bare: Duration) -> bool {
    println!(
        "{:<26}{:>14}{:>10}{:>16}{:>12}{:>10}",
        "", "answerer, ms", "added, ms", "× empty transact.", "batches, ms", "own, ms"
    );
    let own = |row: &Row| row.added.saturating_sub(row.batches);
    for row in rows {
        println!(
            "{:<26}{:>14.2}{:>10.2}{:>16.2}{:>12.2}{:>10.2}",
            row.name,
            millis(row.answerer),
            millis(row.added),
            row.added.as_secs_f64() / bare.as_secs_f64(),
            millis(row.batches),
            millis(own(row))
        );
    }
    let met = rows.iter().all(|row| own(row) < OWN_LIMIT * row.waits);
    println!(
        "Limit for the own part: {:.1} ms a batch: {}",
        millis(OWN_LIMIT),
        if met { "kept" } else { "BROKEN" }
    );
    met
}

/// The round trips of the batches before and after an answer, alone.
async fn batches(services: &Services, alice: &Person, deployment: Answering) -> [Duration; 2] {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for number in 0..WARM_UP + SAMPLES {
        let question = NewQuestion {
            id: Uuid::new_v4(),
            session_id: Uuid::new_v4(),
            visitor_id: None,
            address_hash: None,
            message: QUESTION.to_owned(),
            page: None,
        };
        let started = Instant::now();
        let opening = clients::open_by_key_for_visitor(&alice.key, None, &Claim::None);
        let prepare = conversations::prepare(&question, deployment);
        let find = conversations::passages_for_answer(QUESTION, 6);
        let begin = conversations::begin(&question, 10, deployment);
        let statements = (prepare, (find, begin));
        let begun = services.database.run(opening, statements).await;
        let (_, begun) = begun.expect("an open key");
        let ((), (_, begun)) = begun.expect("a question that is kept");
        let begun_after = started.elapsed();
        let accepted = begun.and_then(|begun| begun.accepted);
        let accepted = accepted.expect("a question that is accepted");
        let answer = answer(&question, accepted.conversation_id);
        let started = Instant::now();
        let opening = conversations::open(answer.conversation_id);
        let kept = services
            .database
            .run(opening, conversations::finish(&answer))
            .await;
        let ((), kept) = kept.expect("an open conversation");
        kept.expect("an answer that is kept");
        if number >= WARM_UP {
            before.push(begun_after);
            after.push(started.elapsed());
        }
    }
    [before, after].map(|mut times| {
        times.sort_unstable();
        percentile(&times, 50)
    })
}

fn answer(question: &NewQuestion, conversation_id: Uuid) -> NewAnswer {
    NewAnswer {
        id: Uuid::new_v4(),
        conversation_id,
        reply_to: question.id,
        content: WORDS.concat(),
        sources: None,
        answerer: Answering::OpenAi.name().to_owned(),
        outcome: Outcome::Complete,
        error_code: None,
        first_chunk_ms: Some(1),
        latency_ms: 1,
        prompt_tokens: None,
        completion_tokens: None,
    }
}

/// A document to answer from, and no limit to how often.
async fn furnish(database: &TestDatabase, alice: &Person) {
    let client_id = alice.client_id;
    let sql = format!(
        r#"update clients set requests_per_hour = 1000000;
           select set_config('app.client_id', '{client_id}', false);
           insert into documents (client_id, title) values ('{client_id}', 'Guide');
           select app.index_chunks(id, revision, '[{{"ordinal": 0, "page": 2, "heading": "Doors", "content": "The doors open at nine in the morning.", "tokens": 9}}]')
             from documents"#
    );
    database.sql(&sql).await;
}

/// The answerer's own times and what the function adds to them, as medians.
async fn compare(
    services: &Services,
    settings: &[(&str, &str)],
    alice: &Person,
    (url, question): (String, serde_json::Value),
    end: &str,
) -> [(Duration, Duration); 3] {
    let settings: Settings = settings.iter().copied().collect();
    let address = serve(services, &settings).await;
    let http = reqwest::Client::new();
    let post = |url: &str, body: &serde_json::Value| {
        let request = http.post(url).header("content-type", "application/json");
        request.body(body.to_string())
    };
    let (mut direct, mut through) = (Vec::new(), Vec::new());
    for number in 0..WARM_UP + SAMPLES {
        // A conversation each: a long one would bring its history along.
        let session_id = format!("123e4567-e89b-12d3-a456-{number:012}");
        let body = json!({"message": QUESTION, "sessionId": session_id});
        let chat = post(&format!("{address}/api/widget/chat/stream"), &body);
        let times = [
            timed(post(&url, &question), end).await,
            timed(chat.header("x-api-key", &alice.key), "event: done").await,
        ];
        if number >= WARM_UP {
            direct.push(times[0]);
            through.push(times[1]);
        }
    }
    [0, 1, 2].map(|at| {
        let own = median(&direct, at);
        (own, median(&through, at).saturating_sub(own))
    })
}

fn median(times: &[Times], at: usize) -> Duration {
    let mut times: Vec<_> = times.iter().map(|times| times[at]).collect();
    times.sort_unstable();
    percentile(&times, 50)
}

async fn timed(request: reqwest::RequestBuilder, end: &str) -> Times {
    let started = Instant::now();
    let mut response = request.send().await.expect("an answer");
    assert!(response.status().is_success(), "{}", response.status());
    let mut text = String::new();
    let mut times = [None; 3];
    while let Some(chunk) = response.chunk().await.expect("more of it") {
        text.push_str(&String::from_utf8_lossy(&chunk));
        for (time, marker) in times.iter_mut().zip(["w0", "w7", end]) {
            if time.is_none() && text.contains(marker) {
                *time = Some(started.elapsed());
            }
        }
    }
    assert!(
        times.iter().all(Option::is_some),
        "not a whole answer: {text}"
    );
    times.map(Option::unwrap_or_default)
}
