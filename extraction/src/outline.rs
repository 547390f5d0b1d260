//! Collects headings and paragraphs into sections.

use crate::tidy::{tidy, tidy_line};
use crate::{Extracted, Kind, Limits, Section, Unreadable};

/// A heading longer than this is a paragraph that somebody made bold.
const LONGEST_HEADING: usize = 200;
/// How many headings above a text are kept: the nearest ones say most.
const DEEPEST: usize = 3;

#[derive(Debug)]
struct Piece {
    page: Option<u32>,
    headings: Vec<(u8, String)>,
    text: String,
}

/// Takes a document's parts in reading order and gives its sections.
#[derive(Debug)]
pub(crate) struct Outline {
    pieces: Vec<Piece>,
    headings: Vec<(u8, String)>,
    page: Option<u32>,
    /// How many headings there are of each level.
    of_level: [usize; 256],
    left: usize,
    /// Set where a new section begins with the next paragraph.
    fresh: bool,
}

impl Outline {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            pieces: Vec::new(),
            headings: Vec::new(),
            page: None,
            of_level: [0; 256],
            left: limits.text,
            fresh: true,
        }
    }

    /// What follows stands on this page, counted from 1.
    pub(crate) fn page(&mut self, page: u32) {
        self.page = Some(page);
        self.fresh = true;
    }

    /// A heading; the smaller its level, the further out.
    pub(crate) fn heading(&mut self, level: u8, raw: &str) -> Result<(), Unreadable> {
        let text = tidy_line(raw);
        if text.len() > LONGEST_HEADING {
            return self.tidied(&text);
        } else if text.is_empty() {
            return Ok(());
        }
        self.spend(text.len())?;
        self.headings.retain(|(above, _)| *above < level);
        self.headings.push((level, text));
        self.of_level[usize::from(level)] += 1;
        self.pieces.push(Piece {
            page: self.page,
            headings: self.headings.clone(),
            text: String::new(),
        });
        self.fresh = false;
        Ok(())
    }

    /// A paragraph; line breaks within stay.
    pub(crate) fn paragraph(&mut self, raw: &str) -> Result<(), Unreadable> {
        self.tidied(&tidy(raw))
    }

    fn tidied(&mut self, text: &str) -> Result<(), Unreadable> {
        if text.is_empty() {
            return Ok(());
        }
        self.spend(text.len() + 2)?;
        if self.fresh || self.pieces.is_empty() {
            self.pieces.push(Piece {
                page: self.page,
                headings: self.headings.clone(),
                text: String::new(),
            });
            self.fresh = false;
        }
        if let Some(piece) = self.pieces.last_mut() {
            if !piece.text.is_empty() {
                piece.text.push_str("\n\n");
            }
            piece.text.push_str(text);
        }
        Ok(())
    }

    fn spend(&mut self, bytes: usize) -> Result<(), Unreadable> {
        self.left = self
            .left
            .checked_sub(bytes)
            .ok_or(Unreadable::TooMuchText)?;
        Ok(())
    }

    /// All sections. A heading without text of its own is left out where the next section's headings repeat it.
    pub(crate) fn finish(
        mut self,
        kind: Kind,
        title: Option<String>,
        pages: Option<u32>,
    ) -> Extracted {
        let title = title
            .map(|title| tidy_line(&title))
            .filter(|title| !title.is_empty());
        // A document that opens with the only heading of its outermost level says its title there: repeated above every section it would say nothing.
        let first = self
            .pieces
            .first()
            .and_then(|piece| piece.headings.first())
            .filter(|(level, _)| {
                let outermost = self.of_level.iter().position(|count| *count > 0);
                outermost == Some(usize::from(*level)) && self.of_level[usize::from(*level)] == 1
            });
        let first = first.cloned();
        if let Some((title, _)) = &first {
            for piece in self
                .pieces
                .iter_mut()
                .filter(|piece| piece.headings.len() > 1)
            {
                piece.headings.retain(|(level, _)| level > title);
            }
        }
        let title = title.or_else(|| first.map(|(_, text)| text));
        let mut sections: Vec<Section> = Vec::with_capacity(self.pieces.len());
        let mut pieces = self.pieces.into_iter().peekable();
        while let Some(piece) = pieces.next() {
            let said_below = pieces.peek().is_some_and(|next| {
                next.headings.starts_with(&piece.headings)
                    && next.headings.len() <= DEEPEST
                    && next.page == piece.page
            });
            if !(piece.text.is_empty() && said_below) {
                sections.push(Section {
                    page: piece.page,
                    heading: path(&piece.headings),
                    text: piece.text,
                });
            }
        }
        Extracted {
            kind,
            title,
            pages,
            sections,
        }
    }
}

fn path(headings: &[(u8, String)]) -> Option<String> {
    let nearest = &headings[headings.len().saturating_sub(DEEPEST)..];
    let texts: Vec<&str> = nearest.iter().map(|(_, text)| text.as_str()).collect();
    (!texts.is_empty()).then(|| texts.join(" › "))
}
