//! An answer in one piece, in whatever parts it arrives.

use super::{Read, read, read_parts};
use crate::answer::AnswerFailed;
use crate::n8n::SIZE_LIMIT_BYTES;
use crate::n8n::shape::Shape;
use serde_json::json;

#[test]
fn an_answer_in_one_piece_is_read_wherever_it_is_split() {
    let answer = json!({"response": "Grüezi 😀\n{", "sources": [{"title": "T"}]});
    let expected = Read::text("Grüezi 😀\n{").citing(json!([{"title": "T"}]));
    let pretty = serde_json::to_string_pretty(&answer).expect("JSON");
    for text in [
        answer.to_string(),
        format!("{answer}\n"),
        format!("\n\n\u{feff}{answer}\r\n\r\n"),
        pretty.replace('\n', "\r\n"),
        format!("[\n{pretty}\n]"),
        pretty,
    ] {
        for at in 0..text.len() {
            let (first, second) = text.as_bytes().split_at(at);
            let read = read_parts(Shape::Documented, [first, second]);
            assert_eq!(read, expected, "{text} at {at}");
        }
        let parts = text.as_bytes().chunks(1);
        assert_eq!(read_parts(Shape::Documented, parts), expected, "{text}");
    }
}

#[test]
fn an_answer_with_members_of_an_event_is_an_answer() {
    for more in ["\"type\":\"item\"", "\"type\":\"begin\",\"content\":\"x\""] {
        let answer = format!("{{\"response\":\"r\",{more}}}");
        assert_eq!(read(&answer), Read::text("r"), "{answer}");
        assert_eq!(read(&format!("{answer}\n")), Read::text("r"), "{answer}");
    }
}

#[test]
fn two_answers_are_none() {
    let two = "{\"response\":\"a\"}\n{\"response\":\"b\"}\n";
    let failure = read(two).failure;
    assert_eq!(failure.as_deref(), Some("the answer is not JSON"));
}

#[test]
fn of_an_answer_that_is_too_large_no_more_is_kept_than_the_limit() {
    let start = "{\"response\":\"";
    let text = "x".repeat(SIZE_LIMIT_BYTES - start.len() - 2);
    for (text, expected) in [
        (text.clone(), Read::text(&text)),
        (
            format!("{text}x"),
            Read::nothing(&AnswerFailed::TooLarge(SIZE_LIMIT_BYTES)),
        ),
    ] {
        let answer = format!("{start}{text}\"}}");
        let parts = answer.as_bytes().chunks(16 * 1024);
        assert!(read_parts(Shape::Documented, parts) == expected);
    }
}
