//! An item of `knowledge_base` as Directus gives it. Editors and other programs write there, so nothing but the id is relied on.

use crate::documents::input::is_web_address;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use uuid::Uuid;

/// As much as the dashboard takes.
const LONGEST_TITLE: usize = 200;
const LONGEST_ADDRESS: usize = 2_000;
const LONGEST_TAG: usize = 100;
const MOST_TAGS: usize = 50;

/// What is there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct Item {
    pub(super) id: Uuid,
    #[serde(deserialize_with = "lenient_id")]
    pub(super) client_id: Option<Uuid>,
    #[serde(deserialize_with = "text")]
    pub(super) title: Option<String>,
    #[serde(deserialize_with = "text")]
    pub(super) status: Option<String>,
    #[serde(deserialize_with = "text")]
    pub(super) failure: Option<String>,
    #[serde(deserialize_with = "text")]
    pub(super) body: Option<String>,
    #[serde(deserialize_with = "address")]
    pub(super) url: Option<String>,
    #[serde(deserialize_with = "names")]
    pub(super) tags: Vec<String>,
    pub(super) file: Option<File>,
}

/// Its file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct File {
    pub(super) id: Uuid,
    #[serde(default, rename = "filename_download", deserialize_with = "text")]
    pub(super) name: Option<String>,
}

impl Item {
    /// What it is called; an untitled one by its file.
    pub(super) fn title(&self) -> String {
        let file = self.file.as_ref().and_then(|file| file.name.as_deref());
        let title = self
            .title
            .as_deref()
            .map(str::trim)
            .filter(|title| !title.is_empty());
        let title = title.or(file).unwrap_or("Untitled");
        title.chars().take(LONGEST_TITLE).collect()
    }
}

/// Empty counts as none. Postgres stores no NUL.
fn text<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(from)? {
        Value::String(text) => Some(text.replace('\0', "")).filter(|text| !text.is_empty()),
        _ => None,
    })
}

/// Visitors follow it, so it must not be a script.
fn address<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let is_web = |text: &String| is_web_address(text) && text.chars().count() <= LONGEST_ADDRESS;
    let text = text(from)?.map(|text| text.trim().to_owned());
    Ok(text.filter(is_web))
}

fn lenient_id<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Uuid>, D::Error> {
    let text = text(from)?;
    Ok(text.and_then(|text| text.parse().ok()))
}

/// A list of names, or one text with commas, which is how such a field may be kept as well.
fn names<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    let given: Vec<String> = match Value::deserialize(from)? {
        Value::Array(names) => names
            .into_iter()
            .filter_map(|name| name.as_str().map(str::to_owned))
            .collect(),
        Value::String(names) => names.split(',').map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    let mut names: Vec<String> = Vec::new();
    for name in given {
        let name: String = name
            .replace('\0', "")
            .trim()
            .chars()
            .take(LONGEST_TAG)
            .collect();
        let is_new = !names
            .iter()
            .any(|known| known.to_lowercase() == name.to_lowercase());
        if !name.is_empty() && is_new && names.len() < MOST_TAGS {
            names.push(name);
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn item(fields: Value) -> Item {
        serde_json::from_value(fields).expect("an item")
    }

    #[test]
    fn what_a_real_one_says_is_read() {
        let found: Value =
            serde_json::from_str(include_str!("../../tests/fixtures/directus/found.json"))
                .expect("a fixture");
        let item = item(found["data"][0].clone());
        assert_eq!(item.title(), "Venue");
        assert_eq!(
            item.client_id,
            Some(Uuid::from_u128(0x4000_8000_0000_0000_000a))
        );
        assert_eq!(item.tags, ["a", "b"]);
        assert_eq!(
            item.file.and_then(|file| file.name).as_deref(),
            Some("venue.txt")
        );
        assert_eq!(item.body, None);
    }

    #[test]
    fn what_makes_no_sense_counts_as_nothing() {
        let item = item(json!({
            "id": Uuid::nil(), "client_id": "x", "title": 1, "body": "", "url": null,
            "tags": ["a", " A ", "", 1, null, "b\u{0}"],
        }));
        assert_eq!((item.client_id, item.body.as_deref()), (None, None));
        assert_eq!(item.tags, ["a", "b"]);
        assert_eq!(item.title(), "Untitled");
    }

    #[test]
    fn an_address_leads_to_the_web() {
        for (address, is_taken) in [
            ("https://example.com/venue", true),
            ("http://example.com", true),
            (" https://example.com", true),
            ("https:example.com", false),
            ("javascript:alert(1)", false),
            (" JavaScript:alert(1)", false),
            ("data:text/html,x", false),
            ("venue.html", false),
        ] {
            assert_eq!(
                item(json!({"url": address})).url.is_some(),
                is_taken,
                "{address}"
            );
        }
    }

    #[test]
    fn tags_may_be_one_text() {
        assert_eq!(item(json!({"tags": "a, b"})).tags, ["a", "b"]);
    }
}
