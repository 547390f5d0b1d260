//! What visitors get through the workflow when all goes well.

use crate::Stage;
use crate::system::{QUESTION, SENTENCE, TITLE, URL};
use crate::workflow::SECRET;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use test_support::{ModelAnswer, Pace};

pub const WORDS: [&str; 3] = ["The keynote begins", " at nine o’clock", " [1]."];
pub const ANSWER: &str = "The keynote begins at nine o’clock [1].";

/// A conversation of its own for each.
pub fn session(number: u32) -> String {
    format!("123e4567-e89b-42d3-a456-{number:012}")
}

pub fn expect_sources(sources: &Value) {
    let list = sources.as_array().expect("a list");
    assert_eq!(list.len(), 1, "{sources}");
    assert_eq!(list[0]["title"], TITLE);
    assert_eq!(list[0]["url"], URL);
    let excerpt = list[0]["excerpt"].as_str().unwrap_or_default();
    assert!(excerpt.contains("nine"), "{sources}");
}

pub async fn in_one_piece(stage: &Stage) {
    let Stage {
        system,
        organiser,
        model,
        n8n,
    } = stage;
    model.answer_with(ModelAnswer::of(&WORDS));
    for (number, url) in [(1, n8n.whole()), (2, n8n.streaming())] {
        system.answer_by(organiser, &url, SECRET).await;
        let (status, answer) = system.ask(organiser, &session(number)).await;
        assert_eq!(status, 200, "{answer}");
        assert_eq!(answer["response"], ANSWER);
        expect_sources(&answer["sources"]);
    }
    expect_model_was_asked_well(&model.received()[0].json());
    println!("ok: an answer in one piece, with its source, from both webhooks");
}

/// Rules and prompts are the system's words; all that others wrote is JSON in the visitor's.
fn expect_model_was_asked_well(asked: &Value) {
    let content = |at: usize| asked["messages"][at]["content"].as_str().expect("a text");
    let (system, data) = (content(0), content(1));
    assert!(
        system.contains("Passages") || system.contains("passages"),
        "{system}"
    );
    assert!(
        system.ends_with(r#"{"instructions":"Say {please}."}"#),
        "{system}"
    );
    assert!(
        !system.contains(QUESTION) && !system.contains(SENTENCE),
        "{system}"
    );
    let (_, json) = data.split_once('\n').expect("a sentence before the data");
    let data: Value = serde_json::from_str(json).expect("JSON");
    assert_eq!(data["message"], QUESTION);
    let passage = &data["passages"][0];
    assert_eq!(passage["title"], TITLE);
    let text = passage["text"].as_str().unwrap_or_default();
    assert!(text.contains(SENTENCE), "{passage}");
    assert_eq!(asked["messages"].as_array().map(Vec::len), Some(2));
}

pub async fn as_it_is_made(stage: &Stage) {
    let Stage {
        system,
        organiser,
        model,
        n8n,
    } = stage;
    system.answer_by(organiser, &n8n.streaming(), SECRET).await;
    model.answer_with(ModelAnswer {
        pace: Pace::Released,
        ..ModelAnswer::of(&WORDS)
    });
    let mut told = system.ask_streamed(organiser, &session(3)).await;
    told.expect("start").await;
    // The model says a word only when the one before has reached the visitor: collected anywhere on the way, this would stand still.
    for words in WORDS {
        model.release(1);
        let chunk = tokio::time::timeout(Duration::from_secs(20), told.expect("chunk")).await;
        assert_eq!(chunk.expect("a word in time"), json!({ "text": words }));
    }
    expect_sources(&told.expect("sources").await);
    told.expect("done").await;
    assert_eq!(told.next().await, None);
    println!("ok: every word reaches the visitor before the model says the next one");
}

pub async fn with_what_was_said_before(stage: &Stage) {
    let Stage {
        system,
        organiser,
        model,
        n8n,
    } = stage;
    system.answer_by(organiser, &n8n.streaming(), SECRET).await;
    model.answer_with(ModelAnswer::of(&WORDS));
    for _ in 0..2 {
        let (status, answer) = system.ask(organiser, &session(4)).await;
        assert_eq!(status, 200, "{answer}");
    }
    let received = model.received();
    let asked = received.last().expect("a question").json();
    let data = asked["messages"][1]["content"].as_str().unwrap_or_default();
    let (_, data) = data.split_once('\n').expect("a sentence before the data");
    let data: Value = serde_json::from_str(data).expect("JSON");
    let history =
        json!([{"role": "visitor", "content": QUESTION}, {"role": "assistant", "content": ANSWER}]);
    assert_eq!(data["history"], history);
    println!("ok: the model hears what was said before");
}

/// No limits, because other programs run beside; figures to look at.
pub async fn quickly(stage: &Stage) {
    let Stage {
        system,
        organiser,
        model,
        n8n,
    } = stage;
    system.answer_by(organiser, &n8n.streaming(), SECRET).await;
    model.answer_with(ModelAnswer::of(&WORDS));
    let (mut first, mut whole) = (Vec::new(), Vec::new());
    for number in 10..20 {
        let asked = Instant::now();
        let mut told = system.ask_streamed(organiser, &session(number)).await;
        told.expect("start").await;
        told.expect("chunk").await;
        first.push(asked.elapsed());
        told.rest().await;
        whole.push(asked.elapsed());
    }
    let median = |mut times: Vec<Duration>| {
        times.sort();
        times[times.len() / 2].as_millis()
    };
    let (first, whole) = (median(first), median(whole));
    println!("through all of it, medians of ten: first word {first} ms, whole answer {whole} ms");
}
