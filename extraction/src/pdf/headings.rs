//! Which paragraphs are headings: larger than the body, or bold among plain ones, and short. A PDF does not say so itself.

use std::collections::{HashMap, HashSet};

use crate::Unreadable;
use crate::outline::Outline;

/// A paragraph with how it is set.
#[derive(Debug)]
pub(super) struct Paragraph {
    pub(super) page: u32,
    pub(super) text: String,
    /// The letters' size in points.
    pub(super) size: f64,
    pub(super) bold: bool,
    pub(super) lines: usize,
    pub(super) table: bool,
    /// First or last on its page.
    pub(super) edge: bool,
}

const LONGEST: usize = 120;
/// Sizes further down are not told apart.
const LEVELS: usize = 4;

pub(super) fn outline(
    paragraphs: Vec<Paragraph>,
    pages: usize,
    outline: &mut Outline,
) -> Result<(), Unreadable> {
    let running = running_titles(&paragraphs, pages);
    let mut said = HashSet::new();
    let levels = Levels::of(&paragraphs);
    let mut page = 0;
    for paragraph in &paragraphs {
        if paragraph.page != page {
            page = paragraph.page;
            outline.page(page);
        }
        if paragraph.edge && running.contains(&shape(&paragraph.text)) {
            // Once is enough, so that what it says can still be found.
            if said.insert(shape(&paragraph.text)) {
                outline.paragraph(&paragraph.text)?;
            }
            continue;
        }
        match levels.level(paragraph) {
            Some(level) => outline.heading(level, &paragraph.text)?,
            None => outline.paragraph(&paragraph.text)?,
        }
    }
    Ok(())
}

/// What stands at the top or bottom of most pages, but for its figures.
fn running_titles(paragraphs: &[Paragraph], pages: usize) -> HashSet<String> {
    let mut seen: HashMap<String, HashSet<u32>> = HashMap::new();
    for paragraph in paragraphs
        .iter()
        .filter(|paragraph| paragraph.edge && paragraph.text.len() <= LONGEST)
    {
        seen.entry(shape(&paragraph.text))
            .or_default()
            .insert(paragraph.page);
    }
    seen.into_iter()
        .filter(|(_, on)| on.len() >= 3 && on.len() * 2 > pages)
        .map(|(shape, _)| shape)
        .collect()
}

fn shape(text: &str) -> String {
    text.chars()
        .map(|letter| if letter.is_ascii_digit() { '0' } else { letter })
        .collect()
}

struct Levels {
    /// The size most letters have, in tenths of a point.
    body: i64,
    /// Larger sizes, the largest first.
    larger: Vec<i64>,
    bold: bool,
    any: bool,
}

/// No letter is larger than a building; what says so is to be counted all the same.
fn tenths(size: f64) -> i64 {
    (size * 10.0).round().clamp(0.0, 1e9) as i64
}

impl Levels {
    fn of(paragraphs: &[Paragraph]) -> Self {
        let mut letters: HashMap<i64, usize> = HashMap::new();
        let mut bold = 0;
        for paragraph in paragraphs {
            *letters.entry(tenths(paragraph.size)).or_default() += paragraph.text.len();
            bold += if paragraph.bold {
                paragraph.text.len()
            } else {
                0
            };
        }
        let all: usize = letters.values().sum();
        let body = letters
            .iter()
            .max_by_key(|(size, count)| (**count, -**size))
            .map_or(0, |(size, _)| *size);
        let mut levels = Self {
            body,
            larger: Vec::new(),
            bold: bold * 4 < all,
            any: true,
        };
        let mut larger: Vec<i64> = paragraphs
            .iter()
            .filter(|paragraph| levels.is_larger(paragraph) && levels.could_be(paragraph))
            .map(|paragraph| tenths(paragraph.size))
            .collect();
        larger.sort_unstable_by(|one, other| other.cmp(one));
        larger.dedup();
        larger.truncate(LEVELS);
        levels.larger = larger;
        // A page of slides is all headings: then none of them is one.
        let heads: usize = paragraphs
            .iter()
            .filter(|paragraph| levels.level(paragraph).is_some())
            .map(|paragraph| paragraph.text.len())
            .sum();
        levels.any = heads * 3 < all;
        levels
    }

    fn is_larger(&self, paragraph: &Paragraph) -> bool {
        tenths(paragraph.size) * 100 > self.body * 112
    }

    fn could_be(&self, paragraph: &Paragraph) -> bool {
        let text = &paragraph.text;
        let ends = text.ends_with(['.', ',', ';']) && !text.ends_with("...");
        !paragraph.table
            && paragraph.lines <= 3
            && text.len() <= LONGEST
            && !ends
            && text.chars().filter(|letter| letter.is_alphabetic()).count() >= 3
    }

    fn level(&self, paragraph: &Paragraph) -> Option<u8> {
        if !self.any || !self.could_be(paragraph) {
            return None;
        }
        if self.is_larger(paragraph) {
            let size = tenths(paragraph.size);
            let rank = self
                .larger
                .iter()
                .position(|larger| size >= *larger)
                .unwrap_or(LEVELS - 1);
            return Some(rank as u8 + 1);
        }
        let bold = self.bold
            && paragraph.bold
            && paragraph.lines == 1
            && tenths(paragraph.size) * 100 >= self.body * 95;
        bold.then_some(LEVELS as u8 + 1)
    }
}
