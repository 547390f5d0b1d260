//! Fonts as far as text needs them: which letters a code means, how far it moves on, whether it is bold.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::sync::Arc;

use hayro_font::hayro_cmap::BfString;
use hayro_font::{
    CMapResolverFn, Font, FontCache, FontData, FontGlyph, FontResolverFn, StandardFont,
};
use hayro_syntax::object::{Dict, Name};

/// Has no outlines: a standard font's widths and letters are built in, its shapes are not needed.
const STAND_IN: &[u8] = include_bytes!("stand-in.ttf");

/// A font with what its name says.
#[derive(Clone)]
pub(super) struct Face<'a> {
    pub(super) font: Font<'a>,
    pub(super) bold: bool,
}

pub(super) struct Fonts<'a> {
    cache: FontCache<'a>,
    programs: FontResolverFn,
    maps: CMapResolverFn,
    known: RefCell<HashMap<(usize, usize), Option<Face<'a>>>>,
    unknown: Cell<usize>,
}

impl Default for Fonts<'_> {
    fn default() -> Self {
        Self {
            cache: FontCache::new(),
            programs: Arc::new(|_| Some((Arc::new(STAND_IN) as FontData, 0))),
            maps: Arc::new(|_| None),
            known: RefCell::default(),
            unknown: Cell::new(0),
        }
    }
}

impl<'a> Fonts<'a> {
    /// The font a dictionary describes; none where it is beyond repair.
    pub(super) fn face(&self, dict: &Dict<'a>) -> Option<Face<'a>> {
        // A dictionary stands at one place in the file.
        let place = (dict.data().as_ptr() as usize, dict.data().len());
        if let Some(face) = self.known.borrow().get(&place) {
            return face.clone();
        }
        let name = dict
            .get::<Name<'_>>(b"BaseFont".as_slice())
            .map(|name| name.as_str().to_ascii_lowercase())
            .unwrap_or_default();
        let bold = ["bold", "black", "heavy", "demi"]
            .iter()
            .any(|weight| name.contains(weight));
        let face = self
            .cache
            .font(dict, &self.programs, &self.maps)
            .map(|font| Face { font, bold });
        self.known.borrow_mut().insert(place, face.clone());
        face
    }

    /// What viewers take where a page names a font that is not there.
    pub(super) fn fallback(&self) -> Option<Face<'a>> {
        let font = self
            .cache
            .standard_font(StandardFont::Helvetica, &self.programs)?;
        Some(Face { font, bold: false })
    }

    /// The letters a code means, written behind `text`.
    pub(super) fn push_letters(&self, face: &Face<'a>, code: u32, text: &mut String) {
        let unicode = match face.font.glyph(face.font.map_code(code), code) {
            FontGlyph::Outline(glyph) => glyph.as_unicode(),
            FontGlyph::Type3(glyph) => glyph.as_unicode(),
        };
        match unicode {
            // A place of private use is a shape without a meaning.
            Some(BfString::Char('\u{E000}'..='\u{F8FF}')) | None => {
                self.unknown.set(self.unknown.get() + 1);
            }
            Some(BfString::Char(letter)) => text.push(letter),
            Some(BfString::String(letters)) => text.push_str(&letters),
        }
    }

    /// How many letters nobody can name.
    pub(super) fn unknown_letters(&self) -> usize {
        self.unknown.get()
    }
}
