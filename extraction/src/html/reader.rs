//! Takes a page's tags and words one by one.

use std::cell::RefCell;

use html5ever::tokenizer::states::{Rawtext, Rcdata, ScriptData};
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};

use super::address_to_add;
use crate::outline::Outline;
use crate::tidy::tidy_line;
use crate::{Limits, Unreadable, table};

/// Elements whose words are not the page's words.
const LEFT_OUT: [&str; 12] = [
    "script", "style", "noscript", "template", "nav", "svg", "math", "iframe", "object", "select",
    "textarea", "button",
];
const BLOCKS: [&str; 31] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "header",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "ul",
    "caption",
    "center",
];

pub(super) struct Sink(RefCell<Reader>);

impl Sink {
    pub(super) fn new(limits: &Limits, skip_navigation: bool) -> Self {
        Self(RefCell::new(Reader::new(limits, skip_navigation)))
    }

    /// What was read, and the title.
    pub(super) fn finish(self) -> Result<(Outline, Option<String>), Unreadable> {
        let mut reader = self.0.into_inner();
        reader.end_block();
        reader.end_table();
        match reader.failure {
            Some(failure) => Err(failure),
            None => Ok((reader.outline, reader.title)),
        }
    }
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut reader = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(words) => reader.text(&words),
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => return reader.start(&tag),
            Token::TagToken(tag) => reader.end(&tag.name),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

struct Reader {
    outline: Outline,
    failure: Option<Unreadable>,
    skip_navigation: bool,
    words: String,
    /// The element that is left out, and how many of its name are open.
    skipped: Option<(String, usize)>,
    in_title: bool,
    title: Option<String>,
    preformatted: usize,
    link: Option<(String, usize)>,
    tables: usize,
    rows: Vec<Vec<String>>,
}

impl Reader {
    fn new(limits: &Limits, skip_navigation: bool) -> Self {
        Self {
            outline: Outline::new(limits),
            failure: None,
            skip_navigation,
            words: String::new(),
            skipped: None,
            in_title: false,
            title: None,
            preformatted: 0,
            link: None,
            tables: 0,
            rows: Vec::new(),
        }
    }

    fn text(&mut self, words: &str) {
        if self.in_title {
            self.title.get_or_insert_default().push_str(words);
        } else if self.skipped.is_none() {
            if self.preformatted > 0 {
                self.words.push_str(words);
            } else {
                self.words.extend(
                    words
                        .chars()
                        .map(|letter| if letter.is_whitespace() { ' ' } else { letter }),
                );
            }
        }
    }

    fn start(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name: &str = &tag.name;
        let raw = match name {
            "script" => Some(TokenSinkResult::RawData(ScriptData)),
            "style" | "iframe" | "noembed" | "noframes" | "xmp" => {
                Some(TokenSinkResult::RawData(Rawtext))
            }
            "title" | "textarea" => Some(TokenSinkResult::RawData::<()>(Rcdata)),
            "plaintext" => Some(TokenSinkResult::Plaintext),
            _ => None,
        };
        if let Some((skipped, depth)) = &mut self.skipped {
            *depth += usize::from(skipped == name && !tag.self_closing);
        } else if self.leaves_out(name) {
            self.skipped = (!tag.self_closing).then(|| (name.to_owned(), 1));
        } else {
            self.open(name, tag);
        }
        raw.unwrap_or(TokenSinkResult::Continue)
    }

    fn leaves_out(&self, name: &str) -> bool {
        LEFT_OUT.contains(&name) && (self.skip_navigation || name != "nav")
    }

    fn open(&mut self, name: &str, tag: &Tag) {
        let attribute = |wanted: &str| {
            tag.attrs
                .iter()
                .find(|attribute| &*attribute.name.local == wanted)
                .map(|attribute| attribute.value.to_string())
        };
        match name {
            "title" => self.in_title = self.title.is_none(),
            "br" => self.words.push('\n'),
            "img" => {
                if let Some(text) = attribute("alt").filter(|text| !text.trim().is_empty()) {
                    self.words.push_str(&format!(" {text} "));
                }
            }
            "a" => self.link = attribute("href").map(|address| (address, self.words.len())),
            "table" => {
                if self.tables == 0 {
                    self.end_block();
                }
                self.tables += 1;
            }
            "tr" if self.tables == 1 => {
                self.end_cell();
                self.rows.push(Vec::new());
            }
            "td" | "th" if self.tables == 1 => self.end_cell(),
            "td" | "th" | "tr" => self.words.push(' '),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.end_block(),
            "li" => {
                self.end_block();
                if self.tables == 0 {
                    self.words.push_str("- ");
                }
            }
            "pre" => {
                self.end_block();
                self.preformatted += 1;
            }
            _ if BLOCKS.contains(&name) => self.end_block(),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if let Some((skipped, depth)) = &mut self.skipped {
            *depth -= usize::from(skipped == name);
            if *depth == 0 {
                self.skipped = None;
            }
            return;
        }
        match name {
            "title" => self.in_title = false,
            "a" => {
                if let Some((address, began)) = self.link.take() {
                    let said = self.words.get(began..).unwrap_or_default();
                    self.words.push_str(&address_to_add(&address, said));
                }
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if self.tables == 0 => {
                let words = std::mem::take(&mut self.words);
                let level = name.as_bytes()[1] - b'0';
                let done = self.outline.heading(level, &words);
                self.keep(done);
            }
            "table" if self.tables > 0 => {
                self.tables -= 1;
                if self.tables == 0 {
                    self.end_table();
                }
            }
            "td" | "th" | "tr" if self.tables == 1 => self.end_cell(),
            "pre" => {
                self.preformatted = self.preformatted.saturating_sub(1);
                self.end_block();
            }
            _ if BLOCKS.contains(&name) => self.end_block(),
            _ => {}
        }
    }

    fn end_cell(&mut self) {
        let cell = tidy_line(&std::mem::take(&mut self.words));
        match self.rows.last_mut() {
            Some(row) => row.push(cell),
            None if !cell.is_empty() => self.rows.push(vec![cell]),
            None => {}
        }
    }

    fn end_table(&mut self) {
        if !self.words.trim().is_empty() {
            self.end_cell();
        }
        self.words.clear();
        let mut rows = std::mem::take(&mut self.rows);
        for row in &mut rows {
            // Blanks between the tags of cells are no cells.
            row.retain(|cell| !cell.is_empty());
        }
        let done = self.outline.paragraph(&table::lines(&rows));
        self.keep(done);
    }

    fn end_block(&mut self) {
        if self.tables > 0 {
            self.words.push(' ');
            return;
        }
        let words = std::mem::take(&mut self.words);
        if words.trim() != "-" {
            let done = self.outline.paragraph(&words);
            self.keep(done);
        }
    }

    fn keep(&mut self, done: Result<(), Unreadable>) {
        if let Err(failure) = done {
            self.failure.get_or_insert(failure);
        }
    }
}
