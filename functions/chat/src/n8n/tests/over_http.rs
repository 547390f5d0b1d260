//! The same over a real connection, and what can happen to it.

use super::request::question;
use super::{Read, item, recorded, recorded_streams, stream};
use crate::answer::{AnswerFailed, Piece, Pieces};
use crate::n8n::N8nWebhook;
use crate::n8n::shape::Shape;
use futures_util::StreamExt;
use reqwest::StatusCode;
use shared::Secret;
use std::time::Duration;
use test_support::{Asked, WebhookByHand};
use url::Url;

const PLAIN: &str = "/webhook/conference-chat";
const TRIGGER: &str = "/webhook/00000000-0000-4000-8000-000000000007/chat";

fn webhook(hand: &WebhookByHand, path: &str) -> N8nWebhook {
    let url = Url::parse(&hand.url(path)).expect("a URL");
    let secret = Secret::new("a secret");
    N8nWebhook::of_client(reqwest::Client::new(), url, Some(secret))
}

async fn rest(mut pieces: Pieces) -> Read {
    let mut read = Read::default();
    while let Some(piece) = pieces.next().await {
        read.add(piece);
    }
    read
}

/// Asks, and answers as told.
async fn answered<F: Future<Output = ()>>(path: &str, answer: impl FnOnce(Asked) -> F) -> Read {
    let hand = WebhookByHand::start().await;
    let pieces = webhook(&hand, path).answer(question());
    let answering = async { answer(hand.asked().await).await };
    tokio::join!(rest(pieces), answering).0
}

/// The next piece, while the other side does something.
async fn next(pieces: &mut Pieces) -> Option<Piece> {
    let piece = pieces.next().await;
    piece.map(|piece| piece.expect("no failure"))
}

fn text(text: &str) -> Option<Piece> {
    Some(Piece::Text(text.to_owned()))
}

#[tokio::test]
async fn recorded_responses_are_read_in_whatever_parts_they_arrive() {
    for (response, shape, expected) in recorded_streams() {
        let path = match shape {
            Shape::Documented => PLAIN,
            Shape::Chat => TRIGGER,
        };
        for length in [3, 64, response.len()] {
            let read = answered(path, async |mut asked| {
                for part in response.chunks(length) {
                    asked.say(part).await;
                    tokio::task::yield_now().await;
                }
                asked.hang_up().await;
            });
            assert_eq!(read.await, expected, "every {length}");
        }
    }
}

#[tokio::test]
async fn a_chat_trigger_answers_in_one_piece_too_and_a_wrong_secret_is_a_refusal() {
    let refused = AnswerFailed::Status(StatusCode::FORBIDDEN);
    for (path, response, expected) in [
        (
            TRIGGER,
            recorded!("chat-trigger"),
            Read::text("You said: hi there"),
        ),
        (
            PLAIN,
            recorded!("chat-trigger"),
            Read::nothing(&AnswerFailed::WrongShape),
        ),
        (PLAIN, recorded!("wrong-secret"), Read::nothing(&refused)),
    ] {
        let read = answered(path, async |mut asked| {
            asked.say(response).await;
            asked.hang_up().await;
        });
        assert_eq!(read.await, expected);
    }
}

#[tokio::test]
async fn a_word_arrives_before_the_next_one_is_said() {
    let hand = WebhookByHand::start().await;
    let mut pieces = webhook(&hand, PLAIN).answer(question());
    let (first, mut asked) = tokio::join!(next(&mut pieces), async {
        let mut asked = hand.asked().await;
        asked.begin_stream().await;
        asked.chunk(&stream("a begins")).await;
        asked.chunk(&item("a", "At ")).await;
        asked
    });
    assert_eq!(first, text("At "));
    for word in ["nine", " o’clock"] {
        let line = item("a", word);
        let (half, other) = line.split_at(line.len() / 2);
        asked.chunk(half).await;
        asked.chunk(other).await;
        assert_eq!(next(&mut pieces).await, text(word));
    }
    asked.chunk(&stream("a ends")).await;
    asked.end_stream().await;
    assert_eq!(next(&mut pieces).await, None);
}

