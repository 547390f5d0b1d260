//! The `.env` file as `cargo dev` reads it, but by itself: nothing of the process environment may become a parameter.

use crate::failed::Failed;
use crate::names::{self, KNOWN};
use shared::{Secret, Settings};
use std::collections::BTreeMap;
use std::path::Path;

/// Stands for a `$` where the file is read as if none began a variable. For private use in Unicode, so in nobody's file.
const DOLLAR: char = '\u{f0024}';

/// What a file says about parameters.
#[derive(Debug, Default)]
pub struct EnvFile {
    /// The known names that are set.
    pub values: BTreeMap<&'static str, Secret>,
    /// The known names that are set to nothing.
    pub empty: Vec<&'static str>,
    /// Whether it sets the level of logs, which is no parameter.
    pub has_log_level: bool,
    /// All other names that are set.
    pub unknown: Vec<String>,
}

impl EnvFile {
    /// The values as functions will see them.
    pub fn settings(&self) -> Settings {
        self.values
            .iter()
            .map(|(name, value)| (*name, value.expose()))
            .collect()
    }

    /// Whether it sets a parameter of that name, known or not.
    pub fn has(&self, name: &str) -> bool {
        self.values.contains_key(name) || self.unknown.iter().any(|unknown| unknown == name)
    }
}

/// Reads a file.
pub fn read(path: &Path) -> Result<EnvFile, Failed> {
    let text = std::fs::read_to_string(path).map_err(|source| Failed::File {
        path: path.to_owned(),
        source,
    })?;
    let values = values(&text).map_err(|error| not_understood(path, &text, &error))?;

    let is_forbidden = |name: &&String| names::is_never_a_parameter(name);
    let forbidden: Vec<String> = values.keys().filter(is_forbidden).cloned().collect();
    if !forbidden.is_empty() {
        return Err(Failed::NeverParameters {
            path: path.to_owned(),
            names: forbidden,
        });
    }
    let substituted = substituted(&text, &values);
    if !substituted.is_empty() {
        return Err(Failed::Substituted {
            path: path.to_owned(),
            names: substituted,
        });
    }
    Ok(sorted(values))
}

/// All pairs of a file; of two with one name the later.
fn values(text: &str) -> Result<BTreeMap<String, String>, dotenvy::Error> {
    pairs(text).collect()
}

fn pairs(text: &str) -> dotenvy::Iter<&[u8]> {
    dotenvy::from_read_iter(text.trim_start_matches('\u{feff}').as_bytes())
}

/// The known names whose values have something in place of a `$…`. That would be a variable of this machine, and mostly is a password that
/// has a `$`: nobody would notice a secret that is not the one of the file.
fn substituted(text: &str, values: &BTreeMap<String, String>) -> Vec<&'static str> {
    let escaped = |before: &str| before.ends_with('\\');
    let mut literal = String::new();
    for part in text.split_inclusive('$') {
        match part.strip_suffix('$') {
            Some(before) if !escaped(before) => literal.extend(before.chars().chain([DOLLAR])),
            _ => literal.push_str(part),
        }
    }
    // A line that is understood with its variable only has one.
    let literal: BTreeMap<String, String> = pairs(&literal).filter_map(Result::ok).collect();
    let is_substituted = |name: &&'static str| {
        let meant = literal.get(*name).map(|value| value.replace(DOLLAR, "$"));
        values.get(*name) != meant.as_ref()
    };
    KNOWN.into_iter().filter(is_substituted).collect()
}

fn sorted(values: BTreeMap<String, String>) -> EnvFile {
    let mut file = EnvFile::default();
    for (name, value) in values {
        let is_empty = value.trim().is_empty();
        match KNOWN.into_iter().find(|known| *known == name) {
            Some(known) if is_empty => file.empty.push(known),
            Some(known) => drop(file.values.insert(known, Secret::new(value))),
            None if is_empty => {}
            None if name == names::LOG_LEVEL => file.has_log_level = true,
            None => file.unknown.push(name),
        }
    }
    file
}

/// Says where, never what. The reader's error has a piece of the file, which may be the value alone.
fn not_understood(path: &Path, text: &str, error: &dotenvy::Error) -> Failed {
    let start = match error {
        dotenvy::Error::LineParse(piece, _) => text.find(piece.as_str()).unwrap_or_default(),
        _ => 0,
    };
    let line = text[..start].matches('\n').count() + 1;
    let whole = text.lines().nth(line - 1).unwrap_or_default();
    let name = whole.split_once('=').map(|(name, _)| name.trim());
    Failed::Line {
        path: path.to_owned(),
        line,
        name: KNOWN.into_iter().find(|known| Some(*known) == name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn substituted_in(text: &str) -> Vec<&'static str> {
        substituted(text, &values(text).expect("a file"))
    }

    #[test]
    fn a_dollar_that_begins_a_variable_is_noticed() {
        for value in ["a$b", "$HOME", "\"a${b}c\"", "a$", "a$b c"] {
            let names = substituted_in(&format!("SESSION_SECRET={value}\nOTHER=$PATH"));
            assert_eq!(names, ["SESSION_SECRET"], "{value}");
        }
    }

    #[test]
    fn a_dollar_that_stays_is_let_be() {
        for value in ["'a$b'", "\"a\\$b\"", "a\\$b", "'a\\$b'", "ab"] {
            let names = substituted_in(&format!("SESSION_SECRET={value}\nOTHER=$PATH"));
            assert!(names.is_empty(), "{value}");
        }
    }

    #[test]
    fn what_is_not_understood_is_placed_without_its_value() {
        let text = "# a comment\nA=b\nDATABASE_URL=postgres://u:hunter2@h/d?a=b c\n";
        let error = values(text).expect_err("a space");
        let said = not_understood(Path::new(".env"), text, &error).to_string();
        assert!(said.starts_with("line 3 of .env"), "{said}");
        assert!(said.contains("DATABASE_URL"), "{said}");
        assert!(!said.contains("hunter2"), "{said}");
    }
}
