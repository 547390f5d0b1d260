//! Placed letters to lines, lines to paragraphs.
//!
//! Programs draw a page in reading order, column by column, so that order is kept. Only where a page is drawn across its columns or from
//! bottom to top are its lines put in order by where they stand.

use super::drawn::{Drawn, Glyph};
use super::headings::Paragraph;

/// A gap wider than this share of the letters' size is a blank nobody drew.
const BLANK: f64 = 0.18;
/// A gap wider than this divides cells of a table, or columns.
const CELL: f64 = 1.1;
/// Lines further apart than this share of the usual distance do not belong together.
const PARAGRAPH: f64 = 1.3;
/// Rows of a table further apart than this share of their size do not, either.
const ROW: f64 = 3.0;

#[derive(Debug, Clone)]
struct Line {
    text: String,
    x: f64,
    y: f64,
    end: f64,
    size: f64,
    turn: u8,
    letters: usize,
    bold: usize,
    cells: usize,
    /// Where the last letter began, and which it was: a letter drawn twice in one place is made bold that way.
    last: (f64, String),
}

impl Line {
    fn new(glyph: &Glyph) -> Self {
        Self {
            text: String::new(),
            x: glyph.x,
            y: glyph.y,
            end: glyph.x,
            size: glyph.size,
            turn: glyph.turn,
            letters: 0,
            bold: 0,
            cells: 1,
            last: (f64::NEG_INFINITY, String::new()),
        }
    }

    /// Whether a letter carries this line on: on the same base line (or raised, or lowered) and not far behind its end.
    fn takes(&self, glyph: &Glyph) -> bool {
        let size = self.size.max(glyph.size);
        let shift = if glyph.size < self.size * 0.8 || self.size < glyph.size * 0.8 {
            0.6
        } else {
            0.35
        };
        self.turn == glyph.turn
            && (glyph.y - self.y).abs() < size * shift
            && glyph.x > self.end - size * 0.9
    }

    fn push(&mut self, glyph: &Glyph, letters: &str) {
        if letters.trim().is_empty() {
            if !self.text.ends_with(' ') && !self.text.is_empty() {
                self.text.push(' ');
            }
            // Blanks at a line's end do not make it longer; within, what follows does.
            return;
        }
        if self.last.1 == letters && (glyph.x - self.last.0).abs() < glyph.size * 0.15 {
            return;
        }
        let gap = glyph.x - self.end;
        let size = self.size.max(glyph.size);
        if !self.text.is_empty() && gap > size * CELL {
            self.text.truncate(self.text.trim_end().len());
            self.text.push_str(" | ");
            self.cells += 1;
        } else if !self.text.is_empty() && !self.text.ends_with(' ') && gap > size * BLANK {
            self.text.push(' ');
        }
        if self.letters == 0 || glyph.size > self.size {
            (self.size, self.y) = (glyph.size, glyph.y);
        }
        self.text.push_str(letters);
        self.letters += 1;
        self.bold += usize::from(glyph.bold);
        self.end = glyph.end.max(self.end);
        self.last = (glyph.x, letters.to_owned());
    }

    fn is_bold(&self) -> bool {
        self.bold * 10 > self.letters * 9
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.x < other.end && other.x < self.end
    }
}

/// The paragraphs of one page in reading order.
pub(super) fn paragraphs(drawn: Drawn, page: u32) -> Vec<Paragraph> {
    let mut lines = lines(&drawn);
    if is_out_of_order(&lines) {
        lines = in_order(lines);
    }
    let leading = usual_leading(&lines);
    let mut found: Vec<Paragraph> = Vec::new();
    for (place, line) in lines.iter().enumerate() {
        let before = place.checked_sub(1).map(|place| &lines[place]);
        let before = before.filter(|before| belongs(before, line, leading));
        match (found.last_mut(), before) {
            (Some(paragraph), Some(before)) => {
                // A line that ends early ends there on purpose: an address, a poem.
                let full = before.end - before.x > (line.end - line.x) * 0.7;
                join(
                    &mut paragraph.text,
                    line.text.trim(),
                    full && line.cells == 1 && before.cells == 1,
                );
                paragraph.lines += 1;
            }
            _ => found.push(Paragraph {
                page,
                text: line.text.trim().to_owned(),
                size: line.size,
                bold: line.is_bold(),
                lines: 1,
                table: line.cells > 1,
                edge: place == 0 || place + 1 == lines.len(),
            }),
        }
    }
    found
}

fn lines(drawn: &Drawn) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for (place, glyph) in drawn.glyphs.iter().enumerate() {
        let end = drawn
            .glyphs
            .get(place + 1)
            .map_or(drawn.text.len(), |next| next.text);
        let letters = &drawn.text[glyph.text..end];
        if letters.is_empty() {
            continue;
        }
        if !lines.last().is_some_and(|line| line.takes(glyph)) {
            lines.push(Line::new(glyph));
        }
        if let Some(line) = lines.last_mut() {
            line.push(glyph, letters);
        }
    }
    lines.retain(|line| line.letters > 0);
    // Shadows: the same words in almost the same place.
    lines.dedup_by(|later, earlier| {
        later.text == earlier.text
            && (later.x - earlier.x).abs() < later.size * 0.3
            && (later.y - earlier.y).abs() < later.size * 0.3
    });
    lines
}

