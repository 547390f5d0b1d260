//! What stands behind the `?` of an address, as an object of texts, so that it is checked and told in the same way as a body.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde_json::{Map, Value};
use std::convert::Infallible;

/// The members by name. Of one that is given twice the last counts; one without a text counts as not given, as forms send it.
#[derive(Clone, Debug)]
pub struct QueryText(pub Value);

impl<S: Sync> FromRequestParts<S> for QueryText {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let query = parts.uri.query().unwrap_or_default();
        Ok(Self(Value::Object(read(query))))
    }
}

fn read(query: &str) -> Map<String, Value> {
    url::form_urlencoded::parse(query.as_bytes())
        .filter(|(_, text)| !text.is_empty())
        .map(|(name, text)| (name.into_owned(), Value::String(text.into_owned())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn texts_are_decoded_and_empty_ones_left_out() {
        let object = read("search=wo+ist%20K%C3%B6ln&page=&limit=5&limit=7&flag");
        assert_eq!(
            Value::Object(object),
            json!({"search": "wo ist Köln", "limit": "7"})
        );
    }

    #[test]
    fn bytes_that_are_no_text_are_replaced() {
        assert_eq!(Value::Object(read("a=%ff")), json!({"a": "\u{fffd}"}));
    }
}
