//! Which paragraph styles are headings: by the style's name, its outline level or the style it is based on.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::package::attribute;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Title,
    /// Level from 1.
    Heading(u8),
    /// Of a list.
    Item,
}

#[derive(Default)]
struct Style {
    role: Option<Role>,
    based_on: Option<String>,
}

#[derive(Default)]
pub(super) struct Styles(HashMap<String, Style>);

impl Styles {
    pub(super) fn read(xml: &str) -> Self {
        let mut styles = Self::default();
        let mut reader = Reader::from_str(xml);
        let mut current: Option<(String, Style)> = None;
        loop {
            match reader.read_event() {
                Ok(Event::Start(tag) | Event::Empty(tag)) => {
                    match (tag.local_name().as_ref(), &mut current) {
                        ("style", _) => {
                            current = attribute(&tag, "styleId").map(|id| (id, Style::default()));
                        }
                        ("name", Some((_, style))) => {
                            style.role = attribute(&tag, "val")
                                .as_deref()
                                .and_then(by_name)
                                .or(style.role);
                        }
                        ("basedOn", Some((_, style))) => style.based_on = attribute(&tag, "val"),
                        ("outlineLvl", Some((_, style))) => {
                            style.role = style
                                .role
                                .or(attribute(&tag, "val").as_deref().and_then(by_outline_level));
                        }
                        ("numPr", Some((_, style))) => style.role = style.role.or(Some(Role::Item)),
                        _ => {}
                    }
                }
                Ok(Event::End(tag)) if tag.local_name().as_ref() == "style" => {
                    styles.0.extend(current.take());
                }
                Ok(Event::Eof) | Err(_) => return styles,
                Ok(_) => {}
            }
        }
    }

    /// What a style makes of a paragraph. Chains of styles are short; a ring of them ends, too.
    pub(super) fn role(&self, id: &str) -> Option<Role> {
        let mut id = id;
        for _ in 0..10 {
            let style = self.0.get(id)?;
            if style.role.is_some() {
                return style.role;
            }
            id = style.based_on.as_deref()?;
        }
        None
    }
}

/// Built-in styles keep their English names in every language.
fn by_name(name: &str) -> Option<Role> {
    let name = name.to_ascii_lowercase();
    if name == "title" {
        return Some(Role::Title);
    }
    let level = name.strip_prefix("heading ")?.parse::<u8>().ok()?;
    (1..=9).contains(&level).then_some(Role::Heading(level))
}

/// Outline levels count from 0; 9 means body text.
pub(super) fn by_outline_level(value: &str) -> Option<Role> {
    let level = value.parse::<u8>().ok()?;
    (level < 9).then_some(Role::Heading(level + 1))
}
