//! What a page has drawn so far.

use hayro_font::kurbo::{Affine, Point};

/// A letter, or a few, as placed on a page; `x` runs along the line, `y` down the page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Glyph {
    /// Where its letters begin in the page's text.
    pub(super) text: usize,
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) end: f64,
    pub(super) size: f64,
    pub(super) bold: bool,
    /// The direction of writing in quarter turns.
    pub(super) turn: u8,
}

/// What a page draws, in the order it is drawn.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    pub(super) text: String,
    pub(super) glyphs: Vec<Glyph>,
    pub(super) pictures: bool,
    /// Set where the page draws more than is read.
    pub(super) cut: bool,
}

impl Drawn {
    pub(super) fn letters(&self) -> usize {
        self.text
            .chars()
            .filter(|letter| letter.is_alphanumeric())
            .count()
    }

    /// Keeps the letters that begin at `text`, drawn `width` wide at the origin of `place`; or forgets them where that is nowhere.
    pub(super) fn place(&mut self, text: usize, place: Affine, width: f64, size: f64, bold: bool) {
        let begin = place * Point::ORIGIN;
        let end = place * Point::new(width, 0.0);
        let along = place * Point::new(1.0, 0.0) - begin;
        let turn = if along.x.abs() >= along.y.abs() {
            if along.x >= 0.0 { 0 } else { 2 }
        } else if along.y > 0.0 {
            1
        } else {
            3
        };
        let (from, to) = (turned(begin, turn), turned(end, turn));
        let size = (place * Point::new(0.0, size) - begin).hypot();
        if from.x.is_finite() && from.y.is_finite() && to.x.is_finite() && size.is_finite() {
            let (x, y, end) = (from.x, from.y, to.x);
            self.glyphs.push(Glyph {
                text,
                x,
                y,
                end,
                size,
                bold,
                turn,
            });
        } else {
            self.text.truncate(text);
        }
    }
}

/// A point on a page turned so that writing runs from left to right.
fn turned(point: Point, turn: u8) -> Point {
    match turn {
        0 => point,
        1 => Point::new(point.y, -point.x),
        2 => Point::new(-point.x, -point.y),
        _ => Point::new(-point.y, point.x),
    }
}
