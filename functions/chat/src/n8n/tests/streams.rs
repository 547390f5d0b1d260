//! n8n's own stream, in whatever splits, orders and states it comes.

use super::{Read, chunked_body, item, read, read_parts, recorded_streams, stream};
use crate::answer::{AnswerFailed, Piece};
use crate::n8n::SIZE_LIMIT_BYTES;
use crate::n8n::reply::Reply;
use crate::n8n::shape::Shape;
use serde_json::{Value, json};
use std::collections::VecDeque;

const SPLIT_WHERE: [usize; 4] = [1, 7, 150, 4096];

#[test]
fn a_recorded_stream_is_read_wherever_it_is_split() {
    for (response, shape, expected) in recorded_streams() {
        let body = chunked_body(response);
        for at in 0..body.len() {
            let (first, second) = body.split_at(at);
            assert_eq!(read_parts(shape, [first, second]), expected, "at {at}");
        }
        for length in SPLIT_WHERE {
            let parts = body.chunks(length);
            assert_eq!(read_parts(shape, parts), expected, "every {length}");
        }
    }
}

#[test]
fn text_is_told_on_with_the_line_that_brings_it() {
    let mut reply = Reply::new(Shape::Documented);
    let mut pieces = VecDeque::new();
    let mut take = |line: &str| {
        reply.take(line.as_bytes(), &mut pieces).expect("a stream");
        pieces.pop_front()
    };
    assert_eq!(take(&stream("a begins")), None);
    for word in ["The ", "keynote ", "{", "}", " is at nine."] {
        assert_eq!(take(&item("a", word)), Some(Piece::Text(word.to_owned())));
    }
    assert_eq!(take(&stream("a ends")), None);
}

#[test]
fn several_nodes_make_one_answer() {
    for (what, short, text) in [
        (
            "one after the other",
            "a begins|a: At nine.|a ends|b begins|b: In |b: hall A.|b ends",
            "At nine.\n\nIn hall A.",
        ),
        (
            "one that is run twice",
            "a begins|a: Let me see.|a ends|a begins|a: At nine.|a ends",
            "Let me see.\n\nAt nine.",
        ),
        (
            "one that begins again",
            "a begins|a: At n|a begins|a: At nine.|a ends",
            "At n\n\nAt nine.",
        ),
        (
            "two at the same time",
            "a begins|a: At |b begins|b: In hall|a: nine.|b:  A.|b ends|a ends",
            "At nine.\n\nIn hall A.",
        ),
        (
            "one that does not say that it begins",
            "a: At |a: nine.",
            "At nine.",
        ),
    ] {
        assert_eq!(read(&stream(short)), Read::text(text), "{what}");
    }
}

#[test]
fn what_nodes_cite_comes_once_and_what_they_sum_up_is_not_told_again() {
    for (what, short, text, sources) in [
        (
            "the last one cites",
            r#"a begins|a: At nine.|a ends|b begins|b: {"sources":[{"title":"A"}]}|b ends"#,
            "At nine.",
            json!([{"title": "A"}]),
        ),
        (
            "the first one cites",
            r#"b begins|b: {"sources":[{"title":"A"}]}|b ends|a begins|a: At nine.|a ends"#,
            "At nine.",
            json!([{"title": "A"}]),
        ),
        (
            "two cite",
            r#"a: At nine.|b: {"sources":[{"title":"A"}]}|c: {"sources":[{"title":"B"}]}"#,
            "At nine.",
            json!([{"title": "A"}, {"title": "B"}]),
        ),
        (
            "the last one sums up",
            r#"a begins|a: At |a: nine. |a ends|b: {"response":"At nine.","sources":[]}"#,
            "At nine. ",
            json!([]),
        ),
        (
            "the last one says something else",
            r#"a begins|a: Let me see.|a ends|b: {"response":"At nine.","sources":[]}"#,
            "Let me see.\n\nAt nine.",
            json!([]),
        ),
    ] {
        let expected = Read::text(text).citing(sources);
        assert_eq!(read(&stream(short)), expected, "{what}");
    }
}

