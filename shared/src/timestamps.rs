//! Times as the API writes them: `YYYY-MM-DDTHH:MM:SS.mmmZ`, UTC, milliseconds cut, as JavaScript's `toISOString` does.

use std::time::SystemTime;
use time::format_description::BorrowedFormatItem;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use time::{OffsetDateTime, PrimitiveDateTime};

const ISO_MILLISECONDS: &[BorrowedFormatItem<'static>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z");

/// Writes a moment in time.
#[must_use]
pub fn iso(moment: SystemTime) -> String {
    iso_utc(OffsetDateTime::from(moment))
}

/// Writes a moment in time that a `timestamptz` column holds.
#[must_use]
pub fn iso_utc(moment: OffsetDateTime) -> String {
    moment
        .to_offset(time::UtcOffset::UTC)
        .format(ISO_MILLISECONDS)
        .expect("every date of the type can be written by a numeric format")
}

/// Writes what an old `timestamp` column holds, which is meant as UTC.
#[must_use]
pub fn iso_local(moment: PrimitiveDateTime) -> String {
    iso_utc(moment.assume_utc())
}

/// Reads a moment as the API writes it, or in any other form of RFC 3339; `None` for anything else, and for one that is in no year from
/// 1 to 9999 of UTC, which cannot be written back.
#[must_use]
pub fn read(text: &str) -> Option<OffsetDateTime> {
    let moment = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    let moment = moment.checked_to_offset(time::UtcOffset::UTC)?;
    (moment.year() > 0).then_some(moment)
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn microseconds_are_cut_not_rounded() {
        assert_eq!(
            iso_local(datetime!(2025-01-02 03:04:05.678_999)),
            "2025-01-02T03:04:05.678Z"
        );
    }

    #[test]
    fn a_whole_second_keeps_three_zeros() {
        assert_eq!(
            iso_local(datetime!(2025-02-03 04:05:06)),
            "2025-02-03T04:05:06.000Z"
        );
    }

    #[test]
    fn what_is_written_can_be_read_and_a_date_alone_cannot() {
        let moment = datetime!(2025-01-02 03:04:05.678 UTC);
        assert_eq!(read(&iso_utc(moment)), Some(moment));
        assert_eq!(read("2025-01-02T05:04:05.678+02:00"), Some(moment));
        for text in [
            "",
            "2025-01-02",
            "2025-13-02T03:04:05Z",
            "yesterday",
            "9999-12-31T23:59:59-01:00",
            "0001-01-01T00:00:00+01:00",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
