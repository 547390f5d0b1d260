//! A place in a list, as text for whoever goes on from there.

use std::fmt;
use std::str::FromStr;
use time::OffsetDateTime;
use uuid::Uuid;

/// A place in a list that is ordered by time: the row before it. As text it is what a caller sends to go on from there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor {
    /// The row's time.
    pub at: OffsetDateTime,
    /// The row's id.
    pub id: Uuid,
}

/// A text is no place in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a cursor")]
pub struct NotACursor;

/// Microseconds, which is as far as Postgres tells times apart, and the id.
impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let microseconds = self.at.unix_timestamp_nanos() / 1_000;
        write!(f, "{microseconds}-{}", self.id.simple())
    }
}

impl FromStr for Cursor {
    type Err = NotACursor;

    fn from_str(text: &str) -> Result<Self, NotACursor> {
        let (microseconds, id) = text.rsplit_once('-').ok_or(NotACursor)?;
        let microseconds: i64 = microseconds.parse().map_err(|_| NotACursor)?;
        let at = OffsetDateTime::from_unix_timestamp_nanos(i128::from(microseconds) * 1_000);
        // Postgres knows only some of the years before the first.
        let at = at.ok().filter(|at| at.year() > 0);
        let cursor = Self {
            at: at.ok_or(NotACursor)?,
            id: Uuid::try_parse(id).map_err(|_| NotACursor)?,
        };
        // One text for each place.
        (cursor.to_string() == text)
            .then_some(cursor)
            .ok_or(NotACursor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn a_cursor_is_read_as_it_was_written() {
        for at in [
            datetime!(2026-11-23 04:05:06.789_012 UTC),
            datetime!(1969-12-31 23:59:59.999_999 UTC),
        ] {
            let id = Uuid::from_u128(7);
            let cursor = Cursor { at, id };
            assert_eq!(cursor.to_string().parse(), Ok(cursor));
        }
    }

    #[test]
    fn other_texts_are_no_cursors() {
        let id = Uuid::from_u128(7).simple();
        for text in [
            "",
            "-",
            "5",
            "5-",
            &format!("-{id}"),
            &format!("x-{id}"),
            &format!("05-{id}"),
            &format!("9223372036854775807-{id}"),
            // Before the first year that days are read of.
            &format!("-62135596800000001-{id}"),
            &format!("-377705116800000000-{id}"),
            &format!("99999999999999999999-{id}"),
            "5-00000000-0000-0000-0000-000000000007",
        ] {
            assert_eq!(text.parse::<Cursor>(), Err(NotACursor), "{text}");
        }
    }
}
