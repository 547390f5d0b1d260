//! Markdown: its words without its marks.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::decode::decode;
use crate::outline::Outline;
use crate::{Extracted, Kind, Limits, Unreadable, table};

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Extracted, Unreadable> {
    let text = decode(bytes);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut reader = Reader {
        outline: Outline::new(limits),
        words: String::new(),
        links: Vec::new(),
        rows: Vec::new(),
        in_metadata: false,
        title: None,
    };
    for event in Parser::new_ext(&text, options) {
        reader.take(event)?;
    }
    reader.end_paragraph()?;
    Ok(reader.outline.finish(Kind::Markdown, reader.title, None))
}

struct Reader {
    outline: Outline,
    words: String,
    /// Where the open links lead and where their words began.
    links: Vec<(String, usize)>,
    rows: Vec<Vec<String>>,
    in_metadata: bool,
    title: Option<String>,
}

impl Reader {
    fn take(&mut self, event: Event<'_>) -> Result<(), Unreadable> {
        match event {
            Event::Start(tag) => self.start(tag)?,
            Event::End(tag) => self.end(tag)?,
            Event::Text(text) if self.in_metadata => {
                self.title = title_in(&text).or(self.title.take());
            }
            Event::Text(text)
            | Event::Code(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text) => self.words.push_str(&text),
            // A tag among the words is markup; what stands between tags comes as text.
            Event::InlineHtml(html) => {
                self.words
                    .push_str(if html.starts_with("<br") { "\n" } else { "" });
            }
            Event::Html(html) => self.words.push_str(&crate::html::words(&html)),
            Event::SoftBreak => self.words.push(' '),
            Event::HardBreak => self.words.push('\n'),
            Event::Rule => self.end_paragraph()?,
            Event::TaskListMarker(done) => self.words.push_str(if done { "[x] " } else { "[ ] " }),
            Event::FootnoteReference(_) => {}
        }
        Ok(())
    }

    fn start(&mut self, tag: Tag<'_>) -> Result<(), Unreadable> {
        match tag {
            Tag::Link { dest_url, .. } => self.links.push((dest_url.to_string(), self.words.len())),
            Tag::Item => {
                self.end_paragraph()?;
                self.words.push_str("- ");
            }
            Tag::MetadataBlock(_) => self.in_metadata = true,
            Tag::Table(_) => self.rows.clear(),
            Tag::TableHead | Tag::TableRow => self.rows.push(Vec::new()),
            Tag::Heading { .. }
            | Tag::CodeBlock(_)
            | Tag::BlockQuote(_)
            | Tag::HtmlBlock
            | Tag::FootnoteDefinition(_) => self.end_paragraph()?,
            Tag::Paragraph if self.words != "- " => self.end_paragraph()?,
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, tag: TagEnd) -> Result<(), Unreadable> {
        match tag {
            TagEnd::Heading(level) => {
                let words = std::mem::take(&mut self.words);
                self.outline.heading(level as u8, &words)?;
            }
            TagEnd::Link => {
                if let Some((address, began)) = self.links.pop() {
                    let said = self.words.get(began..).unwrap_or_default();
                    self.words
                        .push_str(&crate::html::address_to_add(&address, said));
                }
            }
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.words);
                if let Some(row) = self.rows.last_mut() {
                    row.push(crate::tidy::tidy_line(&cell));
                }
            }
            TagEnd::Table => self
                .outline
                .paragraph(&table::lines(&std::mem::take(&mut self.rows)))?,
            TagEnd::MetadataBlock(_) => self.in_metadata = false,
            TagEnd::Paragraph
            | TagEnd::Item
            | TagEnd::CodeBlock
            | TagEnd::BlockQuote(_)
            | TagEnd::HtmlBlock
            | TagEnd::FootnoteDefinition => self.end_paragraph()?,
            _ => {}
        }
        Ok(())
    }

    fn end_paragraph(&mut self) -> Result<(), Unreadable> {
        let words = std::mem::take(&mut self.words);
        if words == "- " {
            Ok(())
        } else {
            self.outline.paragraph(&words)
        }
    }
}

fn title_in(front_matter: &str) -> Option<String> {
    let line = front_matter
        .lines()
        .find_map(|line| line.strip_prefix("title:"))?;
    Some(line.trim().trim_matches(['"', '\'']).to_owned())
}