/// Whether lines jump back up, or sideways on one base line, more often than columns and boxes explain.
fn is_out_of_order(lines: &[Line]) -> bool {
    let jumps = lines.windows(2).filter(|pair| {
        let up = pair[1].y < pair[0].y - pair[0].size * 0.5 && pair[0].overlaps(&pair[1]);
        let sideways =
            (pair[1].y - pair[0].y).abs() < pair[0].size * 0.3 && pair[1].end < pair[0].x;
        pair[0].turn == pair[1].turn && (up || sideways)
    });
    lines.len() > 3 && jumps.count() * 4 > lines.len()
}

/// Lines from top to bottom, those on one base line from left to right.
fn in_order(mut lines: Vec<Line>) -> Vec<Line> {
    lines.sort_by(|one, other| one.turn.cmp(&other.turn).then(one.y.total_cmp(&other.y)));
    let mut ordered: Vec<Line> = Vec::with_capacity(lines.len());
    let mut row: Vec<Line> = Vec::new();
    for line in lines {
        if row
            .first()
            .is_some_and(|first| first.turn != line.turn || line.y - first.y > first.size * 0.4)
        {
            finish_row(&mut row, &mut ordered);
        }
        row.push(line);
    }
    finish_row(&mut row, &mut ordered);
    ordered
}

fn finish_row(row: &mut Vec<Line>, ordered: &mut Vec<Line>) {
    row.sort_by(|one, other| one.x.total_cmp(&other.x));
    for line in row.drain(..) {
        match ordered.last_mut().filter(|last| {
            last.turn == line.turn
                && (last.y - line.y).abs() < line.size * 0.4
                && line.x >= last.end - line.size * 0.5
        }) {
            Some(last) => {
                let gap = line.x - last.end;
                let cell = gap > line.size * CELL;
                last.text.truncate(last.text.trim_end().len());
                last.text.push_str(if cell {
                    " | "
                } else if gap > line.size * BLANK {
                    " "
                } else {
                    ""
                });
                last.text.push_str(&line.text);
                last.cells += line.cells - usize::from(!cell);
                last.letters += line.letters;
                last.bold += line.bold;
                last.end = line.end;
            }
            None => ordered.push(line),
        }
    }
}

/// The commonest distance between lines, as a share of their size.
fn usual_leading(lines: &[Line]) -> f64 {
    let mut distances: Vec<f64> = lines
        .windows(2)
        .map(|pair| (pair[1].y - pair[0].y) / pair[1].size)
        .filter(|distance| (0.8..2.5).contains(distance))
        .collect();
    distances.sort_by(f64::total_cmp);
    // Lines of one paragraph are the closest ones; headings and gaps pull the middle up.
    distances
        .get(distances.len() * 2 / 5)
        .copied()
        .unwrap_or(1.3)
}

fn belongs(before: &Line, line: &Line, leading: f64) -> bool {
    let distance = (line.y - before.y) / line.size;
    let rows = before.cells > 1 && line.cells > 1;
    let alike = before.turn == line.turn
        && (before.size - line.size).abs() < before.size * 0.08
        && (rows || before.is_bold() == line.is_bold());
    let close = distance > 0.3 && distance < if rows { ROW } else { leading * PARAGRAPH };
    let table = before.cells > 1 || line.cells > 1;
    alike
        && close
        && before.overlaps(line)
        && (rows || (!table && in_line(before, line) && !begins_item(&line.text)))
}

/// Whether two lines share an edge or their middle, a first line's indent aside.
fn in_line(before: &Line, line: &Line) -> bool {
    let near = |one: f64, other: f64, sizes: f64| (one - other).abs() < line.size * sizes;
    near(before.x, line.x, 3.0)
        || near(before.end, line.end, 1.0)
        || near(before.x + before.end, line.x + line.end, 2.0)
}

/// A bullet, or a number with a full stop or bracket.
fn begins_item(text: &str) -> bool {
    let text = text.trim_start();
    let figures = text.bytes().take_while(u8::is_ascii_digit).count();
    text.starts_with(['•', '▪', '‣', '◦', '●', '–', '·', '■', '*'])
        || ((1..=3).contains(&figures)
            && text[figures..].starts_with(['.', ')'])
            && text[figures + 1..].starts_with(' '))
}

/// Adds a line to a paragraph; a word divided at the line's end becomes one again.
fn join(paragraph: &mut String, line: &str, flows: bool) {
    let next_is_small = line.chars().next().is_some_and(char::is_lowercase);
    let word_before = |text: &str, hyphen: char| {
        text.strip_suffix(hyphen)
            .is_some_and(|rest| rest.ends_with(char::is_alphabetic))
    };
    if word_before(paragraph, '\u{AD}') || word_before(paragraph, '\u{2010}') && next_is_small {
        paragraph.pop();
    } else if word_before(paragraph, '-') {
        // `Konferenz-` and `teilnehmer` are one word; `E-Mail-` and `Adresse` keep their hyphen.
        if next_is_small {
            paragraph.pop();
        }
    } else {
        paragraph.push(if flows { ' ' } else { '\n' });
    }
    paragraph.push_str(line);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_divided_at_a_line_end_become_one_again() {
        let cases = [
            ("Alle Konferenz-", "teilnehmer", "Alle Konferenzteilnehmer"),
            ("Ihre E-Mail-", "Adresse", "Ihre E-Mail-Adresse"),
            ("ein Steg\u{AD}", "haus", "ein Steghaus"),
            ("von 9 -", "bis 10", "von 9 - bis 10"),
            ("the end", "of it", "the end of it"),
        ];
        for (before, line, whole) in cases {
            let mut paragraph = before.to_owned();
            join(&mut paragraph, line, true);
            assert_eq!(paragraph, whole);
        }
    }
}
