//! One node that speaks in a stream: from its `begin` to its `end`.

use super::event::Group;
use super::shape;
use serde_json::{Map, Value};
use std::mem;

pub(super) struct Speaker {
    group: Group,
    /// Whether it said that it began: then it has to say that it ended.
    is_announced: bool,
    has_ended: bool,
    has_spoken: bool,
    has_told: bool,
    /// What waits to be told on.
    text: String,
    /// Its first item while that is all, and a JSON object: nodes that tell no text put their whole output into one.
    whole: Option<(String, Map<String, Value>)>,
}

impl Speaker {
    /// One that began.
    pub(super) fn announced(group: Group) -> Self {
        Self {
            is_announced: true,
            ..Self::unannounced(group)
        }
    }

    /// One that speaks without having begun.
    pub(super) fn unannounced(group: Group) -> Self {
        Self {
            group,
            is_announced: false,
            has_ended: false,
            has_spoken: false,
            has_told: false,
            text: String::new(),
            whole: None,
        }
    }

    /// Whether what this group tells is told by this one.
    pub(super) fn is(&self, group: &Group) -> bool {
        !self.has_ended && self.group == *group
    }

    pub(super) fn has_ended(&self) -> bool {
        self.has_ended
    }

    /// Whether its end is missing.
    pub(super) fn is_unfinished(&self) -> bool {
        self.is_announced && !self.has_ended
    }

    /// Takes an item; gives whether it is text for sure.
    pub(super) fn say(&mut self, content: String) -> bool {
        if !mem::replace(&mut self.has_spoken, true)
            && let Some(members) = read_whole(&content)
        {
            self.whole = Some((content, members));
            return false;
        }
        if let Some((text, _)) = self.whole.take() {
            self.add(&text);
        }
        self.add(&content);
        true
    }

    /// Ends it; gives the whole answer in JSON, where that is what it said.
    pub(super) fn end(&mut self) -> Option<Map<String, Value>> {
        self.has_ended = true;
        self.whole.take().map(|(_, members)| members)
    }

    /// Ends it without an answer.
    pub(super) fn fail(&mut self) {
        self.end();
    }

    /// Puts text behind what waits.
    pub(super) fn add(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// What waits to be told on.
    pub(super) fn next_text(&mut self) -> Option<String> {
        let text = mem::take(&mut self.text);
        (!text.is_empty()).then_some(text)
    }

    /// True at the first call.
    pub(super) fn tells_first(&mut self) -> bool {
        !mem::replace(&mut self.has_told, true)
    }
}

/// A model may begin with a bracket too, but not with a whole object.
fn read_whole(content: &str) -> Option<Map<String, Value>> {
    let looks_so = content.trim_start().starts_with(['{', '[']);
    let value = looks_so.then(|| serde_json::from_str(content).ok())??;
    shape::members(value)
}
