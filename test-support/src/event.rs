//! Events as API Gateway (HTTP API, payload 2.0) and function URLs send them, recorded and then made one's own; and the answers that
//! functions give to them.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html>

use crate::environment::Finished;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

/// An event in the making.
#[derive(Clone, Debug)]
pub struct HttpEvent(Value);

impl HttpEvent {
    /// A request through API Gateway.
    #[must_use]
    pub fn api_gateway(method: &str, path: &str) -> Self {
        Self::recorded(include_str!("../events/api_gateway.json"), method, path)
    }

    /// A request to a function URL.
    #[must_use]
    pub fn function_url(method: &str, path: &str) -> Self {
        Self::recorded(include_str!("../events/function_url.json"), method, path)
    }

    fn recorded(text: &str, method: &str, path: &str) -> Self {
        let mut event: Value = serde_json::from_str(text).expect("a recorded event");
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        event["rawPath"] = path.into();
        event["rawQueryString"] = query.into();
        event["requestContext"]["http"]["method"] = method.into();
        event["requestContext"]["http"]["path"] = path.into();
        Self(event)
    }

    /// Sets a header. API Gateway sends names in small letters, and several values of one name joined by commas.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.0["headers"][name] = value.into();
        self
    }

    /// Adds cookies; API Gateway takes them out of the headers.
    #[must_use]
    pub fn cookies(mut self, cookies: &[&str]) -> Self {
        self.0["cookies"] = json!(cookies);
        self
    }

    /// Under a stage that has a name, which API Gateway puts before the path.
    #[must_use]
    pub fn stage(mut self, stage: &str) -> Self {
        let path = format!("/{stage}{}", self.0["rawPath"].as_str().unwrap_or_default());
        self.0["requestContext"]["stage"] = stage.into();
        self.0["requestContext"]["http"]["path"] = path.as_str().into();
        self.0["rawPath"] = path.into();
        self
    }

    /// Sends JSON as text.
    #[must_use]
    pub fn json(self, body: &Value) -> Self {
        let body = body.to_string();
        let mut event = self
            .header("content-type", "application/json")
            .header("content-length", &body.len().to_string());
        event.0["body"] = body.into();
        event
    }

    /// Sends what is the body so far in base64, as API Gateway does with what it takes for binary.
    #[must_use]
    pub fn base64(mut self) -> Self {
        self.0["body"] = STANDARD
            .encode(self.0["body"].as_str().unwrap_or_default())
            .into();
        self.0["isBase64Encoded"] = true.into();
        self
    }

    /// The event.
    #[must_use]
    pub fn value(&self) -> &Value {
        &self.0
    }
}

/// What a function answered to an HTTP event.
#[derive(Debug)]
pub struct HttpAnswer {
    /// The status code.
    pub status: u64,
    /// The headers but cookies, one value each.
    pub headers: Value,
    /// The cookies to be set.
    pub cookies: Vec<String>,
    /// The body, decoded.
    pub body: Vec<u8>,
}

impl HttpAnswer {
    /// Reads an answer that came whole: API Gateway's JSON.
    #[must_use]
    pub fn whole(finished: &Finished) -> Self {
        let text = String::from_utf8_lossy(&finished.body);
        assert!(!finished.is_error, "an error: {text}");
        let value: Value =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        let body = value["body"].as_str().unwrap_or_default();
        let body = if value["isBase64Encoded"] == true {
            STANDARD.decode(body).expect("base64")
        } else {
            body.as_bytes().to_vec()
        };
        Self::from_parts(&value, body)
    }

    /// Reads an answer that was streamed: a prelude of JSON, eight zero bytes, the body.
    #[must_use]
    pub fn streamed(finished: &Finished) -> Self {
        let text = String::from_utf8_lossy(&finished.body);
        assert!(!finished.is_error, "an error: {text}");
        // Without these two Lambda hands the prelude on as if it were the body.
        for (name, value) in [
            (
                "content-type",
                "application/vnd.awslambda.http-integration-response",
            ),
            ("lambda-runtime-function-response-mode", "streaming"),
        ] {
            assert_eq!(finished.headers[name], value);
        }
        let position = finished
            .body
            .windows(8)
            .position(|bytes| bytes == [0; 8])
            .unwrap_or_else(|| panic!("no prelude: {text}"));
        let prelude = serde_json::from_slice(&finished.body[..position]).expect("a prelude");
        Self::from_parts(&prelude, finished.body[position + 8..].to_vec())
    }

    fn from_parts(value: &Value, body: Vec<u8>) -> Self {
        let cookies = value["cookies"].as_array().cloned().unwrap_or_default();
        Self {
            status: value["statusCode"].as_u64().expect("a status"),
            headers: value["headers"].clone(),
            cookies: cookies
                .iter()
                .filter_map(|cookie| Some(cookie.as_str()?.to_owned()))
                .collect(),
            body,
        }
    }

    /// The body as JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The body as JSON, after a check of the status.
    pub fn expect(&self, status: u64) -> Value {
        assert_eq!(
            self.status,
            status,
            "{}",
            String::from_utf8_lossy(&self.body)
        );
        self.json()
    }
}
