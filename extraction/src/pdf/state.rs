//! The text state of a page: which font, where, how far apart.

use hayro_font::kurbo::Affine;

use super::fonts::Face;

/// Which text state a saved state keeps.
#[derive(Clone)]
pub(super) struct State<'a> {
    pub(super) ctm: Affine,
    pub(super) matrix: Affine,
    pub(super) line: Affine,
    pub(super) face: Option<Face<'a>>,
    pub(super) size: f64,
    pub(super) letter_space: f64,
    pub(super) word_space: f64,
    pub(super) stretch: f64,
    pub(super) leading: f64,
    pub(super) rise: f64,
}

impl Default for State<'_> {
    fn default() -> Self {
        let still = Affine::IDENTITY;
        Self {
            ctm: still,
            matrix: still,
            line: still,
            face: None,
            size: 1.0,
            letter_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
        }
    }
}

impl<'a> State<'a> {
    pub(super) fn next_line(&mut self, x: f64, y: f64) {
        self.line *= Affine::translate((x, y));
        self.matrix = self.line;
    }

    /// A number between two strings moves back along the line, in thousandths of the size.
    pub(super) fn adjust(&mut self, back: f64) {
        let by = -back / 1000.0 * self.size;
        let horizontal = self
            .face
            .as_ref()
            .is_none_or(|face| face.font.is_horizontal());
        self.matrix *= if horizontal {
            Affine::translate((by * self.stretch, 0.0))
        } else {
            Affine::translate((0.0, by))
        };
    }

    /// How wide a letter is on its line, with the space behind it; one written downwards is as wide as it is tall.
    pub(super) fn width(&self, face: &Face<'a>, advance: f64, is_blank: bool) -> f64 {
        if !face.font.is_horizontal() {
            return self.size;
        }
        let behind = self.letter_space + if is_blank { self.word_space } else { 0.0 };
        (advance + behind) * self.stretch
    }
}
