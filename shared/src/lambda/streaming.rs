//! Answers that leave as they are made, over a connection without Nagle's algorithm.
//!
//! The runtime library would do the same over a connection with it: the second of two small pieces then waits for the first to be
//! acknowledged, and the other end may take 40 ms to do so, for every piece of an answer (RFC 9293, section 3.7.4; RFC 1122, section
//! 4.2.3.2). Polling for events and reporting what is no event of ours stay with the library.
//! <https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html#runtimes-custom-response-streaming>

use super::event;
use axum::Router;
use axum::body::Body as AnswerBody;
use axum::http::header::{CONTENT_TYPE, SET_COOKIE, TRANSFER_ENCODING};
use axum::http::{HeaderValue, Method, StatusCode, response};
use axum::response::{IntoResponse, Response};
use futures_util::future::BoxFuture;
use futures_util::{FutureExt, StreamExt, TryStreamExt, stream};
use http_body_util::StreamBody;
use hyper::body::{Bytes, Frame};
use hyper_util::client::legacy::connect::HttpConnector;
use lambda_http::RequestExt;
use lambda_http::request::LambdaRequest;
use lambda_runtime::tower::{Layer, Service, ServiceExt};
use lambda_runtime::{Error, LambdaEvent, LambdaInvocation, MetadataPrelude};
use lambda_runtime_api_client::body::Body;
use lambda_runtime_api_client::{PooledClient, build_request};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::task::{Context, Poll};

/// Which delivery of an event this is. Repeated with the answer, so that Lambda tells the answer to an event it has given up from one to
/// the event it waits for.
const INVOCATION_ID: &str = "lambda-runtime-invocation-id";

/// Lays itself over the runtime: answers HTTP events itself and leaves everything else to what is beneath.
pub(super) struct Streaming {
    router: Router,
    runtime_api: Arc<PooledClient>,
}

impl Streaming {
    pub(super) fn of(router: Router) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let runtime_api = PooledClient::builder().with_connector(connector).build();
        Self {
            router,
            runtime_api: Arc::new(runtime_api),
        }
    }
}

impl<S> Layer<S> for Streaming {
    type Service = StreamingService<S>;

    fn layer(&self, beneath: S) -> Self::Service {
        StreamingService {
            router: self.router.clone(),
            runtime_api: Arc::clone(&self.runtime_api),
            beneath,
        }
    }
}

pub(super) struct StreamingService<S> {
    router: Router,
    runtime_api: Arc<PooledClient>,
    beneath: S,
}

impl<S> Service<LambdaInvocation> for StreamingService<S>
where
    S: Service<LambdaInvocation, Response = (), Error = Error>,
    S::Future: Send + 'static,
{
    type Response = ();
    type Error = Error;
    type Future = BoxFuture<'static, Result<(), Error>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.beneath.poll_ready(context)
    }

    fn call(&mut self, invocation: LambdaInvocation) -> Self::Future {
        let Ok(payload) = serde_json::from_slice::<LambdaRequest>(&invocation.body) else {
            return Box::pin(self.beneath.call(invocation));
        };
        let invocation_id = invocation.parts.headers.get(INVOCATION_ID).cloned();
        let event = LambdaEvent::new(payload, invocation.context);
        let (router, runtime_api) = (self.router.clone(), Arc::clone(&self.runtime_api));
        Box::pin(async move {
            // Lambda may have given up on this event; the next one has nothing to do with it.
            if let Err(error) = answer(router, event, invocation_id, &runtime_api).await {
                tracing::error!(error = %error, "an answer did not reach its end");
            }
            Ok(())
        })
    }
}

async fn answer(
    router: Router,
    event: LambdaEvent<LambdaRequest>,
    invocation_id: Option<HeaderValue>,
    runtime_api: &PooledClient,
) -> Result<(), Error> {
    let id = &event.context.request_id;
    let path = format!("/2018-06-01/runtime/invocation/{id}/response");
    let (head, body) = respond(router, event).await.into_parts();
    // In one piece with what follows it at once, if anything does.
    let prelude = prelude(head)?;
    let body = body.into_data_stream().map_err(Error::from);
    let pieces = stream::once(async { Ok(prelude) }).chain(body);
    let mut request = build_request()
        .method(Method::POST)
        .uri(path)
        .header(
            CONTENT_TYPE,
            "application/vnd.awslambda.http-integration-response",
        )
        .header("lambda-runtime-function-response-mode", "streaming")
        .header(TRANSFER_ENCODING, "chunked")
        .body(Body::new(StreamBody::new(pieces.map_ok(Frame::data))))?;
    if let Some(id) = invocation_id {
        request.headers_mut().insert(INVOCATION_ID, id);
    }
    let taken = runtime_api.call(request).await?.status();
    if taken.is_success() {
        Ok(())
    } else {
        Err(format!("Lambda takes it with status {taken}").into())
    }
}

/// The answer. A mistake in the program is a 500, also outside the router, where the library sees to it for answers that go out whole.
async fn respond(router: Router, event: LambdaEvent<LambdaRequest>) -> Response {
    let response = AssertUnwindSafe(async {
        let LambdaEvent { payload, context } = event::tidied(event);
        let request = lambda_http::Request::from(payload).with_lambda_context(context);
        let response = router.oneshot(request.map(AnswerBody::new)).await;
        response.unwrap_or_else(|never| match never {})
    });
    let caught = response.catch_unwind().await;
    caught.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

/// Status, headers and cookies, told from the body by eight zero bytes.
fn prelude(mut head: response::Parts) -> Result<Bytes, Error> {
    let cookies = head.headers.get_all(SET_COOKIE).iter();
    let cookies = cookies.filter_map(|cookie| Some(cookie.to_str().ok()?.to_owned()));
    let cookies = cookies.collect();
    head.headers.remove(SET_COOKIE);
    let metadata = MetadataPrelude {
        status_code: head.status,
        headers: head.headers,
        cookies,
    };
    let mut bytes = serde_json::to_vec(&metadata)?;
    bytes.extend([0; 8]);
    Ok(bytes.into())
}
