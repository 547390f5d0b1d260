//! Checks of JSON input, with the codes, paths and sentences that the old server's clients know (zod's).
//! All fields are checked, so that a form can show every mistake at once. Lengths count UTF-16 code units, as JavaScript does.

mod rule;

pub use rule::Rule;

use serde_json::{Map, Value, json};
use std::fmt::Write as _;

/// Reads the fields of one object and collects what is wrong with them.
#[derive(Debug)]
pub struct Fields<'a> {
    object: Option<&'a Map<String, Value>>,
    path: Vec<Value>,
    issues: Vec<Value>,
}

/// What is wrong with a body.
#[derive(Debug)]
pub struct Invalid {
    issues: Vec<Value>,
}

impl<'a> Fields<'a> {
    /// The fields of a body, which must be an object.
    #[must_use]
    pub fn of(body: &'a Value) -> Self {
        Self::at(body, Vec::new())
    }

    fn at(value: &'a Value, path: Vec<Value>) -> Self {
        let mut fields = Self {
            object: value.as_object(),
            path,
            issues: Vec::new(),
        };
        if fields.object.is_none() {
            let path = fields.path.clone();
            fields.wrong_type(path, "object", Some(value));
        }
        fields
    }

    /// A text that must be there. An empty one is returned when it is not; [`Self::finish`] then fails.
    pub fn text(&mut self, name: &'static str, rules: &[Rule]) -> String {
        if self.object.is_some() && self.get(name).is_none() {
            self.wrong_type(self.path_to(name), "string", None);
        }
        self.optional_text(name, rules).unwrap_or_default()
    }

    /// A text that may be missing, but not null.
    pub fn optional_text(&mut self, name: &'static str, rules: &[Rule]) -> Option<String> {
        let value = self.get(name)?;
        let path = self.path_to(name);
        self.check_text(value, &path, rules)
    }

    /// One of a few texts, which may be missing.
    pub fn optional_choice(
        &mut self,
        name: &'static str,
        options: &[&'static str],
    ) -> Option<String> {
        let value = self.get(name)?;
        let path = self.path_to(name);
        let expected = options
            .iter()
            .map(|option| format!("'{option}'"))
            .collect::<Vec<_>>()
            .join(" | ");
        let Some(text) = value.as_str() else {
            self.wrong_type(path, &expected, Some(value));
            return None;
        };
        if !options.contains(&text) {
            let message = format!("Invalid enum value. Expected {expected}, received '{text}'");
            self.issue(json!({"received": text, "code": "invalid_enum_value", "options": options, "path": path, "message": message}));
        }
        Some(text.to_owned())
    }

    /// A list of texts that must be there.
    pub fn texts(&mut self, name: &'static str, rules: &[Rule]) -> Vec<String> {
        let value = self.get(name);
        let path = self.path_to(name);
        let Some(Value::Array(items)) = value else {
            if self.object.is_some() {
                self.wrong_type(path, "array", value);
            }
            return Vec::new();
        };
        let check = |(index, item)| {
            let mut path = path.clone();
            path.push(json!(index));
            self.check_text(item, &path, rules)
        };
        items.iter().enumerate().filter_map(check).collect()
    }

    /// The same, which may be missing.
    pub fn optional_texts(&mut self, name: &'static str, rules: &[Rule]) -> Option<Vec<String>> {
        self.get(name)?;
        Some(self.texts(name, rules))
    }

    /// A text that may be missing, and null to take it away.
    pub fn nullable_text(&mut self, name: &'static str, rules: &[Rule]) -> Option<Option<String>> {
        match self.get(name)? {
            Value::Null => Some(None),
            _ => Some(self.optional_text(name, rules)),
        }
    }

    /// True or false, which may be missing.
    pub fn optional_boolean(&mut self, name: &'static str) -> Option<bool> {
        let value = self.get(name)?;
        let path = self.path_to(name);
        let boolean = value.as_bool();
        if boolean.is_none() {
            self.wrong_type(path, "boolean", Some(value));
        }
        boolean
    }

    /// A whole number that must be there. The least one is returned when it is not; [`Self::finish`] then fails.
    pub fn integer(&mut self, name: &'static str, range: std::ops::RangeInclusive<i64>) -> i64 {
        let least = *range.start();
        if self.object.is_some() && self.get(name).is_none() {
            self.wrong_type(self.path_to(name), "integer", None);
        }
        self.optional_integer(name, range).unwrap_or(least)
    }

    /// A whole number that may be missing.
    pub fn optional_integer(
        &mut self,
        name: &'static str,
        range: std::ops::RangeInclusive<i64>,
    ) -> Option<i64> {
        let value = self.get(name)?;
        let path = self.path_to(name);
        let Some(number) = whole(value) else {
            self.wrong_type(path, "integer", Some(value));
            return None;
        };
        let (least, most) = (*range.start(), *range.end());
        if number < least {
            let message = format!("Number must be greater than or equal to {least}");
            self.issue(json!({"code": "too_small", "minimum": least, "type": "number", "inclusive": true, "exact": false, "message": message, "path": path}));
        } else if number > most {
            let message = format!("Number must be less than or equal to {most}");
            self.issue(json!({"code": "too_big", "maximum": most, "type": "number", "inclusive": true, "exact": false, "message": message, "path": path}));
        }
        Some(number)
    }

    /// A whole number that may be missing, and null to take it away.
    pub fn nullable_integer(
        &mut self,
        name: &'static str,
        range: std::ops::RangeInclusive<i64>,
    ) -> Option<Option<i64>> {
        match self.get(name)? {
            Value::Null => Some(None),
            _ => Some(self.optional_integer(name, range)),
        }
    }

    /// An object that may be missing, read by `read`.
    pub fn optional_object<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&mut Fields<'a>) -> T,
    ) -> Option<T> {
        let value = self.get(name)?;
        let mut inner = Fields::at(value, self.path_to(name));
        let result = read(&mut inner);
        self.issues.append(&mut inner.issues);
        Some(result)
    }

