//! Sections to chunks: what a search finds and an answer cites.

use serde::{Deserialize, Serialize};

use crate::sentences::{pieces, tail};
use crate::tokens::estimate_tokens;
use crate::{Extracted, Kind, Section};

/// A chunk grows up to this many tokens of its own text.
const FULL: usize = 500;
/// Tokens repeated from the chunk before, where it ended within a section.
const OVERLAP: usize = 50;
/// Below this a section is too small to stand alone and takes in its neighbour.
const SMALL: usize = 40;
/// From here on a new page begins a new chunk, so that the page a chunk names is mostly the page it is on.
const ENOUGH_FOR_A_PAGE: usize = 100;
/// A text above the first heading smaller than this has no subject of its own.
const LEAD: usize = 20;
/// A rest smaller than this joins the chunk before it.
const REST: usize = 50;

/// A piece of a document to be found and cited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chunk {
    /// Place in the document, from 0.
    pub ordinal: u32,
    /// The page it begins on, from 1.
    pub page: Option<u32>,
    /// The headings it begins below.
    pub heading: Option<String>,
    /// At most about 600 tokens; headings within stand on lines of their own.
    pub content: String,
    /// [`estimate_tokens`] of the content.
    pub tokens: u32,
}

/// Cuts a document into chunks of about 500 tokens, 50 of them repeated from the chunk before, between paragraphs wherever possible.
pub fn chunk(document: &Extracted) -> Vec<Chunk> {
    // Rows say everything themselves: repeating some would only find them twice.
    let overlap = if document.kind == Kind::Csv {
        0
    } else {
        OVERLAP
    };
    let mut packer = Packer {
        chunks: Vec::new(),
        open: None,
        overlap,
    };
    for section in &document.sections {
        packer.section(section);
    }
    packer.close();
    packer.chunks
}

struct Open<'a> {
    page: Option<u32>,
    heading: Option<&'a str>,
    /// The heading of what came last.
    latest: Option<&'a str>,
    /// The page of what came last.
    latest_page: Option<u32>,
    content: String,
    /// Tokens of its own text, without what is repeated.
    own: usize,
    /// Has said nothing yet but a title, or a line above the first heading, that leads over to what follows.
    leads: bool,
    /// Begins below the heading the chunk before ended below.
    continues: bool,
}

struct Packer<'a> {
    chunks: Vec<Chunk>,
    open: Option<Open<'a>>,
    overlap: usize,
}

impl<'a> Packer<'a> {
    fn section(&mut self, section: &'a Section) {
        let heading = section.heading.as_deref();
        if section.text.is_empty() {
            self.unit(section.page, heading, "");
        }
        for paragraph in section.text.split("\n\n") {
            for piece in pieces(paragraph, FULL) {
                self.unit(section.page, heading, piece);
            }
        }
    }

    fn unit(&mut self, page: Option<u32>, heading: Option<&'a str>, text: &'a str) {
        let tokens = estimate_tokens(text);
        let mut repeated = String::new();
        let mut continues = false;
        if let Some(open) = &self.open {
            let same = open.latest == heading;
            let cost = tokens
                + if same {
                    0
                } else {
                    heading.map_or(0, estimate_tokens)
                };
            let ends = open.own + cost > FULL
                || (!same && open.own >= SMALL)
                || (open.latest_page != page && open.own >= ENOUGH_FOR_A_PAGE);
            if ends {
                continues = same;
                if same && open.own + cost > FULL {
                    repeated = tail(&open.content, self.overlap).to_owned();
                }
                self.close();
            }
        }
        let open = self.open.get_or_insert(Open {
            page,
            heading,
            latest: heading,
            latest_page: page,
            content: repeated,
            own: 0,
            leads: true,
            continues,
        });
        if open.latest != heading {
            let below = heading.unwrap_or_default();
            if open.leads {
                let above = std::mem::replace(&mut open.heading, heading).unwrap_or_default();
                append(&mut open.content, above);
            } else {
                append(&mut open.content, below);
            }
            open.own += estimate_tokens(below);
            open.latest = heading;
        }
        append(&mut open.content, text);
        open.own += tokens;
        open.leads &= text.is_empty() || (heading.is_none() && open.own < LEAD);
        open.latest_page = page;
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        if open.own < REST
            && open.continues
            && let Some(last) = self.chunks.last_mut()
            && last.page == open.page
            && last.tokens as usize + open.own <= FULL + OVERLAP + REST
        {
            // What it repeats stands in the chunk before already.
            let fresh = open
                .content
                .strip_prefix(tail(&last.content, self.overlap))
                .unwrap_or(&open.content);
            append(&mut last.content, fresh.trim_start());
            last.tokens = count(&last.content);
            return;
        }
        // A heading with nothing below it is all there is to say.
        let (heading, content) = if open.content.is_empty() {
            (open.heading, open.heading.unwrap_or_default().to_owned())
        } else {
            (open.heading, open.content)
        };
        if !content.is_empty() {
            let tokens = count(&content);
            self.chunks.push(Chunk {
                ordinal: self.chunks.len() as u32,
                page: open.page,
                heading: heading.map(str::to_owned),
                content,
                tokens,
            });
        }
    }
}

fn append(content: &mut String, text: &str) {
    if !content.is_empty() && !text.is_empty() {
        content.push_str("\n\n");
    }
    content.push_str(text);
}

fn count(text: &str) -> u32 {
    u32::try_from(estimate_tokens(text)).unwrap_or(u32::MAX)
}
