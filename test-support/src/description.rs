//! Whether answers are what `docs/openapi.json` says: dashboards and programs are written by it.

use crate::app::Answer;
use axum::http::{Method, Uri};
use jsonschema::Validator;
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::fs;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/openapi.json");
const HOW_TO_RENEW: &str = "If the answer is right, describe it beside its handler and run: cargo dev --describe > docs/openapi.json";

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    let text = fs::read_to_string(FILE).unwrap_or_else(|error| panic!("{FILE}: {error}"));
    let mut document = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}"));
    refuse_unknown_members(&mut document);
    document
});

/// Schemas that were needed before, by the way to them.
static VALIDATORS: LazyLock<Mutex<HashMap<String, Arc<Validator>>>> = LazyLock::new(Mutex::default);

/// The routes of the description, as `("GET", "/api/dashboard/clients/{id}")`.
#[must_use]
pub fn described_routes() -> Vec<(String, String)> {
    let operations = |(path, item): (&String, &Value)| {
        let methods = item.as_object().map(Map::keys).into_iter().flatten();
        let routes = methods.map(|method| (method.to_uppercase(), path.clone()));
        routes.collect::<Vec<_>>()
    };
    paths().iter().flat_map(operations).collect()
}

/// Expects the answer to be one that the description has. What it does not have at all (files, unknown paths) passes.
pub(crate) fn check(method: &Method, uri: &Uri, answer: &Answer) {
    let Some((path, item)) = find(uri.path()) else {
        return;
    };
    let name = match *method {
        Method::HEAD => "get".to_owned(),
        _ => method.as_str().to_ascii_lowercase(),
    };
    let what = format!("{method} {uri} answered {}", answer.status);
    let Some(operation) = item.get(&name) else {
        // A preflight, or a method that the route does not have.
        let is_refused = matches!(answer.status, 200 | 204 | 401 | 404 | 405);
        assert!(is_refused, "{what}, and is not described. {HOW_TO_RENEW}");
        return;
    };
    let status = answer.status.to_string();
    let mut way = vec!["paths", path, &name, "responses", &status];
    let mut response = &operation["responses"][&status];
    assert!(
        !response.is_null(),
        "{what}, which {path} does not have among its answers: {}. {HOW_TO_RENEW}",
        answer.text
    );
    if let Some(reference) = response["$ref"].as_str() {
        way = reference.trim_start_matches("#/").split('/').collect();
        response = way.iter().fold(&*DOCUMENT, |value, name| &value[name]);
    }
    if method == Method::HEAD {
        return;
    }
    let content_type = answer.header("content-type").unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default();
    let Some(content) = response["content"].as_object() else {
        assert!(
            answer.bytes.is_empty(),
            "{what} with a body: {}",
            answer.text
        );
        return;
    };
    assert!(
        content.contains_key(media_type),
        "{what} as {content_type:?}. {HOW_TO_RENEW}"
    );
    if media_type == "application/json" && !answer.text.is_empty() {
        way.extend(["content", media_type, "schema"]);
        check_body(&what, &way, &answer.json());
    }
}

fn check_body(what: &str, way: &[&str], body: &Value) {
    let pointer = way.iter().fold(String::new(), |pointer, name| {
        pointer + "/" + &name.replace('~', "~0").replace('/', "~1")
    });
    let validator = validator(&pointer);
    let wrong: Vec<String> = validator
        .iter_errors(body)
        .map(|error| format!("at {:?}: {error}", error.instance_path().to_string()))
        .collect();
    assert!(
        wrong.is_empty(),
        "{what}, but not as it is described:\n{}\n{body}\n{HOW_TO_RENEW}",
        wrong.join("\n")
    );
}

fn validator(pointer: &str) -> Arc<Validator> {
    let mut validators = VALIDATORS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(validator) = validators.get(pointer) {
        return validator.clone();
    }
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "components": DOCUMENT["components"],
        "$ref": "#/wanted",
        "wanted": DOCUMENT.pointer(pointer),
    });
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap_or_else(|error| panic!("{pointer}: {error}"));
    let validator = Arc::new(validator);
    validators.insert(pointer.to_owned(), validator.clone());
    validator
}