    /// An object with members of any kind, which may be missing.
    pub fn optional_record(&mut self, name: &'static str) -> Option<Map<String, Value>> {
        let value = self.get(name)?;
        if !value.is_object() {
            let path = self.path_to(name);
            self.wrong_type(path, "object", Some(value));
        }
        value.as_object().cloned()
    }

    /// Notes that a field breaks a rule of its own, unless it `holds`.
    pub fn require(&mut self, name: &'static str, holds: bool, message: &str) {
        if !holds {
            let path = self.path_to(name);
            self.issue(json!({"code": "custom", "message": message, "path": path}));
        }
    }

    /// Ends the checks.
    ///
    /// # Errors
    /// When anything was wrong.
    pub fn finish(self) -> Result<(), Invalid> {
        if self.issues.is_empty() {
            Ok(())
        } else {
            Err(Invalid {
                issues: self.issues,
            })
        }
    }

    fn get(&self, name: &str) -> Option<&'a Value> {
        self.object?.get(name)
    }

    fn path_to(&self, name: &str) -> Vec<Value> {
        let mut path = self.path.clone();
        path.push(json!(name));
        path
    }

    fn check_text(&mut self, value: &Value, path: &[Value], rules: &[Rule]) -> Option<String> {
        let Some(text) = value.as_str() else {
            self.wrong_type(path.to_vec(), "string", Some(value));
            return None;
        };
        for rule in rules {
            if let Some(issue) = rule.issue(text, path) {
                self.issue(issue);
            }
        }
        Some(text.to_owned())
    }

    fn wrong_type(&mut self, path: Vec<Value>, expected: &str, value: Option<&Value>) {
        let received = type_name(value);
        let message = if value.is_none() {
            "Required".to_owned()
        } else {
            format!("Expected {expected}, received {received}")
        };
        self.issue(json!({"code": "invalid_type", "expected": expected, "received": received, "path": path, "message": message}));
    }

    fn issue(&mut self, issue: Value) {
        self.issues.push(issue);
    }
}

impl Invalid {
    /// One field that breaks a rule which only the database can check.
    #[must_use]
    pub fn field(name: &str, message: &str) -> Self {
        Self {
            issues: vec![json!({"code": "custom", "message": message, "path": [name]})],
        }
    }

    /// One sentence of all messages.
    #[must_use]
    pub fn message(&self) -> String {
        let messages: Vec<String> = self.issues.iter().map(sentence).collect();
        format!("Validation error: {}", messages.join("; "))
    }

    /// The list of what is wrong: `code`, `path`, `message` and more, an entry each.
    #[must_use]
    pub fn details(&self) -> Value {
        Value::Array(self.issues.clone())
    }
}

fn sentence(issue: &Value) -> String {
    let message = issue["message"].as_str().unwrap_or_default();
    let mut path = String::new();
    for step in issue["path"].as_array().into_iter().flatten() {
        match step.as_str() {
            Some(name) if path.is_empty() => path.push_str(name),
            Some(name) => write!(path, ".{name}").expect("writing to a String cannot fail"),
            None => write!(path, "[{step}]").expect("writing to a String cannot fail"),
        }
    }
    if path.is_empty() {
        message.to_owned()
    } else {
        format!("{message} at \"{path}\"")
    }
}

/// A whole number, also one that is written as `9.0` or `1e3`: to JSON and JavaScript it is the same. `None` for all others, and for those
/// that 64 bits do not hold.
fn whole(value: &Value) -> Option<i64> {
    let of_float = |float: f64| {
        let is_exact = float.fract() == 0.0 && float.abs() <= 9_007_199_254_740_992.0;
        is_exact.then(|| format!("{float:.0}").parse().ok())?
    };
    value.as_i64().or_else(|| value.as_f64().and_then(of_float))
}

fn type_name(value: Option<&Value>) -> &'static str {
    match value {
        None => "undefined",
        Some(Value::Null) => "null",
        Some(Value::Bool(_)) => "boolean",
        Some(Value::Number(_)) => "number",
        Some(Value::String(_)) => "string",
        Some(Value::Array(_)) => "array",
        Some(Value::Object(_)) => "object",
    }
}

#[cfg(test)]
mod tests;