#[test]
fn a_node_that_says_only_an_object_is_read_as_an_answer_in_one_piece() {
    let wrong = || Read::nothing(&AnswerFailed::WrongShape);
    let null = Read::text("r").citing(Value::Null);
    for (content, expected) in [
        (r#"{"response":"r"}"#, Read::text("r")),
        (r#"{"response":""}"#, Read::text("")),
        (r#" [{"response":"r","sources":null}]"#, null),
        (r#"{"output":"o"}"#, wrong()),
        (r#"{"error":"a secret"}"#, wrong()),
        (r#"{"response":"r","sources":"x"}"#, wrong()),
        (r#"{"sources":[]}"#, wrong().citing(json!([]))),
        ("[1]", Read::text("[1]")),
        ("{response}", Read::text("{response}")),
        ("plain", Read::text("plain")),
    ] {
        let told = item("a", content);
        let announced = [&*stream("a begins"), &told, &stream("a ends")].concat();
        for stream in [&announced, &told, told.trim_end()] {
            assert_eq!(read(stream), expected, "{stream}");
        }
    }
    let chat = item("a", r#"{"output":"o"}"#);
    let chat = read_parts(Shape::Chat, [chat.as_bytes()]);
    assert_eq!(chat, Read::text("o"));
}

#[test]
fn an_object_that_is_only_the_beginning_is_text() {
    let code = stream(r#"a begins|a: {"a":1}|a:  is JSON.|a ends"#);
    assert_eq!(read(&code), Read::text("{\"a\":1} is JSON."));
}

#[test]
fn what_came_before_a_failure_is_told() {
    let reported = &AnswerFailed::Reported;
    let wrong = &AnswerFailed::WrongShape;
    let cited = json!([{"title": "T"}]);
    for (short, expected) in [
        ("a begins|a: At |a fails", Read::text("At ").but(reported)),
        ("a fails", Read::nothing(reported)),
        (
            r#"a: At |b: {"sources":[{"title":"T"}]}|b ends|c fails"#,
            Read::text("At ").citing(cited).but(reported),
        ),
        ("a fails|b begins|b ends", Read::nothing(reported)),
        (
            r#"a begins|a: {"response":"r"}|a fails"#,
            Read::nothing(reported),
        ),
        ("a begins|a: At ", Read::text("At ").but(wrong)),
        ("a begins|a ends", Read::nothing(wrong)),
        ("a begins|a: |a ends", Read::nothing(wrong)),
        (
            "a begins|b begins|b: B|a: A",
            Read::text("A\n\nB").but(wrong),
        ),
    ] {
        assert_eq!(read(&stream(short)), expected, "{short}");
    }
}

#[test]
fn a_failure_that_the_workflow_has_foreseen_is_none() {
    let tool = "a begins|a: Let me see.|a ends|tool fails|a begins|a: At nine.|a ends";
    let told = Read::text("Let me see.\n\nAt nine.");
    assert_eq!(read(&stream(tool)), told);
    let fallback = r#"a begins|a fails|b begins|b: {"response":"Ask at the desk."}|b ends"#;
    assert_eq!(read(&stream(fallback)), Read::text("Ask at the desk."));
}

#[test]
fn events_of_later_versions_and_blank_lines_are_passed_over() {
    let news = r#"{"type":"news","content":{"a":1},"metadata":{"nodeId":"a"},"more":[]}"#;
    let told = stream("a begins|a: x|a ends").replace('\n', &format!("\r\n{news}\n\n"));
    for text in [format!("\n \r\n{told}"), format!("\u{feff}{told}")] {
        assert_eq!(read(&text), Read::text("x"), "{text}");
    }
}

#[test]
fn a_line_that_is_no_event_ends_the_answer() {
    for broken in ["oops", "{\"type\":\"item\",\"content\":\"x", "<html>", "5"] {
        let read = read(&format!("{}{broken}", stream("a begins|a: At ")));
        assert_eq!(read.text.as_deref(), Some("At "), "{broken}");
        let failure = read.failure.expect("a failure");
        assert_eq!(failure, "the answer is not JSON", "{broken}");
    }
}

#[test]
fn broken_utf8_in_a_stream_does_no_harm() {
    let mut stream = item("a", "At ?").into_bytes();
    let at = stream
        .iter()
        .position(|byte| *byte == b'?')
        .expect("a mark");
    stream[at] = 0xe9;
    let read = read_parts(Shape::Documented, [&stream[..]]);
    assert_eq!(read, Read::text("At \u{fffd}"));
}

#[test]
fn a_stream_has_limits() {
    let too_large = AnswerFailed::TooLarge(SIZE_LIMIT_BYTES);
    let long = "x".repeat(SIZE_LIMIT_BYTES / 2);
    let [first, second] = [item("a", &long), item("a", &long)];
    let fits = read(&[first.clone(), second.clone()].concat());
    assert_eq!(fits, Read::text(&long.repeat(2)));
    let text = read(&[first, second, item("a", "x")].concat());
    assert_eq!(text, Read::text(&long.repeat(2)).but(&too_large));

    let line = read(&item("a", &"x".repeat(SIZE_LIMIT_BYTES + 1)));
    assert_eq!(line, Read::nothing(&too_large));
    let mut unended = item("a", "x");
    unended.push_str(&"x".repeat(SIZE_LIMIT_BYTES + 1));
    assert_eq!(read(&unended), Read::text("x").but(&too_large));

    let silent = stream("a begins").repeat(300_000);
    let parts = silent.as_bytes().chunks(65_536);
    assert_eq!(
        read_parts(Shape::Documented, parts),
        Read::nothing(&too_large)
    );
    let crowd: String = (0..65)
        .map(|node| stream(&format!("{node} begins")))
        .collect();
    assert_eq!(read(&crowd), Read::nothing(&AnswerFailed::WrongShape));
}
