//! Tables, row by row: in a chunk cut out of a table each row still says what its cells mean.

use std::collections::HashSet;

use csv::{ReaderBuilder, StringRecord};

use crate::decode::decode;
use crate::outline::Outline;
use crate::tidy::tidy_line;
use crate::{Extracted, Kind, Limits, Unreadable};

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Rows looked at to find the delimiter.
const SAMPLE: usize = 50;

pub(crate) fn read_csv(bytes: &[u8], limits: &Limits) -> Result<Extracted, Unreadable> {
    let text = decode(bytes);
    let (delimiter, text) = match declared_delimiter(&text) {
        Some((delimiter, rest)) => (delimiter, rest),
        None => (delimiter(&text).unwrap_or(b','), text.as_ref()),
    };
    let mut outline = Outline::new(limits);
    let mut rows = records(text, delimiter);
    let first = loop {
        match rows.next() {
            Some(row) if row.iter().all(|cell| cell.trim().is_empty()) => {}
            Some(row) => break cells(&row),
            None => return Err(Unreadable::Empty),
        }
    };
    let named = is_header(&first);
    let names = if named { first.clone() } else { Vec::new() };
    if !named {
        outline.paragraph(&describe(&names, &first, "\n"))?;
    }
    let mut any = !named;
    for row in rows {
        let row = describe(&names, &cells(&row), "\n");
        any |= !row.is_empty();
        outline.paragraph(&row)?;
    }
    if !any {
        outline.paragraph(&first.join(", "))?;
    }
    Ok(outline.finish(Kind::Csv, None, None))
}

/// Excel writes the delimiter into the first line: `sep=;`.
fn declared_delimiter(text: &str) -> Option<(u8, &str)> {
    let (line, rest) = text.split_once('\n')?;
    let delimiter = line.trim_end_matches('\r').strip_prefix("sep=")?;
    (delimiter.len() == 1).then(|| (delimiter.as_bytes()[0], rest))
}

fn records(text: &str, delimiter: u8) -> impl Iterator<Item = StringRecord> {
    // A row that cannot be read does not exist: the reader is lenient and the bytes are UTF-8 already.
    ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes())
        .into_records()
        .filter_map(Result::ok)
}

fn cells(row: &StringRecord) -> Vec<String> {
    row.iter().map(tidy_line).collect()
}

/// The delimiter that cuts most of the first rows into the same number of cells; none if nothing does.
pub(crate) fn delimiter(text: &str) -> Option<u8> {
    let mut best = (0.0, None);
    for delimiter in DELIMITERS {
        let widths: Vec<usize> = records(text, delimiter)
            .take(SAMPLE)
            .map(|row| row.len())
            .collect();
        let Some(width) = most_common(&widths).filter(|width| *width > 1) else {
            continue;
        };
        let alike =
            widths.iter().filter(|other| **other == width).count() as f64 / widths.len() as f64;
        // With equal agreement the one that makes more columns is the real one.
        let score = alike + (width.min(50) as f64) / 1000.0;
        if alike > 0.5 && score > best.0 {
            best = (score, Some(delimiter));
        }
    }
    best.1
}

/// Whether a text without a telling name is a table: at least three rows, all of the same width.
pub(crate) fn looks_like_table(text: &str) -> bool {
    let whole = text.rfind('\n').map_or(text, |end| &text[..end]);
    delimiter(whole).is_some_and(|delimiter| {
        let widths: Vec<usize> = records(whole, delimiter)
            .take(SAMPLE)
            .map(|row| row.len())
            .collect();
        let header: Vec<String> = records(whole, delimiter)
            .next()
            .map(|row| cells(&row))
            .unwrap_or_default();
        widths.len() >= 3
            && widths.windows(2).all(|pair| pair[0] == pair[1])
            && is_header(&header)
            && header.iter().all(|cell| cell.len() < 40)
    })
}

fn most_common(widths: &[usize]) -> Option<usize> {
    widths
        .iter()
        .copied()
        .max_by_key(|width| widths.iter().filter(|other| *other == width).count())
}

/// Whether a first row names its columns: short, different words, no figures.
pub(crate) fn is_header(row: &[String]) -> bool {
    let telling: Vec<&String> = row.iter().filter(|cell| !cell.is_empty()).collect();
    let figure = |cell: &str| {
        cell.starts_with(|letter: char| letter.is_ascii_digit())
            || cell.contains('@')
            || cell.contains("://")
    };
    // By their hashes: a table may be made to have a million columns.
    let mut known = HashSet::with_capacity(telling.len());
    let differ = telling.iter().all(|cell| known.insert(cell.as_str()));
    telling.len() >= 2.min(row.len())
        && telling.len() * 2 >= row.len()
        && differ
        && telling.iter().all(|cell| cell.len() <= 60 && !figure(cell))
}

/// One row in words, `name: value` for each cell that has something, joined by `between`.
pub(crate) fn describe(names: &[String], row: &[String], between: &str) -> String {
    let mut words = Vec::with_capacity(row.len());
    for (place, value) in row
        .iter()
        .enumerate()
        .filter(|(_, value)| !value.is_empty())
    {
        match names.get(place).filter(|name| !name.is_empty()) {
            Some(name) => words.push(format!("{name}: {value}")),
            None => words.push(value.clone()),
        }
    }
    words.join(between)
}

/// A table inside a document as one paragraph, a line for each row.
pub(crate) fn lines(rows: &[Vec<String>]) -> String {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let named = rows.len() > 1
        && width > 1
        && is_header(&rows[0])
        && rows[0].iter().all(|cell| !cell.is_empty());
    let names: &[String] = if named { &rows[0] } else { &[] };
    let said: Vec<String> = rows
        .iter()
        .skip(usize::from(named))
        .map(|row| describe(names, row, " | "))
        .filter(|row| !row.is_empty())
        .collect();
    if said.is_empty() && named {
        rows[0].join(" | ")
    } else {
        said.join("\n")
    }
}
