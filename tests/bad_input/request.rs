//! A request before it is one: parts that can be broken one by one.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Method, Uri};

#[derive(Clone, Debug)]
pub struct Draft {
    pub method: String,
    /// With the query.
    pub path: String,
    /// Bytes, one a character, as they stand on the wire.
    pub headers: Vec<(String, Vec<u8>)>,
    pub body: Vec<u8>,
    /// What was broken, for whoever reads of a failure.
    pub broken: Vec<String>,
}

impl Draft {
    pub fn new(method: &str, path: impl Into<String>) -> Self {
        Self {
            method: method.to_owned(),
            path: path.into(),
            headers: Vec::new(),
            body: Vec::new(),
            broken: Vec::new(),
        }
    }

    pub fn has_body(&self) -> bool {
        !self.body.is_empty()
    }

    /// Adds a header.
    pub fn with(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        self.headers
            .push((name.to_owned(), value.as_ref().to_vec()));
        self
    }

    /// Sets a header in place of all of that name.
    pub fn set(self, name: &str, value: impl AsRef<[u8]>) -> Self {
        self.without(name).with(name, value)
    }

    pub fn without(mut self, name: &str) -> Self {
        self.headers
            .retain(|(other, _)| !other.eq_ignore_ascii_case(name));
        self
    }

    pub fn broken(mut self, how: impl Into<String>) -> Self {
        self.broken.push(how.into());
        self
    }

    pub fn what(&self) -> String {
        format!(
            "{} {:.200} [{}]",
            self.method,
            self.path,
            self.broken.join(", ")
        )
    }

    /// The request; `None` when no HTTP server would hand such a one on.
    pub fn request(&self) -> Option<axum::extract::Request> {
        let uri: Uri = self.path.parse().ok()?;
        let mut request = axum::extract::Request::new(Body::from(self.body.clone()));
        *request.method_mut() = Method::from_bytes(self.method.as_bytes()).ok()?;
        *request.uri_mut() = uri;
        for (name, value) in &self.headers {
            let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
            let value = HeaderValue::from_bytes(value).ok()?;
            request.headers_mut().append(name, value);
        }
        let headers = request.headers_mut();
        headers
            .entry("host")
            .or_insert(HeaderValue::from_static("chat.example"));
        Some(request)
    }
}
