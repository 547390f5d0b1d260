//! Answers that leave as they are made, over a connection without Nagle's algorithm.
//!
//! The runtime library would do the same over a connection with it: the second of two small pieces then waits for the first to be
//! acknowledged, and the other end may take 40 ms to do so, for every piece of an answer (RFC 9293, section 3.7.4; RFC 1122, section
//! 4.2.3.2). Polling for events and reporting what is no event of ours stay with the library.
//! <https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html#runtimes-custom-response-streaming>

use super::event;
use axum::Router;
use axum::http::header::{CONTENT_TYPE, TRANSFER_ENCODING};
use axum::http::{Method, Request};
use futures_util::future::BoxFuture;
use futures_util::{StreamExt, TryStreamExt, stream};
use http_body_util::StreamBody;
use hyper::body::{Bytes, Frame};
use hyper_util::client::legacy::connect::HttpConnector;
use lambda_http::StreamAdapter;
use lambda_http::request::LambdaRequest;
use lambda_runtime::tower::{Layer, Service};
use lambda_runtime::{Error, LambdaEvent, LambdaInvocation, MetadataPrelude};
use lambda_runtime_api_client::PooledClient;
use lambda_runtime_api_client::body::Body;
use std::sync::Arc;
use std::task::{Context, Poll};

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
        match serde_json::from_slice::<LambdaRequest>(&invocation.body) {
            Ok(payload) => {
                let event = LambdaEvent::new(payload, invocation.context);
                let (router, runtime_api) = (self.router.clone(), Arc::clone(&self.runtime_api));
                Box::pin(async move {
                    // A visitor who left, or a body that broke: the next event has nothing to do with it.
                    if let Err(error) = answer(router, event, &runtime_api).await {
                        tracing::warn!(error = %error, "an answer did not reach its end");
                    }
                    Ok(())
                })
            }
            Err(_) => Box::pin(self.beneath.call(invocation)),
        }
    }
}

async fn answer(
    router: Router,
    event: LambdaEvent<LambdaRequest>,
    runtime_api: &PooledClient,
) -> Result<(), Error> {
    let path = format!(
        "/2018-06-01/runtime/invocation/{}/response",
        event.context.request_id
    );
    // Apart from the awaiting, because the adapter cannot go from thread to thread.
    let response = StreamAdapter::from(router).call(event::tidied(event));
    let response = response.await.unwrap_or_else(|never| match never {});
    // In one piece with what follows it at once, if anything does.
    let prelude = prelude(&response.metadata_prelude)?;
    let pieces = stream::once(async { Ok(prelude) }).chain(response.stream.map_err(Error::from));
    let request = Request::builder()
        .method(Method::POST)
        .uri(path)
        .header(
            CONTENT_TYPE,
            "application/vnd.awslambda.http-integration-response",
        )
        .header("lambda-runtime-function-response-mode", "streaming")
        .header(TRANSFER_ENCODING, "chunked")
        .body(Body::new(StreamBody::new(pieces.map_ok(Frame::data))))?;
    runtime_api.call(request).await?;
    Ok(())
}

/// Status, headers and cookies, told from the body by eight zero bytes.
fn prelude(metadata: &MetadataPrelude) -> Result<Bytes, Error> {
    let mut bytes = serde_json::to_vec(metadata)?;
    bytes.extend([0; 8]);
    Ok(bytes.into())
}
