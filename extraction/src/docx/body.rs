//! A part's paragraphs and tables, in order.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::package::{attribute, push_text};
use super::styles::{Role, Styles, by_outline_level};
use crate::outline::Outline;
use crate::tidy::tidy_line;
use crate::{Unreadable, html, table};

/// Text that is not there any more, stands there twice, or is an instruction to the word processor.
const LEFT_OUT: [&str; 6] = [
    "del",
    "moveFrom",
    "Fallback",
    "instrText",
    "delText",
    "rPrChange",
];

pub(super) struct Body<'a> {
    outline: &'a mut Outline,
    styles: &'a Styles,
    links: &'a HashMap<String, String>,
    words: String,
    role: Option<Role>,
    in_list: bool,
    in_text: bool,
    link: Option<(String, usize)>,
    /// How deep in elements that are left out.
    skipped: usize,
    /// Open tables: only the outermost makes rows, one inside a cell is that cell's text.
    tables: usize,
    rows: Vec<Vec<String>>,
    title: Option<String>,
}

impl<'a> Body<'a> {
    pub(super) fn new(
        outline: &'a mut Outline,
        styles: &'a Styles,
        links: &'a HashMap<String, String>,
    ) -> Self {
        Self {
            outline,
            styles,
            links,
            words: String::new(),
            role: None,
            in_list: false,
            in_text: false,
            link: None,
            skipped: 0,
            tables: 0,
            rows: Vec::new(),
            title: None,
        }
    }

    /// The first paragraph of style «Title».
    pub(super) fn title(self) -> Option<String> {
        self.title
    }

    pub(super) fn read(&mut self, xml: &str) -> Result<(), Unreadable> {
        let mut reader = Reader::from_str(xml);
        reader.config_mut().expand_empty_elements = true;
        loop {
            match reader.read_event().map_err(|_| Unreadable::Corrupt)? {
                Event::Start(tag)
                    if self.skipped > 0 || LEFT_OUT.contains(&tag.local_name().as_ref()) =>
                {
                    self.skipped += 1;
                }
                Event::End(_) if self.skipped > 0 => self.skipped -= 1,
                Event::Start(tag) => self.start(&tag)?,
                Event::End(tag) => self.end(tag.local_name().as_ref())?,
                Event::Eof => return Ok(()),
                event if self.in_text && self.skipped == 0 => push_text(&event, &mut self.words),
                _ => {}
            }
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Unreadable> {
        match tag.local_name().as_ref() {
            // A text box stands inside a paragraph and brings its own: what was said before it ends here.
            "p" => self.end_paragraph()?,
            "pStyle" => {
                self.role = attribute(tag, "val")
                    .and_then(|style| self.styles.role(&style))
                    .or(self.role);
            }
            "outlineLvl" => {
                self.role = attribute(tag, "val")
                    .as_deref()
                    .and_then(by_outline_level)
                    .or(self.role);
            }
            "numPr" => self.in_list = true,
            "t" => self.in_text = true,
            "tab" | "ptab" if !self.words.is_empty() => self.words.push(' '),
            "br" | "cr" => self.words.push('\n'),
            "noBreakHyphen" => self.words.push('-'),
            "hyperlink" => {
                self.link = attribute(tag, "id")
                    .and_then(|id| self.links.get(&id))
                    .map(|address| (address.clone(), self.words.len()));
            }
            "tbl" => {
                if self.tables == 0 {
                    self.end_paragraph()?;
                }
                self.tables += 1;
            }
            "tr" if self.tables == 1 => self.rows.push(Vec::new()),
            "tc" if self.tables == 1 => self.words.clear(),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), Unreadable> {
        match name {
            "t" => self.in_text = false,
            "hyperlink" => {
                if let Some((address, began)) = self.link.take() {
                    let said = self.words.get(began..).unwrap_or_default();
                    self.words.push_str(&html::address_to_add(&address, said));
                }
            }
            "p" => self.end_paragraph()?,
            "tc" if self.tables == 1 => {
                let cell = tidy_line(&std::mem::take(&mut self.words));
                if let Some(row) = self.rows.last_mut() {
                    row.push(cell);
                }
            }
            "tbl" if self.tables > 0 => {
                self.tables -= 1;
                if self.tables == 0 {
                    self.words.clear();
                    self.outline
                        .paragraph(&table::lines(&std::mem::take(&mut self.rows)))?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn end_paragraph(&mut self) -> Result<(), Unreadable> {
        let (role, in_list) = (self.role.take(), std::mem::take(&mut self.in_list));
        if self.tables > 0 {
            self.words.push(' ');
            return Ok(());
        }
        let words = std::mem::take(&mut self.words);
        match role {
            _ if words.trim().is_empty() => Ok(()),
            Some(Role::Heading(level)) => self.outline.heading(level, &words),
            Some(Role::Title) => {
                self.title.get_or_insert_with(|| words.clone());
                self.outline.heading(0, &words)
            }
            Some(Role::Item) => self.outline.paragraph(&format!("- {words}")),
            None if in_list => self.outline.paragraph(&format!("- {words}")),
            None => self.outline.paragraph(&words),
        }
    }
}
