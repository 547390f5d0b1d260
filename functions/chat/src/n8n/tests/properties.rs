//! What must hold for any reply of a workflow at all.

use super::read_parts;
use crate::n8n::shape::Shape;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::json;

/// Lines as n8n sends them, in any order, and some that it does not.
fn line() -> impl Strategy<Value = String> {
    let kind = select(vec![
        "begin", "item", "item", "item", "end", "error", "news",
    ]);
    let told = (kind, "[ab]", "\\PC{0,12}").prop_map(|(kind, node, text)| {
        json!({"type": kind, "content": text, "metadata": {"nodeId": node, "runIndex": 0, "itemIndex": 0}}).to_string()
    });
    let other = select(vec![
        "",
        " ",
        "{",
        "null",
        "{\"response\":\"r\"}",
        "{\"type\":\"item\"}",
        "\u{feff}",
    ])
    .prop_map(str::to_owned);
    prop_oneof![9 => told, 1 => other]
}

proptest! {
    #[test]
    fn any_reply_is_the_same_answer_wherever_it_is_cut(lines in vec(line(), 0..10), end in select(vec!["", "\n", "\r\n"]), cuts in vec(any::<Index>(), 0..8)) {
        let body = lines.join("\n") + end;
        let bytes = body.as_bytes();
        let mut places: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
        places.extend([0, bytes.len()]);
        places.sort_unstable();
        for shape in [Shape::Documented, Shape::Chat] {
            let parts = places.windows(2).map(|pair| &bytes[pair[0]..pair[1]]);
            prop_assert_eq!(read_parts(shape, parts), read_parts(shape, [bytes]), "{}", body);
        }
    }

    #[test]
    fn any_bytes_do_no_harm(bytes in vec(any::<u8>(), 0..300)) {
        for shape in [Shape::Documented, Shape::Chat] {
            prop_assert_eq!(read_parts(shape, bytes.chunks(7)), read_parts(shape, [bytes.as_slice()]));
        }
    }
}
