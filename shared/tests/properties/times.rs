//! Times and places in lists are read as they were written.

use proptest::prelude::*;
use shared::history::Cursor;
use shared::timestamps;
use time::OffsetDateTime;
use uuid::Uuid;

/// From the first year to the last that is written.
const MICROSECONDS: std::ops::Range<i128> = -62_135_596_800_000_000..253_402_300_800_000_000;

fn moment(microseconds: i128) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp_nanos(microseconds * 1_000)
        .expect("a moment of these years")
}

proptest! {
    #[test]
    fn a_time_is_read_as_it_was_written_to_the_millisecond(microseconds in MICROSECONDS) {
        let text = timestamps::iso_utc(moment(microseconds));
        let cut = moment(microseconds.div_euclid(1_000) * 1_000);
        prop_assert_eq!(timestamps::read(&text), Some(cut), "{}", text);
        prop_assert_eq!(text.len(), "2025-01-02T03:04:05.678Z".len());
    }

    #[test]
    fn what_can_be_read_can_be_written(text in "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})") {
        if let Some(moment) = timestamps::read(&text) {
            prop_assert!(timestamps::read(&timestamps::iso_utc(moment)).is_some(), "{}", text);
        }
    }

    #[test]
    fn times_are_ordered_as_their_texts(one in MICROSECONDS, other in MICROSECONDS) {
        let (one, other) = (one / 1_000 * 1_000, other / 1_000 * 1_000);
        prop_assert_eq!(one.cmp(&other), timestamps::iso_utc(moment(one)).cmp(&timestamps::iso_utc(moment(other))));
    }

    #[test]
    fn a_cursor_is_read_as_it_was_written(microseconds in MICROSECONDS, id in any::<u128>()) {
        let cursor = Cursor { at: moment(microseconds), id: Uuid::from_u128(id) };
        prop_assert_eq!(cursor.to_string().parse::<Cursor>(), Ok(cursor));
    }

    #[test]
    fn any_text_does_no_harm(text in any::<String>(), number in "-?[0-9]{0,25}-[0-9a-f]{30,34}") {
        let _ = timestamps::read(&text);
        for text in [text, number] {
            if let Ok(cursor) = text.parse::<Cursor>() {
                prop_assert_eq!(cursor.to_string(), text);
            }
        }
    }
}
