//! Calls to a function's real router, in-process.

use crate::description;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request};
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;

/// A router to call.
#[derive(Clone, Debug)]
pub struct App {
    router: Router,
}

/// A request in the making.
#[derive(Debug)]
pub struct Call {
    router: Router,
    request: Request<Body>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body; empty when it is compressed or no text.
    pub text: String,
    /// The body as it was sent.
    pub bytes: Bytes,
}

impl App {
    /// Wraps a function's router.
    #[must_use]
    pub fn new(router: Router) -> Self {
        Self { router }
    }

    /// A call with any method.
    #[must_use]
    pub fn call(&self, method: &str, path: &str) -> Call {
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        let builder = Request::builder()
            .method(method)
            .uri(path)
            .header("host", "app.example");
        let request = builder
            .body(Body::empty())
            .unwrap_or_else(|error| panic!("{path}: {error}"));
        Call {
            router: self.router.clone(),
            request,
        }
    }

    /// The router itself, to be served.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// Any request, as it is.
    #[must_use]
    pub fn request(&self, request: Request<Body>) -> Call {
        Call {
            router: self.router.clone(),
            request,
        }
    }

    /// A `GET`.
    #[must_use]
    pub fn get(&self, path: &str) -> Call {
        self.call("GET", path)
    }

    /// A `POST` of JSON.
    #[must_use]
    pub fn post(&self, path: &str, body: &Value) -> Call {
        self.call("POST", path).json(body)
    }
}

impl Call {
    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let name = HeaderName::from_bytes(name.as_bytes()).expect("a header's name");
        self.request.headers_mut().append(
            name,
            HeaderValue::from_bytes(value.as_bytes()).expect("a header's value"),
        );
        self
    }

    /// Calls as the holder of a cookie.
    #[must_use]
    pub fn cookie(self, cookie: &str) -> Self {
        self.header("cookie", cookie)
    }

    /// Calls as a visitor with a public key.
    #[must_use]
    pub fn key(self, key: &str) -> Self {
        self.header("x-api-key", key)
    }

    /// Sends JSON.
    #[must_use]
    pub fn json(self, body: &Value) -> Self {
        self.header("content-type", "application/json")
            .body(body.to_string())
    }

    /// Sends any bytes.
    #[must_use]
    pub fn body(mut self, body: impl Into<Body>) -> Self {
        *self.request.body_mut() = body.into();
        self
    }

    /// Sends the request and waits for the whole answer, which must be as `docs/openapi.json` describes it.
    pub async fn send(self) -> Answer {
        let (method, uri) = (self.request.method().clone(), self.request.uri().clone());
        let response = self
            .router
            .oneshot(self.request)
            .await
            .unwrap_or_else(|never| match never {});
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("the whole body").to_bytes();
        let text = if is_text(&parts.headers) {
            String::from_utf8(bytes.to_vec()).expect("a body in UTF-8")
        } else {
            String::new()
        };
        let answer = Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            text,
            bytes,
        };
        description::check(&method, &uri, &answer);
        answer
    }

    /// Sends the request and expects a status. Gives the answer's JSON, or null when it has none.
    pub async fn expect(self, status: u16) -> Value {
        let what = format!("{} {}", self.request.method(), self.request.uri());
        let answer = self.send().await;
        assert_eq!(answer.status, status, "{what}: {}", answer.text);
        answer.json()
    }

    /// Sends the request and expects it to be refused, in the one form of errors. Gives the answer's JSON.
    pub async fn expect_error(self, status: u16) -> Value {
        let what = format!("{} {}", self.request.method(), self.request.uri());
        let answer = self.send().await;
        answer.assert_error(&what, status);
        answer.json()
    }
}

impl Answer {
    /// Expects `{error, message, requestId}` with a status; `what` tells which answer it is when it is another.
    pub fn assert_error(&self, what: &str, status: u16) {
        assert_eq!(self.status, status, "{what}: {}", self.text);
        let content_type = self.header("content-type").unwrap_or_default();
        assert!(
            content_type.starts_with("application/json"),
            "{what}: {content_type}"
        );
        let json = self.json();
        for member in ["error", "message", "requestId"] {
            let is_told = json[member].as_str().is_some_and(|text| !text.is_empty());
            assert!(is_told, "{what}: no {member} in {json}");
        }
        let id = json["requestId"].as_str();
        assert_eq!(self.header("x-request-id"), id, "{what}");
    }

    /// The body as JSON, or null when it is empty.
    #[must_use]
    pub fn json(&self) -> Value {
        if self.text.is_empty() {
            return Value::Null;
        }
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// A header's text, or nothing.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .get(name)
            .map(|value| value.to_str().expect("an ASCII header"))
    }

    /// The cookie that the answer sets, as it is sent back.
    #[must_use]
    pub fn cookie(&self) -> String {
        let pair = self
            .header("set-cookie")
            .and_then(|header| header.split(';').next());
        pair.unwrap_or_else(|| panic!("no cookie in {self:?}"))
            .to_owned()
    }
}

fn is_text(headers: &HeaderMap) -> bool {
    let content_type = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let is_binary = ["image/", "font/", "application/octet", "application/wasm"]
        .iter()
        .any(|prefix| content_type.starts_with(prefix));
    !is_binary && !headers.contains_key(CONTENT_ENCODING)
}
