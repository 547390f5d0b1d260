//! Compares JSON by value, placeholders filled.

use crate::placeholders::Variables;
use serde_json::Value;

/// The first difference, or nothing. An error may have more members than recorded, anything else may not; an entry of `details`
/// needs the recorded `code`, `path` and `message`.
pub fn difference(recorded: &Value, actual: &Value, variables: &Variables) -> Option<String> {
    let Some(error) = recorded.get("error") else {
        return exact_difference("", recorded, actual, variables);
    };
    debug_assert!(error.is_string(), "{error}");
    let members = recorded.as_object().into_iter().flatten();
    members
        .filter_map(|(name, recorded)| match name.as_str() {
            "details" => details_difference(recorded, &actual["details"], variables),
            _ => exact_difference(name, recorded, &actual[name], variables),
        })
        .next()
}

fn details_difference(recorded: &Value, actual: &Value, variables: &Variables) -> Option<String> {
    let essence = |details: &Value| -> Vec<Value> {
        let of_entry = |entry: &Value| {
            Value::from_iter(["code", "path", "message"].map(|name| entry[name].clone()))
        };
        details
            .as_array()
            .into_iter()
            .flatten()
            .map(of_entry)
            .collect()
    };
    let (recorded, actual) = (essence(recorded), essence(actual));
    exact_difference("details", &recorded.into(), &actual.into(), variables)
}

/// The first difference of values that must be equal.
pub fn exact_difference(
    at: &str,
    recorded: &Value,
    actual: &Value,
    variables: &Variables,
) -> Option<String> {
    let differ = || Some(format!("{at}: recorded {recorded}, now {actual}"));
    let inner = |name: &str, recorded: &Value, actual: Option<&Value>| {
        let at = format!("{at}/{name}");
        let Some(actual) = actual else {
            return Some(format!("{at}: recorded {recorded}, now missing"));
        };
        exact_difference(&at, recorded, actual, variables)
    };
    match (recorded, actual) {
        (Value::Object(members), Value::Object(now)) => {
            let mut differences = members
                .iter()
                .filter_map(|(name, value)| inner(name, value, now.get(name)));
            let is_new = |name: &&String| !members.contains_key(*name);
            differences.next().or_else(|| {
                let new = now.keys().find(is_new)?;
                Some(format!("{at}: new member {new}"))
            })
        }
        (Value::Array(items), Value::Array(now)) if items.len() == now.len() => items
            .iter()
            .zip(now)
            .enumerate()
            .find_map(|(index, (item, now))| inner(&index.to_string(), item, Some(now))),
        (Value::String(text), Value::String(now)) if variables.is_match(text, now) => None,
        (Value::Number(number), Value::Number(now)) if number.as_f64() == now.as_f64() => None,
        (recorded, actual) if recorded == actual => None,
        _ => differ(),
    }
}