#[tokio::test]
async fn the_request_asks_for_nothing_that_packs_a_stream() {
    let hand = WebhookByHand::start().await;
    let pieces = webhook(&hand, TRIGGER).answer(question());
    let (_, asked) = tokio::join!(rest(pieces), async {
        let asked = hand.asked().await;
        let request = asked.request.clone();
        asked.hang_up().await;
        request
    });
    for (name, value) in [
        ("accept-encoding", "identity"),
        ("accept", "*/*"),
        ("content-type", "application/json"),
        ("x-webhook-secret", "a secret"),
    ] {
        assert_eq!(asked.header(name), Some(value));
    }
    assert_eq!((&*asked.method, &*asked.path), ("POST", TRIGGER));
    assert_eq!(asked.json()["chatInput"], question().message);
}

#[tokio::test]
async fn a_connection_that_dies_leaves_what_was_said_and_a_failure() {
    let cut = "the answerer cannot be reached or broke off";
    let reported = "the answerer reported a failure of its own";
    for (short, said, failure) in [
        ("a begins|a: At ", Some("At "), cut),
        ("a begins", None, cut),
        ("a begins|a: At |a ends", Some("At "), cut),
        (r#"a: {"response":"r"}"#, None, cut),
        ("a: At |a fails", Some("At "), reported),
    ] {
        let lines = stream(short);
        let read = answered(PLAIN, async |mut asked| {
            asked.begin_stream().await;
            asked.chunk(&lines).await;
            asked.hang_up().await;
        });
        let read = read.await;
        assert_eq!(read.text.as_deref(), said, "{short}");
        assert_eq!(read.failure.as_deref(), Some(failure), "{short}");
    }
}

#[tokio::test]
async fn a_stream_that_does_not_end_in_time_is_too_slow() {
    let hand = WebhookByHand::start().await;
    let limit = Duration::from_millis(200);
    let pieces = webhook(&hand, PLAIN)
        .with_time_limit(limit)
        .answer(question());
    let answer = async {
        let mut asked = hand.asked().await;
        asked.begin_stream().await;
        asked.chunk(&item("a", "At ")).await;
        asked.is_taken_back().await;
    };
    let (read, ()) = tokio::join!(rest(pieces), answer);
    assert_eq!(read, Read::text("At ").but(&AnswerFailed::TooSlow));
}

#[tokio::test]
async fn who_stops_listening_takes_the_question_back() {
    let hand = WebhookByHand::start().await;
    let mut pieces = webhook(&hand, PLAIN).answer(question());
    let (_, asked) = tokio::join!(next(&mut pieces), async {
        let mut asked = hand.asked().await;
        asked.begin_stream().await;
        asked.chunk(&item("a", "At ")).await;
        asked
    });
    drop(pieces);
    let taken_back = tokio::time::timeout(Duration::from_secs(5), asked.is_taken_back());
    taken_back.await.expect("well before the time limit");
}

#[tokio::test]
async fn nothing_is_asked_before_somebody_listens() {
    let hand = WebhookByHand::start().await;
    let pieces = webhook(&hand, PLAIN).answer(question());
    drop(pieces);
    let mut pieces = webhook(&hand, TRIGGER).answer(question());
    let (_, path) = tokio::join!(pieces.next(), async {
        let asked = hand.asked().await;
        let path = asked.request.path.clone();
        asked.hang_up().await;
        path
    });
    assert_eq!(path, TRIGGER);
}

#[tokio::test]
async fn a_secret_that_no_header_can_carry_is_a_fault_of_the_settings() {
    let hand = WebhookByHand::start().await;
    let url = Url::parse(&hand.url(PLAIN)).expect("a URL");
    let secret = Some(Secret::new("line\nbreak"));
    let webhook = N8nWebhook::of_client(reqwest::Client::new(), url, secret);
    let read = rest(webhook.answer(question())).await;
    assert!(
        read.failure
            .is_some_and(|failure| failure.contains("not set up"))
    );
}
