//! What stands behind the question mark, checked as bodies are.

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use serde_json::{Map, Value};
use std::convert::Infallible;

/// The query as an object of texts. Of a name that comes twice the last counts; what cannot be read counts as nothing.
#[derive(Debug)]
pub struct QueryFields(pub Value);

impl<S: Send + Sync> FromRequestParts<S> for QueryFields {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let pairs = Query::<Vec<(String, String)>>::from_request_parts(parts, state).await;
        let pairs = pairs.map(|Query(pairs)| pairs).unwrap_or_default();
        let texts = pairs.into_iter().map(|(name, value)| (name, value.into()));
        Ok(Self(Value::Object(texts.collect::<Map<_, _>>())))
    }
}

/// Whether a text is a number of rows that may be asked for at once.
pub fn is_page_size(text: &str) -> bool {
    text.parse::<i32>()
        .is_ok_and(|size| (1..=100).contains(&size))
}

/// The number of rows that was asked for, or 50.
pub fn page_size(text: Option<&str>) -> i32 {
    text.and_then(|text| text.parse().ok()).unwrap_or(50)
}
