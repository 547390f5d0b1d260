//! Tables for spreadsheets (RFC 4180). What visitors typed is in them, and a spreadsheet takes a cell that begins like a formula for one:
//! such a cell gets an apostrophe in front, which spreadsheets read as "this is a text".
//! <https://owasp.org/www-community/attacks/CSV_Injection>

use std::fmt::Write as _;
use uuid::Uuid;

/// Without it Excel takes UTF-8 for something else.
const BYTE_ORDER_MARK: char = '\u{feff}';
/// What a formula begins with. The wide ones are read as the others in East Asian settings.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// A cell.
#[derive(Clone, Copy, Debug)]
pub enum Cell<'a> {
    /// What somebody wrote, or nothing.
    Text(Option<&'a str>),
    /// A number of ours, or nothing.
    Number(Option<f64>),
    /// An id of ours.
    Id(Uuid),
}

impl From<Uuid> for Cell<'_> {
    fn from(id: Uuid) -> Self {
        Self::Id(id)
    }
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Some(text))
    }
}

impl<'a> From<&'a String> for Cell<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Some(text))
    }
}

impl<'a> From<&'a Option<String>> for Cell<'a> {
    fn from(text: &'a Option<String>) -> Self {
        Self::Text(text.as_deref())
    }
}

impl From<i64> for Cell<'_> {
    fn from(number: i64) -> Self {
        // Counts, far below what an f64 holds exactly.
        Self::Number(Some(number as f64))
    }
}

impl From<Option<i32>> for Cell<'_> {
    fn from(number: Option<i32>) -> Self {
        Self::Number(number.map(f64::from))
    }
}

impl From<Option<f64>> for Cell<'_> {
    fn from(number: Option<f64>) -> Self {
        Self::Number(number)
    }
}

/// The first row of a table.
pub fn header(names: &[&str]) -> String {
    let mut text = BYTE_ORDER_MARK.to_string();
    text.push_str(&names.join(","));
    text.push_str("\r\n");
    text
}

/// Adds a row.
pub fn push_row<const N: usize>(table: &mut String, cells: [Cell<'_>; N]) {
    for (place, cell) in cells.into_iter().enumerate() {
        if place > 0 {
            table.push(',');
        }
        match cell {
            Cell::Text(Some(text)) => push_text(table, text),
            Cell::Number(Some(number)) => {
                write!(table, "{number}").expect("writing to a String cannot fail");
            }
            Cell::Id(id) => write!(table, "{id}").expect("writing to a String cannot fail"),
            Cell::Text(None) | Cell::Number(None) => {}
        }
    }
    table.push_str("\r\n");
}

fn push_text(table: &mut String, text: &str) {
    table.push('"');
    if text.starts_with(FORMULA) {
        table.push('\'');
    }
    table.push_str(&text.replace('"', "\"\""));
    table.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row<const N: usize>(cells: [Cell<'_>; N]) -> String {
        let mut table = String::new();
        push_row(&mut table, cells);
        table
    }

    #[test]
    fn commas_quotes_and_line_breaks_stay_in_their_cell() {
        let text = "one, \"two\"\r\nthree";
        assert_eq!(
            row([text.into(), "".into(), 5_i64.into()]),
            "\"one, \"\"two\"\"\r\nthree\",\"\",5\r\n"
        );
    }

    #[test]
    fn nothing_is_an_empty_cell() {
        let cells = [
            Cell::Text(None),
            Cell::from(None::<i32>),
            Cell::from(None::<f64>),
        ];
        assert_eq!(row(cells), ",,\r\n");
    }

    #[test]
    fn numbers_are_written_as_they_are() {
        let cells = [
            1_234_567_i64.into(),
            Some(0.000_002).into(),
            Some(-5).into(),
        ];
        assert_eq!(row(cells), "1234567,0.000002,-5\r\n");
    }

    #[test]
    fn no_cell_is_a_formula() {
        for text in [
            "=HYPERLINK(\"https://evil.example\")",
            "+1",
            "-2+3",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            "＝1",
        ] {
            let row = row([text.into()]);
            assert!(row.starts_with("\"'"), "{row}");
        }
        assert_eq!(row(["1=1".into(), "a+b".into()]), "\"1=1\",\"a+b\"\r\n");
    }
}