fn paths() -> &'static Map<String, Value> {
    DOCUMENT["paths"].as_object().expect("an object of paths")
}

/// The route that answers a path, as axum chooses it: words before parameters. Letters of either case, with or without a slash at the end.
fn find(path: &str) -> Option<(&'static str, &'static Value)> {
    let path = path.strip_suffix('/').unwrap_or(path);
    let fitting = paths().iter().filter(|(template, _)| fits(template, path));
    let (template, item) = fitting.min_by_key(|(template, _)| template.matches('{').count())?;
    Some((template, item))
}

fn fits(template: &str, path: &str) -> bool {
    let (mut words, mut given) = (template.split('/'), path.split('/'));
    loop {
        match (words.next(), given.next()) {
            (None, None) => return true,
            (Some(word), Some(text))
                if word.starts_with('{') || word.eq_ignore_ascii_case(text) => {}
            _ => return false,
        }
    }
}

/// Closes every object that does not say otherwise: a member that nobody described is a mistake of the description.
fn refuse_unknown_members(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(refuse_unknown_members),
        Value::Object(members) => {
            members.values_mut().for_each(refuse_unknown_members);
            let is_closed = members.contains_key("properties")
                && members.get("type").is_some_and(is_object)
                && !members.contains_key("additionalProperties");
            if is_closed {
                members.insert("additionalProperties".to_owned(), Value::Bool(false));
            }
        }
        _ => {}
    }
}

/// `"object"`, or a list with it.
fn is_object(kind: &Value) -> bool {
    kind == "object"
        || kind
            .as_array()
            .is_some_and(|kinds| kinds.iter().any(is_object))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Bytes;
    use axum::http::{HeaderMap, HeaderValue};

    fn check_answer(method: &Method, path: &str, status: u16, body: &Value) {
        let mut headers = HeaderMap::new();
        let json = HeaderValue::from_static("application/json; charset=utf-8");
        headers.insert("content-type", json);
        let text = body.to_string();
        let bytes = Bytes::from(text.clone());
        let uri = path.parse().expect("a path");
        let answer = Answer {
            status,
            headers,
            text,
            bytes,
        };
        check(method, &uri, &answer);
    }

    fn session() -> Value {
        let id = "123e4567-e89b-12d3-a456-426614174000";
        json!({"user": {"id": id, "username": "alice"}, "client": null})
    }

    #[test]
    fn what_is_described_passes() {
        let error = json!({"error": "Unauthorized", "message": "No.", "requestId": "1"});
        check_answer(&Method::GET, "/api/auth/me", 200, &session());
        check_answer(&Method::GET, "/API/Auth/Me/?x=1", 401, &error);
        check_answer(&Method::PUT, "/api/auth/me", 405, &error);
        check_answer(&Method::GET, "/api/auth/nobody/has/this", 200, &json!(1));
    }

    #[test]
    #[should_panic(expected = "Additional properties are not allowed ('more' was unexpected)")]
    fn a_member_that_nobody_described_is_told() {
        let mut body = session();
        body["user"]["more"] = 1.into();
        check_answer(&Method::GET, "/api/auth/me", 200, &body);
    }

    #[test]
    #[should_panic(expected = "\"client\" is a required property")]
    fn a_missing_member_is_told() {
        let mut body = session();
        body.as_object_mut().expect("an object").remove("client");
        check_answer(&Method::GET, "/api/auth/me", 200, &body);
    }

    #[test]
    #[should_panic(expected = "is not a \"uuid\"")]
    fn a_text_of_another_form_is_told() {
        let mut body = session();
        body["user"]["id"] = "alice".into();
        check_answer(&Method::GET, "/api/auth/me", 200, &body);
    }

    #[test]
    #[should_panic(expected = "does not have among its answers")]
    fn a_status_that_nobody_described_is_told() {
        check_answer(&Method::GET, "/api/auth/me", 418, &session());
    }

    #[test]
    #[should_panic(expected = "is not described")]
    fn a_method_that_nobody_described_is_told() {
        check_answer(&Method::PUT, "/api/auth/me", 201, &session());
    }
}
