//! The archive a DOCX is: parts by name, unpacked within a limit, and who refers to whom.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;
use zip::result::ZipError;

use crate::decode::decode;
use crate::{Limits, Unreadable};

pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Bytes that may still be unpacked.
    left: u64,
}

/// One relationship: its id, what it is and what it leads to.
pub(super) struct Relation {
    id: String,
    kind: String,
    target: String,
    external: bool,
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, Unreadable> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::Corrupt)?;
        Ok(Self {
            archive,
            left: limits.unpacked as u64,
        })
    }

    /// A part as text; none where the archive has no such part. What the archive says about sizes is not believed.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<String>, Unreadable> {
        let file = match self.archive.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                return Err(Unreadable::Encrypted);
            }
            Err(_) => return Err(Unreadable::Corrupt),
        };
        let mut bytes = Vec::new();
        let read = file
            .take(self.left + 1)
            .read_to_end(&mut bytes)
            .map_err(|_| Unreadable::Corrupt)? as u64;
        self.left = self
            .left
            .checked_sub(read)
            .ok_or(Unreadable::ExpandsTooMuch)?;
        Ok(Some(match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => decode(error.as_bytes()).into_owned(),
        }))
    }

    /// The part that holds the body; some programs call it `word/document2.xml`.
    pub(super) fn main_part(&mut self) -> Result<String, Unreadable> {
        let relations = relations(&self.part("_rels/.rels")?.unwrap_or_default());
        let named = relations
            .into_iter()
            .find(|relation| relation.kind.ends_with("/officeDocument"))
            .map(|relation| relation.target);
        Ok(named.map_or_else(
            || "word/document.xml".to_owned(),
            |target| target.trim_start_matches('/').to_owned(),
        ))
    }

    /// A part beside the main one; empty where there is none.
    pub(super) fn related(&mut self, main: &str, name: &str) -> Result<String, Unreadable> {
        Ok(self
            .part(&format!("{}{name}", folder(main)))?
            .unwrap_or_default())
    }

    pub(super) fn relations_of(&mut self, main: &str) -> Result<String, Unreadable> {
        let folder = folder(main);
        let name = &main[folder.len()..];
        Ok(self
            .part(&format!("{folder}_rels/{name}.rels"))?
            .unwrap_or_default())
    }
}

fn folder(part: &str) -> &str {
    part.rfind('/').map_or("", |end| &part[..=end])
}

fn relations(xml: &str) -> Vec<Relation> {
    let mut found = Vec::new();
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag))
                if tag.local_name().as_ref() == "Relationship" =>
            {
                found.push(Relation {
                    id: attribute(&tag, "Id").unwrap_or_default(),
                    kind: attribute(&tag, "Type").unwrap_or_default(),
                    target: attribute(&tag, "Target").unwrap_or_default(),
                    external: attribute(&tag, "TargetMode").is_some_and(|mode| mode == "External"),
                });
            }
            Ok(Event::Eof) | Err(_) => return found,
            Ok(_) => {}
        }
    }
}

/// Addresses of links by relationship id.
pub(super) fn links(xml: &str) -> HashMap<String, String> {
    relations(xml)
        .into_iter()
        .filter(|relation| relation.external)
        .map(|relation| (relation.id, relation.target))
        .collect()
}

/// The title in a document's properties.
pub(super) fn title(xml: &str) -> Option<String> {
    let mut reader = Reader::from_str(xml);
    let mut title = None;
    let mut inside = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => inside = tag.local_name().as_ref() == "title",
            Ok(Event::End(_)) => inside = false,
            Ok(event) if inside => push_text(&event, title.get_or_insert_default()),
            Ok(Event::Eof) | Err(_) => return title,
            Ok(_) => {}
        }
    }
}

/// An attribute by its name without prefix.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag
        .attributes()
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)?;
    found
        .normalized_value(XmlVersion::Implicit1_0)
        .ok()
        .map(|value| value.into_owned())
}

/// Adds what a text event says; entities come as events of their own.
pub(super) fn push_text(event: &Event<'_>, words: &mut String) {
    match event {
        Event::Text(text) => words.push_str(text),
        Event::CData(text) => words.push_str(text),
        Event::GeneralRef(entity) => {
            let resolved = match entity.resolve_char_ref() {
                Ok(Some(letter)) => Some(letter),
                _ => match &**entity {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => None,
                },
            };
            words.extend(resolved);
        }
        _ => {}
    }
}
