//! What the routes of this function read behind the `?`: days, places in a list, sizes of a page.

use shared::history::Cursor;
use shared::http::Fields;
use shared::http::validation::Rule;
use shared::usage::Days;
use std::ops::{Range, RangeInclusive};
use time::{Date, Month};

const PAGE_SIZES: RangeInclusive<i32> = 1..=100;
const USUAL_PAGE_SIZE: i32 = 25;
/// How long a range of figures may be: a year, and a month to compare it with.
const DAYS_AT_MOST: i32 = 400;

/// `2026-01-31`; nothing when it is missing.
pub fn date(fields: &mut Fields<'_>, name: &'static str) -> Option<Date> {
    let rule = Rule::Matches(
        |text| read_date(text).is_some(),
        "Must be a day as in 2026-01-31",
    );
    read_date(&fields.optional_text(name, &[rule])?)
}

/// `from` and `to`, in this order.
pub fn dates(fields: &mut Fields<'_>) -> (Option<Date>, Option<Date>) {
    let (from, to) = (date(fields, "from"), date(fields, "to"));
    let in_order = from.zip(to).is_none_or(|(from, to)| from <= to);
    fields.require("to", in_order, "Must not be before `from`");
    (from, to)
}

/// The place to go on from.
pub fn cursor(fields: &mut Fields<'_>) -> Option<Cursor> {
    let rule = Rule::Matches(
        |text| text.parse::<Cursor>().is_ok(),
        "Must be what an answer gave as the next cursor",
    );
    fields.optional_text("cursor", &[rule])?.parse().ok()
}

/// How many a page has at most.
pub fn limit(fields: &mut Fields<'_>) -> i32 {
    let read = |text: &str| text.parse().ok().filter(|size| PAGE_SIZES.contains(size));
    let rule = Rule::Matches(
        |text| {
            text.parse()
                .is_ok_and(|size: i32| PAGE_SIZES.contains(&size))
        },
        "Must be a whole number from 1 to 100",
    );
    let text = fields.optional_text("limit", &[rule]);
    text.as_deref().and_then(read).unwrap_or(USUAL_PAGE_SIZE)
}

/// `range`, or `from` and `to`; the last 30 days when nothing is said.
pub fn days(fields: &mut Fields<'_>) -> Days {
    let range = fields.optional_choice("range", &["7d", "30d", "3m"]);
    let (from, to) = dates(fields);
    let is_free = from.is_some() || to.is_some();
    fields.require(
        "from",
        !is_free || (from.is_some() && to.is_some()),
        "`from` and `to` belong together",
    );
    fields.require(
        "range",
        !is_free || range.is_none(),
        "Either `range`, or `from` and `to`",
    );
    let length = from
        .zip(to)
        .map_or(0, |(from, to)| to.to_julian_day() - from.to_julian_day());
    fields.require(
        "to",
        length < DAYS_AT_MOST,
        "A range can have 400 days at most",
    );
    Days {
        from,
        to,
        length: match range.as_deref() {
            Some("7d") => "7 days",
            Some("3m") => "3 months",
            _ => "30 days",
        },
    }
}

fn read_date(text: &str) -> Option<Date> {
    let is_formed = text.len() == 10
        && text.bytes().enumerate().all(|(place, byte)| match place {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    let number = |range: Range<usize>| text.get(range).filter(|_| is_formed)?.parse::<u16>().ok();
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    // Postgres knows no year 0.
    let year = Some(year).filter(|year| *year > 0)?;
    Date::from_calendar_date(i32::from(year), month, u8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn days_are_read_as_they_are_written() {
        for (text, expected) in [
            ("2026-01-31", Some(date!(2026 - 01 - 31))),
            ("2028-02-29", Some(date!(2028 - 02 - 29))),
            ("0001-01-01", Some(date!(0001 - 01 - 01))),
            ("0000-01-01", None),
            ("2026-02-29", None),
            ("2026-13-01", None),
            ("2026-1-31", None),
            ("2026-01-3é", None),
            ("+026-01-31", None),
            ("2026-01-31T00:00:00Z", None),
            ("today", None),
        ] {
            assert_eq!(read_date(text), expected, "{text}");
        }
    }
}
